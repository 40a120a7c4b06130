"""Points, lines and graphs of functions on a grid."""

from diagrams.problem import Fact, Mark, Problem, calculation, rounded, worth
from diagrams.scene import Label, Point, Scene
from diagrams.tell import pick

UNIT = 0.55
Numbers = dict[int, Label]


def mark(point: Point, numbers: tuple[Numbers, Numbers], symbol: Label | Point | None = None) -> Mark:
    """Coordinates are read at the axes' numbers; where there is none, at the point itself."""
    x, y = point
    at = x * UNIT, y * UNIT
    return Mark(symbol or at, (numbers[0].get(x, at), numbers[1].get(y, at)), at=at)


def axes(scene: Scene, left: int, right: int, low: int, high: int, grid: bool, step: int = 1) -> "tuple[Numbers, Numbers]":
    """Axes with numbers at every `step`; a grid cell is UNIT wide. Returns the numbers of both."""
    across, upwards = {}, {}
    at = lambda x, y: (x * UNIT, y * UNIT)  # noqa: E731
    if grid:
        for x in range(left, right + 1):
            scene.line(at(x, low), at(x, high), width=0.3)
        for y in range(low, high + 1):
            scene.line(at(left, y), at(right, y), width=0.3)
    scene.line(at(left - 0.4, 0), at(right + 0.8, 0), arrow=">")
    scene.line(at(0, low - 0.4), at(0, high + 0.8), arrow=">")
    scene.label(at(right + 0.9, 0), "$x$", (-1, 0))
    scene.label(at(0, high + 0.9), "$y$", (0, -1))
    for x in range(left, right + 1):
        if x and x % step == 0:
            scene.line((x * UNIT, -0.07), (x * UNIT, 0.07))
            across[x] = scene.label((x * UNIT, -0.1), f"${x}$", (0, 1), 0.75)
    for y in range(low, high + 1):
        if y and y % step == 0:
            scene.line((-0.07, y * UNIT), (0.07, y * UNIT))
            upwards[y] = scene.label((-0.1, y * UNIT), f"${y}$", (1, 0), 0.75)
    return across, upwards


def signed(value: int) -> str:
    return f"({value})" if value < 0 else str(value)


def points(rng, template: int) -> Problem:
    """Distance, midpoint, slope of two points, or the area of a triangle with a level side, read from a grid."""
    scene = Scene()
    # the last template is a first quadrant
    low, size = (0, 6) if template == 3 else (-4, 4) if template != 2 else (-5, 5)
    numbers = axes(scene, low, size, low, size, template != 1)
    while True:
        a, b = [(int(rng.integers(low, size + 1)), int(rng.integers(low, size + 1))) for _ in range(2)]
        if abs(a[0] - b[0]) >= 2 and abs(a[1] - b[1]) >= 2 and 0 not in (a[0], b[0], a[1], b[1]):
            break
    names = pick(rng, ["AB", "PQ", "CD", "MN"])
    facts = []
    kind = pick(rng, ["distance", "slope", "midpoint", "area"])
    third = (b[0], a[1])
    if kind == "area":
        scene.shape(*[(x * UNIT, y * UNIT) for x, y in (a, b, third)])
    elif template != 0 or rng.random() < 0.5:
        scene.line((a[0] * UNIT, a[1] * UNIT), (b[0] * UNIT, b[1] * UNIT), width=1.2)
    for (x, y), name in zip((a, b), names):
        scene.dot((x * UNIT, y * UNIT), 0.09)
        label = scene.label((x * UNIT + 0.1 * (1 if x > 0 else -1), y * UNIT + 0.12 * (1 if y > 0 else -1)), f"${name}$", (-1.0 if x > 0 else 1.0, -1.0 if y > 0 else 1.0))
        facts.append(Fact(name, f"({x}, {y})", mark=mark((x, y), numbers, label)))
    (x1, y1), (x2, y2) = a, b
    if kind == "distance":
        expression, law, symbol = f"sqrt(({x2}-{signed(x1)})^2+({y2}-{signed(y1)})^2)", "$d = \\sqrt{(x_2 - x_1)^2 + (y_2 - y_1)^2}$", "d"
        question = pick(rng, [f"What is the distance between ${names[0]}$ and ${names[1]}$?", f"How long is the segment ${names}$?"])
    elif kind == "slope":
        expression, law, symbol = f"({y2}-{signed(y1)})/({x2}-{signed(x1)})", "$m = \\frac{y_2 - y_1}{x_2 - x_1}$", "m"
        question = pick(rng, [f"What is the slope of the line through ${names[0]}$ and ${names[1]}$?", f"Find the slope of ${names}$."])
    elif kind == "midpoint":
        x, y = rounded((x1 + x2) / 2), rounded((y1 + y2) / 2)
        steps = ["Law: the midpoint's coordinates are the means.", f"$x = $ {calculation(f'({x1}+{signed(x2)})/2')}.", f"$y = $ {calculation(f'({y1}+{signed(y2)})/2')}."]
        question = pick(rng, [f"What is the midpoint of ${names}$?", f"Find the midpoint between ${names[0]}$ and ${names[1]}$."])
        return Problem("coordinates", template, scene, question, facts, steps, f"({x}, {y})", "", "M")
    else:
        expression, law, symbol = f"({max(x1, x2)}-{signed(min(x1, x2))})*({max(y1, y2)}-{signed(min(y1, y2))})/2", "$A = \\frac{gh}{2}$", "A"
        question = pick(rng, ["What is the area of the triangle?", "Find the area of the triangle on the grid."])
    steps = [f"Law: {law}.", f"${symbol} = $ {calculation(expression)}."]
    return Problem("coordinates", template, scene, question, facts, steps, rounded(worth(expression)), "", symbol)


def graph(rng, template: int) -> Problem:
    """Values, zeros, slope and intercept, or the vertex, read from the graph of a line, parabola, or broken line."""
    scene = Scene()
    numbers = axes(scene, -4, 4, -4, 4, template != 1)
    turning = template == 2
    bent = turning and rng.random() < 0.4
    if template == 3:  # never trained: straight pieces, one after the other
        spots = [int(v) for v in rng.integers(-3, 4, 5)]
        f = lambda x: spots[min(3, int(x + 4) // 2)] + (spots[min(3, int(x + 4) // 2) + 1] - spots[min(3, int(x + 4) // 2)]) * ((x + 4) / 2 - min(3, int(x + 4) // 2))  # noqa: E731
    elif not turning:
        m, c = pick(rng, [-2, -1, -0.5, 0.5, 1, 2]), int(rng.integers(-2, 3))
        f = lambda x: m * x + c  # noqa: E731
    elif not bent:
        p, q, a = int(rng.integers(-2, 3)), int(rng.integers(-3, 2)), pick(rng, [-1, 1, 0.5, -0.5])
        f = lambda x: a * (x - p) ** 2 + q  # noqa: E731
    else:
        p, q, up = int(rng.integers(-2, 3)), int(rng.integers(-3, 2)), pick(rng, [-1, 1, 2])
        f = lambda x: up * abs(x - p) + q  # noqa: E731
    runs, run = [], []
    for k in range(-160, 161):
        x = k / 40
        if abs(f(x)) <= 4.2:
            run.append((x * UNIT, f(x) * UNIT))
        elif run:
            runs, run = [*runs, run], []
    for part in [*runs, run]:
        if len(part) > 1:
            scene.line(*part, width=1.6)
    whole = [x for x in range(-4, 5) if abs(f(x)) <= 4 and float(f(x)).is_integer()]
    if len(whole) < 3:
        return graph(rng, template)
    x = pick(rng, whole)
    kind = pick(rng, ["value", "value", "special"])
    if kind == "value":
        answer, symbol = str(int(f(x))), f"f({x})"
        seen = Fact(f"f({x})", answer, mark=Mark((x * UNIT, f(x) * UNIT), (numbers[1].get(int(f(x)), (x * UNIT, 0.0)),), at=(x * UNIT, f(x) * UNIT)))
        steps = [f"At $x = {x}$ the graph has the height ${answer}$."]
        question = pick(rng, [f"What is $f({x})$?", f"The graph shows $f$. Read $f({x})$.", f"What is the value of the function at $x = {x}$?"])
        return Problem("function graph", template, scene, question, [Fact("x", str(x), "", "question"), seen], steps, answer, "", symbol)
    if not turning:
        # the point at 2 may be outside of what is drawn
        there = 2 if abs(f(2)) <= 4 else -2
        y0, y1 = int(f(0)), int(f(there))
        read = lambda x, y: Mark((x * UNIT, y * UNIT), (numbers[1].get(int(y), (x * UNIT, y * UNIT)),), at=(x * UNIT, y * UNIT))  # noqa: E731
        facts = [Fact("f(0)", str(y0), mark=read(0, y0)), Fact(f"f({there})", str(y1), mark=read(there, y1))]
        if template != 3 and rng.random() < 0.5:
            steps = [f"Law: $m = \\frac{{f({there}) - f(0)}}{{{there}}}$.", f"$m = $ {calculation(f'({y1}-{signed(y0)})/{signed(there)}')}."]
            return Problem("function graph", template, scene, pick(rng, ["What is the slope of the line?", "Find the slope."]), facts, steps, rounded(m), "", "m")
        name = "line" if template != 3 else "graph"
        steps = [f"The {name} meets the $y$ axis where $x = 0$."]
        return Problem("function graph", template, scene, pick(rng, [f"Where does the {name} meet the $y$ axis?", "What is the $y$ intercept?"]), facts[:1], steps, str(y0), "", "y")
    name = "corner" if bent else "vertex"
    steps = [f"The {name} is where the graph turns."]
    question = pick(rng, [f"What are the coordinates of the {name}?", f"Where is the {name} of the graph?"])
    return Problem("function graph", template, scene, question, [Fact("S", f"({p}, {q})", mark=mark((p, q), numbers))], steps, f"({p}, {q})", "", "S")


FAMILIES = {"coordinates": (points, 4), "function graph": (graph, 4)}
