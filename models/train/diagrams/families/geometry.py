"""Sums of angles, parallel lines, circles and sectors; and the families of geometry.

The last template of each family is for evaluation alone: its layout is fixed, and the others keep away from it.
"""

import math

from diagrams.families import asking_geometry as asking
from diagrams.families.drawing_geometry import NAMES, beside, corners, doubled, polar, roomy, turned
from diagrams.families.triangles import right_triangle, similar
from diagrams.problem import Problem, calculation, rounded, worth
from diagrams.scene import Scene, between
from diagrams.tell import Teller, decimal, phrase, pick, whole


def angle_sum(rng, template: int) -> Problem:
    """The missing angle of a triangle, a quadrilateral, at a straight line, of an isosceles triangle, or below a slanted line."""
    bare = rng.random() < 0.4  # then the angles are called in the order in which they are told
    tell, scene = Teller(rng, 0.0 if bare else 0.15), Scene()
    tell.bare = bare
    if template in (2, 4):  # angles on a line
        # evaluation's lines are slanted by up to 30 degrees, with the angles below
        tilt = float(pick(rng, [0, rng.uniform(-30, 30), rng.uniform(-140, 140)])) if template == 2 else float(rng.uniform(150, 210))
        spin = lambda degrees: degrees + tilt  # noqa: E731
        count = 1 + int(rng.integers(2))
        cuts = sorted(rng.choice(np_range(25, 155, 5 if template == 4 or rng.random() < 0.5 else 1), count, replace=False).tolist())
        if count == 2 and cuts[1] - cuts[0] < 25:
            return angle_sum(rng, template)
        edges = [0, *cuts, 180]
        vary = lambda low, high: float(rng.uniform(low, high)) if template == 2 else (low + high) / 2  # noqa: E731
        ends = turned([(-vary(1.8, 3.0), 0), (vary(1.8, 3.0), 0)], tilt)
        scene.line(*ends)
        tips = [turned([(vary(1.6, 2.8), 0)], spin(cut))[0] for cut in cuts]
        for tip in tips:
            scene.line((0, 0), tip, arrow=">" if template == 2 and rng.random() < 0.2 else "")
        if template == 2 and rng.random() < 0.25:
            scene.dot((0, 0))
        if template == 2 and rng.random() < 0.25:
            corners(scene, [ends[1], *tips, ends[0]], "ABCDE", (0, 0))
        unknown = int(rng.integers(count + 1))
        names, known = ["\\alpha", "\\beta", "\\gamma"], []
        grow = vary(0.0, 0.24) if template == 2 else 0.12
        for k, (low, high) in enumerate(zip(edges, edges[1:])):
            text, radius = "$x$", 0.75
            if k != unknown:
                known.append(str(high - low))
                text = tell.fact(names[len(known) - 1 if bare else k], known[-1], "^\\circ", f"the angle ${names[k]}$", True)
                radius = 0.6 + 0.12 * k
            if template == 2:
                radius = roomy(rng, high - low) + grow * k
                doubled(rng, scene, (0, 0), spin(low), spin(high), radius)
            scene.angle((0, 0), spin(low), spin(high), text, radius)
        total, law, ask = 180, "Angles on a line sum to $180^\\circ$", asking.ON_LINE
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
            base = float(rng.uniform(2.9, 4.4))
            x = base * math.tan(math.radians(angles[1])) / (math.tan(math.radians(angles[0])) + math.tan(math.radians(angles[1])))
            y = x * math.tan(math.radians(angles[0]))
            if not (0.9 < y < 4.2 and -1 < x < 5):
                return angle_sum(rng, template)
            points = [(0, 0), (base, 0), (x, y)]
        else:
            points = quadrilateral(angles)
            if points is None:
                return angle_sum(rng, template)
        points = turned(points, float(pick(rng, [0, rng.uniform(-25, 25), rng.uniform(0, 360)])))
        if template != 3:
            # the corners are told round about from the leftmost
            first = min(range(sides), key=lambda k: points[k])
            points, angles = points[first:] + points[:first], angles[first:] + angles[:first]
        scene.shape(*points, **({"fill": 0.9} if rng.random() < 0.3 else {}))
        center = (sum(p[0] for p in points) / sides, sum(p[1] for p in points) / sides)
        if rng.random() < 0.5:
            corners(scene, points, pick(rng, NAMES) if sides == 3 else pick(rng, ["ABCD", "PQRS", "KLMN"]), center)
        unknown = int(rng.integers(sides)) if template != 3 else pick(rng, [0, 2])
        known = []
        names = ["\\alpha", "\\beta", "\\gamma", "\\delta"]
        for k, point in enumerate(points):
            other = points[(k + 1) % sides]
            low = math.degrees(math.atan2(other[1] - point[1], other[0] - point[0]))
            if template == 3 and k == 1:
                continue
            text = "$x$" if k == unknown else ""
            if not text:
                known.append(str(angles[k]))
                text = tell.fact(names[len(known) - 1 if bare else k], known[-1], "^\\circ", f"the angle ${names[k]}$", sides == 4)
            radius = min(roomy(rng, angles[k]), 0.4 * min(math.dist(point, other), math.dist(point, points[k - 1])))
            doubled(rng, scene, point, low, low + angles[k], radius)
            scene.angle(point, low, low + angles[k], text, radius)
        total, ask = 180 * (sides - 2), asking.IN_TRIANGLE if sides == 3 else asking.IN_QUADRILATERAL
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
            question = tell.ask(*asking.ISOSCELES)
            return Problem("angle sum", template, scene, question, tell.facts, steps, rounded(worth(expression)), "^\\circ", "x")
    expression = f"{total}-" + "-".join(known)
    steps = [f"{law}.", f"$x = $ {calculation(expression)}."]
    question = tell.ask(*ask)
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


def parallel(rng, template: int) -> Problem:
    """A line across two parallel ones: equal angles and angles that sum to 180 degrees."""
    tell, scene = Teller(rng, 0.0), Scene()
    trained = template < 3
    slope = int(whole(rng, 35, 145))
    while abs(slope - 90) < 8:
        slope = int(whole(rng, 35, 145))
    gap = float(rng.uniform(1.2, 2.3) if trained else rng.uniform(1.3, 1.9))
    # evaluation's parallels are slanted by 15 to 30 degrees
    turn = [0.0, float(rng.uniform(-12, 12)), float(rng.uniform(33, 147)), pick(rng, [-1, 1]) * float(rng.uniform(15, 30))][template]
    if trained and rng.random() < 0.3:
        turn += 180
    ux, uy = math.cos(math.radians(slope)), math.sin(math.radians(slope))
    low, high = (0.0, 0.0), (ux * gap / uy, gap)
    spots = [low, high]
    reach = lambda usual: float(rng.uniform(1.2, 3.0)) if trained else usual  # noqa: E731
    past = lambda: float(rng.uniform(0.8, 1.4)) if trained else 1.1  # noqa: E731
    ends = [past(), past()]
    parts = [((-reach(2.2), 0), (reach(2.4), 0)), ((high[0] - reach(2.2), gap), (high[0] + reach(2.4), gap)), ((-ux * ends[0], -uy * ends[0]), (high[0] + ux * ends[1], gap + uy * ends[1]))]
    chevrons = trained and rng.random() < 0.3
    for k, (start, end) in enumerate(parts):
        scene.line(*turned([start, end], turn))
        if chevrons and k < 2:
            tip = between(start, end, 0.88)
            scene.line(*turned([(tip[0] - 0.14, tip[1] + 0.1), tip, (tip[0] - 0.14, tip[1] - 0.1)], turn))
    quarter = [(0, slope), (slope, 180), (180, 180 + slope), (180 + slope, 360)]
    first, second = int(rng.integers(4)), int(rng.integers(4))
    named = rng.random() < 0.5
    if named:
        side = 1 if not trained or rng.random() < 0.6 else 0
        for point, name in zip(turned([parts[0][side], parts[1][side]], turn), ("$g$", "$h$")):
            out = turned([(0.12 if side else -0.12, 0)], turn)[0] if trained else (0.1, 0)
            scene.label((point[0] + out[0], point[1] + out[1]), name, (-out[0] * 8, -out[1] * 8) if trained else (-1, 0))
    if trained and rng.random() < 0.2:
        end = turned([parts[2][1]], turn)[0]
        scene.label((end[0] + 0.12, end[1]), pick(rng, ["$t$", "$k$", "$s$"]), (-1, 0))
    one, other = turned(spots, turn)
    size = str(quarter[first][1] - quarter[first][0])
    order = (one, other) if rng.random() < 0.5 else (other, one)
    labels = []
    for spot, at, text in ((order[0], first, tell.fact("\\alpha", size, "^\\circ", "the angle", True)), (order[1], second, "$x$")):
        start, end = (degrees + turn for degrees in quarter[at])
        radius = roomy(rng, end - start) if trained else 0.38
        if trained:
            doubled(rng, scene, spot, start, end, radius)
        scene.angle(spot, start, end, text, radius)
        labels.append(scene.items[-1])
    if first % 2 == second % 2:
        expression, law = size, "Angles at parallel lines that lie alike, or opposite, are equal: $x = \\alpha$"
    else:
        expression, law = f"180-{size}", "The angles sum to a straight line: $x = 180^\\circ - \\alpha$"
    question = tell.ask(*(asking.AT_G_AND_H if named and rng.random() < 0.5 else asking.AT_PARALLELS))
    # where both lie from their corners tells which law holds: alike or opposite, or a quarter of a turn apart
    towards = [round(((quarter[at][0] + quarter[at][1]) / 2 + turn) / 45) % 8 * 45 for at in (first, second)]
    turned_by = calculation(f"{towards[1]}-{towards[0]}")
    steps = [f"$\\alpha$ is at ${towards[0]}^\\circ$ from its corner. $x$ is at ${towards[1]}^\\circ$ from the other. Between: {turned_by}.", f"{law}."]
    if expression != size:
        steps.append(f"$x = $ {calculation(expression)}.")
    seen = [("$\\alpha$ is ", order[0]), ("$x$ is ", labels[1]), (f" is at ${towards[1]}^\\circ$ from the other", order[1])]
    return Problem("parallel lines", template, scene, question, tell.facts, steps, rounded(worth(expression)), "^\\circ", "x", seen=seen)


def hatch(rng, scene: Scene, start: float, turn: float, big: float, free) -> None:
    """Fine strokes across a sector about the origin, none near the places in `free`."""
    tilt, step = float(rng.uniform(0, 180)), float(rng.uniform(0.14, 0.24))
    fine = 0.04
    rows = int(big / step)
    for row in range(-rows, rows + 1):
        points = turned([(-big + fine * k, row * step) for k in range(int(2 * big / fine) + 1)], tilt)
        run = []
        for x, y in [*points, (9 * big, 0)]:
            inside = x * x + y * y < big * big and (math.degrees(math.atan2(y, x)) - start) % 360 < turn
            if inside and all(math.dist((x, y), place) > 0.5 for place in free):
                run.append((x, y))
            else:
                if len(run) > 2:
                    scene.line(run[0], run[-1], width=0.4)
                run = []


def whole_circle(rng, scene: Scene, tell: Teller, template: int, radius: str, unit: str, big: float) -> None:
    """A circle with its radius (template 0) or its diameter, which lies anywhere."""
    scene.circle((0, 0), big, **({"fill": 0.9} if rng.random() < 0.5 else {}))
    way = float(pick(rng, [0, 90, rng.uniform(0, 360), rng.uniform(-35, 50)]))
    end, normal = polar(way, big), pick(rng, [-1, 1])
    if template == 0:
        start, text, center = (0.0, 0.0), tell.fact("r", radius, unit, phrase(rng, "the radius[| of the circle]")), 0.9
    else:
        start, text, center = polar(way + 180, big), tell.fact("d", radius, unit, phrase(rng, "the diameter[| of the circle]")), 0.4
        if rng.random() < 0.25:  # measured outside
            low = -big - float(rng.uniform(0.3, 0.5))
            for x in (-big, big):
                scene.line((x, 0), (x, low - 0.1), width=0.5, dashed=bool(rng.random() < 0.5))
            scene.measure((-big, low), (big, low), text, -0.28)
            return
    scene.line(start, end, arrow=pick(rng, ["", "", ">", "<>"]), dashed=bool(rng.random() < 0.15))
    beside(scene, start, end, text, polar(way + 90 * normal, big), float(rng.uniform(0.08, 0.16)), float(rng.uniform(0.45, 0.6)) if template == 0 else float(pick(rng, [0.5, 0.3, 0.7])))
    if rng.random() < center:
        scene.dot((0, 0))
        if rng.random() < 0.35:
            beside(scene, (-0.1, 0), (0.1, 0), pick(rng, ["$M$", "$O$"]), polar(way, 1) if abs(polar(way, 1)[1]) > 0.2 else (0, -normal), 0.12)


def trained_sector(rng, scene: Scene, tell: Teller, radius: str, turn: str, unit: str, big: float) -> None:
    """A sector that begins anywhere, alone or marked in a whole circle, its radius told at one of its sides."""
    angle = float(turn)
    start = float(pick(rng, [0, 90 - angle / 2, rng.uniform(0, 360), rng.uniform(0, 360), 180 - angle, 90]))
    r = tell.fact("r", radius, unit, phrase(rng, "the radius[| of the circle| of the sector]"))
    a = tell.fact("\\alpha", turn, "^\\circ", phrase(rng, "the angle of the sector[| at the center]"))
    edge = [polar(start + angle * k / 40, big) for k in range(41)]
    look = pick(rng, ["fill", "fill", "hatch", "plain"])
    inside = angle > 290 or angle > 110 and rng.random() < 0.4  # the radius, told within the sector
    ring = rng.random() < 0.35
    if ring:
        scene.circle((0, 0), big, width=float(rng.uniform(0.6, 1)))
    arc = roomy(rng, angle)
    middle = polar(start + angle / 2, arc + 0.3)
    last = rng.random() < 0.5
    way, turning = (start + angle, -1 if inside else 1) if last else (start, 1 if inside else -1)
    share = float(rng.uniform(0.5, 0.7))
    scene.shape((0, 0), *edge, **({"fill": 0.85} if look == "fill" else {}))
    if look == "hatch":
        hatch(rng, scene, start, angle, big, [middle, polar(way + turning * 20, share * big)])
    if rng.random() < 0.15:
        scene.line((0, 0), polar(way, big), arrow=">")
    scene.angle((0, 0), start, start + angle, a, arc)
    if rng.random() < 0.35:  # over the side, as a hasty hand writes
        scene.label(polar(way + turning * float(rng.uniform(2, 20)), share * big), r, (float(rng.uniform(-0.9, 0.9)), float(rng.uniform(-0.9, 0.9))))
    else:
        beside(scene, (0, 0), polar(way, big), r, polar(way - 90 * turning, big), float(rng.uniform(0.06, 0.14)), share)
    if rng.random() < 0.4:
        scene.dot((0, 0))
        if rng.random() < 0.6 and angle < 240:
            x, y = polar(start + angle / 2 + 180, 0.14)
            scene.label((x, y), pick(rng, ["$M$", "$O$", "$S$"]), (-x * 7, -y * 7))


def sector(rng, template: int) -> Problem:
    """Area, circumference or arc of a circle, a sector, a ring."""
    tell, scene = Teller(rng, 0.2), Scene()
    unit = pick(rng, ["cm", "m", "mm"])
    radius = decimal(rng, 1, 20, int(rng.integers(2)))
    big = 1.7 if template == 3 else float(rng.uniform(1.4, 2.3))
    if template in (0, 2):
        whole_circle(rng, scene, tell, template, radius, unit, big)
        half = radius if template == 0 else f"({radius}/2)"
        if rng.random() < 0.5:
            expression, law, symbol, answer_unit = f"pi*{half}^2", "$A = \\pi r^2$" if template == 0 else "$A = \\pi\\left(\\frac{d}{2}\\right)^2$", "A", f"{unit}$^2$"
            ask = asking.CIRCLE_AREA
        else:
            expression, law, symbol, answer_unit = (f"2*pi*{radius}" if template == 0 else f"pi*{radius}"), "$C = 2\\pi r$" if template == 0 else "$C = \\pi d$", "C", unit
            ask = asking.CIRCUMFERENCE
    else:
        turn = whole(rng, 20, 330, 5)
        if template == 1:
            turn = pick(rng, [turn, turn, whole(rng, 25, 330), whole(rng, 25, 170), pick(rng, ["90", "180", "270", "60", "120"])])
            trained_sector(rng, scene, tell, radius, turn, unit, big)
        else:
            start = float(rng.uniform(0, 180))
            r = tell.fact("r", radius, unit, "the radius")
            a = tell.fact("\\alpha", turn, "^\\circ", "the angle of the sector")
            scene.circle((0, 0), big, dashed=True, width=0.7)
            scene.shape((0, 0), *[polar(start + float(turn) * k / 40, big) for k in range(41)], fill=0.85)
            scene.angle((0, 0), start, start + float(turn), a, 0.42)
            out = polar(start - 9, big * 0.6) if float(turn) < 320 else polar(start + float(turn) + 9, big * 0.6)
            scene.label(out, r, (-math.copysign(0.6, out[0]), 0.8 if out[1] < 0.2 else -0.8))
        if rng.random() < 0.5:
            expression, law, symbol, answer_unit = f"pi*{radius}^2*{turn}/360", "$A = \\pi r^2\\frac{\\alpha}{360^\\circ}$", "A", f"{unit}$^2$"
            ask = asking.SECTOR_AREA
        else:
            expression, law, symbol, answer_unit = f"2*pi*{radius}*{turn}/360", "$b = 2\\pi r\\frac{\\alpha}{360^\\circ}$", "b", unit
            ask = asking.SECTOR_ARC
    question = tell.ask(*ask)
    steps = [f"Law: {law}.", f"${symbol} = $ {calculation(expression)} {answer_unit}."]
    return Problem("circles", template, scene, question, tell.facts, steps, rounded(worth(expression)), answer_unit, symbol)


FAMILIES = {
    "right triangle": (right_triangle, 4), "angle sum": (angle_sum, 5), "similar triangles": (similar, 4),
    "parallel lines": (parallel, 4), "circles": (sector, 4),
}  # fmt: skip
