"""Right triangles, sums of angles, similar triangles, parallel lines, circles and sectors."""

import math

from diagrams.problem import Problem, calculation, rounded, worth
from diagrams.scene import Scene, between
from diagrams.tell import Teller, decimal, pick, whole

NAMES = ["ABC", "PQR", "XYZ", "DEF"]
LENGTHS = ["cm", "m", "mm", "km", ""]


def beside(scene: Scene, one, other, text: str, third) -> None:
    """A side's label, on the side away from the third corner."""
    middle = between(one, other, 0.5)
    nx, ny = one[1] - other[1], other[0] - one[0]
    length = math.hypot(nx, ny)
    nx, ny = nx / length, ny / length
    if nx * (third[0] - middle[0]) + ny * (third[1] - middle[1]) > 0:
        nx, ny = -nx, -ny
    scene.label((middle[0] + 0.14 * nx, middle[1] + 0.14 * ny), text, (-nx, -ny))


def corners(scene: Scene, points, names: str, center) -> None:
    for (x, y), name in zip(points, names):
        length = math.hypot(x - center[0], y - center[1]) or 1
        dx, dy = (x - center[0]) / length, (y - center[1]) / length
        scene.label((x + 0.1 * dx, y + 0.1 * dy), f"${name}$", (-dx, -dy))


def turned(points, degrees: float):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x * c - y * s, x * s + y * c) for x, y in points]


def right_triangle(rng, template: int) -> Problem:
    """Third side, a side from an angle, or an angle from sides."""
    tell, scene = Teller(rng, 0.15), Scene()
    unit = pick(rng, LENGTHS)
    a, b = decimal(rng, 2, 30, int(rng.integers(2))), decimal(rng, 2, 30, int(rng.integers(2)))
    c = rounded(math.hypot(float(a), float(b)), 3)
    scale = 3.4 / max(float(a), float(b))
    w, h = max(float(b) * scale, 1.3), max(float(a) * scale, 1.3)
    points = turned([(0, 0), (w, 0), (0, h)], [0, 90, 180, float(rng.uniform(-40, 40))][template])
    corner, along, up = points
    scene.shape(*points, **({"fill": 0.9} if rng.random() < 0.3 else {}))
    scene.right_angle(corner, along, up)
    kind = pick(rng, ["hypotenuse", "leg", "side", "angle"])
    unknown = pick(rng, ["$x$", "?", None])
    if kind == "hypotenuse":
        beside(scene, corner, up, tell.fact("a", a, unit, "the leg $a$"), along)
        beside(scene, corner, along, tell.fact("b", b, unit, "the leg $b$"), up)
        beside(scene, along, up, unknown or "$c$", corner)
        expression, law, symbol = f"sqrt({a}^2+{b}^2)", "$c = \\sqrt{a^2 + b^2}$", "c"
        question = tell.ask("How long is the hypotenuse?", "Find the length of the hypotenuse.", "Find the unknown side.")
    elif kind == "leg":
        beside(scene, along, up, tell.fact("c", c, unit, "the hypotenuse"), corner)
        beside(scene, corner, along, tell.fact("b", b, unit, "the leg $b$"), up)
        beside(scene, corner, up, unknown or "$a$", along)
        if float(c) <= float(b):
            return right_triangle(rng, template)
        expression, law, symbol = f"sqrt({c}^2-{b}^2)", "$a = \\sqrt{c^2 - b^2}$", "a"
        question = tell.ask("How long is the other leg?", "Find the unknown side.", "Find the missing leg.")
    elif kind == "side":
        turn = whole(rng, 15, 75)
        x, y = along
        start = math.degrees(math.atan2(corner[1] - y, corner[0] - x))
        other = math.degrees(math.atan2(up[1] - y, up[0] - x))
        low, high = sorted((start, start + (other - start + 180) % 360 - 180))
        scene.angle(along, low, high, tell.fact("\\alpha", turn, "^\\circ", "the angle"), 0.5)
        beside(scene, along, up, tell.fact("c", a, unit, "the hypotenuse"), corner)
        beside(scene, corner, up, unknown or "$a$", along)
        expression, law, symbol = f"{a}*sin({turn} deg)", "$a = c\\sin\\alpha$", "a"
        question = tell.ask("How long is the side opposite the angle?", "Find the side opposite to the angle.")
    else:
        x, y = along
        start = math.degrees(math.atan2(corner[1] - y, corner[0] - x))
        other = math.degrees(math.atan2(up[1] - y, up[0] - x))
        low, high = sorted((start, start + (other - start + 180) % 360 - 180))
        scene.angle(along, low, high, "$\\alpha$", 0.5)
        beside(scene, corner, up, tell.fact("a", a, unit, "the leg $a$"), along)
        beside(scene, corner, along, tell.fact("b", b, unit, "the leg $b$"), up)
        expression, law, symbol, unit = f"atan({a}/{b}) in deg", "$\\tan\\alpha = \\frac{a}{b}$", "\\alpha", "^\\circ"
        question = tell.ask("How large is the angle $\\alpha$?", "Find $\\alpha$ in degrees.")
    steps = [f"Law: {law}.", f"${symbol} = $ {calculation(expression)}" + ("" if unit.startswith("^") or not unit else f" {unit}") + "."]
    return Problem("right triangle", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, symbol)


def angle_sum(rng, template: int) -> Problem:
    """The missing angle of a triangle, a quadrilateral, at a straight line, of an isosceles triangle, or below a slanted line."""
    bare = rng.random() < 0.4  # then the angles are called in the order in which they are told
    tell, scene = Teller(rng, 0.0 if bare else 0.15), Scene()
    tell.bare = bare
    if template in (2, 4):  # angles on a line
        tilt = float(rng.uniform(-15, 15)) if template == 2 else float(rng.uniform(150, 210))
        spin = lambda degrees: degrees + tilt  # noqa: E731
        count = 1 + int(rng.integers(2))
        cuts = sorted(rng.choice(np_range(25, 155, 5), count, replace=False).tolist())
        if count == 2 and cuts[1] - cuts[0] < 25:
            return angle_sum(rng, template)
        edges = [0, *cuts, 180]
        scene.line(*turned([(-2.4, 0), (2.4, 0)], tilt))
        for cut in cuts:
            scene.line((0, 0), turned([(2.2, 0)], spin(cut))[0])
        unknown = int(rng.integers(count + 1))
        names, known = ["\\alpha", "\\beta", "\\gamma"], []
        for k, (low, high) in enumerate(zip(edges, edges[1:])):
            if k == unknown:
                scene.angle((0, 0), spin(low), spin(high), "$x$", 0.75)
            else:
                known.append(str(high - low))
                scene.angle((0, 0), spin(low), spin(high), tell.fact(names[len(known) - 1 if bare else k], known[-1], "^\\circ", f"the angle ${names[k]}$", True), 0.6 + 0.12 * k)
        total, law = 180, "Angles on a line sum to $180^\\circ$"
    else:
        sides = 4 if template == 1 else 3
        while True:
            angles = [int(whole(rng, 25, 130)) for _ in range(sides - 1)]
            last = 180 * (sides - 2) - sum(angles)
            if 25 <= last <= 140:
                break
        angles.append(last)
        if template == 3:
            top = int(whole(rng, 20, 120, 2))
            angles = [(180 - top) // 2, (180 - top) // 2, top]
        if sides == 3:
            base = 3.6
            x = base * math.tan(math.radians(angles[1])) / (math.tan(math.radians(angles[0])) + math.tan(math.radians(angles[1])))
            y = x * math.tan(math.radians(angles[0]))
            if not (0.9 < y < 4.2 and -1 < x < 5):
                return angle_sum(rng, template)
            points = [(0, 0), (base, 0), (x, y)]
        else:
            points = quadrilateral(angles)
            if points is None:
                return angle_sum(rng, template)
        points = turned(points, float(rng.uniform(-25, 25)))
        scene.shape(*points)
        center = (sum(p[0] for p in points) / sides, sum(p[1] for p in points) / sides)
        if rng.random() < 0.5:
            corners(scene, points, pick(rng, NAMES) if sides == 3 else "ABCD", center)
        unknown = int(rng.integers(sides)) if template != 3 else pick(rng, [0, 2])
        known = []
        names = ["\\alpha", "\\beta", "\\gamma", "\\delta"]
        for k, point in enumerate(points):
            one, other = points[k - 1], points[(k + 1) % sides]
            low = math.degrees(math.atan2(other[1] - point[1], other[0] - point[0]))
            if template == 3 and k == 1:
                continue
            text = "$x$" if k == unknown else ""
            if not text:
                known.append(str(angles[k]))
                text = tell.fact(names[len(known) - 1 if bare else k], known[-1], "^\\circ", f"the angle ${names[k]}$", sides == 4)
            scene.angle(point, low, low + angles[k], text, 0.42)
            del one
        total = 180 * (sides - 2)
        law = f"The angles of a {'triangle' if sides == 3 else 'quadrilateral'} sum to ${total}^\\circ$"
        if template == 3:
            for one, other in ((points[0], points[2]), (points[1], points[2])):
                middle, across = between(one, other, 0.5), 0.13
                length = math.dist(one, other)
                nx, ny = (one[1] - other[1]) / length * across, (other[0] - one[0]) / length * across
                scene.line((middle[0] - nx, middle[1] - ny), (middle[0] + nx, middle[1] + ny))
            law = "The two equal sides have equal angles, and the angles sum to $180^\\circ$"
            expression = f"(180-{known[0]})/2" if unknown == 0 else f"180-2*{known[0]}"
            steps = [f"{law}.", f"$x = $ {calculation(expression)}."]
            question = tell.ask("Find $x$.", "The marked sides are equal. How large is the angle $x$?")
            return Problem("angle sum", template, scene, question, tell.facts, steps, rounded(worth(expression)), "^\\circ", "x")
    expression = f"{total}-" + "-".join(known)
    steps = [f"{law}.", f"$x = $ {calculation(expression)}."]
    question = tell.ask("Find $x$.", "How large is the angle $x$?", "What is the value of $x$ in degrees?")
    return Problem("angle sum", template, scene, question, tell.facts, steps, rounded(worth(expression)), "^\\circ", "x")


def np_range(low: int, high: int, step: int) -> list[int]:
    return list(range(low, high + 1, step))


def quadrilateral(angles: list[int]):
    """Corners of a quadrilateral with these angles, or None where it would be too thin."""
    base, left = 3.6, 2.2
    a, b = math.radians(angles[0]), math.radians(angles[1])
    d = (left * math.cos(a), left * math.sin(a))
    turn = math.radians(angles[0] + angles[3] - 180)  # direction of the side from D to C
    # C lies on the ray from B at angle 180 - b, and on the ray from D in the direction of `turn`
    ux, uy, vx, vy = math.cos(turn), math.sin(turn), -math.cos(b), math.sin(b)
    determinant = ux * -vy + vx * uy
    if abs(determinant) < 0.2:
        return None
    t = ((base - d[0]) * -vy + vx * (0 - d[1])) / determinant
    s = (ux * (0 - d[1]) - uy * (base - d[0])) / determinant
    return [(0, 0), (base, 0), (d[0] + t * ux, d[1] + t * uy), d] if 0.9 < t < 4.5 and 0.9 < s < 4.5 else None


def similar(rng, template: int) -> Problem:
    """A side of a similar triangle: two of them side by side, one cut off by a parallel, or crossing lines."""
    tell, scene = Teller(rng, 0.1), Scene()
    unit = pick(rng, LENGTHS)
    a, b, d = decimal(rng, 2, 12, 1), decimal(rng, 2, 12, 1), decimal(rng, 2, 12, 1)
    expression = f"{b}*{d}/{a}"
    if template in (0, 3):
        shape = [(0, 0), (2.3, 0), (float(rng.uniform(0.3, 1.8)), float(rng.uniform(1.1, 1.8)))]
        share = float(rng.uniform(0.55, 0.8)) if template == 0 else float(rng.uniform(1.2, 1.5))
        other = [(x * share + 3.1, y * share) for x, y in (shape if template == 0 else turned(shape, 0))]
        scene.shape(*shape)
        scene.shape(*other)
        turn = [0, 1, 2]
        beside(scene, shape[0], shape[1], tell.fact("a", a, unit, "the side $a$"), shape[2])
        beside(scene, shape[0], shape[2], tell.fact("b", b, unit, "the side $b$"), shape[1])
        beside(scene, other[0], other[1], tell.fact("a'", d, unit, "the side $a'$"), other[2])
        beside(scene, other[0], other[2], "$x$", other[1])
        del turn
        steps = ["The triangles are similar: $\\frac{x}{b} = \\frac{a'}{a}$."]
        question = tell.ask("The triangles are similar. Find $x$.", "Both triangles have the same angles. How long is $x$?")
    elif template == 1:
        top, left, right = (1.6, 3.0), (0, 0), (4.2, 0)
        share = float(rng.uniform(0.4, 0.65))
        one, other = between(top, left, share), between(top, right, share)
        scene.shape(top, left, right)
        scene.line(one, other)
        beside(scene, top, one, tell.fact("a", a, unit, "the side $a$"), right)
        scene.label((between(one, other, 0.5)[0], one[1] + 0.1), tell.fact("b", b, unit, "the shorter parallel"), (0, -1))
        total = rounded(float(a) + float(d), 4)
        beside(scene, one, left, tell.fact("d", d, unit, "the side $d$"), right)
        scene.label((2.1, -0.12), "$x$", (0, 1))
        expression = f"{b}*({a}+{d})/{a}"
        del total
        steps = ["The triangles are similar: $\\frac{x}{b} = \\frac{a + d}{a}$."]
        question = tell.ask("The two lines are parallel. Find $x$.", "Find the length $x$ of the base; the short line is parallel to it.")
    else:
        p, q = (-2.0, 1.2), (2.6, -1.56)
        r, s = (-1.5, -1.1), (1.95, 1.43)
        scene.line(p, q)
        scene.line(r, s)
        scene.line(p, r)
        scene.line(q, s)
        beside(scene, p, r, tell.fact("b", b, unit, "the left side"), (0, 0))
        beside(scene, s, q, "$x$", (0, 0))
        scene.label((-1.0, 0.75), tell.fact("a", a, unit, "the part $a$"), (-0.4, -1))
        scene.label((1.45, -0.72), tell.fact("d", d, unit, "the part $d$"), (0.5, 1))
        steps = ["The triangles are similar: $\\frac{x}{b} = \\frac{d}{a}$."]
        question = tell.ask("The outer sides are parallel. Find $x$.", "The left and the right side are parallel. How long is $x$?")
    steps.append(f"$x = $ {calculation(expression)}" + (f" {unit}." if unit else "."))
    return Problem("similar triangles", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, "x")


def parallel(rng, template: int) -> Problem:
    """A line across two parallel ones: equal angles and angles that sum to 180 degrees."""
    tell, scene = Teller(rng, 0.0), Scene()
    slope = int(whole(rng, 35, 145))
    while abs(slope - 90) < 8:
        slope = int(whole(rng, 35, 145))
    gap = float(rng.uniform(1.3, 1.9))
    turn = [0.0, float(rng.uniform(-12, 12)), 0.0, pick(rng, [-1, 1]) * float(rng.uniform(15, 30))][template]
    ux, uy = math.cos(math.radians(slope)), math.sin(math.radians(slope))
    low, high = (0.0, 0.0), (ux * gap / uy, gap)
    spots = [low, high]
    parts = [((-2.2, 0), (2.4, 0)), ((-2.2 + high[0], gap), (2.4 + high[0], gap)), ((-ux * 1.1, -uy * 1.1), (high[0] + ux * 1.1, gap + uy * 1.1))]
    for start, end in parts:
        scene.line(*turned([start, end], turn))
    quarter = [(0, slope), (slope, 180), (180, 180 + slope), (180 + slope, 360)]
    first, second = int(rng.integers(4)), int(rng.integers(4))
    names = turned([parts[0][1], parts[1][1]], turn)
    if rng.random() < 0.5:
        for point, name in zip(names, ("$g$", "$h$")):
            scene.label((point[0] + 0.1, point[1]), name, (-1, 0))
    one, other = turned(spots, turn)
    size = str(quarter[first][1] - quarter[first][0])
    order = (one, other) if rng.random() < 0.5 else (other, one)
    scene.angle(order[0], quarter[first][0] + turn, quarter[first][1] + turn, tell.fact("\\alpha", size, "^\\circ", "the angle", True), 0.38)
    scene.angle(order[1], quarter[second][0] + turn, quarter[second][1] + turn, "$x$", 0.38)
    if first % 2 == second % 2:
        expression, law = size, "Angles at parallel lines that lie alike, or opposite, are equal: $x = \\alpha$"
    else:
        expression, law = f"180-{size}", "The angles sum to a straight line: $x = 180^\\circ - \\alpha$"
    question = tell.ask("The two lines are parallel. Find $x$.", "Lines $g$ and $h$ are parallel. How large is $x$?" if rng.random() < 0.3 else "How large is the angle $x$ at the parallel lines?")
    steps = [f"{law}."]
    if expression != size:
        steps.append(f"$x = $ {calculation(expression)}.")
    return Problem("parallel lines", template, scene, question, tell.facts, steps, rounded(worth(expression)), "^\\circ", "x")


def sector(rng, template: int) -> Problem:
    """Area, circumference or arc of a circle, a sector, a ring."""
    tell, scene = Teller(rng, 0.2), Scene()
    unit = pick(rng, ["cm", "m", "mm"])
    radius = decimal(rng, 1, 20, int(rng.integers(2)))
    big = 1.7
    if template in (0, 2):
        scene.circle((0, 0), big, **({"fill": 0.9} if rng.random() < 0.5 else {}))
        scene.dot((0, 0))
        if template == 0:
            r = tell.fact("r", radius, unit, "the radius")
            turn = float(rng.uniform(-0.6, 0.9))
            scene.line((0, 0), (big * math.cos(turn), big * math.sin(turn)), arrow=">" if rng.random() < 0.4 else "")
            scene.label((0.5 * big * math.cos(turn), 0.5 * big * math.sin(turn) + 0.12), r, (0, -1))
        else:
            d = tell.fact("d", radius, unit, "the diameter")
            scene.line((-big, 0), (big, 0), arrow="<>")
            scene.label((0, 0.12), d, (0, -1))
        half = radius if template == 0 else f"({radius}/2)"
        if rng.random() < 0.5:
            expression, law, symbol, answer_unit = f"pi*{half}^2", "$A = \\pi r^2$" if template == 0 else "$A = \\pi\\left(\\frac{d}{2}\\right)^2$", "A", f"{unit}$^2$"
            question = tell.ask("What is the area of the circle?", "Find the area.")
        else:
            expression, law, symbol, answer_unit = (f"2*pi*{radius}" if template == 0 else f"pi*{radius}"), "$C = 2\\pi r$" if template == 0 else "$C = \\pi d$", "C", unit
            question = tell.ask("What is the circumference of the circle?", "How long is the circle's edge?", "Find the circumference.")
    else:
        turn = whole(rng, 20, 330, 5)
        start = 0.0 if template == 1 else float(rng.uniform(0, 180))
        r = tell.fact("r", radius, unit, "the radius")
        a = tell.fact("\\alpha", turn, "^\\circ", "the angle of the sector")
        if template == 3:
            scene.circle((0, 0), big, dashed=True, width=0.7)
        at = lambda degrees, reach=big: (reach * math.cos(math.radians(degrees)), reach * math.sin(math.radians(degrees)))  # noqa: E731
        edge = [at(start + float(turn) * k / 40) for k in range(41)]
        scene.shape((0, 0), *edge, fill=0.85)
        scene.angle((0, 0), start, start + float(turn), a, 0.42)
        out = at(start - 9, big * 0.6) if float(turn) < 320 else at(start + float(turn) + 9, big * 0.6)
        scene.label(out, r, (-math.copysign(0.6, out[0]), 0.8 if out[1] < 0.2 else -0.8))
        if rng.random() < 0.5:
            expression, law, symbol, answer_unit = f"pi*{radius}^2*{turn}/360", "$A = \\pi r^2\\frac{\\alpha}{360^\\circ}$", "A", f"{unit}$^2$"
            question = tell.ask("What is the area of the sector?", "Find the shaded area.")
        else:
            expression, law, symbol, answer_unit = f"2*pi*{radius}*{turn}/360", "$b = 2\\pi r\\frac{\\alpha}{360^\\circ}$", "b", unit
            question = tell.ask("How long is the arc of the sector?", "Find the length of the arc.")
    steps = [f"Law: {law}.", f"${symbol} = $ {calculation(expression)} {answer_unit}."]
    return Problem("circles", template, scene, question, tell.facts, steps, rounded(worth(expression)), answer_unit, symbol)


FAMILIES = {
    "right triangle": (right_triangle, 4), "angle sum": (angle_sum, 5), "similar triangles": (similar, 4),
    "parallel lines": (parallel, 4), "circles": (sector, 4),
}  # fmt: skip
