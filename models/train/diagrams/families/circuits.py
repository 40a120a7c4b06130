"""Networks of resistors, and the time constant of a resistor with a capacitor."""

from diagrams.families.asking_physics import CURRENT, RESISTANCE, TIME_CONSTANT, VOLTAGE_AFTER, one_of
from diagrams.families.wiring import Wiring, beside_one, ladder, loop, side, straight
from diagrams.problem import PICTURE, QUESTION, Fact, Problem, calculation, rounded, worth
from diagrams.scene import Label, Point, Scene
from diagrams.tell import FAULT, Teller, pick, whole

OHM = "$\\Omega$"
PARTS = "The way parts and meets"


def distinct(rng, count: int) -> list[str]:
    """Resistances, which are seldom alike, so that a label without a name is one resistor's."""
    values = [whole(rng, 5, 300, 5) for _ in range(count)]
    return values if len(set(values)) == count or rng.random() < 0.1 else distinct(rng, count)


def resistors(rng, template: int) -> Problem:
    """Total resistance or current: in a row, side by side, one and a pair, one beside a row; between clamps or on a battery.

    Resistors are numbered from the left or the top; where one stands alone it is now and then the first wherever it
    stands, and always so where names are left out.
    """
    tell, scene = Teller(rng, 0.2), Scene()
    count = 2 + int(rng.integers(2)) if template < 2 else 3
    values = distinct(rng, count)
    kind = ("row", "parallel", pick(rng, ["pair", "pair", "beside"]), "held out")[template]
    alone_last = kind in ("pair", "beside") and rng.random() < 0.5
    if template < 3:
        tell.bare = pick(rng, [True, False, False, None])
    # which number the resistor that stands alone has
    number = 2 if alone_last and tell.bare is False and rng.random() < 0.6 else 0
    ordinal = ("first", "second", "third")
    texts = [tell.fact(f"R_{k + 1}", value, OHM, f"[the resistor $R_{k + 1}$|the resistance $R_{k + 1}$|resistor $R_{k + 1}$|the {ordinal[k]} resistor]") for k, value in enumerate(values)]
    battery = rng.random() < 0.5
    rest = [k for k in range(count) if k != number]
    name = lambda k: f"R_{k + 1}"  # noqa: E731
    if kind == "row":
        total, law = "+".join(values), "$R = " + " + ".join(map(name, range(count))) + "$"
    elif kind == "parallel":
        total = "1/(" + "+".join(f"1/{value}" for value in values) + ")"
        law = "$\\frac{1}{R} = " + " + ".join(f"\\frac{{1}}{{{name(k)}}}" for k in range(count)) + "$"
    else:
        a, b, c = values[number], values[rest[0]], values[rest[1]]
        one, two, three = name(number), name(rest[0]), name(rest[1])
        if kind == "beside":
            total = f"{a}*({b}+{c})/({'+'.join(values)})"
            law = f"$R = \\frac{{{one}({two} + {three})}}{{R_1 + R_2 + R_3}}$"
        else:
            total = f"{a}+1/(1/{b}+1/{c})"
            law = f"$R = {one} + \\frac{{{two}{three}}}{{{two} + {three}}}$"
    listed = lambda some: ", ".join(f"${name(k)}$" for k in some)  # noqa: E731
    # how the network is put together is said before the law is
    network = {
        "row": "All in one row.", "parallel": f"{PARTS}: {listed(range(count))} side by side.", "beside": f"{PARTS}: {listed([number])} beside the row of {listed(rest)}.",
    }.get(kind, f"{PARTS}: {listed(rest)} side by side, in a row with {listed([number])}.")  # fmt: skip
    steps = [network, f"Law: {law}.", f"$R = $ {calculation(total)} {OHM}."]
    volts, u = "", ""
    if battery:
        volts = whole(rng, 3, 48)
        tell.bare = None
        u = tell.fact("U", volts, "V", "[the voltage of the battery|the battery's voltage|the voltage]")
    if kind == "held out":
        nodes = pair_first(scene, rng, texts, u)
    else:
        wiring = Wiring(rng, scene, u if battery else None, tell.facts)
        single, others = texts[number], [texts[k] for k in rest]
        if kind == "row":
            (straight if rng.random() < 0.4 else loop)(wiring, [[text] for text in texts])
        elif kind == "parallel":
            ladder(wiring, texts) if rng.random() < 0.4 else straight(wiring, [texts])
        elif kind == "beside":
            beside_one(wiring, single, others, alone_last)
        else:
            how = rng.random()
            groups = [others, [single]] if alone_last else [[single], others]
            if how < 0.35:
                straight(wiring, groups, standing=alone_last or rng.random() < 0.35)
            elif how < 0.7:
                loop(wiring, groups)
            else:
                ladder(wiring, others, single)
        nodes = wiring.nodes
    tell.facts = from_left(scene, tell.facts)
    seen = list(zip(PARTS.split(" and "), nodes)) if nodes else []
    if battery and rng.random() < 0.6:
        resistance = rounded(worth(total), 5)
        steps.append("Ohm's law: $I = \\frac{U}{R}$.")
        steps.append(f"$I = $ {calculation(f'{volts}/{resistance}')} A.")
        return Problem("resistors", template, scene, tell.ask(one_of(rng, CURRENT)), tell.facts, steps, rounded(worth(f"{volts}/{resistance}")), "A", "I", seen=seen)
    return Problem("resistors", template, scene, tell.ask(one_of(rng, RESISTANCE)), tell.facts, steps, rounded(worth(total)), OHM, "R", seen=seen)


def from_left(scene: Scene, facts: list[Fact]) -> list[Fact]:
    """Resistors without names from left to right and from above; with names, or in a spoiled problem, as they are."""

    def at(fact: Fact) -> tuple[float, float]:
        label = next(item for item in scene.items if isinstance(item, Label) and item.text == fact.mark.text)
        return round(label.at[0], 1), -label.at[1]

    first = [fact for fact in facts if fact.symbol.startswith("R")]
    named = any(fact.source != PICTURE or fact.mark.symbol or "=" in fact.mark.text for fact in first)
    return facts if named or FAULT.get() else [*sorted(first, key=at), *facts[len(first) :]]


def pair_first(scene: Scene, rng, texts: list[str], volts: str) -> list[Point]:
    """A pair, then one, in a row: never trained. -> where the way parts, and where it meets again."""
    wide = float(rng.uniform(2.0, 2.6))
    first, end = wide + 0.8, 2 * wide + 0.8
    side(scene, (first, 0), (end, 0), "R", texts[0])
    for k, y in ((1, 0.62), (2, -0.62)):
        side(scene, (0.4, y), (0.4 + wide, y), "R", texts[k], 0.42 if k == 1 else -0.42)
    for x in (0.4, 0.4 + wide):
        scene.line((x, -0.62), (x, 0.62))
    scene.line((0, 0), (0.4, 0))
    scene.line((0.4 + wide, 0), (first, 0))
    if volts:
        for x in (0.0, end):
            scene.line((x, 0), (x, -2.0))
        side(scene, (0, -2.0), (end, -2.0), "battery", volts, -0.5)
    else:
        scene.dot((0, 0), 0.08)
        scene.dot((end, 0), 0.08)
    return [(0.4, 0), (0.4 + wide, 0)]


def rc(rng, template: int) -> Problem:
    """Time constant, or the voltage after some time, of a capacitor that is charged through a resistor."""
    tell, scene = Teller(rng, 0.25), Scene()
    kilo = rng.random() < 0.6
    r_value = whole(rng, 1, 99) if kilo else whole(rng, 50, 950, 10)
    c_unit = pick(rng, ["$\\mu$F", "nF", "mF"])
    c_value = whole(rng, 1, 95)
    r_unit = "k$\\Omega$" if kilo else OHM
    r = tell.fact("R", r_value, r_unit, "[the resistance|the resistor's value|the resistor]")
    c = tell.fact("C", c_value, c_unit, "[the capacitance|the capacitor's capacitance|the capacitance of the capacitor]")
    power = (3 if kilo else 0) + {"$\\mu$F": -6, "nF": -9, "mF": -3}[c_unit]
    width, height = float(rng.uniform(3.2, 4.6)), float(rng.uniform(2.0, 2.8))
    volts = whole(rng, 3, 24)
    charging = template in (1, 3)
    u = tell.fact("U", volts, "V", "[the voltage of the battery|the battery's voltage|the charging voltage]") if charging or rng.random() < 0.4 else ""
    if template == 3:
        corner_three(scene, width, height, r, c, u)
    else:
        charging_loop(rng, scene, width, height, [r, c, u], charging, template == 2)
    shift = f"*10^{power}" if power >= 0 else f"*10^({power})"
    seconds = worth(f"{r_value}*{c_value}{shift}")
    unit, scale = next((item for item in (("s", 0), ("ms", 3), ("$\\mu$s", 6)) if seconds * 10 ** item[1] >= 1), ("$\\mu$s", 6))
    moved = power + scale
    expression = f"{r_value}*{c_value}" + ("" if moved == 0 else f"*10^{moved}" if moved > 0 else f"/10^{-moved}")
    steps = ["Law: $\\tau = RC$.", f"$\\tau = $ {calculation(expression)} {unit}."]
    if charging and rng.random() < 0.5:
        times = pick(rng, ["1", "2", "3", "0.5"])
        after = f"{times}\\tau" if times != "1" else "\\tau"
        tell.facts.append(Fact("t", after, "", QUESTION))
        steps = ["Law: $U_C = U(1 - e^{-t/\\tau})$.", f"$U_C = $ {calculation(f'{volts}*(1-exp(-{times}))')} V."]
        question = tell.ask(one_of(rng, VOLTAGE_AFTER).replace("AFTER", after))
        return Problem("rc", template, scene, question, tell.facts, steps, rounded(worth(f"{volts}*(1-exp(-{times}))")), "V", "U_C")
    question = tell.ask(one_of(rng, TIME_CONSTANT))
    return Problem("rc", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, "\\tau")


def corner_three(scene: Scene, width: float, height: float, r: str, c: str, u: str) -> None:
    """Switch and capacitor above, the resistor at the right, the battery below: never trained."""
    side(scene, (0, height), (width / 2, height), "switch", "")
    side(scene, (width / 2, height), (width, height), "C", c, 0.55)
    side(scene, (width, height), (width, 0), "R", r)
    scene.line((width, 0), (width / 2, 0)) if u else scene.line((width, 0), (0, 0))
    if u:
        side(scene, (0, 0), (width / 2, 0), "battery", u, -0.55)
    scene.line((0, 0), (0, height))


def charging_loop(rng, scene: Scene, width: float, height: float, texts: list[str], charging: bool, capacitor_above: bool) -> None:
    """Resistor, capacitor and perhaps battery and switch in any order around a rectangle."""
    r, c, u = texts
    wiring = Wiring(rng, scene, None, [])
    parts = [("R", r), ("C", c)]
    if u:
        parts.append(("battery", u))
    if not u or rng.random() < 0.5:
        parts.append(("switch", ("S" if rng.random() < 0.5 else "")))
    order = [parts[k] for k in rng.permutation(len(parts))]
    above = next(part for part in parts if part[0] == ("C" if capacitor_above else "R"))
    while order[0] != above:
        order = order[1:] + order[:1]
    # the first stands above, the others follow clockwise; two may share the way below or above
    places: list[list[tuple[str, str]]] = [[order[0]], [], [], []]
    for part in order[1:]:
        places[pick(rng, [k for k in (1, 2, 3) if not places[k]] + [0] * (len(places[0]) < 2))].append(part)
    above_kinds, right = [kind for kind, _ in places[0]], [kind for kind, _ in places[1]]
    if charging and above_kinds == ["switch", "C"] and right == ["R"]:
        places[0].reverse()
    wiring.around([0, 0, width, height], places)


FAMILIES = {"resistors": (resistors, 4), "rc": (rc, 4)}
