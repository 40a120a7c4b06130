"""Charts of bars, lines and pies, and tables."""

import math
from dataclasses import dataclass

from diagrams.names import DONE, names, number, ordered, things, title
from diagrams.plots import Chart
from diagrams.problem import Fact, Mark, Problem, calculation, rounded, worth
from diagrams.scene import Label, Scene, left_of
from diagrams.tell import phrase, pick, whole

ASKED = {
    "one": [
        "What is the [value|number|amount|count] [for|of|at] {a}?", "How many [{n} |]are there for {a}?", "How many [{n} |][were {d}|are shown] [for|at|by] {a}?",
        "What value does {a} have?", "[Read|Give|Find] the [value|number] [of|for] {a}.", "How [high|large|big] is {a}?", "How many {n} [has|had] {a}?", "What does the [chart|figure|picture] say for {a}?",
    ],
    "sum": [
        "What is the [total|sum][ of all values| of all {n}|]?", "How many {n} [are there|were {d}] [in all|altogether|in total|together]?", "What do [all|the] values add up to?",
        "[Find|Give|Work out|Calculate] the [sum|total][ of all values| number of {n}|].", "How many are there [in all|altogether|in total]?", "How large are all [the {n}|values] together?", "Add up all [values|{n}].",
    ],
    "pair": [
        "How many [{n} |]do {a} and {b} have together?", "What is the sum of {a} and {b}?", "How [many|much|large] are {a} and {b} [together|taken together|combined]?", "Add {a} and {b}.",
        "What is the [combined|joint] [value|number] of {a} and {b}?", "How many {n} [were {d}|are there] for {a} and {b} together?",
    ],
    "difference": [
        "How much [more|larger|higher] is {a} than {b}?", "By how [much|many {n}] does {a} exceed {b}?", "How many more [{n} |][has|had] {a} than {b}?", "What is the difference [between|of] {a} and {b}?",
        "How much [less|smaller|lower] is {b} than {a}?", "How many [{n} |]fewer has {b} than {a}?", "By how much is {a} [above|ahead of|larger than] {b}?", "How [far|much] is {b} [below|behind] {a}?",
    ],
    "mean": [
        "What is the [mean|average][ value| number of {n}| of all values|]?", "[Find|Calculate|Work out|Give] the [mean|average][ of all values| number of {n}|].", "How many {n} are there on average?", "What is the arithmetic mean?",
    ],
    "largest": [
        "Which [one |]is the [largest|biggest|highest|greatest]?", "Which [one |]has the most[ {n}|]?", "[Where|For what|For which] is the value [highest|largest|greatest]?", "[Who|Which one|What] [leads|comes first|is on top]?",
        "Name the [largest|highest|biggest].", "Which has the [highest|largest|greatest] [value|number of {n}]?", "Where were the most {n} {d}?",
    ],
    "smallest": [
        "Which [one |]is the [smallest|lowest|least]?", "Which [one |]has the [fewest|least][ {n}|]?", "[Where|For what|For which] is the value [lowest|smallest]?", "[Who|Which one|What] [comes last|is at the bottom]?",
        "Name the [smallest|lowest].", "Which has the [lowest|smallest] [value|number of {n}]?", "Where were the fewest {n} {d}?",
    ],
}  # fmt: skip


def looked_up(names: list[str], values: list[str]) -> str:
    """Facts once more, in the words of their list: what is found there is copied."""
    return ", ".join(Fact(f"\\text{{{name}}}", value).text() for name, value in zip(names, values)) + "."


def ask_values(rng, names: list[str], values: list[str]):
    """A question about named values: one of them, sums, a difference, a mean, the largest, the smallest. -> question, steps, answer."""
    amounts = [float(value) for value in values]
    alone = {"largest": amounts.count(max(amounts)) == 1, "smallest": amounts.count(min(amounts)) == 1}
    kind = pick(rng, [kind for kind in ASKED if alone.get(kind, True)])
    first, second = (int(k) for k in rng.choice(len(names), 2, replace=False))
    if kind == "difference" and float(values[first]) < float(values[second]):
        first, second = second, first
    pattern = pick(rng, ASKED[kind]).replace("{n}", things(rng)).replace("{d}", pick(rng, DONE))
    question = phrase(rng, pattern.replace("{a}", names[first]).replace("{b}", names[second]))
    if kind == "one":
        return question, [looked_up([names[first]], [values[first]])], values[first]
    # what is looked up by its name is said before it is calculated with
    both = looked_up([names[first], names[second]], [values[first], values[second]])
    if kind == "sum":
        expression = "+".join(values)
        return question, [f"Sum: {calculation(expression)}."], rounded(worth(expression), 6)
    if kind == "pair":
        expression = f"{values[first]}+{values[second]}"
        return question, [both, f"Sum: {calculation(expression)}."], rounded(worth(expression), 6)
    if kind == "difference":
        expression = f"{values[first]}-{values[second]}"
        return question, [both, f"Difference: {calculation(expression)}."], rounded(worth(expression), 6)
    if kind == "mean":
        expression = "(" + "+".join(values) + f")/{len(values)}"
        return question, [f"Mean: {calculation(expression)}."], rounded(worth(expression), 4)
    top = amounts.index((max if kind == "largest" else min)(amounts))
    found = calculation(("max" if kind == "largest" else "min") + f"({', '.join(values)})")
    return question, [f"The {kind}: {found}. {looked_up([names[top]], [values[top]])}"], f"\\text{{{names[top]}}}"


def facts_of(called: list[str], values: list[str], marks: list[Mark]) -> list[Fact]:
    return [Fact(f"\\text{{{name}}}", value, mark=mark) for name, value, mark in zip(called, values, marks)]


@dataclass
class Scale:
    """The scale of a chart's axis, from 0 to `top` in steps; of the steps those in `told` have their number."""

    step: int
    top: int
    told: list[int]

    def value(self, rng) -> int:
        """A value that can be read: at a step, or half way where that is a whole number."""
        half = self.step % 2 == 0 and rng.random() < 0.25
        return int(rng.integers(1, self.top // self.step)) * self.step - (self.step // 2 if half else 0)


def number_of(ticks: dict[int, Label], value: int) -> Label:
    """The number at the axis that a value is read from: its own, or the next smaller one."""
    return ticks[max(told for told in ticks if told <= value)]


def sample_scale(rng) -> Scale:
    step, count = pick(rng, [1, 2, 5, 10, 20, 50, 100]), int(rng.integers(5, 11))
    every = 2 if count > 6 and rng.random() < 0.3 else 1
    return Scale(step, step * count, list(range(0, step * count + 1, step * every)))


def frame(rng, scene: Scene, width: float, height: float, scale: Scale, grid: bool) -> tuple[float, dict[int, Label]]:
    """Axes with a scale; returns the height of one, and the numbers of the scale."""
    unit = height / scale.top
    look = pick(rng, ["", "", "arrow", "box"])
    scene.line((0, 0), (width + (0.25 if look == "arrow" else 0), 0), arrow=">" if look == "arrow" else "")
    scene.line((0, 0), (0, height + (0.45 if look == "arrow" else 0.2)), arrow=">" if look == "arrow" else "")
    if look == "box":
        scene.box(0, 0, width, height)
    dashed = grid and rng.random() < 0.3
    ticks = {}
    for value in range(0, scale.top + 1, scale.step):
        if grid and value:
            scene.line((-0.08, value * unit), (width, value * unit), width=0.4, dashed=dashed)
        else:
            scene.line((-0.08, value * unit), (0.0, value * unit), width=0.8)
        if value in scale.told:
            ticks[value] = scene.label((-0.14, value * unit), f"${value}$", (1, 0), 0.85)
    return unit, ticks


def above(rng, scene: Scene, width: float, height: float) -> None:
    """A title, or what the upright axis counts."""
    if rng.random() < 0.45:
        scene.label((width / 2, height + 0.6), title(rng))
    elif rng.random() < 0.3:
        scene.label((0.15, height + 0.6), title(rng), (-0.6, 0), 0.85)


def bars(rng, template: int) -> Problem:
    """Standing bars, with a grid, lying, or with their values on top."""
    scene = Scene()
    count = 2 + int(rng.integers(5))
    called, scale = names(rng, count), sample_scale(rng)
    count = len(called)
    values = [scale.value(rng) for _ in range(count)]
    if count < 2 or len(set(values)) < count:
        return bars(rng, template)
    wide = max(0.2 * max(len(name) for name in called) + 0.15, float(rng.uniform(0.65, 1.15)))
    thick, shade = float(rng.uniform(0.4, 0.8)), float(rng.uniform(0.45, 0.8))
    if template == 2:
        apart = float(rng.uniform(0.6, 0.95))
        unit, ticks, places = float(rng.uniform(3.2, 5.2)) / scale.top, {}, []
        for k, (name, value) in enumerate(zip(called, values)):
            y = -apart * k
            scene.box(0, y - apart * thick / 2, value * unit, apart * thick, fill=shade)
            places.append((scene.label((-0.14, y), name, (1, 0), 0.9), (value * unit, y)))
        low = -apart * (count - 1) - apart * 0.6
        scene.line((0, 0.5), (0, low))
        scene.line((0, low), (scale.top * unit + 0.2, low))
        grid = rng.random() < 0.3
        told = scale.told if scale.top * unit / len(scale.told) > 0.5 else scale.told[::2]
        for value in range(0, scale.top + 1, scale.step):
            scene.line((value * unit, 0.4 if grid else low), (value * unit, low - 0.1), width=0.4 if grid else 0.8)
            if value in told:
                ticks[value] = scene.label((value * unit, low - 0.14), f"${value}$", (0, 1), 0.85)
        numbers = [number_of(ticks, value) for value in values]
        marks = [Mark(name, (number,), at=end, names=(name,), chain=(name, end, number)) for number, (name, end) in zip(numbers, places)]
    else:
        marks, height = [], float(rng.uniform(2.5, 4.0))
        unit, ticks = frame(rng, scene, count * wide + 0.3, height, scale, template in (1, 3))
        for k, (name, value) in enumerate(zip(called, values)):
            x, half = 0.2 + k * wide, wide * thick / 2
            middle = x + wide / 2
            scene.box(middle - half, 0, 2 * half, value * unit, fill=shade)
            below = scene.label((middle, -0.14), name, (0, 1), 0.85)
            at, end = number_of(ticks, value), (middle, value * unit)
            if template == 3:
                at = scene.label((middle, value * unit + 0.08), f"${value}$", (0, -1), 0.85)
            marks.append(Mark(below, (at,), at=end, names=(below,), chain=(below, end, at)))
        above(rng, scene, count * wide, height)
    scene.plot = Chart("lying" if template == 2 else "bars", called, values, scale.top, scale.told, template in (1, 3), template == 3)
    texts = [str(value) for value in values]
    question, steps, answer = ask_values(rng, called, texts)
    return Problem("bar chart", template, scene, question, facts_of(called, texts, marks), steps, answer)


def spot_mark(rng, scene: Scene, spot, kind: str) -> None:
    x, y = spot
    if kind == "dot":
        scene.dot(spot, 0.08)
    elif kind == "ring":
        scene.circle(spot, 0.1, fill=1.0)
    elif kind == "square":
        scene.box(x - 0.07, y - 0.07, 0.14, 0.14, fill=0.0)
    elif kind == "cross":
        scene.line((x - 0.09, y - 0.09), (x + 0.09, y + 0.09))
        scene.line((x - 0.09, y + 0.09), (x + 0.09, y - 0.09))


MOST_RISE = [
    "Between which two [neighbors|points next to each other] does the line rise most? Give the rise.", "[Find|Give] the largest rise from one [point|value] to the next.",
    "How large is the [greatest|largest] [rise|increase] between [neighbors|two points in a row]?",
]  # fmt: skip


def lines(rng, template: int) -> Problem:
    """A broken line over names or years; with dots, a grid, values at the dots."""
    scene = Scene()
    count = 3 + int(rng.integers(4))
    called, scale = (ordered if rng.random() < 0.7 else names)(rng, count), sample_scale(rng)
    count = len(called)
    values = [scale.value(rng) for _ in range(count)]
    if count < 3 or len(set(values)) < count - 1:
        return lines(rng, template)
    wide = max(0.2 * max(len(name) for name in called) + 0.15, float(rng.uniform(0.7, 1.2)))
    height, first = float(rng.uniform(2.5, 4.0)), pick(rng, [0.5, 0.5, wide])
    unit, ticks = frame(rng, scene, count * wide + 0.2, height, scale, template in (1, 3))
    spots = [(first + k * wide, value * unit) for k, value in enumerate(values)]
    scene.line(*spots, width=float(rng.uniform(1.0, 1.8)), dashed=rng.random() < 0.1)
    marks, kind = [], pick(rng, ["dot", "dot", "ring", "square", "cross"])
    for spot, name, value in zip(spots, called, values):
        if template != 1 or rng.random() < 0.3:
            spot_mark(rng, scene, spot, kind)
        at = number_of(ticks, value)
        if template == 2:
            at = scene.label((spot[0], spot[1] + 0.14), f"${value}$", (0, -1), 0.85)
        scene.line((spot[0], -0.07), (spot[0], 0.07))
        below = scene.label((spot[0], -0.14), name, (0, 1), 0.85)
        marks.append(Mark(below, (at,), at=spot, names=(below,), chain=(below, spot, at)))
    above(rng, scene, count * wide, height)
    scene.plot = Chart("line", called, values, scale.top, scale.told, template in (1, 3), template == 2)
    texts = [str(value) for value in values]
    if rng.random() < 0.15:
        rises = [b - a for a, b in zip(values, values[1:])]
        if rises.count(max(rises)) == 1 and max(rises) > 0:
            k = rises.index(max(rises))
            steps = [f"The largest rise is {calculation(f'{values[k + 1]}-{values[k]}')}."]
            return Problem("line chart", template, scene, phrase(rng, pick(rng, MOST_RISE)), facts_of(called, texts, marks), steps, str(max(rises)))
    if rng.random() < 0.25:
        k = int(rng.integers(count - 1))
        l = int(rng.integers(k + 1, count))
        (a, b), (low, high) = (called[k], called[l]), sorted((values[k], values[l]))
        moves = "[rise|grow|go up|climb|increase]" if values[l] > values[k] else "[fall|drop|go down|sink|decrease]"
        if low < high:
            question = phrase(rng, pick(rng, [f"By how much does it {moves} [from {a} to|between {a} and] {b}?", f"How much does the [line|value|curve] {moves} [from {a} to|between {a} and] {b}?"]))
            return Problem("line chart", template, scene, question, facts_of(called, texts, marks), [looked_up([a, b], [texts[k], texts[l]]), f"Difference: {calculation(f'{high}-{low}')}."], str(high - low))
    question, steps, answer = ask_values(rng, called, texts)
    return Problem("line chart", template, scene, question, facts_of(called, texts, marks), steps, answer)


PART = [
    "How large is the [part|share] [of|for] {a}?", "What is missing for {a}?", "What [part|share] [has|does] {a}[ have|]?", "[Find|Work out|Give] the [part|share|missing number] [of|for] {a}.",
    "[Which|What] [share|part] belongs to {a}?", "How [large|big] is {a}?",
]  # fmt: skip
OF_ALL = [
    "There are {t} [{n} |]in all. How many belong to {a}?", "Of {t} {n}, how many are {a}?", "[In all|Altogether] {t} {n} were {d}. How many [of them |][are|were] {a}?", "The whole is {t} {n}. How many {n} [are|is] {a}?",
    "The chart stands for {t} {n}. [Find|Work out] the number for {a}.", "A [group|club|town|firm|list] has {t} {n}. How many of them [chose|belong to|go to|use] {a}?",
]  # fmt: skip


def pie(rng, template: int) -> Problem:
    """Shares of a whole; in percent or degrees, inside or with lines outside, one of them unknown."""
    scene = Scene()
    called = names(rng, 3 + int(rng.integers(3)))
    count = len(called)
    degrees = template == 2
    whole_circle, step = (360, 15) if degrees else (100, 5)
    cuts = sorted(int(c) for c in rng.choice(range(2, whole_circle // step - 1), count - 1, replace=False))
    parts = [(b - a) * step for a, b in zip([0, *cuts], [*cuts, whole_circle // step])]
    if min(parts) * 360 / whole_circle < 34:
        return pie(rng, template)
    hidden = int(rng.integers(count))
    start, radius = float(rng.uniform(0, 360)), float(rng.uniform(1.6, 2.3))
    sign, marks = "^\\circ" if degrees else "\\%", []
    outside, shades = pick(rng, ["", "", "both", "name", "one"]), pick(rng, [(0.8, None), (0.9, 0.6), (None, None), (0.7, 0.9)])
    for k, (name, part) in enumerate(zip(called, parts)):
        span = part * 360 / whole_circle
        edge = [(radius * math.cos(math.radians(start + span * t / 24)), radius * math.sin(math.radians(start + span * t / 24))) for t in range(25)]
        fill = shades[k % 2]
        scene.shape((0, 0), *edge, **({} if fill is None else {"fill": fill}))
        middle = math.radians(start + span / 2)
        c, s = math.cos(middle), math.sin(middle)
        amount = pick(rng, ["?", "?", "$x$"]) if k == hidden else f"${part}{sign}$"
        if template == 3:
            scene.line((radius * c, radius * s), (1.2 * radius * c, 1.2 * radius * s), width=0.6)
            text = value = scene.label((1.25 * radius * c, 1.25 * radius * s), f"{name}: {amount}", (-math.copysign(1, c), -s), 0.9)
        elif outside == "both":
            reach = radius + 0.45
            long = 0.09 * len(name) * abs(c)
            text = scene.label(((reach + long) * c, reach * s + 0.17), name, size=0.85)
            value = scene.label(((reach + long) * c, reach * s - 0.2), amount, size=0.85)
        elif outside == "name":
            text = scene.label(((radius + 0.12) * c, (radius + 0.12) * s), name, (-c, -s), 0.9)
            value = scene.label((0.66 * radius * c, 0.66 * radius * s), amount, size=0.9)
        elif outside == "one":
            text = value = scene.label(((radius + 0.12) * c, (radius + 0.12) * s), f"{name} {amount}" if k % 2 or rng.random() < 0.5 else f"{name} ({amount})", (-c, -s), 0.85)
        else:
            text = scene.label((0.64 * radius * c, 0.64 * radius * s + 0.16), name, size=0.85)
            value = scene.label((0.64 * radius * c, 0.64 * radius * s - 0.2), amount, size=0.85)
        marks.append(Mark(text, (value,), at=text, names=(text,)))
        start += span
    # a circle has no first part: they are told from left to right
    order = sorted((k for k in range(count) if k != hidden), key=lambda k: left_of(marks[k].symbol))
    known = [str(parts[k]) for k in order]
    facts = [Fact(f"\\text{{{called[k]}}}", f"{parts[k]}{sign}", mark=marks[k]) for k in order]
    expression = f"{whole_circle}-" + "-".join(known)
    missing = parts[hidden]
    if rng.random() < 0.5:
        steps = [f"All parts sum to ${whole_circle}{sign}$.", f"{called[hidden]}: {calculation(expression)}."]
        question = phrase(rng, pick(rng, PART).replace("{a}", called[hidden]))
        return Problem("pie chart", template, scene, question, facts, steps, f"{missing}{sign}")
    total = whole(rng, 40, 1200, 40)
    facts.append(Fact("n", total, "", "question"))
    steps = [f"All parts sum to ${whole_circle}{sign}$.", f"{called[hidden]}: {calculation(expression)}.", f"Of {total}: {calculation(f'{total}*{missing}/{whole_circle}')}."]
    pattern = pick(rng, OF_ALL).replace("{n}", things(rng)).replace("{d}", pick(rng, DONE)).replace("{t}", total)
    question = phrase(rng, pattern.replace("{a}", called[hidden]))
    return Problem("pie chart", template, scene, question, facts, steps, rounded(worth(f"{total}*{missing}/{whole_circle}"), 4))


def table(rng, template: int) -> Problem:
    """A table of two columns or rows, ruled in several ways."""
    scene = Scene()
    called, counted = names(rng, 2 + int(rng.integers(5))), title(rng)
    count = len(called)
    values = [number(rng) for _ in range(count)]
    if count < 2 or len(set(values)) < count:
        return table(rng, template)
    standing = template in (0, 2)
    first = pick(rng, ["Name", "Item", "Group", "Kind", "", title(rng)])
    cells = [[first, counted], *[[n, v] for n, v in zip(called, values)]]
    if not standing:
        cells = [[row[0] for row in cells], [row[1] for row in cells]]
    loose, tall = float(rng.uniform(0.3, 0.8)), float(rng.uniform(0.5, 0.75))
    wide = [loose + 0.2 * max(len(row[k]) for row in cells) for k in range(len(cells[0]))]
    lefts = [sum(wide[:k]) for k in range(len(wide) + 1)]
    if sum(wide) > 8.5:
        return table(rng, template)
    placed, align = {}, [pick(rng, [0, -1]), pick(rng, [0, 0, 1])] if standing else [0] * len(wide)
    shade = rng.random() < 0.25
    if shade:
        scene.box(0, -tall, lefts[-1], tall, fill=0.85)
    for r, row in enumerate(cells):
        for k, text in enumerate(row):
            side = align[k]
            x = (lefts[k] + lefts[k + 1]) / 2 if side == 0 else lefts[k] + 0.12 if side < 0 else lefts[k + 1] - 0.12
            if text:
                placed[r, k] = scene.label((x, -(r + 0.5) * tall), text, (side, 0))
    rules = range(len(cells) + 1) if template != 2 else [0, 1, len(cells)]
    for r in rules:
        scene.line((0, -r * tall), (lefts[-1], -r * tall), width=0.8 if r > 1 else 1.1)
    if template in (0, 3):
        for x in lefts:
            scene.line((x, 0), (x, -len(cells) * tall), width=0.8)
    elif template == 1:
        scene.line((lefts[1], 0), (lefts[1], -len(cells) * tall), width=0.8)
        for x in (lefts[2:-1] if rng.random() < 0.4 else []):
            scene.line((x, 0), (x, -len(cells) * tall), width=0.5)
    question, steps, answer = ask_values(rng, called, values)
    at = (lambda k, column: placed[k, column]) if standing else (lambda k, column: placed[column, k])
    marks = [Mark(at(k + 1, 0), (at(k + 1, 1),), at=at(k + 1, 0), names=(at(k + 1, 0),)) for k in range(count)]
    return Problem("table", template, scene, question, facts_of(called, values, marks), steps, answer)


FAMILIES = {"bar chart": (bars, 4), "line chart": (lines, 4), "pie chart": (pie, 4), "table": (table, 4)}
