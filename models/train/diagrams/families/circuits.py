"""Networks of resistors, and the time constant of a resistor with a capacitor."""

from diagrams.problem import QUESTION, Fact, Problem, calculation, rounded, worth
from diagrams.scene import Scene
from diagrams.tell import Teller, pick, whole

OHM = "$\\Omega$"


def side(scene: Scene, start, end, kind: str, text: str, away: float = 0.42) -> None:
    """A component between two points with its label beside it."""
    scene.part(kind, start, end)
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    if start[0] == end[0]:
        scene.label((x + away, y), text, (-1.0 if away > 0 else 1.0, 0))
    else:
        scene.label((x, y + away * 0.85), text, (0, -1.0 if away > 0 else 1.0))


def resistors(rng, template: int) -> Problem:
    """Total resistance or current: in a row, side by side, or one in front of a pair; between clamps or on a battery."""
    tell, scene = Teller(rng, 0.2), Scene()
    count = 2 + int(rng.integers(2)) if template < 2 else 3
    values = [whole(rng, 5, 300, 5) for _ in range(count)]
    texts = [tell.fact(f"R_{k + 1}", value, OHM, f"the resistor $R_{k + 1}$") for k, value in enumerate(values)]
    wide = float(rng.uniform(2.0, 2.6))
    battery = rng.random() < 0.5
    if template == 0:  # a row
        for k in range(count):
            side(scene, (k * wide, 0), ((k + 1) * wide, 0), "R", texts[k])
        ends = (0.0, 0.0), (count * wide, 0.0)
        total, law = "+".join(values), "$R = " + " + ".join(f"R_{k + 1}" for k in range(count)) + "$"
    elif template == 1:  # side by side
        for k in range(count):
            y = 1.15 * ((count - 1) / 2 - k)
            side(scene, (0.4, y), (0.4 + wide, y), "R", texts[k])
        half = 1.15 * (count - 1) / 2
        for x in (0.4, 0.4 + wide):
            scene.line((x, -half), (x, half))
        scene.line((-0.4, 0), (0.4, 0))
        scene.line((0.4 + wide, 0), (1.2 + wide, 0))
        ends = (-0.4, 0.0), (1.2 + wide, 0.0)
        total = "1/(" + "+".join(f"1/{value}" for value in values) + ")"
        law = "$\\frac{1}{R} = " + " + ".join(f"\\frac{{1}}{{R_{k + 1}}}" for k in range(count)) + "$"
    else:  # one and a pair; the last template has the pair first
        first = 0.0 if template == 2 else wide + 0.8
        pair = wide if template == 2 else 0.0
        side(scene, (first, 0), (first + wide, 0), "R", texts[0])
        for k, y in ((1, 0.62), (2, -0.62)):
            side(scene, (pair + 0.4, y), (pair + 0.4 + wide, y), "R", texts[k], 0.42 if k == 1 else -0.42)
        for x in (pair + 0.4, pair + 0.4 + wide):
            scene.line((x, -0.62), (x, 0.62))
        scene.line((pair, 0), (pair + 0.4, 0))
        scene.line((pair + 0.4 + wide, 0), (pair + 0.8 + wide, 0))
        ends = (0.0, 0.0), (2 * wide + 0.8, 0.0)
        total = f"{values[0]}+1/(1/{values[1]}+1/{values[2]})"
        law = "$R = R_1 + \\frac{R_2R_3}{R_2 + R_3}$"
    (x1, y1), (x2, y2) = ends
    steps = [f"Law: {law}.", f"$R = $ {calculation(total)} {OHM}."]
    if battery:
        volts = whole(rng, 3, 48)
        u = tell.fact("U", volts, "V", "the voltage of the battery")
        low = -2.0
        scene.line((x1, y1), (x1, low))
        scene.line((x2, y2), (x2, low))
        side(scene, (x1, low), (x2, low), "battery", u, -0.5)
        if rng.random() < 0.6:
            resistance = rounded(worth(total), 5)
            steps.append("Ohm's law: $I = \\frac{U}{R}$.")
            steps.append(f"$I = $ {calculation(f'{volts}/{resistance}')} A.")
            question = tell.ask("What current flows through the battery?", "Find the total current.", "How large is the current that the battery gives?")
            return Problem("resistors", template, scene, question, tell.facts, steps, rounded(worth(f"{volts}/{resistance}")), "A", "I")
    else:
        scene.dot((x1, y1), 0.08)
        scene.dot((x2, y2), 0.08)
    question = tell.ask("What is the total resistance?", "Find the equivalent resistance.", "How large is the resistance of the whole circuit?")
    return Problem("resistors", template, scene, question, tell.facts, steps, rounded(worth(total)), OHM, "R")


def rc(rng, template: int) -> Problem:
    """Time constant, or the voltage after some time, of a capacitor that is charged through a resistor."""
    tell, scene = Teller(rng, 0.25), Scene()
    kilo = rng.random() < 0.6
    r_value = whole(rng, 1, 99) if kilo else whole(rng, 50, 950, 10)
    c_unit = pick(rng, ["$\\mu$F", "nF", "mF"])
    c_value = whole(rng, 1, 95)
    r_unit = "k$\\Omega$" if kilo else OHM
    r = tell.fact("R", r_value, r_unit, "the resistance")
    c = tell.fact("C", c_value, c_unit, "the capacitance")
    power = (3 if kilo else 0) + {"$\\mu$F": -6, "nF": -9, "mF": -3}[c_unit]
    width, height = float(rng.uniform(3.2, 4.6)), float(rng.uniform(2.0, 2.8))
    volts = whole(rng, 3, 24)
    charging = template in (1, 3)
    u = tell.fact("U", volts, "V", "the voltage of the battery") if charging or rng.random() < 0.4 else ""
    if template < 2:
        if u:
            side(scene, (0, 0), (0, height), "battery", u, -0.55)
        else:
            side(scene, (0, 0), (0, height), "switch", "", -0.55)
        side(scene, (0, height), (width, height), "R", r)
        side(scene, (width, height), (width, 0), "C", c, 0.5)
        scene.line((width, 0), (0, 0))
    else:
        side(scene, (0, height), (width / 2, height), "switch", "")
        side(scene, (width / 2, height), (width, height), "C", c, 0.55)
        side(scene, (width, height), (width, 0), "R", r)
        scene.line((width, 0), (width / 2, 0)) if u else scene.line((width, 0), (0, 0))
        if u:
            side(scene, (0, 0), (width / 2, 0), "battery", u, -0.55)
        scene.line((0, 0), (0, height))
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
        question = tell.ask(f"The capacitor is empty at first. What is its voltage after ${after}$?")
        return Problem("rc", template, scene, question, tell.facts, steps, rounded(worth(f"{volts}*(1-exp(-{times}))")), "V", "U_C")
    question = tell.ask("What is the time constant of the circuit?", "Find the time constant $\\tau$.", "How large is the time constant?")
    return Problem("rc", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, "\\tau")


FAMILIES = {"resistors": (resistors, 4), "rc": (rc, 4)}
