"""What figures of geometry are drawn with: sides and angles with their labels."""

import math

from diagrams.scene import Scene, between

NAMES = ["ABC", "PQR", "XYZ", "DEF"]


def beside(scene: Scene, one, other, text: str, third, reach: float = 0.14, share: float = 0.5) -> None:
    """A side's label, on the side away from the third corner."""
    middle = between(one, other, share)
    nx, ny = outward(one, other, third)
    scene.label((middle[0] + reach * nx, middle[1] + reach * ny), text, (-nx, -ny))


def outward(one, other, third) -> tuple[float, float]:
    """The unit normal of a side that points away from the third corner."""
    nx, ny = one[1] - other[1], other[0] - one[0]
    length = math.hypot(nx, ny)
    nx, ny = nx / length, ny / length
    away = nx * (third[0] - one[0]) + ny * (third[1] - one[1]) <= 0
    return (nx, ny) if away else (-nx, -ny)


def measured(scene: Scene, one, other, text: str, third, gap: float = 0.3) -> None:
    """A side's dimension line with its text, on the side away from the third corner."""
    nx, ny = outward(one, other, third)
    ends = [(x + gap * nx, y + gap * ny) for x, y in (one, other)]
    for (x, y), (far_x, far_y) in zip((one, other), ends):
        scene.line((x + 0.06 * nx, y + 0.06 * ny), (far_x + 0.1 * nx, far_y + 0.1 * ny), width=0.5)
    left = nx * (one[1] - other[1]) + ny * (other[0] - one[0]) > 0
    scene.measure(*ends, text, 0.28 if left else -0.28)


def told_beside(rng, scene: Scene, one, other, text: str, third) -> None:
    """A side's label where one of many hands would put it."""
    if rng.random() < 0.12:
        measured(scene, one, other, text, third, float(rng.uniform(0.2, 0.4)))
    else:
        beside(scene, one, other, text, third, float(rng.uniform(0.07, 0.2)), float(rng.uniform(0.4, 0.6)))


def corners(scene: Scene, points, names: str, center) -> None:
    for (x, y), name in zip(points, names):
        length = math.hypot(x - center[0], y - center[1]) or 1
        dx, dy = (x - center[0]) / length, (y - center[1]) / length
        scene.label((x + 0.1 * dx, y + 0.1 * dy), f"${name}$", (-dx, -dy))


def turned(points, degrees: float):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x * c - y * s, x * s + y * c) for x, y in points]


def polar(degrees: float, reach: float):
    return reach * math.cos(math.radians(degrees)), reach * math.sin(math.radians(degrees))


def opening(corner, one, other) -> tuple[float, float]:
    """Directions of an angle's sides in degrees, the lower first, less than 180 apart."""
    start, end = (math.degrees(math.atan2(p[1] - corner[1], p[0] - corner[0])) for p in (one, other))
    return tuple(sorted((start, start + (end - start + 180) % 360 - 180)))


def roomy(rng, degrees: float) -> float:
    """Radius of an angle's arc: the smaller the angle, the farther out its label."""
    return min(1.1, max(float(rng.uniform(0.32, 0.6)), 0.2 / math.tan(math.radians(min(degrees, 170) / 2))))


def doubled(rng, scene: Scene, corner, low: float, high: float, radius: float) -> None:
    """Now and then a second arc in an angle."""
    if rng.random() < 0.15:
        scene.arc(corner, radius - 0.08, low, high, width=0.8)
