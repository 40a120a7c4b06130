"""A figure as a list of strokes and labels, before any style: y grows upwards, one unit is about a centimeter.

Labels are plain text in which `$...$` is mathematics: letters italic, `_` and `^` for scripts, Greek by name.
"""

import math
from dataclasses import dataclass, field

from diagrams.plots import Chart, Plane

Point = tuple[float, float]


@dataclass
class Path:
    """A stroke. `fill` is a gray in 0..1 that a style turns into its own color; arrows are "", ">", "<" or "<>"."""

    points: list[Point]
    closed: bool = False
    fill: float | None = None
    width: float = 1.0
    dashed: bool = False
    arrow: str = ""


@dataclass
class Label:
    """Text with the anchor (-1..1 each way) of its box at a point: (-1, 0) puts the point at the left, in the middle."""

    at: Point
    text: str
    anchor: Point = (0.0, 0.0)
    size: float = 1.0


def left_of(label: Label) -> float:
    """About where a label begins, whatever its font."""
    return label.at[0] - 0.09 * label.size * len(label.text.replace("$", "")) * (1 + label.anchor[0])


@dataclass
class Part:
    """A component between two points that circuitikz draws its own way: R, C, battery, spring, switch."""

    kind: str
    start: Point
    end: Point
    look: str = ""  # one of LOOKS, where strokes are to draw it in another usual way
    size: float = 1.0


LOOKS = {
    "spring": ("", "", "wave", "coil"), "R": ("", "box", "box", "filled"), "C": ("", "", "curved"), "battery": ("", "", "cells", "source"),
    "switch": ("", "dots"),
}  # fmt: skip


@dataclass
class Scene:
    items: list[Path | Label | Part] = field(default_factory=list)
    plot: Chart | Plane | None = None  # what pgfplots can draw in the items' place

    def line(self, *points: Point, **look) -> None:
        self.items.append(Path(list(points), **look))

    def shape(self, *points: Point, **look) -> None:
        self.items.append(Path(list(points), closed=True, **look))

    def box(self, x: float, y: float, width: float, height: float, **look) -> None:
        self.shape((x, y), (x + width, y), (x + width, y + height), (x, y + height), **look)

    def circle(self, center: Point, radius: float, **look) -> None:
        self.shape(*arc_points(center, radius, 0, 360), **look)

    def dot(self, at: Point, radius: float = 0.06) -> None:
        self.circle(at, radius, fill=0.0)

    def arc(self, center: Point, radius: float, start: float, end: float, **look) -> None:
        """Angles in degrees, anticlockwise."""
        self.line(*arc_points(center, radius, start, end), **look)

    def label(self, at: Point, text: str, anchor: Point = (0.0, 0.0), size: float = 1.0) -> Label:
        self.items.append(Label(at, text, anchor, size))
        return self.items[-1]

    def part(self, kind: str, start: Point, end: Point, look: str = "", size: float = 1.0) -> None:
        self.items.append(Part(kind, start, end, look, size))

    def wall(self, start: Point, end: Point, depth: float = 0.22) -> None:
        """A fixed surface: a thick line, hatched on its right as one goes from start to end."""
        self.line(start, end, width=1.6)
        length = math.dist(start, end)
        ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        for k in range(int(length / 0.22) + 1):
            x, y = start[0] + ux * k * 0.22, start[1] + uy * k * 0.22
            self.line((x, y), (x + depth * (uy - ux * 0.7), y + depth * (-ux - uy * 0.7)), width=0.6)

    def measure(self, start: Point, end: Point, text: str, side: float = 0.28) -> None:
        """A dimension line with arrows at both ends and its text beside it."""
        self.line(start, end, arrow="<>", width=0.7)
        (x1, y1), (x2, y2) = start, end
        length = math.dist(start, end)
        nx, ny = -(y2 - y1) / length, (x2 - x1) / length
        sign = 1 if side > 0 else -1
        self.label(((x1 + x2) / 2 + nx * side * 0.4, (y1 + y2) / 2 + ny * side * 0.4), text, (-nx * sign, -ny * sign))

    def angle(self, corner: Point, start: float, end: float, text: str, radius: float = 0.55) -> None:
        """An angle's arc with its text behind it."""
        self.arc(corner, radius, start, end, width=0.8)
        middle, reach = math.radians((start + end) / 2), radius + 0.12
        at = (corner[0] + reach * math.cos(middle), corner[1] + reach * math.sin(middle))
        self.label(at, text, (-math.cos(middle), -math.sin(middle)))

    def right_angle(self, corner: Point, one: Point, other: Point, size: float = 0.24) -> None:
        a, b = toward(corner, one, size), toward(corner, other, size)
        self.line(a, (a[0] + b[0] - corner[0], a[1] + b[1] - corner[1]), b, width=0.7)


def toward(start: Point, end: Point, distance: float) -> Point:
    share = distance / math.dist(start, end)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def arc_points(center: Point, radius: float, start: float, end: float) -> list[Point]:
    count = max(4, int(abs(end - start) / 7))
    angles = [math.radians(start + (end - start) * k / count) for k in range(count + 1)]
    return [(center[0] + radius * math.cos(a), center[1] + radius * math.sin(a)) for a in angles]


def strokes(part: Part) -> list[Path]:
    """A component drawn with plain strokes, for styles that have no symbols of their own."""
    (x1, y1), (x2, y2) = part.start, part.end
    length = math.dist(part.start, part.end)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    place = lambda along, across: (x1 + ux * along - uy * across, y1 + uy * along + ux * across)  # noqa: E731
    run = lambda points, **look: Path([place(*p) for p in points], **look)  # noqa: E731
    if part.kind == "spring":
        return [run(windings(part, length))]
    half = {"R": 0.45, "C": 0.09, "battery": 0.09, "switch": 0.35}[part.kind] * (part.size if part.kind == "R" else 1.0)
    half = {"cells": 0.27, "source": 0.34}.get(part.look, half)
    middle = length / 2
    leads = [run([(0, 0), (middle - half, 0)]), run([(middle + half, 0), (length, 0)])]
    if part.look in ("box", "filled"):
        corners = [(middle - half, -0.18), (middle + half, -0.18), (middle + half, 0.18), (middle - half, 0.18)]
        return leads + [run(corners, closed=True, fill=0.9 if part.look == "filled" else None)]
    if part.kind == "R":
        zigzag = [(middle - half + (k + 0.5) * half / 3, 0.16 * (1 if k % 2 else -1)) for k in range(6)]
        return leads + [run([(middle - half, 0), *zigzag, (middle + half, 0)])]
    if part.kind == "switch":
        knobs = [run(arc_points((middle + at, 0), 0.07, 0, 360), closed=True, fill=0.0) for at in (-half, half)]
        return leads + [run([(middle - half, 0), (middle + half * 0.8, 0.3)])] + (knobs if part.look == "dots" else [])
    if part.look == "source":
        signs = [[(middle + at - 0.09, 0), (middle + at + 0.09, 0)] for at in (-0.17, 0.17)]
        return leads + [run(arc_points((middle, 0), half, 0, 360), closed=True), *(run(sign) for sign in signs), run([(middle - 0.17, -0.09), (middle - 0.17, 0.09)])]
    long, short = (0.28, 0.28) if part.kind == "C" else (0.32, 0.16)
    if part.look == "cells":
        plates = [run([(middle + at, -reach), (middle + at, reach)], width=width) for at, reach, width in ((-0.27, long, 1.3), (-0.11, short, 2.2), (0.11, long, 1.3), (0.27, short, 2.2))]
        return [*leads, *plates, run([(middle - 0.11, 0), (middle + 0.11, 0)], dashed=True)]
    second = [(middle + half, -short), (middle + half, short)]
    if part.look == "curved":
        second = [(middle + half + 0.12 * (y / short) ** 2, y) for y in (short * k / 4 for k in range(-4, 5))]
    return leads + [
        run([(middle - half, -long), (middle - half, long)], width=1.3),
        run(second, width=1.3 if part.kind == "C" else 2.2),
    ]


def windings(part: Part, length: float) -> list[Point]:
    """A spring's line: along and across."""
    turns, lead, wide = max(4, round(length / 0.28)), min(0.25, length * 0.12), 0.17 * part.size
    if part.look in ("wave", "coil"):
        # a coil runs back a little in each turn
        count, back = turns * 12, 0.0 if part.look == "wave" else 0.11
        step = (length - 2 * lead) / count
        curve = [(lead + step * k - back * math.sin(math.tau * k / 12 + math.pi / 2) + back, wide * math.sin(math.tau * k / 12)) for k in range(count + 1)]
        return [(0, 0), (lead, 0), *curve[1:], (length - lead, 0), (length, 0)]
    step = (length - 2 * lead) / (2 * turns)
    zigzag = [(lead + step * (k + 0.5), wide * (1 if k % 2 else -1)) for k in range(2 * turns)]
    return [(0, 0), (lead, 0), *zigzag, (length - lead, 0), (length, 0)]
