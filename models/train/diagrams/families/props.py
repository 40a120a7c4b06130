"""Things that figures of mechanics are made of: supports, loads with their labels, pulleys."""

import math

from diagrams.labels import runs
from diagrams.scene import Label, Point, Scene
from diagrams.tell import pick


def room(text: str) -> float:
    """About how wide a label is in the scene's units, with large letters."""
    return sum(len(run.text) * (0.17 if run.level else 0.24) for run in runs(text))


def support(rng, scene: Scene, start: Point, end: Point, depth: float = 0.22) -> None:
    """A fixed surface in one of the usual ways: hatched, a bar, or a thick line. Its body lies right of the way there."""
    how = rng.random()
    if how < 0.6:
        return scene.wall(start, end, depth)
    if how < 0.85:
        length = math.dist(start, end)
        nx, ny = (end[1] - start[1]) / length * depth, -(end[0] - start[0]) / length * depth
        return scene.shape(start, end, (end[0] + nx, end[1] + ny), (start[0] + nx, start[1] + ny), fill=float(rng.uniform(0.4, 0.9)))
    return scene.line(start, end, width=float(rng.uniform(2, 3.5)))


def load(rng, scene: Scene, middle: Point, wide: float, high: float, text: str, spots: tuple[str, ...], forms=("box", "box", "crate", "cut", "round")) -> None:
    """A body around a middle, with its label in it, or at its side "above", "below", "left", "right" (one of `spots`)."""
    x, y = middle
    left, low = x - wide / 2, y - high / 2
    inside = room(text) + 0.24 < wide and high > 0.55 and rng.random() < 0.6
    form, fill = pick(rng, forms), float(rng.uniform(0.5, 0.95)) if rng.random() < 0.75 else None
    if form == "cut":
        c = 0.15 * min(wide, high)
        right, top = left + wide, low + high
        scene.shape((left + c, low), (right - c, low), (right, low + c), (right, top - c), (right - c, top), (left + c, top), (left, top - c), (left, low + c), fill=fill)
    elif form == "round":
        scene.shape(*[(x + wide / 2 * math.cos(math.tau * k / 40), y + high / 2 * math.sin(math.tau * k / 40)) for k in range(40)], fill=fill)
        inside = inside and room(text) + 0.24 < 0.8 * wide
    else:
        scene.box(left, low, wide, high, fill=fill)
        if form == "crate" and not inside:
            scene.line((left, low), (left + wide, low + high), width=0.7)
            scene.line((left, low + high), (left + wide, low), width=0.7)
    if inside:
        scene.label(middle, text)
    else:
        beside(scene, middle, wide / 2 + 0.14, high / 2 + 0.14, text, pick(rng, spots))


def beside(scene: Scene, middle: Point, wide: float, high: float, text: str, spot: str) -> Label:
    dx, dy = {"above": (0, 1), "below": (0, -1), "left": (-1, 0), "right": (1, 0)}[spot]
    return scene.label((middle[0] + dx * wide, middle[1] + dy * high), text, (-float(dx), -float(dy)))


def wheels(rng, scene: Scene, left: float, right: float, ground: float, radius: float) -> None:
    """Two wheels of a cart between left and right."""
    inset = float(rng.uniform(0.15, 0.3)) * (right - left)
    for x in (left + inset, right - inset):
        scene.circle((x, ground + radius), radius, fill=0.9)
        if rng.random() < 0.6:
            scene.dot((x, ground + radius), 0.05)


def pulley(rng, scene: Scene, center: Point, radius: float) -> None:
    scene.circle(center, radius, fill=0.9 if rng.random() < 0.7 else None)
    if rng.random() < 0.4:
        scene.circle(center, radius * 0.8, width=0.6)
    if rng.random() < 0.8:
        scene.dot(center, float(rng.uniform(0.05, 0.1)))
