"""Right triangles, also as everyday things, and similar triangles.

The last template of each family is for evaluation alone: its layout is fixed, and the others keep away from it.
"""

import math

from diagrams.families import asking_geometry as asking
from diagrams.families.drawing_geometry import NAMES, beside, corners, doubled, measured, opening, roomy, told_beside, turned
from diagrams.problem import Problem, calculation, rounded, worth
from diagrams.scene import Scene, between
from diagrams.tell import Teller, decimal, phrase, pick, whole

LENGTHS = ["cm", "m", "mm", "km", ""]


def standing(rng, scene: Scene, setting: str, w: float, h: float):
    """The drawing of something that is a right triangle: right angle, foot, top; and how far labels stay from ground and wall."""
    sign = pick(rng, [-1, 1])
    corner, foot, top = (0.0, 0.0), (sign * w, 0.0), (0.0, h)
    beyond = float(rng.uniform(0.2, 0.6))
    if setting == "screen":
        scene.shape(corner, foot, (sign * w, h), top, **({"fill": 0.9} if rng.random() < 0.4 else {}))
        scene.line(foot, top, dashed=bool(rng.random() < 0.4))
        return corner, foot, top, 0.1, 0.1
    ground, below, aside = [(-sign * beyond, 0.0), (sign * (w + beyond), 0.0)], 0.12, 0.12
    if rng.random() < 0.5:
        below = 0.28
        scene.wall(*sorted(ground), depth=0.16)
    else:
        scene.line(*ground, width=float(rng.uniform(0.8, 1.6)))
    if setting == "ladder":
        aside = 0.5
        above = h + float(rng.uniform(0.1, 0.8))
        if rng.random() < 0.5:
            scene.box(min(0, -sign * 0.35), 0, 0.35, above, **({"fill": 0.8} if rng.random() < 0.6 else {}))
        else:
            scene.wall(*([(0, above), (0, 0)] if sign > 0 else [(0, 0), (0, above)]), depth=0.16)
        scene.line(foot, top, width=float(rng.uniform(1.5, 2.6)))
    elif setting == "ramp":
        scene.shape(corner, foot, top, **({"fill": 0.85} if rng.random() < 0.6 else {}))
        scene.line(top, (-sign * beyond, h), (-sign * beyond, 0))
        aside = beyond + 0.12
    elif setting == "wire":
        scene.line(corner, (0, h + float(rng.uniform(0, 0.4))), width=float(rng.uniform(1.6, 3)))
        scene.line(foot, top)
        scene.dot(foot)
    else:
        scene.line(corner, top, dashed=True, width=0.7)
        scene.line(foot, top)
        scene.shape((0, h), (sign * -0.3, h + 0.15), (sign * -0.5, h + 0.55), (sign * -0.1, h + 0.35), fill=0.7)
    return corner, foot, top, below, aside


def right_mark(rng, scene: Scene, corner, one, other) -> None:
    """A small square, or a quarter of a circle with a dot."""
    if rng.random() < 0.85:
        return scene.right_angle(corner, one, other, float(rng.uniform(0.18, 0.32)))
    low, high = opening(corner, one, other)
    scene.arc(corner, 0.4, low, high, width=0.8)
    x, y = turned([(0.22, 0)], (low + high) / 2)[0]
    return scene.dot((corner[0] + x, corner[1] + y), 0.035)


def right_triangle(rng, template: int) -> Problem:
    """Third side, a side from an angle, or an angle from sides."""
    tell, scene = Teller(rng, 0.15), Scene()
    unit = pick(rng, LENGTHS)
    a, b = decimal(rng, 2, 30, int(rng.integers(2))), decimal(rng, 2, 30, int(rng.integers(2)))
    c = rounded(math.hypot(float(a), float(b)), 3)
    kind = pick(rng, ["hypotenuse", "leg", "side", "angle"])
    turn = whole(rng, 15, 75)
    if kind == "leg" and float(c) <= float(b):
        return right_triangle(rng, template)
    trained, setting, letters, below, aside = template < 3, None, "", 0.0, 0.0
    words = {"a": "the leg $a$", "b": "the leg $b$", "c": "the hypotenuse", "\\alpha": "the angle"}

    def put(one, other, text: str, third) -> None:
        if not trained:
            return beside(scene, one, other, text, third)
        if setting and (one[0] == other[0] or one[1] == other[1]):
            away = below if one[1] == other[1] else aside
            if rng.random() < 0.5:
                return measured(scene, one, other, text, third, away + float(rng.uniform(0.1, 0.2)))
            return beside(scene, one, other, text, third, away)
        return told_beside(rng, scene, one, other, text, third)

    if not trained:
        scale = 3.4 / max(float(a), float(b))
        corner, along, up = turned([(0, 0), (max(float(b) * scale, 1.3), 0), (0, max(float(a) * scale, 1.3))], float(rng.uniform(-40, 40)))
        scene.shape(corner, along, up, **({"fill": 0.9} if rng.random() < 0.3 else {}))
        scene.right_angle(corner, along, up)
    else:
        size = float(rng.uniform(2.6, 4.2))
        w, h = (math.cos(math.radians(int(turn))), math.sin(math.radians(int(turn)))) if kind == "side" else (float(b), float(a))
        w, h = (max(v * size / max(w, h), 1.3) for v in (w, h))
        flipped = rng.random() < 0.5  # then what is called b stands upright
        if template == 2:
            setting = pick(rng, list(asking.SETTINGS))
            corner, along, up, below, aside = standing(rng, scene, setting, *((h, w) if flipped else (w, h)))
        else:
            # evaluation's triangles are turned by up to 40 degrees
            spin = float(pick(rng, [0, 90, 180, 270]) if template == 0 else rng.uniform(45, 315))
            corner, along, up = turned([(0, 0), *([(h, 0), (0, w)] if flipped else [(w, 0), (0, h)])], spin)
            scene.shape(corner, along, up, **({"fill": 0.9} if rng.random() < 0.3 else {}))
        if flipped:
            along, up = up, along
        if kind == "hypotenuse":
            # legs without names are told from left to right
            one, other = up[0] + corner[0], along[0] + corner[0]
            if abs(one - other) < 0.5:
                tell.bare = False
            elif one > other:
                along, up = up, along
        if not setting or rng.random() < 0.7:
            right_mark(rng, scene, corner, along, up)
        if not setting and rng.random() < 0.3:
            letters = pick(rng, NAMES)
            corners(scene, (along, up, corner), letters, between(between(along, up, 0.5), corner, 0.33))
    if setting:
        spot = asking.SETTINGS[setting]
        unit = spot.unit
        raised = up[0] == corner[0]  # the side a stands upright
        words = {"a": spot.height if raised else spot.width, "b": spot.width if raised else spot.height, "c": spot.slant, "\\alpha": "the [marked |]angle"}
        words = {symbol: phrase(rng, pattern) for symbol, pattern in words.items()}
    known = {"hypotenuse": "ab", "leg": "cb", "side": "c", "angle": "ab"}[kind]
    values = {"a": a, "b": b, "c": a if kind == "side" else c}
    low, high = opening(along, corner, up)
    radius = roomy(rng, high - low) if trained else 0.5
    if kind == "side":
        scene.angle(along, low, high, tell.fact("\\alpha", turn, "^\\circ", words["\\alpha"]), radius)
    elif kind == "angle":
        called = pick(rng, ["$\\alpha$", "$\\alpha$", "$x$"]) if trained else "$\\alpha$"
        scene.angle(along, low, high, called, radius)
    if trained and kind in ("side", "angle"):
        doubled(rng, scene, along, low, high, radius)
    ends = {"a": (corner, up, along), "b": (corner, along, up), "c": (along, up, corner)}
    for symbol in known:
        one, other, third = ends[symbol]
        put(one, other, tell.fact(symbol, values[symbol], unit, words[symbol]), third)
    ask: list[str] = []
    if kind != "angle":
        symbol = "c" if kind == "hypotenuse" else "a"
        one, other, third = ends[symbol]
        unknown = pick(rng, [*["$x$"] * 2, "?", f"${symbol}$", *(["", "$h$", "$y$"] if trained else [])])
        if setting and symbol == "a" and not raised or unknown == "$h$" and symbol == "c":
            unknown = unknown.replace("$h$", "$x$")
        if unknown:
            put(one, other, unknown, third)
        if setting:
            pattern = spot.ask_slant if symbol == "c" else spot.ask_height if raised else spot.ask_width
            ask += [f"[{spot.context} |]{question}" for question in pattern]
        if "$" in unknown:
            ask += asking.side(unknown, f"the side {unknown}", f"the [length|side] [called|marked] {unknown}") if not setting else asking.side(unknown)
        elif unknown:
            ask += asking.side("the side with the question mark", "the side marked with a question mark")
        if letters:
            ends_of = {"a": f"${letters[2]}{letters[1]}$", "c": f"${letters[0]}{letters[1]}$"}[symbol]
            ask += asking.side(ends_of, f"the side {ends_of}", f"the segment {ends_of}")
        if not setting:
            ask += [asking.RIGHT + question for question in {"hypotenuse": asking.HYPOTENUSE, "leg": asking.LEG, "side": asking.OPPOSITE}[kind]] * 2
    expression, law, symbol = {
        "hypotenuse": (f"sqrt({a}^2+{b}^2)", "$c = \\sqrt{a^2 + b^2}$", "c"),
        "leg": (f"sqrt({c}^2-{b}^2)", "$a = \\sqrt{c^2 - b^2}$", "a"),
        "side": (f"{a}*sin({turn} deg)", "$a = c\\sin\\alpha$", "a"),
        "angle": (f"atan({a}/{b}) in deg", "$\\tan\\alpha = \\frac{a}{b}$", "\\alpha"),
    }[kind]
    if kind == "angle":
        unit = "^\\circ"
        ask = asking.angle(called, f"the angle [marked|called|named|labelled] {called}", f"angle {called}", "the [marked|unknown] angle")
        ask = [(f"[{spot.context} |]" if setting else asking.RIGHT) + question for question in ask]
    question = tell.ask(*ask)
    steps = [f"Law: {law}.", f"${symbol} = $ {calculation(expression)}" + ("" if unit.startswith("^") or not unit else f" {unit}") + "."]
    return Problem("right triangle", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, symbol)


def similar(rng, template: int) -> Problem:
    """A side of a similar triangle: two of them apart, two shadows, one cut off by a parallel, or crossing lines."""
    tell, scene = Teller(rng, 0.1), Scene()
    unit = pick(rng, LENGTHS)
    a, b, d = decimal(rng, 2, 12, 1), decimal(rng, 2, 12, 1), decimal(rng, 2, 12, 1)
    expression, law = f"{b}*{d}/{a}", "\\frac{x}{b} = \\frac{a'}{a}"
    put = lambda *args: told_beside(rng, scene, *args)  # noqa: E731
    if template == 0 and rng.random() < 0.35:
        shadows(rng, scene, tell, a, b, d)
        thing, unit = pick(rng, asking.THINGS), "m"
        ask = [question.replace("{thing}", thing) for question in asking.SHADOWS]
    elif template in (0, 3):
        if template == 3:
            put = lambda *args: beside(scene, *args)  # noqa: E731
            share, offset, spin, mirror = float(rng.uniform(1.2, 1.5)), (3.1, 0), 0.0, 1
        else:
            # evaluation's larger triangle stands to the right of the one with two sides
            share, mirror = float(rng.uniform(0.5, 0.85)), pick(rng, [-1, 1])
            offset, spin = pick(rng, [(3.1, 0), (3.3, 0.7), (-2.6, 0.2), (0.4, -2.5), (0.2, 2.7)]), float(pick(rng, [0, rng.uniform(-40, 40), 180]))
            if offset[1] > 2 or offset[1] < -2:
                share = float(pick(rng, [share, 1 / share]))
        shape = [(0, 0), (2.3, 0), (float(rng.uniform(0.3, 1.8)), float(rng.uniform(1.1, 1.8)))]
        shape = turned([(mirror * x, y) for x, y in shape], spin)
        other = [(x * share, y * share) for x, y in shape]
        middle = lambda points: [sum(p[k] for p in points) / 3 for k in (0, 1)]  # noqa: E731
        if template == 0:
            (x, y), (u, v) = middle(shape), middle(other)
            offset = offset[0] + x - u, offset[1] + y - v
        other = [(x + offset[0], y + offset[1]) for x, y in other]
        look = {"fill": 0.9} if template == 0 and rng.random() < 0.25 else {}
        for points, names in ((shape, "ABC"), (other, "DEF")):
            scene.shape(*points, **look)
            if look and rng.random() < 0.5:
                corners(scene, points, names, middle(points))
        put(shape[0], shape[1], tell.fact("a", a, unit, "the side $a$"), shape[2])
        put(shape[0], shape[2], tell.fact("b", b, unit, "the side $b$"), shape[1])
        put(other[0], other[1], tell.fact("a'", d, unit, "the side $a'$"), other[2])
        put(other[0], other[2], "$x$", other[1])
        ask = asking.SIMILAR
    elif template == 1:
        spin = float(pick(rng, [0, 0, rng.uniform(-30, 30), rng.uniform(0, 360)]))
        top, left, right = turned([(float(rng.uniform(0.4, 3.4)), float(rng.uniform(2.5, 3.4))), (0, 0), (float(rng.uniform(3.4, 4.6)), 0)], spin)
        if rng.random() < 0.5:
            left, right = right, left
        share = float(rng.uniform(0.4, 0.65))
        one, other = between(top, left, share), between(top, right, share)
        scene.shape(top, left, right, **({"fill": 0.9} if rng.random() < 0.2 else {}))
        scene.line(one, other)
        if rng.random() < 0.25:
            corners(scene, (top, left, right), "SAB", between(between(left, right, 0.5), top, 0.33))
        put(top, one, tell.fact("a", a, unit, "the side $a$"), right)
        beside(scene, one, other, tell.fact("b", b, unit, "the shorter parallel"), pick(rng, [left, top]), 0.1)
        put(one, left, tell.fact("d", d, unit, "the side $d$"), right)
        put(left, right, "$x$", top)
        expression, law, ask = f"{b}*({a}+{d})/{a}", "\\frac{x}{b} = \\frac{a + d}{a}", asking.CUT_OFF
    else:
        spin, cross, scale = float(rng.uniform(-40, 40)), float(rng.uniform(50, 95)), float(rng.uniform(0.65, 1.5))
        lengths = float(rng.uniform(1.8, 2.5)), float(rng.uniform(1.6, 2.5))
        p, r = (turned([(-length, 0)], spin + way * cross / 2)[0] for length, way in zip(lengths, pick(rng, [(-1, 1), (1, -1)])))
        q, s = ((-scale * x, -scale * y) for x, y in (p, r))
        for ends in ((p, q), (r, s), (p, r), (q, s)):
            scene.line(*ends)
        put(p, r, tell.fact("b", b, unit, "the left side"), (0, 0))
        put(s, q, "$x$", (0, 0))
        beside(scene, p, (0, 0), tell.fact("a", a, unit, "the part $a$"), r, 0.1)
        beside(scene, q, (0, 0), tell.fact("d", d, unit, "the part $d$"), s, 0.1)
        law, ask = "\\frac{x}{b} = \\frac{d}{a}", asking.CROSSING
    steps = [f"The triangles are similar: ${law}$.", f"$x = $ {calculation(expression)}" + (f" {unit}." if unit else ".")]
    return Problem("similar triangles", template, scene, tell.ask(*ask), tell.facts, steps, rounded(worth(expression)), unit, "x")


def shadows(rng, scene: Scene, tell: Teller, a: str, b: str, d: str) -> None:
    """A stick b with its shadow a, and something of height x with its shadow a', in the same light."""
    slope, low, high = float(rng.uniform(0.6, 1.3)), float(rng.uniform(0.9, 1.3)), float(rng.uniform(1.8, 2.9))
    sign, feet = pick(rng, [-1, 1]), [0.0, low / slope + float(rng.uniform(1.2, 1.8))]
    wide = float(rng.uniform(0.2, 0.5))
    for foot, height in zip(feet, (low, high)):
        scene.line((foot * sign, height), ((foot + height / slope) * sign, 0), dashed=bool(rng.random() < 0.6), width=0.7)
    scene.line((-0.7 * sign, 0), ((feet[1] + high / slope + 0.5) * sign, 0), width=1.2)
    scene.line((0, 0), (0, low), width=2.2)
    foot = feet[1] * sign
    scene.shape((foot, 0), (foot, high), (foot - sign * wide, high), (foot - sign * wide, 0), **({"fill": 0.8} if rng.random() < 0.6 else {}))
    if rng.random() < 0.3:
        scene.line((foot, high), (foot - sign * wide / 2, high + 0.3), (foot - sign * wide, high))
    under = lambda k, height, text: (measured if pick(rng, [0, 1]) else beside)(scene, (feet[k] * sign, 0), ((feet[k] + height / slope) * sign, 0), text, (feet[k] * sign, 1))  # noqa: E731
    under(0, low, tell.fact("a", a, "m", "the shadow of the stick"))
    beside(scene, (0, 0), (0, low), tell.fact("b", b, "m", "the height of the stick"), (sign, 0), 0.1)
    under(1, high, tell.fact("a'", d, "m", "the longer shadow"))
    beside(scene, (foot - sign * wide, 0), (foot - sign * wide, high), "$x$", (foot + sign, 0), 0.1)
