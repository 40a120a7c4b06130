"""More kinds of pictures that no family knows, which training sees."""

import math

from diagrams.scene import Scene
from diagrams.tell import coined, pick, whole

def some(rng, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def world_map(rng, scene: Scene) -> None:
    """Lands with wavy borders, names, a compass and a bar of scale."""
    for k in range(1 + int(rng.integers(3))):
        x, y, size = some(rng, -2.5, 2.5), some(rng, -1, 1), some(rng, 0.8, 1.6)
        reach = [size * some(rng, 0.65, 1.1) for _ in range(14)]
        scene.shape(*[(x + r * math.cos(math.tau * n / 14), y + r * math.sin(math.tau * n / 14)) for n, r in enumerate(reach)], fill=0.8 if rng.random() < 0.6 else None)
        if rng.random() < 0.8:
            scene.label((x, y), coined(rng).capitalize())
    for _ in range(int(rng.integers(4))):
        at = some(rng, -2.5, 2.5), some(rng, -1.2, 1.2)
        scene.dot(at)
        scene.label((at[0] + 0.12, at[1]), coined(rng).capitalize(), (-1, 0), 0.9)
    if rng.random() < 0.6:
        scene.line((4.4, 0.3), (4.4, 1.4), arrow=">")
        scene.label((4.4, 1.5), "N", (0, -1))
    if rng.random() < 0.6:
        scene.line((3.6, -1.8), (5.2, -1.8), width=1.4)
        scene.label((4.4, -1.7), whole(rng, 5, 200, 5) + " km", (0, -1))


def plant(rng, scene: Scene) -> None:
    """A stalk with leaves and a blossom, its parts perhaps named."""
    high = some(rng, 2.4, 3.6)
    scene.line((0, 0), (some(rng, -0.1, 0.1), high / 2), (0, high), width=1.6)
    scene.line((-1.5, 0), (1.5, 0))
    for k in range(2 + int(rng.integers(3))):
        y, sign = 0.5 + 0.5 * k, 1 if k % 2 else -1
        scene.shape((0, y), (sign * 0.5, y + 0.45), (sign * 1.1, y + 0.4), (sign * 0.6, y + 0.1), fill=0.7)
    petals = 5 + int(rng.integers(4))
    for k in range(petals):
        turn = math.tau * k / petals
        scene.circle((0.42 * math.cos(turn), high + 0.42 * math.sin(turn)), 0.24, fill=0.9)
    scene.circle((0, high), 0.25, fill=0.6)
    if rng.random() < 0.6:
        for word, y in (("root", -0.1), ("leaf", 0.8), ("stem", 1.5), ("flower", high)):
            scene.line((0.15, y), (1.6, y + 0.1), width=0.6)
            scene.label((1.7, y + 0.1), word, (-1, 0))


def gantt(rng, scene: Scene) -> None:
    """Tasks as bars over weeks."""
    named = pick(rng, ["", "w", "W"])
    count, weeks = 3 + int(rng.integers(3)), 6 + int(rng.integers(4))
    for k in range(weeks + 1):
        scene.line((k * 0.7, 0.3), (k * 0.7, -0.6 * count), width=0.4)
    for k in range(weeks):
        scene.label((k * 0.7 + 0.35, 0.5), named + str(k + 1), size=0.85)
    start = 0
    for k in range(count):
        long = 1 + int(rng.integers(3))
        start = min(start + int(rng.integers(2)), weeks - long)
        scene.box(start * 0.7, -0.6 * k - 0.3, long * 0.7, 0.4, fill=0.6)
        scene.label((-0.15, -0.6 * k - 0.1), coined(rng, 7), (1, 0))


def feynman(rng, scene: Scene) -> None:
    """Two vertices, straight lines in and out, a wavy one between."""
    left, right = (-0.9, 0.0), (0.9, 0.0)
    for at, sign in ((left, -1), (right, 1)):
        for up in (1, -1):
            end = (at[0] + sign * some(rng, 1.0, 1.5), up * some(rng, 0.9, 1.3))
            scene.line(at, end)
            middle = ((at[0] + end[0]) / 2, (at[1] + end[1]) / 2)
            scene.line(at, middle, arrow=">")
            scene.label((end[0] + sign * 0.15, end[1]), pick(rng, ["$e^-$", "$e^+$", "$\\mu$", "q", "$p$", "$n$"]), (-float(sign), 0))
        scene.dot(at, 0.08)
    scene.line(*[(-0.9 + 0.03 * k, 0.14 * math.sin(math.tau * k / 12)) for k in range(61)])
    scene.label((0, 0.3), pick(rng, ["$\\gamma$", "Z", "W", "g"]), (0, -1))


def blocks(rng, scene: Scene) -> None:
    """A control loop, or a chain of blocks with arrows."""
    count = 2 + int(rng.integers(3))
    for k in range(count):
        scene.box(2.4 * k, -0.4, 1.6, 0.8, fill=0.9 if rng.random() < 0.5 else None)
        scene.label((2.4 * k + 0.8, 0), pick(rng, ["$G$", "$H$", "$K$", "in", "plant", "filter", "PID", "CPU", "RAM", coined(rng, 6)]))
        scene.line((2.4 * k - 0.8, 0), (2.4 * k, 0), arrow=">")
    end = 2.4 * (count - 1) + 1.6
    scene.line((end, 0), (end + 0.9, 0), arrow=">")
    if rng.random() < 0.6:
        scene.line((end + 0.45, 0), (end + 0.45, -1.2), (-0.5, -1.2), (-0.5, -0.1), arrow=">")


def number_line(rng, scene: Scene) -> None:
    low, count = int(rng.integers(-6, 3)), 6 + int(rng.integers(6))
    scene.line((-0.4, 0), (0.7 * count + 0.4, 0), arrow=">")
    for k in range(count + 1):
        scene.line((0.7 * k, -0.1), (0.7 * k, 0.1))
        scene.label((0.7 * k, -0.2), f"${low + k}$", (0, 1))
    for _ in range(int(rng.integers(3))):
        at = 0.7 * int(rng.integers(count))
        scene.circle((at, 0), 0.1, fill=pick(rng, [0.0, 0.95]))
    if rng.random() < 0.5:
        start = 0.7 * int(rng.integers(count - 3))
        scene.arc((start + 1.05, 0), 1.05, 180, 0, arrow=">")


def dice(rng, scene: Scene) -> None:
    spots = {1: [4], 2: [0, 8], 3: [0, 4, 8], 4: [0, 2, 6, 8], 5: [0, 2, 4, 6, 8], 6: [0, 2, 3, 5, 6, 8]}
    for k in range(1 + int(rng.integers(4))):
        scene.box(1.5 * k, 0, 1.2, 1.2, fill=0.95 if rng.random() < 0.5 else None)
        for spot in spots[1 + int(rng.integers(6))]:
            scene.dot((1.5 * k + 0.3 + 0.3 * (spot % 3), 0.3 + 0.3 * (spot // 3)), 0.09)


def calendar(rng, scene: Scene) -> None:
    first, days = int(rng.integers(7)), 28 + int(rng.integers(4))
    scene.label((2.8, 1.0), pick(rng, ["January", "March", "May", "July", "October", "December"]))
    for k, day in enumerate(["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]):
        scene.label((0.8 * k + 0.4, 0.4), day, size=0.9)
    for day in range(days):
        x, y = (first + day) % 7, (first + day) // 7
        scene.label((0.8 * x + 0.4, -0.3 - 0.6 * y), str(day + 1), size=0.9)
        if rng.random() < 0.03:
            scene.circle((0.8 * x + 0.4, -0.3 - 0.6 * y), 0.3)


def solid(rng, scene: Scene) -> None:
    """A box, cylinder, cone or pyramid with its edges perhaps measured."""
    a, b, c = some(rng, 1.5, 3), some(rng, 1, 2.2), some(rng, 0.5, 1)
    kind = pick(rng, ["box", "box", "cylinder", "cone", "pyramid"])
    if kind == "box":
        scene.box(0, 0, a, b)
        for x, y in ((0, b), (a, b), (a, 0)):
            scene.line((x, y), (x + c, y + c * 0.6))
        scene.line((c, b + c * 0.6), (a + c, b + c * 0.6), (a + c, c * 0.6))
        if rng.random() < 0.7:
            for ends in (((0, 0), (c, c * 0.6)), ((c, c * 0.6), (a + c, c * 0.6)), ((c, c * 0.6), (c, b + c * 0.6))):
                scene.line(*ends, dashed=True, width=0.7)
    else:
        oval = [(a / 2 + a / 2 * math.cos(math.tau * k / 40), c * 0.4 * math.sin(math.tau * k / 40)) for k in range(40)]
        scene.shape(*oval) if kind != "pyramid" else scene.shape((0, 0), (a, 0), (a + c, c), (c, c))
        if kind == "cylinder":
            scene.shape(*[(x, y + b) for x, y in oval])
            scene.line((0, 0), (0, b))
            scene.line((a, 0), (a, b))
        else:
            for foot in ((0, 0), (a, 0)) if kind == "cone" else ((0, 0), (a, 0), (a + c, c), (c, c)):
                scene.line(foot, (a / 2 + (c / 2 if kind == "pyramid" else 0), b + c))
    if rng.random() < 0.7:
        scene.label((a / 2, -0.15 - (c * 0.4 if kind in ("cylinder", "cone") else 0)), whole(rng, 2, 30) + " cm", (0, 1))
        scene.label((-0.15, b / 2), pick(rng, ["$h$", whole(rng, 2, 30) + " cm"]), (1, 0))


def stick_figures(rng, scene: Scene) -> None:
    for k in range(1 + int(rng.integers(3))):
        x = 1.6 * k
        scene.circle((x, 2.2), 0.3)
        scene.line((x, 1.9), (x, 0.9))
        scene.line((x - 0.5, some(rng, 1.2, 2.0)), (x, 1.6), (x + 0.5, some(rng, 1.2, 2.0)))
        scene.line((x - 0.4, 0), (x, 0.9), (x + 0.4, 0))
        if rng.random() < 0.4:
            scene.label((x, -0.15), coined(rng, 6).capitalize(), (0, 1))


def table_of_signs(rng, scene: Scene) -> None:
    """A long sum, a magic square or a crossword: cells with a sign each."""
    count = 3 + int(rng.integers(3))
    for x in range(count):
        for y in range(count):
            scene.box(0.7 * x, 0.7 * y, 0.7, 0.7, **({"fill": 0.1} if rng.random() < 0.12 else {}))
            if rng.random() < 0.4:
                scene.label((0.7 * x + 0.35, 0.7 * y + 0.35), pick(rng, "ABCDEFGHILMNOPRSTU123456789"))


def waves(rng, scene: Scene) -> None:
    """Signals one above another: sines, square waves, spikes, as an oscilloscope shows them."""
    for row in range(1 + int(rng.integers(3))):
        kind, tall, turns = pick(rng, ["sine", "square", "spike"]), some(rng, 0.3, 0.5), some(rng, 2, 6)
        points = []
        for k in range(181):
            phase = math.tau * turns * k / 180
            y = math.sin(phase)
            y = (1.0 if y >= 0 else -1.0) if kind == "square" else y**9 if kind == "spike" else y
            points.append((k / 30, -1.4 * row + tall * y))
        scene.line(*points)
        if rng.random() < 0.5:
            scene.label((-0.2, -1.4 * row), pick(rng, ["CLK", "D", "Q", "$u(t)$", "in", "out"]), (1, 0))


def road_sign(rng, scene: Scene) -> None:
    corners = pick(rng, [3, 4, 8, 40])
    turn = {3: 90, 4: 0, 8: 22.5, 40: 0}[corners]
    ring = lambda size: [(size * math.cos(math.radians(turn + 360 * k / corners)), size * math.sin(math.radians(turn + 360 * k / corners))) for k in range(corners)]  # noqa: E731
    scene.shape(*ring(1.5), fill=0.6)
    scene.shape(*ring(1.25), fill=0.95)
    scene.label((0, 0), pick(rng, ["STOP", "30", "50", "80", "P", "!", "?", "A7"]))
    scene.line((0, -1.5), (0, -3.5), width=2)


def cycle(rng, scene: Scene) -> None:
    """Words around a ring, with arrows from one to the next, as for seasons or water."""
    words = [coined(rng, 7) for _ in range(3 + int(rng.integers(3)))]
    if rng.random() < 0.4:
        words = ["rain", "river", "sea", "cloud"]
    for k, word in enumerate(words):
        turn = 90 - 360 * k / len(words)
        scene.label((2.0 * math.cos(math.radians(turn)), 1.7 * math.sin(math.radians(turn))), word)
        start, end = turn - 25, turn - 360 / len(words) + 25
        scene.line(*[(1.8 * math.cos(math.radians(start + (end - start) * n / 8)), 1.5 * math.sin(math.radians(start + (end - start) * n / 8))) for n in range(9)], arrow=">")


FOREIGN = [world_map, plant, gantt, feynman, blocks, number_line, dice, calendar, solid, stick_figures, table_of_signs, waves, road_sign, cycle]
