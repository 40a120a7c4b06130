"""The inclined plane, Atwood's machine, the lever."""

import math

from diagrams.families.asking_physics import ACCELERATION, ATWOOD_A, ATWOOD_F, DOWNHILL, LEVER_ARM, LEVER_FORCE, NO_FRICTION, ROUGH, one_of
from diagrams.families.props import beside, load, pulley, room, support
from diagrams.families.springs import springs
from diagrams.problem import Problem, calculation, rounded, worth
from diagrams.scene import Scene
from diagrams.tell import Teller, decimal, pick, whole


def gravity(rng, tell: Teller) -> str:
    """Tells g, before the question or behind it; returns its value."""
    tell.sentences.append(tell.constant("g", pick(rng, ["9.8", "9.81", "10"]), "m/s$^2$"))
    return tell.facts[-1].value


def incline(rng, template: int) -> Problem:
    """A block on a slope: acceleration or the force along it, with or without friction; the slope rises left or right."""
    tell, scene = Teller(rng), Scene()
    angle, mass = whole(rng, 10, 60), decimal(rng, 0.5, 20, 1)
    rub = decimal(rng, 0.05, 0.15, 2) if template in (1, 3) else ""
    name = "\\alpha" if rng.random() < 0.5 else "\\theta"
    tell.bare = rng.random() < 0.5  # whether the angle has a name must be known
    a = tell.fact(name if not tell.bare else "\\alpha", angle, "^\\circ", "the angle of the [slope|slope|ramp|incline]")
    name = tell.facts[-1].symbol
    tell.bare = None
    m = tell.fact("m", mass, "kg", "[the mass of the [block|body|crate]|the block's mass|the mass]")
    friction = tell.fact("\\mu", rub, "", "the [coefficient of friction|friction coefficient|coefficient of sliding friction]") if rub else ""
    if template == 3:
        mirrored(scene, float(angle), a, m, friction)
    else:
        slope(rng, scene, float(angle), a, m, friction, template == 2)
    value = gravity(rng, tell)
    setting = ROUGH if rub else NO_FRICTION
    if rub and rng.random() < 0.7 or not rub and rng.random() < 0.5:
        if rub:
            expression = f"{value}*(sin({angle} deg)-{rub}*cos({angle} deg))"
            law = f"$a = g(\\sin {name} - \\mu\\cos {name})$"
        else:
            expression, law = f"{value}*sin({angle} deg)", f"$a = g\\sin {name}$"
        question = tell.ask(one_of(rng, ACCELERATION, setting))
        symbol, unit = "a", "m/s$^2$"
    else:
        expression, law = f"{mass}*{value}*sin({angle} deg)", f"$F = mg\\sin {name}$"
        question = tell.ask(one_of(rng, DOWNHILL))
        symbol, unit = "F", "N"
    steps = [f"Law: {law}.", f"${symbol} = $ {calculation(expression)} {unit}."]
    return Problem("incline", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, symbol)


def mirrored(scene: Scene, angle: float, a: str, m: str, friction: str) -> None:
    """With friction and falling to the right: never trained."""
    turn, base, size = math.radians(angle), 4.6, 0.9
    place = lambda x, y: (base - x, y)  # noqa: E731
    scene.shape(place(0, 0), place(base, 0), place(base, base * math.tan(turn)), fill=0.85)
    reach = 0.55 * base / math.cos(turn)
    along, up = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    at = lambda s, t: place(along[0] * s + up[0] * t, along[1] * s + up[1] * t)  # noqa: E731
    scene.shape(at(reach, 0), at(reach + size, 0), at(reach + size, size * 0.7), at(reach, size * 0.7), fill=0.6)
    scene.label(at(reach + size / 2, size * 0.7 + 0.28), m, (-1.0, -0.6))
    scene.angle(place(0, 0), 180 - angle, 180, a, 0.9)
    if friction:
        scene.label(at(reach * 0.4, 0.25), friction, (-1.0, -0.8))


def slope(rng, scene: Scene, angle: float, a: str, m: str, friction: str, flip: bool) -> None:
    turn = math.radians(angle)
    base = min(float(rng.uniform(3.4, 6.2)), 5.2 / math.tan(turn))
    far = base / math.cos(turn)  # along the slope
    place = (lambda x, y: (base - x, y)) if flip else (lambda x, y: (x, y))
    at = lambda s, t: place(math.cos(turn) * s - math.sin(turn) * t, math.sin(turn) * s + math.cos(turn) * t)  # noqa: E731
    out = 1.0 if not flip else -1.0  # labels above the slope end at their point
    top = place(base, base * math.tan(turn))
    how = pick(rng, ["wedge", "wedge", "outline", "plank"])
    if how == "plank":
        scene.line(place(0, 0), at(far + float(rng.uniform(0, 0.5)), 0), width=1.6)
        scene.line(top, place(base, 0), dashed=bool(rng.random() < 0.5), width=0.8)
    else:
        scene.shape(place(0, 0), place(base, 0), top, **({"fill": float(rng.uniform(0.5, 0.95))} if how == "wedge" else {}))
    if how == "plank" or rng.random() < 0.4:
        ends = sorted((place(-float(rng.uniform(0, 1.0)), 0)[0], place(base + float(rng.uniform(0, 1.0)), 0)[0]))
        support(rng, scene, (ends[0], 0), (ends[1], 0)) if rng.random() < 0.6 else scene.line((ends[0], 0), (ends[1], 0))
    if how != "plank" and rng.random() < 0.2:
        scene.right_angle(place(base, 0), place(0, 0), top)
    # the block, with its mass in it or above it
    high, long = float(rng.uniform(0.5, 1.0)), float(rng.uniform(0.7, 1.3))
    inside = rng.random() < 0.7 and room(m) < 1.8
    if inside:
        long, high = max(long, 1.15 * room(m) * math.cos(turn) + 0.5), max(high, 0.62 + room(m) * math.sin(turn) * 0.75)
    reach = float(rng.uniform(0.22 if not friction else 0.3, 0.88)) * far - long / 2
    reach = min(max(reach, 0.35), max(far - long - 0.1, 0.35))
    on_wheels = not friction and rng.random() < 0.3
    lift = 0.22 if on_wheels else 0.0
    corners = [at(reach, lift), at(reach + long, lift), at(reach + long, lift + high), at(reach, lift + high)]
    scene.shape(*corners, **({"fill": float(rng.uniform(0.4, 0.9))} if rng.random() < 0.75 else {}))
    if on_wheels:
        for s in (reach + 0.22 * long, reach + 0.78 * long):
            scene.circle(at(s, 0.13), 0.13, fill=0.9)
    middle = at(reach + long / 2, lift + high / 2)
    crate = not inside and rng.random() < 0.25
    if crate:
        scene.line(corners[0], corners[2], width=0.7)
        scene.line(corners[1], corners[3], width=0.7)
    if inside:
        scene.label(middle, m)
    elif rng.random() < 0.3:  # away from it, with a line that leads there
        tip = at(reach + long / 2, lift + high + float(rng.uniform(0.5, 0.9)))
        scene.line(middle, tip, width=0.6)
        scene.label((tip[0] - 0.06 * out, tip[1] + 0.06), m, (out * float(rng.uniform(0, 1)), -1.0))
    else:
        scene.label(at(reach + long * float(rng.uniform(0.2, 0.8)), lift + high + 0.25), m, (out, -0.6))
    # the angle: inside, beyond the slope, or below it
    radius = float(rng.uniform(0.6, 1.4)) if angle > 24 else float(rng.uniform(1.1, 1.8))
    radius = min(radius, base * 0.55)
    start, end = (180 - angle, 180) if flip else (0, angle)
    place_angle = pick(rng, ["inside", "inside", "inside", "beyond", "below"]) if angle > 16 else pick(rng, ["inside", "beyond", "below"])
    if place_angle == "inside":
        scene.angle(place(0, 0), start, end, a, radius if angle > 16 else max(radius, 1.5))
    else:
        scene.arc(place(0, 0), radius, start, end, width=0.8)
        if place_angle == "below":
            foot = place(radius * math.cos(turn / 2), radius * math.sin(turn / 2))
            tip = (foot[0] + float(rng.uniform(-0.1, 0.3)) * out, -float(rng.uniform(0.35, 0.6)))
            scene.line(foot, tip, width=0.6)
            scene.label((tip[0], tip[1] - 0.05), a, (0, 1))
        else:
            foot = place(radius * math.cos(turn / 2), radius * math.sin(turn / 2))
            tip = place(-float(rng.uniform(0.2, 0.5)), float(rng.uniform(0.45, 0.8)))
            scene.line(foot, tip, width=0.6)
            scene.label((tip[0] - 0.05 * out, tip[1]), a, (out, 0))
    if friction:
        free = reach > room(friction) * 0.35 + 0.9 and place_angle != "beyond"
        foot = "foot" if "mu" in friction else "before"
        spot = pick(rng, (["before", "before", "before"] if free else []) + ["under", foot, foot, "behind" if far - reach - long > 1.2 else foot])
        if spot == "before":
            scene.label(at(reach * float(rng.uniform(0.45, 0.7)), 0.22), friction, (out, -0.8))
        elif spot == "behind":
            scene.label(at(reach + long + (far - reach - long) * float(rng.uniform(0.5, 0.8)), 0.25), friction, (out, -0.8))
        elif spot == "under" and how != "plank" and base * math.tan(turn) > 2.0:
            scene.label(place(base - 0.25, base * math.tan(turn) * 0.3), friction, (out, 0))
        else:
            scene.label(place(base * float(rng.uniform(0.55, 0.75)), -0.35 - 0.15), friction, (0, 1))
    if rng.random() < 0.15:  # which way it slides
        scene.line(at(reach - 0.15, lift + high * 0.5), at(reach - 0.15 - float(rng.uniform(0.4, 0.7)), lift + high * 0.5), arrow=">")


def atwood(rng, template: int) -> Problem:
    """Two masses over a pulley: acceleration or tension; in one template one of them lies on a table."""
    tell, scene = Teller(rng), Scene()
    one, other = decimal(rng, 0.5, 9, 1), decimal(rng, 0.5, 9, 1)
    while abs(float(one) - float(other)) < 0.3:
        other = decimal(rng, 0.5, 9, 1)
    a, b = tell.fact("m_1", one, "kg", "the [first mass|mass $m_1$|mass of the first body]"), tell.fact("m_2", other, "kg", "the [second mass|mass $m_2$|mass of the second body]")
    sizes = [0.5 + 0.06 * float(one), 0.5 + 0.06 * float(other)]
    if template == 3:  # never trained: a pulley for each
        drops, half = [float(rng.uniform(1.2, 2.4)), float(rng.uniform(1.2, 2.4))], float(rng.uniform(1.0, 1.5))
        scene.wall((-half - 0.7, 0.9), (half + 0.7, 0.9), -0.22)
        scene.line((-half, 0.35), (half, 0.35))
        for sign, drop, size, text in ((-1, drops[0], sizes[0], a), (1, drops[1], sizes[1], b)):
            scene.line((sign * half, 0.9), (sign * half, 0))
            scene.circle((sign * half, 0), 0.35, fill=0.9)
            side = sign * (half + 0.35)
            scene.line((side, 0), (side, -drop))
            scene.box(side - size / 2, -drop - size, size, size, fill=0.7)
            scene.label((side + (size / 2 + 0.12) * sign, -drop - size / 2), text, (-sign, 0))
    elif template != 1:
        over_pulley(rng, scene, sizes, (a, b), template == 2)
    if template != 1:
        larger, smaller = (one, other) if float(one) > float(other) else (other, one)
        acceleration, law = f"({larger}-{smaller})*G/({one}+{other})", "$a = \\frac{|m_1 - m_2|}{m_1 + m_2}g$"
        tension, tension_law = f"2*{one}*{other}*G/({one}+{other})", "$F = \\frac{2m_1m_2}{m_1 + m_2}g$"
    else:
        on_table(rng, scene, sizes, (a, b))
        acceleration, law = f"{other}*G/({one}+{other})", "$a = \\frac{m_2}{m_1 + m_2}g$"
        tension, tension_law = f"{one}*{other}*G/({one}+{other})", "$F = \\frac{m_1m_2}{m_1 + m_2}g$"
    value = gravity(rng, tell)
    if rng.random() < 0.6:
        expression, symbol, unit, used = acceleration, "a", "m/s$^2$", law
        asked = tell.ask(one_of(rng, ATWOOD_A))
    else:
        expression, symbol, unit, used = tension, "F", "N", tension_law
        asked = tell.ask(one_of(rng, ATWOOD_F))
    expression = expression.replace("G", value)
    steps = [f"Law: {used}.", f"${symbol} = $ {calculation(expression)} {unit}."]
    return Problem("atwood", template, scene, asked, tell.facts, steps, rounded(worth(expression)), unit, symbol)


def over_pulley(rng, scene: Scene, sizes: list[float], texts: tuple[str, str], stand: bool) -> None:
    """One pulley that hangs from the ceiling, or sits on a post; masses are numbered from the left."""
    radius = float(rng.uniform(0.35, 0.9))
    above = float(rng.uniform(0.6, 1.4)) + radius
    drops = [float(rng.uniform(1.0, 3.0)), float(rng.uniform(1.0, 3.0))]
    even, grow = rng.random() < 0.3, float(rng.uniform(0.8, 1.3))
    wide = [grow * (0.7 if even else size) for size in sizes]
    high = [w * float(rng.uniform(0.8, 1.3)) for w in wide]
    if rng.random() < 0.35:
        wide = [max(w, room(text) + 0.3) for w, text in zip(wide, texts)]
        high = [max(h, 0.6) for h in high]
    radius = max(radius, (wide[0] + wide[1]) / 4 + 0.12, max(wide) / 4 + 0.15)
    lowest = -max(drop + h for drop, h in zip(drops, high))
    if stand and rng.random() < 0.6:  # a post from the floor, with an arm
        side = (radius + max(wide) + 0.7 + max(map(room, texts))) * (1 if rng.random() < 0.5 else -1)
        low = lowest - 0.7
        arm = radius + float(rng.uniform(0.2, 0.5))
        scene.line((side, low), (side, arm), (0, arm), (0, 0), width=1.8)
        support(rng, scene, (min(side, -radius) - 0.5, low), (max(side, radius) + 0.5, low))
    else:
        half = float(rng.uniform(0.6, 2.0))
        support(rng, scene, (half, above), (-half, above))
        scene.line((0, above), (0, 0), width=float(rng.uniform(0.8, 2.2)))
    pulley(rng, scene, (0, 0), radius)
    below = rng.random() < 0.25
    for sign, drop, w, h, text in zip((-1, 1), drops, wide, high, texts):
        scene.line((sign * radius, 0), (sign * radius, -drop))
        side = ("left" if sign < 0 else "right",)
        load(rng, scene, (sign * radius, -drop - h / 2), w, h, text, ("below",) if below and radius > 1.0 else side, ("box", "box", "cut", "round", "crate"))


def on_table(rng, scene: Scene, sizes: list[float], texts: tuple[str, str]) -> None:
    """The first mass lies on a table, the second hangs over its edge, at either side."""
    flip = -1 if rng.random() < 0.5 else 1
    place = lambda x, y: (flip * x, y)  # noqa: E731
    long, radius, grow = float(rng.uniform(2.6, 4.4)), float(rng.uniform(0.2, 0.4)), float(rng.uniform(0.8, 1.3))
    wide, high = [max(0.55, grow * size) for size in sizes], [max(0.55, grow * size * float(rng.uniform(0.8, 1.1))) for size in sizes]
    if rng.random() < 0.45:
        wide = [max(w, room(text) + 0.3) for w, text in zip(wide, texts)]
    drop = float(rng.uniform(0.8, 2.2))
    depth = float(rng.uniform(1.2, 1.8)) + drop + high[1]
    rope = high[0] * float(rng.uniform(0.4, 0.6))
    hub = (float(rng.uniform(0.1, 0.3)) + (radius if rope < radius else 0.0), rope - radius)
    over = hub[0] + radius
    over = max(over, wide[1] / 2 + 0.12)
    hub = (over - radius, hub[1])
    how = pick(rng, ["edge", "edge", "block", "legs"])
    if how == "edge":
        scene.line(place(-long, 0), place(0, 0), place(0, -depth), width=1.4)
    elif how == "block":
        x = min(place(-long, 0)[0], 0.0)
        scene.box(x, -depth, long, depth, fill=float(rng.uniform(0.6, 0.95)))
    else:
        x = min(place(-long, 0)[0], 0.0)
        scene.box(x, -0.18, long, 0.18, fill=float(rng.uniform(0.6, 0.95)))
        for leg in (0.3, long - 0.3):
            scene.line((x + leg, -0.18), (x + leg, -depth), width=2.5)
        ends = sorted((place(-long - 0.3, 0)[0], place(over + wide[1], 0)[0]))
        support(rng, scene, (ends[0], -depth), (ends[1], -depth))
    scene.line(place(0, 0 if how != "legs" else -0.09), place(*hub), width=1.2)
    pulley(rng, scene, place(*hub), radius)
    left = -float(rng.uniform(0.35, 0.95)) * (long - wide[0]) - wide[0]
    scene.line(place(left + wide[0], rope), place(hub[0], rope))
    scene.line(place(over, hub[1]), place(over, -drop))
    forms = ("box", "box", "crate", "cut")
    load(rng, scene, place(left + wide[0] / 2, high[0] / 2), wide[0], high[0], texts[0], ("above",), forms)
    load(rng, scene, place(over, -drop - high[1] / 2), wide[1], high[1], texts[1], ("below", "right" if flip > 0 else "left"), (*forms, "round"))


def lever(rng, template: int) -> Problem:
    """A balanced beam: one of two forces or arms is unknown; weights stand on it, hang from it, or pull at one side."""
    tell, scene = Teller(rng, 0.2), Scene()
    arms = [decimal(rng, 0.3, 3, 1), decimal(rng, 0.3, 3, 1)]
    weight = whole(rng, 5, 300, 5)
    unknown = pick(rng, ["force", "arm"])
    scale = (5.2 if template == 2 else float(rng.uniform(4.8, 7.2))) / (float(arms[0]) + float(arms[1]))
    left, right = -float(arms[0]) * scale, float(arms[1]) * scale
    first = tell.fact("F_1", weight, "N", "the [force at the left|left force|force $F_1$|force on the left side]")
    d1 = tell.fact("d_1", arms[0], "m", "the [left arm|arm at the left|length of the left arm|arm $d_1$]")
    if unknown == "force":
        d2 = tell.fact("d_2", arms[1], "m", "the [right arm|arm at the right|length of the right arm|arm $d_2$]")
        second = "$F_2$" if rng.random() < 0.6 else "?"
        expression, law, symbol, unit = f"{weight}*{arms[0]}/{arms[1]}", "$F_2 = \\frac{F_1d_1}{d_2}$", "F_2", "N"
        question = tell.ask(one_of(rng, LEVER_FORCE))
    else:
        other = rounded(worth(f"{weight}*{arms[0]}/{arms[1]}"), 2)
        second, d2 = tell.fact("F_2", other, "N", "the [force at the right|right force|force $F_2$|force on the right side]"), "$d_2$" if rng.random() < 0.6 else "?"
        expression, law, symbol, unit = f"{weight}*{arms[0]}/{other}", "$d_2 = \\frac{F_1d_1}{F_2}$", "d_2", "m"
        question = tell.ask(one_of(rng, LEVER_ARM))
    if template == 2:
        hung(scene, left, right, (first, second), (d1, d2))
    else:
        balanced(rng, scene, left, right, (first, second), (d1, d2), template == 1)
    steps = ["Law: $F_1d_1 = F_2d_2$.", f"{law}.", f"${symbol} = $ {calculation(expression)} {unit}."]
    return Problem("lever", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, symbol)


def hung(scene: Scene, left: float, right: float, forces: tuple[str, str], arms: tuple[str, str]) -> None:
    """Weights that hang from the beam: never trained."""
    scene.box(left - 0.3, 0, right - left + 0.6, 0.16, fill=0.75)
    scene.shape((0, 0), (-0.35, -0.75), (0.35, -0.75), fill=0.9)
    scene.line((-0.9, -0.75), (0.9, -0.75), width=1.3)
    for x, text in zip((left, right), forces):
        scene.line((x, 0), (x, -0.7))
        scene.circle((x, -1.0), 0.3, fill=0.6)
        scene.label((x, -1.4), text, (0, 1))
    scene.measure((left, 0.6), (0, 0.6), arms[0])
    scene.measure((0, 0.6), (right, 0.6), arms[1])
    scene.line((0, 0.16), (0, 0.7), dashed=True, width=0.6)


def balanced(rng, scene: Scene, left: float, right: float, forces: tuple[str, str], arms: tuple[str, str], loaded: bool) -> None:
    """A beam with bodies on it, or with arrows that press from above or pull from below; arms are measured on either side."""
    thick, beyond, tall = float(rng.uniform(0.08, 0.3)), float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.6, 1.1))
    scene.box(left - beyond, 0, right - left + 2 * beyond, thick, fill=float(rng.uniform(0.4, 0.95)))
    foot = float(rng.uniform(0.25, 0.5))
    if rng.random() < 0.7:
        scene.shape((0, 0), (-foot, -tall), (foot, -tall), fill=float(rng.uniform(0.1, 0.95)))
    elif rng.random() < 0.5:
        scene.box(-0.08, -tall, 0.16, tall, fill=0.7)
    else:
        scene.circle((0, -tall / 2), tall / 2, fill=0.9)
    base = float(rng.uniform(0.6, 1.4))
    support(rng, scene, (-base, -tall), (base, -tall)) if rng.random() < 0.7 else None
    above = not loaded and rng.random() < 0.5  # arrows press from above
    under = rng.random() < 0.4 if loaded or above else False  # where arms are measured
    tops = []
    for x, text in zip((left, right), forces):
        if loaded:
            wide, high = float(rng.uniform(0.5, 0.9)), float(rng.uniform(0.5, 0.8))
            wide = max(wide, room(text) + 0.3) if rng.random() < 0.4 and min(-left, right) > 1.2 else wide
            load(rng, scene, (x, thick + high / 2), wide, high, text, ("above",))
            tops.append(thick + high + (0.75 if min(-left, right) < 1.6 else 0.6))
        else:
            long = float(rng.uniform(0.8, 1.5))
            ends = ((x, thick + long), (x, thick)) if above else ((x, 0 if rng.random() < 0.5 else thick), (x, -long))
            scene.line(*ends, arrow=">", width=float(rng.uniform(1, 1.8)))
            outer = "left" if x < 0 else "right"
            if rng.random() < 0.5:
                inner = above and rng.random() < 0.5 and min(-left, right) > 1.8 + room(text)
                beside(scene, (x, (ends[0][1] + ends[1][1]) / 2), 0.14, 0, text, {"left": "right", "right": "left"}[outer] if inner else outer)
            else:
                tip = max(p[1] for p in ends) if above else min(p[1] for p in ends)
                scene.label((x, tip + (0.1 if above else -0.1)), text, (0, -1.0 if above else 1.0))
            tops.append(thick + long + 0.75 if above else thick + 0.35)
    level = -tall - float(rng.uniform(0.4, 0.8)) if under else max(tops) + float(rng.uniform(0, 0.4))
    side = -0.28 if under else 0.28
    scene.measure((left, level), (0, level), arms[0], side)
    scene.measure((0, level), (right, level), arms[1], side)
    dashed = bool(rng.random() < 0.7)
    edge = 0.0 if under else thick
    for x in (left, 0, right) if rng.random() < 0.5 and (under and not loaded) else (0,):
        scene.line((x, edge if x or not under else -tall), (x, level + (-0.1 if under else 0.1)), dashed=dashed, width=0.6)


FAMILIES = {"springs": (springs, 4), "incline": (incline, 4), "atwood": (atwood, 4), "lever": (lever, 3)}
