"""Points, lines and graphs of functions on a grid."""

import math
from dataclasses import dataclass, field

from diagrams.plots import Plane
from diagrams.problem import Fact, Mark, Problem, calculation, rounded, worth
from diagrams.scene import Label, Point, Scene
from diagrams.tell import FAULT, phrase, pick

Numbers = dict[int, Label]


@dataclass
class Axes:
    """Axes with their numbers; a grid cell is `unit` wide."""

    left: int
    right: int
    low: int
    high: int
    unit: float = 0.55
    across: Numbers = field(default_factory=dict)
    upwards: Numbers = field(default_factory=dict)
    plane: Plane | None = None  # as drawn

    def place(self, x: float, y: float) -> Point:
        return x * self.unit, y * self.unit

    def mark(self, point: Point, symbol: Label | Point | None = None) -> Mark:
        """Coordinates are read at the axes' numbers; where there is none, at the point itself."""
        at = self.place(*point)
        names = (symbol,) if isinstance(symbol, Label) else ()
        return Mark(symbol or at, (self.across.get(point[0], at), self.upwards.get(point[1], at)), at=at, names=names)

    def height(self, x: float, y: float) -> Mark:
        """A height: from the number below to the graph, and from there to the number at the upright axis."""
        at, start, end = self.place(x, y), self.place(x, 0), self.place(0, y)
        number = self.upwards.get(int(y), end)
        return Mark(at, (number,), at=at, chain=(self.across.get(int(x), start), at, number))

    def draw(self, scene: Scene, grid: bool, step: int = 1, dashed: bool = False, ends: tuple[str, str] = ("$x$", "$y$")) -> None:
        """The axes with numbers at every `step`."""
        at = self.place
        self.plane = scene.plot = Plane((self.left, self.right), (self.low, self.high), grid, step, ends)
        if grid:
            for x in range(self.left, self.right + 1):
                scene.line(at(x, self.low), at(x, self.high), width=0.3, dashed=dashed)
            for y in range(self.low, self.high + 1):
                scene.line(at(self.left, y), at(self.right, y), width=0.3, dashed=dashed)
        scene.line(at(self.left - 0.4, 0), at(self.right + 0.8, 0), arrow=">")
        scene.line(at(0, self.low - 0.4), at(0, self.high + 0.8), arrow=">")
        scene.label(at(self.right + 0.9, 0), ends[0], (-1, 0))
        scene.label(at(0, self.high + 0.9), ends[1], (0, -1))
        for x in range(self.left, self.right + 1):
            if x and x % step == 0:
                scene.line((x * self.unit, -0.07), (x * self.unit, 0.07))
                self.across[x] = scene.label((x * self.unit, -0.1), f"${x}$", (0, 1), 0.75)
        for y in range(self.low, self.high + 1):
            if y and y % step == 0:
                scene.line((-0.07, y * self.unit), (0.07, y * self.unit))
                self.upwards[y] = scene.label((-0.1, y * self.unit), f"${y}$", (1, 0), 0.75)


def sample_axes(rng, scene: Scene, template: int) -> Axes:
    """Axes of any range; never trained is a first quadrant, which is drawn for points of the last template alone."""
    while True:
        left, right, low, high = -int(rng.integers(0, 7)), int(rng.integers(2, 9)), -int(rng.integers(0, 7)), int(rng.integers(2, 9))
        if (left or low) and 5 <= right - left <= 12 and 5 <= high - low <= 12:
            break
    if rng.random() < 0.3:
        left = low = -pick(rng, [3, 4, 5])
        right = high = -left
    axes = Axes(left, right, low, high, float(rng.uniform(0.42, 0.68)) * (0.85 if max(right - left, high - low) > 9 else 1))
    axes.draw(scene, template != 1 or rng.random() < 0.2, 2 if rng.random() < 0.12 else 1, rng.random() < 0.15, pick(rng, [("$x$", "$y$")] * 4 + [("", ""), ("$t$", "$s$")]))
    return axes


def signed(value: int) -> str:
    return f"({value})" if value < 0 else str(value)


ASKED = {
    "distance": [
        "What is the distance [between {a} and|from {a} to] {b}?", "How long is the [segment|line|line segment] {ab}?", "[Find|Work out|Calculate] the [distance|length] [between {a} and {b}|of {ab}].",
        "How many units is it from {a} to {b}?", "How far is {b} from {a}?", "Give the length of the line from {a} to {b}.",
    ],
    "slope": [
        "What is the [slope|gradient] of [the line through {a} and {b}|the line {ab}|{ab}]?", "[Find|Work out|Calculate] the [slope|gradient] [of {ab}|of the line through {a} and {b}].", "How steep is the line [through {a} and {b}|{ab}]? Give its [slope|gradient].",
    ],
    "midpoint": [
        "What is the midpoint [of {ab}|between {a} and {b}]?", "[Find|Give] the [midpoint|middle] [between {a} and {b}|of the segment {ab}|of {ab}].", "[Which point|What point] lies [half way|in the middle] between {a} and {b}?",
    ],
    "area": ["What is the area of the triangle?", "[Find|Work out|Calculate] the area of the triangle[ on the grid|].", "How large is the [triangle|area of the triangle]?", "What area does the triangle [have|cover]?"],
}  # fmt: skip

FURTHEST = {
    "highest": ["[Which|Which of the|What] point[ marked|] [is|lies] [highest|furthest up]?", "Which point has the [largest|greatest] $y$ coordinate?", "Name the highest point."],
    "lowest": ["[Which|What] point[ marked|] [is|lies] [lowest|furthest down]?", "Which point has the [smallest|least] $y$ coordinate?", "Name the lowest point."],
    "right": ["[Which|What] point[ marked|] [is|lies] furthest [to the |]right?", "Which point has the [largest|greatest] $x$ coordinate?"],
    "left": ["[Which|What] point[ marked|] [is|lies] furthest [to the |]left?", "Which point has the [smallest|least] $x$ coordinate?"],
}  # fmt: skip


def many_points(rng, template: int) -> Problem:
    """Three to six points on a grid, of which one lies furthest to a side. Never of the last template."""
    scene = Scene()
    axes = sample_axes(rng, scene, template)
    count = int(rng.integers(3, 7))
    spots: list[tuple[int, int]] = []
    while len(spots) < count:
        spot = int(rng.integers(axes.left, axes.right + 1)), int(rng.integers(axes.low, axes.high + 1))
        if 0 not in spot and all(abs(spot[0] - x) + abs(spot[1] - y) > 1 for x, y in spots):
            spots.append(spot)
    # listed as one reads: from left to right
    spots.sort(key=lambda spot: (spot[0], -spot[1]))
    names = list(pick(rng, ["ABCDEF", "PQRSTU", "KLMNOP"]))[:count] if rng.random() < 0.5 else list(rng.choice(list("ABCDEFGHKLMNPQRSTUVWXYZ"), count, replace=False))
    if rng.random() < 0.5:
        rng.shuffle(names)
    axes.plane.points = [(name, *spot) for name, spot in zip(names, spots)]
    facts = []
    for (x, y), name in zip(spots, names):
        scene.dot(axes.place(x, y), 0.09)
        sx, sy = (1 if x > 0 else -1, 1 if y > 0 else -1) if rng.random() < 0.6 else (pick(rng, [-1, 1]), pick(rng, [-1, 1]))
        label = scene.label((x * axes.unit + 0.1 * sx, y * axes.unit + 0.12 * sy), f"${name}$", (-float(sx), -float(sy)))
        facts.append(Fact(name, f"({x}, {y})", mark=axes.mark((x, y), label)))
    side = pick(rng, list(FURTHEST))
    along, extreme = (1 if side in ("highest", "lowest") else 0), max if side in ("highest", "right") else min
    values = [spot[along] for spot in spots]
    best = extreme(values)
    if values.count(best) > 1:
        return many_points(rng, template)
    steps = [f"${best}$ is the {'largest' if extreme is max else 'smallest'} ${'xy'[along]}$."]
    return Problem("coordinates", template, scene, phrase(rng, pick(rng, FURTHEST[side])), facts, steps, f"{names[values.index(best)]}")


def points(rng, template: int) -> Problem:
    """Distance, midpoint, slope of two points, or the area of a triangle with a level side, read from a grid."""
    if template != 3 and FAULT.get() is None and rng.random() < 0.4:
        return many_points(rng, template)
    scene = Scene()
    if template == 3:  # never trained: a first quadrant
        axes = Axes(0, 6, 0, 6)
        axes.draw(scene, True)
    else:
        axes = sample_axes(rng, scene, template)
    place, unit = axes.place, axes.unit
    while True:
        a, b = [(int(rng.integers(axes.left, axes.right + 1)), int(rng.integers(axes.low, axes.high + 1))) for _ in range(2)]
        near = 1 if template != 3 and rng.random() < 0.1 else 2
        if abs(a[0] - b[0]) >= near and abs(a[1] - b[1]) >= near and 0 not in (a[0], b[0], a[1], b[1]):
            break
    names = pick(rng, ["AB", "PQ", "CD", "MN"])
    if template != 3 and rng.random() < 0.5:
        names = "".join(sorted(rng.choice(list("ABCDEFGHKLMNPQRSTUVWXYZ"), 2, replace=False)))
    facts = []
    kind = pick(rng, ["distance", "slope", "midpoint", "area"])
    third = (b[0], a[1])
    corners = []
    if kind == "area":
        corners = [a, b, third, a]
        scene.shape(*[place(x, y) for x, y in (a, b, third)])
    elif template != 0 or rng.random() < 0.5:
        corners = [a, b]
        scene.line(place(*a), place(*b), width=1.2)
    axes.plane.curves = [corners] if corners else []
    axes.plane.points = [(name, *spot) for name, spot in zip(names, (a, b))]
    told = template != 3 and rng.random() < 0.1  # coordinates beside the points
    rays = template != 3 and rng.random() < 0.15  # dashed lines to the axes
    cross = template != 3 and rng.random() < 0.2
    for (x, y), name in zip((a, b), names):
        if cross:
            scene.line((x * unit - 0.1, y * unit - 0.1), (x * unit + 0.1, y * unit + 0.1), width=1.2)
            scene.line((x * unit - 0.1, y * unit + 0.1), (x * unit + 0.1, y * unit - 0.1), width=1.2)
        else:
            scene.dot(place(x, y), 0.09)
        if rays:
            scene.line((x * unit, 0), place(x, y), (0, y * unit), width=0.6, dashed=True)
        sx, sy = (1 if x > 0 else -1, 1 if y > 0 else -1) if template == 3 or rng.random() < 0.6 else (pick(rng, [-1, 1]), pick(rng, [-1, 1]))
        label = scene.label((x * unit + 0.1 * sx, y * unit + 0.12 * sy), f"${name}({x}, {y})$" if told else f"${name}$", (-float(sx), -float(sy)))
        facts.append(Fact(name, f"({x}, {y})", mark=Mark(label, (label, label), at=label, names=(label,)) if told else axes.mark((x, y), label)))
    (x1, y1), (x2, y2) = a, b
    asked = pick(rng, ASKED[kind]).replace("{ab}", f"${names}$").replace("{a}", f"${names[0]}$").replace("{b}", f"${names[1]}$")
    question = phrase(rng, asked)
    if kind == "distance":
        expression, law, symbol = f"sqrt(({x2}-{signed(x1)})^2+({y2}-{signed(y1)})^2)", "$d = \\sqrt{(x_2 - x_1)^2 + (y_2 - y_1)^2}$", "d"
    elif kind == "slope":
        expression, law, symbol = f"({y2}-{signed(y1)})/({x2}-{signed(x1)})", "$m = \\frac{y_2 - y_1}{x_2 - x_1}$", "m"
    elif kind == "midpoint":
        x, y = rounded((x1 + x2) / 2), rounded((y1 + y2) / 2)
        steps = ["Law: the midpoint's coordinates are the means.", f"$x = $ {calculation(f'({x1}+{signed(x2)})/2')}.", f"$y = $ {calculation(f'({y1}+{signed(y2)})/2')}."]
        return Problem("coordinates", template, scene, question, facts, steps, f"({x}, {y})", "", "M")
    else:
        expression, law, symbol = f"({max(x1, x2)}-{signed(min(x1, x2))})*({max(y1, y2)}-{signed(min(y1, y2))})/2", "$A = \\frac{gh}{2}$", "A"
    steps = [f"Law: {law}.", f"${symbol} = $ {calculation(expression)}."]
    return Problem("coordinates", template, scene, question, facts, steps, rounded(worth(expression)), "", symbol)


ASKED_GRAPH = {
    "value": [
        "What is $f({x})$?", "The graph shows $f$. [Read|Find|Give] $f({x})$.", "What [is the value of the function|value has the function|value does the function take] at $x = {x}$?", "[Read|Find] the [value|height] [of the graph |]at $x = {x}$.",
        "How high is the graph at $x = {x}$?", "What is $y$ [when|where|if] $x = {x}$?", "[Give|Find] the $y$ [value|coordinate] [of the graph |]at $x = {x}$.", "Which $y$ belongs to $x = {x}$?",
    ],
    "slope": ["What is the [slope|gradient][ of the line|]?", "[Find|Read|Determine|Give] the [slope|gradient][ of the line|].", "How steep is the line? Give its slope."],
    "start": [
        "Where does the {name} [meet|cross|cut] the $y$ axis?", "What is the $y$ intercept[ of the {name}|]?", "[Find|Read|Give] the $y$ intercept.", "At [what|which] [height|value] does the {name} [cross|meet] the $y$ axis?",
    ],
    "turn": [
        "What are the coordinates of the {name}?", "Where is the {name}[ of the graph|]?", "[Find|Read|Give] the {name}[ of the graph|].", "[At which point|Where] does the graph turn?", "[Give|Find|Read] the [coordinates of the |]{end} point.", "Where [is the graph|does the graph come] {end}?",
    ],
}  # fmt: skip


def asked_graph(rng, kind: str, patterns: dict[str, list[str]] = ASKED_GRAPH, **said: object) -> str:
    pattern = pick(rng, patterns[kind])
    for name, text in said.items():
        pattern = pattern.replace(f"{{{name}}}", str(text))
    return phrase(rng, pattern)


def smooth(rng, axes: Axes):
    """A curve through whole points: half a wave of a cosine from each to the next."""
    gap = pick(rng, [2, 3])
    knots = {x: int(rng.integers(axes.low + 1, axes.high)) for x in range(axes.left - axes.left % gap - gap, axes.right + 2 * gap, gap)}

    def f(x: float) -> float:
        before = math.floor(x / gap) * gap
        a, b = knots.get(before, 0), knots.get(before + gap, 0)
        return round(a + (b - a) * (1 - math.cos(math.pi * (x - before) / gap)) / 2, 9)

    return f

TWO_VALUES = {
    "sum": ["What is $f({a}) + f({b})$?", "[Find|Calculate|Work out] $f({a}) + f({b})$.", "[Read|Find] $f({a})$ and $f({b})$ and add them."],
    "change": [
        "[How much|By how much] does $f$ change from $x = {a}$ to $x = {b}$?", "What is $f({b}) - f({a})$?", "[Find|Calculate|Work out] $f({b}) - f({a})$.",
        "[Find|Give] the change of the function from $x = {a}$ to $x = {b}$.",
    ],
    "rate": ["What is the mean slope [between|from] $x = {a}$ [and|to] $x = {b}$?", "[Find|Calculate] the [mean|average] rate of change from $x = {a}$ to $x = {b}$.", "What is $(f({b}) - f({a}))/({b} - {a})$?"],
}  # fmt: skip


def two_values(rng, template: int, scene: Scene, axes: Axes, at: list[int], f) -> Problem:
    """The sum of two heights of a graph, their difference, or the mean slope between them."""
    (a, b), (y1, y2) = at, (int(f(x)) for x in at)
    kind = pick(rng, list(TWO_VALUES))
    facts = [Fact(f"f({x})", str(y), mark=axes.height(x, y)) for x, y in zip(at, (y1, y2))]
    expression = f"{y1}+{signed(y2)}" if kind == "sum" else f"{y2}-{signed(y1)}" if kind == "change" else f"({y2}-{signed(y1)})/({b}-{signed(a)})"
    name = {"sum": "Sum", "change": "Change", "rate": "Mean slope"}[kind]
    return Problem("function graph", template, scene, asked_graph(rng, kind, TWO_VALUES, a=a, b=b), facts, [f"{name}: {calculation(expression)}."], rounded(worth(expression), 4))


def graph(rng, template: int) -> Problem:
    """Values, zeros, slope and intercept, or the vertex, read from the graph of a line, parabola, or broken line."""
    scene = Scene()
    if template == 3:
        axes = Axes(-4, 4, -4, 4)
        axes.draw(scene, True)
    else:
        axes = sample_axes(rng, scene, template)
        if axes.low > -1 and rng.random() < 0.5:
            return graph(rng, template)
    turning = template == 2
    bent = turning and rng.random() < 0.4
    wave = template in (0, 1) and rng.random() < 0.35
    inside = lambda low, high: int(rng.integers(low, max(low + 1, high + 1)))  # noqa: E731
    if template == 3:  # never trained: straight pieces, one after the other
        spots = [int(v) for v in rng.integers(-3, 4, 5)]
        f = lambda x: spots[min(3, int(x + 4) // 2)] + (spots[min(3, int(x + 4) // 2) + 1] - spots[min(3, int(x + 4) // 2)]) * ((x + 4) / 2 - min(3, int(x + 4) // 2))  # noqa: E731
    elif wave:
        f = smooth(rng, axes)
    elif not turning:
        m, c = pick(rng, [-3, -2, -1, -0.5, 0.5, 1, 2, 3]), inside(axes.low + 1, axes.high - 1)
        f = lambda x: m * x + c  # noqa: E731
    elif not bent:
        p, q, a = inside(axes.left + 1, axes.right - 1), inside(axes.low + 1, axes.high - 1), pick(rng, [-1, 1, 0.5, -0.5])
        f = lambda x: a * (x - p) ** 2 + q  # noqa: E731
    else:
        p, q, up = inside(axes.left + 1, axes.right - 1), inside(axes.low + 1, axes.high - 1), pick(rng, [-1, 1, 2, -2])
        f = lambda x: up * abs(x - p) + q  # noqa: E731
    runs, run = [], []
    for k in range(axes.left * 40, axes.right * 40 + 1):
        x = k / 40
        if axes.low - 0.2 <= f(x) <= axes.high + 0.2:
            run.append(axes.place(x, f(x)))
        elif run:
            runs, run = [*runs, run], []
    look = float(rng.uniform(1.2, 2.0)) if template != 3 else 1.6
    for part in [*runs, run]:
        if len(part) > 1:
            scene.line(*part, width=look)
            axes.plane.curves.append([(x / axes.unit, y / axes.unit) for x, y in part[::8]] + [(part[-1][0] / axes.unit, part[-1][1] / axes.unit)])
    shown = lambda x: axes.low <= f(x) <= axes.high and float(f(x)).is_integer()  # noqa: E731
    whole = [x for x in range(axes.left, axes.right + 1) if shown(x)]
    if len(whole) < 3:
        return graph(rng, template)
    if template != 3 and len(whole) > 3 and rng.random() < 0.35:
        return two_values(rng, template, scene, axes, sorted(rng.choice(whole, 2, replace=False).tolist()), f)
    x = pick(rng, whole)
    kind = "value" if wave else pick(rng, ["value", "value", "special"])
    if kind == "value":
        answer, symbol = str(int(f(x))), f"f({x})"
        if template != 3 and rng.random() < 0.15:
            scene.dot(axes.place(x, f(x)), 0.08)
        seen = Fact(f"f({x})", answer, mark=axes.height(x, f(x)))
        steps = [f"At $x = {x}$ the graph has the height ${answer}$."]
        return Problem("function graph", template, scene, asked_graph(rng, "value", x=x), [Fact("x", str(x), "", "question"), seen], steps, answer, "", symbol)
    if not turning:
        # the point at 2 may be outside of what is drawn
        others = [x for x in (2, -2, 4, -4, 1, -1) if axes.left <= x <= axes.right and shown(x)]
        if not shown(0) or not others:
            return graph(rng, template)
        there = others[0] if template != 3 else 2 if abs(f(2)) <= 4 else -2
        y0, y1 = int(f(0)), int(f(there))
        facts = [Fact("f(0)", str(y0), mark=axes.height(0, y0)), Fact(f"f({there})", str(y1), mark=axes.height(there, y1))]
        if template != 3 and rng.random() < 0.5:
            steps = [f"Law: $m = \\frac{{f({there}) - f(0)}}{{{there}}}$.", f"$m = $ {calculation(f'({y1}-{signed(y0)})/{signed(there)}')}."]
            return Problem("function graph", template, scene, asked_graph(rng, "slope"), facts, steps, rounded(m), "", "m")
        name = "line" if template != 3 else "graph"
        steps = [f"The {name} meets the $y$ axis where $x = 0$."]
        return Problem("function graph", template, scene, asked_graph(rng, "start", name=name), facts[:1], steps, str(y0), "", "y")
    name = "corner" if bent else "vertex"
    steps = [f"The {name} is where the graph turns."]
    deep = "lowest" if (up if bent else a) > 0 else "highest"
    called = pick(rng, [name, name, "turning point", "minimum" if deep == "lowest" else "maximum"])
    question = asked_graph(rng, "turn", name=called, end=deep)
    return Problem("function graph", template, scene, question, [Fact("S", f"({p}, {q})", mark=axes.mark((p, q)))], steps, f"({p}, {q})", "", "S")


FAMILIES = {"coordinates": (points, 4), "function graph": (graph, 4)}
