"""Springs and masses, the inclined plane, Atwood's machine, the lever."""

import math

from diagrams.problem import Problem, calculation, rounded, worth
from diagrams.scene import Scene
from diagrams.tell import Teller, decimal, pick, whole


def springs(rng, template: int) -> Problem:
    """Period or frequency of a mass on one spring, two in a row, two side by side; lying, hanging, between two walls, or standing."""
    kind = pick(rng, ["single", "series", "parallel"] if template != 2 else ["single", "series", "parallel", "between", "between"])
    tell, scene = Teller(rng), Scene()
    mass = decimal(rng, 0.1, 5, 1 + int(rng.integers(2)))
    stiff = [whole(rng, 10, 400, 5) for _ in range(1 if kind == "single" else 2)]
    names = ["k"] if kind == "single" else ["k_1", "k_2"]
    m = tell.fact("m", mass, "kg", "the mass")
    order = {"k": "the spring constant", "k_1": "the constant of the first spring", "k_2": "the constant of the second spring"}
    k = [tell.fact(name, value, "N/m", order[name]) for name, value in zip(names, stiff)]
    hanging = template in (1, 3)
    down = -1 if template == 1 else 1  # the last template stands on the floor
    place = (lambda x, y: (y, down * x)) if hanging else (lambda x, y: (x, y))
    beside = (-1.0, 0.0) if hanging else (0.0, -1.0)
    length, size = float(rng.uniform(1.7, 2.8)), float(rng.uniform(0.7, 1.1))
    if hanging:
        scene.wall((-1.2, 0), (1.2, 0), 0.22 * down)
    else:
        scene.wall((0, 1.1), (0, -0.9))
    note = lambda x, y, text: scene.label(place(x, y), text, beside)  # noqa: E731
    if kind == "parallel":
        for side, text in zip((0.42, -0.42), k):
            scene.part("spring", place(0, side), place(length, side))
            scene.label(place(length / 2, side + (0.3 if side > 0 else -0.3)), text, ((1.0 if side < 0 else -1.0), 0.0) if hanging else (0.0, -1.0 if side > 0 else 1.0))
        end, size = length, 1.3
    elif kind == "series":
        scene.part("spring", place(0, 0), place(length, 0))
        scene.dot(place(length, 0))
        scene.part("spring", place(length, 0), place(2 * length, 0))
        note(length / 2, 0.32, k[0])
        note(1.5 * length, 0.32, k[1])
        end = 2 * length
    else:
        scene.part("spring", place(0, 0), place(length, 0))
        note(length / 2, 0.32, k[0])
        end = length
    corner, across = place(end, size / 2), place(end + size, -size / 2)
    scene.box(min(corner[0], across[0]), min(corner[1], across[1]), size, size, fill=0.8)
    if len(m) < 4:
        scene.label(place(end + size / 2, 0), m)
    elif hanging:
        scene.label((size / 2 + 0.15, down * (end + size / 2)), m, (-1, 0))
    else:
        scene.label((end + size / 2, size / 2 + 0.12), m, (0, -1))
    if kind == "between":
        scene.part("spring", (end + size, 0), (end + size + length, 0))
        scene.label((end + size + length / 2, 0.32), k[1], (0, -1))
        scene.wall((end + size + length, -0.9), (end + size + length, 1.1))
    if not hanging:
        scene.line((0, -size / 2 - 0.02), (end + size + (length if kind == "between" else 0.8), -size / 2 - 0.02), width=1.2)
    steps = []
    if kind == "single":
        total, symbol = stiff[0], "k"
    elif kind == "series":
        steps += ["Springs in a row: $k = \\frac{k_1 k_2}{k_1 + k_2}$.", f"$k = $ {calculation(f'{stiff[0]}*{stiff[1]}/({stiff[0]}+{stiff[1]})')} N/m."]
        total, symbol = rounded(worth(f"{stiff[0]}*{stiff[1]}/({stiff[0]}+{stiff[1]})"), 5), "k"
    else:
        steps += ["Both springs push back together: $k = k_1 + k_2$.", f"$k = $ {calculation(f'{stiff[0]}+{stiff[1]}')} N/m."]
        total, symbol = rounded(worth(f"{stiff[0]}+{stiff[1]}")), "k"
        total = str(int(stiff[0]) + int(stiff[1]))
    if rng.random() < 0.6:
        expression, law, name, unit = f"2*pi*sqrt({mass}/{total})", f"$T = 2\\pi\\sqrt{{\\frac{{m}}{{{symbol}}}}}$", "T", "s"
        question = tell.ask("What is the period of the oscillation?", "Find the period.", "How long does one oscillation take? Neglect friction.", "Calculate the period $T$ of small oscillations.")
    else:
        expression, law, name, unit = f"sqrt({total}/{mass})/(2*pi)", f"$f = \\frac{{1}}{{2\\pi}}\\sqrt{{\\frac{{{symbol}}}{{m}}}}$", "f", "Hz"
        question = tell.ask("What is the frequency of the oscillation?", "Find the frequency.", "How many oscillations does it make in one second? Neglect friction.")
    steps += [f"Law: {law}.", f"${name} = $ {calculation(expression)} {unit}."]
    return Problem("springs", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, name)


def incline(rng, template: int) -> Problem:
    """A block on a slope: acceleration or the force along it, with or without friction; the slope rises left or right."""
    tell, scene = Teller(rng), Scene()
    angle, mass = whole(rng, 10, 60), decimal(rng, 0.5, 20, 1)
    rub = decimal(rng, 0.05, 0.15, 2) if template in (1, 3) else ""
    name = "\\alpha" if rng.random() < 0.5 else "\\theta"
    a = tell.fact(name, angle, "^\\circ", "the angle of the slope")
    if name not in a:  # nobody says what it is called
        name = tell.facts[-1].symbol = "\\alpha"
    m = tell.fact("m", mass, "kg", "the mass of the block")
    friction = tell.fact("\\mu", rub, "", "the coefficient of friction") if rub else ""
    turn, base = math.radians(float(angle)), 4.6
    flip = template >= 2
    place = (lambda x, y: (base - x, y)) if flip else (lambda x, y: (x, y))
    top = place(base, base * math.tan(turn))
    scene.shape(place(0, 0), place(base, 0), top, fill=0.85)
    reach = 0.55 * base / math.cos(turn)
    size = 0.9
    along, up = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    at = lambda s, t: place(along[0] * s + up[0] * t, along[1] * s + up[1] * t)  # noqa: E731
    scene.shape(at(reach, 0), at(reach + size, 0), at(reach + size, size * 0.7), at(reach, size * 0.7), fill=0.6)
    scene.label(at(reach + size / 2, size * 0.7 + 0.28), m, (1.0 if not flip else -1.0, -0.6))
    if flip:
        scene.angle(place(0, 0), 180 - float(angle), 180, a, 0.9)
    else:
        scene.angle(place(0, 0), 0, float(angle), a, 0.9)
    if friction:
        scene.label(at(reach * 0.4, 0.25), friction, (1.0 if not flip else -1.0, -0.8))
    g = tell.constant("g", pick(rng, ["9.8", "9.81", "10"]), "m/s$^2$")
    value = tell.facts[-1].value
    if rub and rng.random() < 0.7 or not rub and rng.random() < 0.5:
        if rub:
            expression = f"{value}*(sin({angle} deg)-{rub}*cos({angle} deg))"
            law = f"$a = g(\\sin {name} - \\mu\\cos {name})$"
        else:
            expression, law = f"{value}*sin({angle} deg)", f"$a = g\\sin {name}$"
        question = tell.ask("With what acceleration does the block slide down?", "Find the acceleration of the block.", "The block is let go. What is its acceleration?") + " " + g
        symbol, unit = "a", "m/s$^2$"
    else:
        expression, law = f"{mass}*{value}*sin({angle} deg)", f"$F = mg\\sin {name}$"
        question = tell.ask("How large is the part of the weight along the slope?", "What force along the slope does gravity exert on the block?") + " " + g
        symbol, unit = "F", "N"
    steps = [f"Law: {law}.", f"${symbol} = $ {calculation(expression)} {unit}."]
    return Problem("incline", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, symbol)


def atwood(rng, template: int) -> Problem:
    """Two masses over a pulley: acceleration or tension; in one template one of them lies on a table."""
    tell, scene = Teller(rng), Scene()
    one, other = decimal(rng, 0.5, 9, 1), decimal(rng, 0.5, 9, 1)
    while abs(float(one) - float(other)) < 0.3:
        other = decimal(rng, 0.5, 9, 1)
    a, b = tell.fact("m_1", one, "kg", "the first mass"), tell.fact("m_2", other, "kg", "the second mass")
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
    elif template % 2 == 0:
        radius, drops = 0.55, [float(rng.uniform(1.4, 2.6)), float(rng.uniform(1.4, 2.6))]
        scene.wall((-0.9, 1.2), (0.9, 1.2), -0.22)
        scene.line((0, 1.2), (0, 0))
        scene.circle((0, 0), radius, fill=0.9)
        scene.dot((0, 0))
        for side, drop, size, text in ((-radius, drops[0], sizes[0], a), (radius, drops[1], sizes[1], b)):
            scene.line((side, 0), (side, -drop))
            scene.box(side - size / 2, -drop - size, size, size, fill=0.7)
            scene.label((side + (size / 2 + 0.12) * (1 if side > 0 else -1), -drop - size / 2), text, (-1.0 if side > 0 else 1.0, 0))
    if template != 1:
        larger, smaller = (one, other) if float(one) > float(other) else (other, one)
        acceleration, law = f"({larger}-{smaller})*G/({one}+{other})", "$a = \\frac{|m_1 - m_2|}{m_1 + m_2}g$"
        tension, tension_law = f"2*{one}*{other}*G/({one}+{other})", "$F = \\frac{2m_1m_2}{m_1 + m_2}g$"
    else:
        flip = -1 if rng.random() < 0.5 else 1
        place = lambda x, y: (flip * x, y)  # noqa: E731
        scene.line(place(-3.2, 0), place(0, 0), place(0, -2.8), width=1.4)
        scene.circle(place(0.2, 0.22), 0.3, fill=0.9)
        top, size = 0.52, sizes[0]
        scene.box(min(place(-2.2, 0)[0], place(-2.2 + size, 0)[0]), 0, size, size, fill=0.7)
        scene.line(place(-2.2 + size, top), place(0.2, top))
        scene.line(place(0.5, 0.22), place(0.5, -1.3))
        low = sizes[1]
        scene.box(place(0.5, 0)[0] - low / 2, -1.3 - low, low, low, fill=0.7)
        scene.label(place(-2.2 + size / 2, size + 0.12), a, (0, -1))
        scene.label(place(0.5 + low / 2 + 0.12, -1.3 - low / 2), b, (-1.0 * flip, 0))
        acceleration, law = f"{other}*G/({one}+{other})", "$a = \\frac{m_2}{m_1 + m_2}g$"
        tension, tension_law = f"{one}*{other}*G/({one}+{other})", "$F = \\frac{m_1m_2}{m_1 + m_2}g$"
    g = tell.constant("g", pick(rng, ["9.8", "9.81", "10"]), "m/s$^2$")
    value = tell.facts[-1].value
    setting = pick(rng, ["Neglect friction.", "Rope and pulley have no mass.", ""])
    if rng.random() < 0.6:
        expression, symbol, unit, used = acceleration, "a", "m/s$^2$", law
        asked = tell.ask("What is the acceleration of the masses?", "Find the acceleration.", "With what acceleration do they move?")
    else:
        expression, symbol, unit, used = tension, "F", "N", tension_law
        asked = tell.ask("What is the tension in the rope?", "How large is the force in the rope?")
    expression = expression.replace("G", value)
    steps = [f"Law: {used}.", f"${symbol} = $ {calculation(expression)} {unit}."]
    return Problem("atwood", template, scene, " ".join(f"{setting} {asked} {g}".split()), tell.facts, steps, rounded(worth(expression)), unit, symbol)


def lever(rng, template: int) -> Problem:
    """A balanced beam: one of two forces or arms is unknown; weights stand on it, hang from it, or pull at one side."""
    tell, scene = Teller(rng, 0.2), Scene()
    arms = [decimal(rng, 0.3, 3, 1), decimal(rng, 0.3, 3, 1)]
    weight = whole(rng, 5, 300, 5)
    unknown = pick(rng, ["force", "arm"])
    scale = 5.2 / (float(arms[0]) + float(arms[1]))
    left, right = -float(arms[0]) * scale, float(arms[1]) * scale
    scene.box(left - 0.3, 0, right - left + 0.6, 0.16, fill=0.75)
    scene.shape((0, 0), (-0.35, -0.75), (0.35, -0.75), fill=0.9)
    scene.line((-0.9, -0.75), (0.9, -0.75), width=1.3)
    first = tell.fact("F_1", weight, "N", "the force at the left")
    d1 = tell.fact("d_1", arms[0], "m", "the left arm")
    if unknown == "force":
        d2 = tell.fact("d_2", arms[1], "m", "the right arm")
        second = "$F_2$" if rng.random() < 0.6 else "?"
        expression, law, symbol, unit = f"{weight}*{arms[0]}/{arms[1]}", "$F_2 = \\frac{F_1d_1}{d_2}$", "F_2", "N"
        question = tell.ask("What force $F_2$ keeps the lever in balance?", "The beam is in balance. How large is the force at the right?", "Find $F_2$ so that the beam is level.")
    else:
        other = rounded(worth(f"{weight}*{arms[0]}/{arms[1]}"), 2)
        second, d2 = tell.fact("F_2", other, "N", "the force at the right"), "$d_2$" if rng.random() < 0.6 else "?"
        expression, law, symbol, unit = f"{weight}*{arms[0]}/{other}", "$d_2 = \\frac{F_1d_1}{F_2}$", "d_2", "m"
        question = tell.ask("How long must the right arm be for balance?", "The lever is in balance. Find $d_2$.", "At what distance $d_2$ does the right force act?")
    for x, text in ((left, first), (right, second)):
        if template == 0:
            scene.line((x, 0.16), (x, -1.25), arrow=">")
            scene.label((x, -1.35), text, (0, 1))
        elif template == 1:
            scene.box(x - 0.35, 0.16, 0.7, 0.6, fill=0.6)
            scene.label((x, 0.86), text, (0, -1))
        else:
            scene.line((x, 0), (x, -0.7))
            scene.circle((x, -1.0), 0.3, fill=0.6)
            scene.label((x, -1.4), text, (0, 1))
    level = 1.6 if template == 1 else 0.6
    scene.measure((left, level), (0, level), d1)
    scene.measure((0, level), (right, level), d2)
    scene.line((0, 0.16), (0, level + 0.1), dashed=True, width=0.6)
    steps = ["Law: $F_1d_1 = F_2d_2$.", f"{law}.", f"${symbol} = $ {calculation(expression)} {unit}."]
    return Problem("lever", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, symbol)


FAMILIES = {"springs": (springs, 4), "incline": (incline, 4), "atwood": (atwood, 4), "lever": (lever, 3)}
