"""Charts of bars, lines and pies, and tables."""

import math

from diagrams.problem import Fact, Mark, Problem, calculation, rounded, worth
from diagrams.scene import Label, Scene
from diagrams.tell import pick, whole

NAMES = [
    ["Mon", "Tue", "Wed", "Thu", "Fri"], ["A", "B", "C", "D", "E"], ["red", "blue", "green", "white", "black"],
    ["2019", "2020", "2021", "2022", "2023"], ["Ann", "Ben", "Cara", "Dan", "Eve"], ["Jan", "Feb", "Mar", "Apr", "May"],
    ["bus", "car", "bike", "train", "walk"], ["tea", "milk", "juice", "water", "cola"],
]  # fmt: skip
TITLES = ["Sales", "Visitors", "Points", "Number", "Rain in mm", "Students", "Votes"]


def named(rng, count: int) -> list[str]:
    return list(pick(rng, NAMES))[:count]


def ask_values(rng, names: list[str], values: list[str], what: str):
    """A question about named values: one of them, a sum, a difference, a mean, the largest. -> question, steps, answer, symbol."""
    kind = pick(rng, ["one", "sum", "difference", "mean", "largest"])
    first, second = (int(k) for k in rng.choice(len(names), 2, replace=False))
    if kind == "one":
        return pick(rng, [f"What is the value for {names[first]}?", f"How many for {names[first]}?"]), [f"{names[first]} has ${values[first]}$."], values[first]
    if kind == "sum":
        expression = "+".join(values)
        return pick(rng, ["What is the total?", f"How large are all the {what} together?"]), [f"Sum: {calculation(expression)}."], rounded(worth(expression), 6)
    if kind == "difference":
        if float(values[first]) < float(values[second]):
            first, second = second, first
        expression = f"{values[first]}-{values[second]}"
        return f"How much more is {names[first]} than {names[second]}?", [f"Difference: {calculation(expression)}."], rounded(worth(expression), 6)
    if kind == "mean":
        expression = "(" + "+".join(values) + f")/{len(values)}"
        return pick(rng, ["What is the mean?", "Find the average."]), [f"Mean: {calculation(expression)}."], rounded(worth(expression), 4)
    top = max(range(len(values)), key=lambda k: float(values[k]))
    return pick(rng, ["Which is the largest?", "Which one has the most?"]), [f"${values[top]}$ is the largest value."], f"\\text{{{names[top]}}}"


def facts_of(names: list[str], values: list[str], marks: list[Mark]) -> list[Fact]:
    return [Fact(f"\\text{{{name}}}", value, mark=mark) for name, value, mark in zip(names, values, marks)]


def frame(scene: Scene, width: float, height: float, top: int, step: int, grid: bool) -> tuple[float, dict[int, Label]]:
    """Axes with a scale from 0 to `top`; returns the height of one, and the numbers of the scale."""
    unit = height / top
    scene.line((0, 0), (width, 0))
    scene.line((0, 0), (0, height + 0.2))
    ticks = {}
    for value in range(0, top + 1, step):
        scene.line((-0.08, value * unit), (width if grid else 0.0, value * unit), width=0.4 if grid else 0.8)
        ticks[value] = scene.label((-0.14, value * unit), f"${value}$", (1, 0), 0.85)
    return unit, ticks


def bars(rng, template: int) -> Problem:
    """Standing bars, with a grid, lying, or with their values on top."""
    scene = Scene()
    count = 3 + int(rng.integers(3))
    names, step = named(rng, count), pick(rng, [1, 2, 5, 10, 20])
    values = [int(rng.integers(1, 9)) * step for _ in range(count)]
    if len(set(values)) < count and rng.random() < 0.9:
        return bars(rng, template)
    top = 9 * step if max(values) > 7 * step else 8 * step
    if template == 2:
        unit, ticks, places = 4.4 / top, {}, []
        for k, (name, value) in enumerate(zip(names, values)):
            y = -0.75 * k
            scene.box(0, y - 0.25, value * unit, 0.5, fill=0.6)
            places.append((scene.label((-0.14, y), name, (1, 0), 0.9), (value * unit, y)))
        scene.line((0, 0.5), (0, -0.75 * count + 0.2))
        low = -0.75 * count + 0.2
        scene.line((0, low), (4.6, low))
        for value in range(0, top + 1, step * (1 if top / step < 6 else 2)):
            scene.line((value * unit, low), (value * unit, low - 0.1))
            ticks[value] = scene.label((value * unit, low - 0.14), f"${value}$", (0, 1), 0.85)
        marks = [Mark(name, (ticks.get(value, end),), at=end) for value, (name, end) in zip(values, places)]
    else:
        wide, marks = 0.95, []
        unit, ticks = frame(scene, count * wide + 0.3, 3.2, top, step, template in (1, 3))
        for k, (name, value) in enumerate(zip(names, values)):
            x = 0.3 + k * wide
            scene.box(x, 0, wide * 0.6, value * unit, fill=0.6)
            below = scene.label((x + wide * 0.3, -0.14), name, (0, 1), 0.85)
            at = ticks.get(value, (x + wide * 0.3, value * unit))
            if template == 3:
                at = scene.label((x + wide * 0.3, value * unit + 0.08), f"${value}$", (0, -1), 0.85)
            marks.append(Mark(below, (at,), at=(x + wide * 0.3, value * unit)))
        if rng.random() < 0.6:
            scene.label((count * wide / 2, 3.75), pick(rng, TITLES))
    texts = [str(value) for value in values]
    question, steps, answer = ask_values(rng, names, texts, "values")
    return Problem("bar chart", template, scene, question, facts_of(names, texts, marks), steps, answer)


def lines(rng, template: int) -> Problem:
    """A broken line over names or years; with dots, a grid, values at the dots."""
    scene = Scene()
    count = 4 + int(rng.integers(2))
    names, step = named(rng, count), pick(rng, [1, 2, 5, 10])
    values = [int(rng.integers(1, 8)) * step for _ in range(count)]
    if len(set(values)) < count - 1:
        return lines(rng, template)
    unit, ticks = frame(scene, count * 0.95 + 0.2, 3.2, 8 * step, step, template in (1, 3))
    spots = [(0.5 + k * 0.95, value * unit) for k, value in enumerate(values)]
    scene.line(*spots, width=1.5)
    marks = []
    for spot, name, value in zip(spots, names, values):
        if template != 1:
            scene.dot(spot, 0.08)
        at = ticks.get(value, spot)
        if template == 2:
            at = scene.label((spot[0], spot[1] + 0.14), f"${value}$", (0, -1), 0.85)
        scene.line((spot[0], -0.07), (spot[0], 0.07))
        marks.append(Mark(scene.label((spot[0], -0.14), name, (0, 1), 0.85), (at,), at=spot))
    texts = [str(value) for value in values]
    if rng.random() < 0.3:
        rises = [b - a for a, b in zip(values, values[1:])]
        if rises.count(max(rises)) == 1 and max(rises) > 0:
            k = rises.index(max(rises))
            steps = [f"The largest rise is {calculation(f'{values[k + 1]}-{values[k]}')}."]
            question = "Between which two neighbors does the line rise most? Give the rise."
            return Problem("line chart", template, scene, question, facts_of(names, texts, marks), steps, str(max(rises)))
    question, steps, answer = ask_values(rng, names, texts, "values")
    return Problem("line chart", template, scene, question, facts_of(names, texts, marks), steps, answer)


def pie(rng, template: int) -> Problem:
    """Shares of a whole; in percent or degrees, inside or with lines outside, one of them unknown."""
    scene = Scene()
    count = 3 + int(rng.integers(3))
    names = named(rng, count)
    degrees = template == 2
    whole_circle, step = (360, 15) if degrees else (100, 5)
    cuts = sorted(int(c) for c in rng.choice(range(2, whole_circle // step - 1), count - 1, replace=False))
    parts = [(b - a) * step for a, b in zip([0, *cuts], [*cuts, whole_circle // step])]
    if min(parts) * 360 / whole_circle < 34:
        return pie(rng, template)
    hidden = int(rng.integers(count))
    start, radius = float(rng.uniform(0, 360)), 1.9
    sign, marks = "^\\circ" if degrees else "\\%", []
    for k, (name, part) in enumerate(zip(names, parts)):
        span = part * 360 / whole_circle
        edge = [(radius * math.cos(math.radians(start + span * t / 24)), radius * math.sin(math.radians(start + span * t / 24))) for t in range(25)]
        scene.shape((0, 0), *edge, **({"fill": 0.8} if k % 2 == 0 else {}))
        middle = math.radians(start + span / 2)
        amount = "?" if k == hidden else f"${part}{sign}$"
        if template == 3:
            scene.line((radius * math.cos(middle), radius * math.sin(middle)), (1.2 * radius * math.cos(middle), 1.2 * radius * math.sin(middle)), width=0.6)
            text = scene.label((1.25 * radius * math.cos(middle), 1.25 * radius * math.sin(middle)), f"{name}: {amount}", (-math.copysign(1, math.cos(middle)), -math.sin(middle)), 0.9)
            marks.append(Mark(text, (text,), at=text))
        else:
            text = scene.label((0.64 * radius * math.cos(middle), 0.64 * radius * math.sin(middle) + 0.16), name, size=0.85)
            value = scene.label((0.64 * radius * math.cos(middle), 0.64 * radius * math.sin(middle) - 0.2), amount, size=0.85)
            marks.append(Mark(text, (value,), at=text))
        start += span
    known = [str(part) for k, part in enumerate(parts) if k != hidden]
    facts = [Fact(f"\\text{{{name}}}", f"{part}{sign}", mark=marks[k]) for k, (name, part) in enumerate(zip(names, parts)) if k != hidden]
    expression = f"{whole_circle}-" + "-".join(known)
    missing = parts[hidden]
    if rng.random() < 0.5:
        steps = [f"All parts sum to ${whole_circle}{sign}$.", f"{names[hidden]}: {calculation(expression)}."]
        question = pick(rng, [f"How large is the part of {names[hidden]}?", f"What is missing for {names[hidden]}?"])
        return Problem("pie chart", template, scene, question, facts, steps, f"{missing}{sign}")
    total = whole(rng, 40, 1200, 40)
    facts.append(Fact("n", total, "", "question"))
    steps = [f"All parts sum to ${whole_circle}{sign}$.", f"{names[hidden]}: {calculation(expression)}.", f"Of {total}: {calculation(f'{total}*{missing}/{whole_circle}')}."]
    question = f"There are {total} in all. How many belong to {names[hidden]}?"
    return Problem("pie chart", template, scene, question, facts, steps, rounded(worth(f"{total}*{missing}/{whole_circle}"), 4))


def table(rng, template: int) -> Problem:
    """A table of two columns or rows, or of two rows of numbers, ruled in several ways."""
    scene = Scene()
    count = 3 + int(rng.integers(3))
    names, title = named(rng, count), pick(rng, TITLES)
    values = [whole(rng, 1, 95) for _ in range(count)]
    if len(set(values)) < count:
        return table(rng, template)
    standing = template in (0, 2)
    first = pick(rng, ["Name", "Item", "Group", "Kind"])
    cells = [[first, title], *[[n, v] for n, v in zip(names, values)]]
    if not standing:
        cells = [[row[0] for row in cells], [row[1] for row in cells]]
    wide = [0.35 + 0.2 * max(len(row[k]) for row in cells) for k in range(len(cells[0]))]
    lefts = [sum(wide[:k]) for k in range(len(wide) + 1)]
    tall = 0.62
    placed = {}
    for r, row in enumerate(cells):
        for k, text in enumerate(row):
            placed[r, k] = scene.label(((lefts[k] + lefts[k + 1]) / 2, -(r + 0.5) * tall), text)
    rules = range(len(cells) + 1) if template != 2 else [0, 1, len(cells)]
    for r in rules:
        scene.line((0, -r * tall), (lefts[-1], -r * tall), width=0.8 if r > 1 else 1.1)
    if template in (0, 3):
        for x in lefts:
            scene.line((x, 0), (x, -len(cells) * tall), width=0.8)
    elif template == 1:
        scene.line((lefts[1], 0), (lefts[1], -len(cells) * tall), width=0.8)
    question, steps, answer = ask_values(rng, names, values, title.lower())
    at = (lambda k, column: placed[k, column]) if standing else (lambda k, column: placed[column, k])
    marks = [Mark(at(k + 1, 0), (at(k + 1, 1),), at=at(k + 1, 0)) for k in range(count)]
    return Problem("table", template, scene, question, facts_of(names, values, marks), steps, answer)


FAMILIES = {"bar chart": (bars, 4), "line chart": (lines, 4), "pie chart": (pie, 4), "table": (table, 4)}
