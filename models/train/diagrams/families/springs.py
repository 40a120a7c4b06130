"""Springs and masses: one spring, two in a row, two side by side; lying, hanging, between two walls, or standing."""

from diagrams.families.asking_physics import FREQUENCY, PERIOD, one_of
from diagrams.families.props import load, room, support, wheels
from diagrams.problem import Problem, calculation, rounded, worth
from diagrams.scene import LOOKS, Scene
from diagrams.tell import Teller, decimal, pick, whole


def springs(rng, template: int) -> Problem:
    """Period or frequency of a mass on springs. Springs are numbered from the left, or from the top."""
    kind = pick(rng, ["single", "series", "parallel"] if template != 2 else ["single", "series", "parallel", "between", "between"])
    tell, scene = Teller(rng), Scene()
    mass = decimal(rng, 0.1, 5, 1 + int(rng.integers(2)))
    stiff = [whole(rng, 10, 400, 5) for _ in range(1 if kind == "single" else 2)]
    while len(stiff) == 2 and stiff[0] == stiff[1] and rng.random() < 0.9:
        stiff[1] = whole(rng, 10, 400, 5)
    names = ["k"] if kind == "single" else ["k_1", "k_2"]
    m = tell.fact("m", mass, "kg", "the mass[| of the body| of the load| of what oscillates|]")
    order = {
        "k": "[the spring constant|the spring's stiffness|the constant of the spring|the stiffness of the spring]",
        "k_1": "the [constant|stiffness] [of the first spring|of spring 1|$k_1$|of the spring with $k_1$]",
        "k_2": "the [constant|stiffness] [of the second spring|of spring 2|$k_2$|of the spring with $k_2$]",
    }
    k = [tell.fact(name, value, "N/m", order[name]) for name, value in zip(names, stiff)]
    if template == 3:
        standing(rng, scene, kind, m, k)
    elif kind == "between":
        (between if rng.random() < 0.6 else upright)(rng, scene, m, k)
    elif template == 1:
        hanging(rng, scene, kind, m, k)
    else:
        lying(rng, scene, kind, m, k)
    steps = []
    if kind == "single":
        total, symbol = stiff[0], "k"
    elif kind == "series":
        steps += ["Springs in a row: $k = \\frac{k_1 k_2}{k_1 + k_2}$.", f"$k = $ {calculation(f'{stiff[0]}*{stiff[1]}/({stiff[0]}+{stiff[1]})')} N/m."]
        total, symbol = rounded(worth(f"{stiff[0]}*{stiff[1]}/({stiff[0]}+{stiff[1]})"), 5), "k"
    else:
        steps += ["Both springs push back together: $k = k_1 + k_2$.", f"$k = $ {calculation(f'{stiff[0]}+{stiff[1]}')} N/m."]
        total, symbol = str(int(stiff[0]) + int(stiff[1])), "k"
    if rng.random() < 0.6:
        expression, law, name, unit = f"2*pi*sqrt({mass}/{total})", f"$T = 2\\pi\\sqrt{{\\frac{{m}}{{{symbol}}}}}$", "T", "s"
        question = tell.ask(one_of(rng, PERIOD))
    else:
        expression, law, name, unit = f"sqrt({total}/{mass})/(2*pi)", f"$f = \\frac{{1}}{{2\\pi}}\\sqrt{{\\frac{{{symbol}}}{{m}}}}$", "f", "Hz"
        question = tell.ask(one_of(rng, FREQUENCY))
    steps += [f"Law: {law}.", f"${name} = $ {calculation(expression)} {unit}."]
    return Problem("springs", template, scene, question, tell.facts, steps, rounded(worth(expression)), unit, name)


def standing(rng, scene: Scene, kind: str, m: str, k: list[str]) -> None:
    """On the floor, the mass on top: never trained."""
    place = lambda x, y: (y, x)  # noqa: E731
    length, size = float(rng.uniform(1.7, 2.8)), float(rng.uniform(0.7, 1.1))
    scene.wall((-1.2, 0), (1.2, 0), 0.22)
    end = length
    if kind == "parallel":
        for x, text in zip((-0.42, 0.42), k):
            scene.part("spring", (x, 0), (x, length))
            scene.label((x + (0.3 if x > 0 else -0.3), length / 2), text, (-1.0 if x > 0 else 1.0, 0.0))
        size = 1.3
    else:
        scene.part("spring", place(0, 0), place(length, 0))
        if kind == "series":
            scene.dot(place(length, 0))
            scene.part("spring", place(length, 0), place(2 * length, 0))
            scene.label((0.32, 1.5 * length), k[0], (-1.0, 0.0))
            end = 2 * length
        scene.label((0.32, length / 2), k[-1], (-1.0, 0.0))
    scene.box(-size / 2, end, size, size, fill=0.8)
    if len(m) < 4:
        scene.label((0, end + size / 2), m)
    else:
        scene.label((size / 2 + 0.15, end + size / 2), m, (-1, 0))


class Coils:
    """Springs of one figure: all look alike."""

    def __init__(self, rng, scene: Scene):
        self.rng, self.scene = rng, scene
        self.look, self.size = pick(rng, LOOKS["spring"]), float(rng.uniform(0.7, 1.4))
        self.reach = 0.17 * self.size + float(rng.uniform(0.12, 0.25))

    def draw(self, start, end, text: str = "", side: float = 1.0) -> None:
        """A spring; its label above or right of it, or on the other side with `side` -1."""
        self.scene.part("spring", start, end, self.look, self.size)
        if text:
            middle, upright = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), start[0] == end[0]
            dx, dy = (side, 0.0) if upright else (0.0, side)
            self.scene.label((middle[0] + dx * self.reach, middle[1] + dy * self.reach), text, (-dx, -dy))

    def joint(self, at) -> None:
        if self.rng.random() < 0.7:
            self.scene.dot(at, float(self.rng.uniform(0.05, 0.1)))


def lengths(rng, text: list[str]) -> list[float]:
    """Long enough that labels side by side do not meet."""
    return [max(float(rng.uniform(1.5, 3.0)), room(t) + 0.1) for t in text]


def ground(rng, scene: Scene, left: float, right: float, y: float) -> None:
    if rng.random() < 0.75:
        support(rng, scene, (left, y), (right, y)) if rng.random() < 0.6 else scene.line((left, y), (right, y), width=1.2)


def double_arrow(rng, scene: Scene, at, upright: bool) -> None:
    """Which way it moves."""
    half = float(rng.uniform(0.3, 0.6))
    scene.line((at[0] - (0 if upright else half), at[1] - (half if upright else 0)), (at[0] + (0 if upright else half), at[1] + (half if upright else 0)), arrow="<>", width=0.8)


def lying(rng, scene: Scene, kind: str, m: str, k: list[str]) -> None:
    """A wall at one side, the mass at the other."""
    sign, coils = (-1 if rng.random() < 0.4 else 1), Coils(rng, scene)
    place = lambda x, y: (sign * x, y)  # noqa: E731
    if sign < 0 and kind == "series":
        k = k[::-1]
    apart, side = float(rng.uniform(0.35, 0.6)), (-1.0 if rng.random() < 0.3 else 1.0)
    high = float(rng.uniform(0.65, 1.2)) if kind != "parallel" else 2 * apart + float(rng.uniform(0.3, 0.7))
    wide = max(float(rng.uniform(0.8, 1.7)), room(m) + 0.3 if rng.random() < 0.6 else 0.0)
    long = lengths(rng, k)
    if kind == "parallel":
        end = max(long)
        for y, text in zip((apart, -apart), k):
            coils.draw(place(0, y), place(end, y), text, 1.0 if y > 0 else -1.0)
    else:
        end = 0.0
        for text, length in zip(k, long):
            if end:
                coils.joint(place(end, 0))
            coils.draw(place(end, 0), place(end + length, 0), text, side)
            end += length
    radius = float(rng.uniform(0.12, 0.2)) if rng.random() < 0.4 else 0.0
    low, top = -high / 2 - 2 * radius - 0.02, max(high / 2, 0.7) + float(rng.uniform(0.1, 0.6))
    below = kind != "parallel" and side > 0 and not radius
    x = place(end + wide / 2, 0)[0]
    load(rng, scene, (x, 0), wide, high, m, ("above",) if kind == "parallel" or side < 0 or not below else ("above", "above", "below"), ("box", "box", "crate", "cut"))
    if radius:
        wheels(rng, scene, x - wide / 2, x + wide / 2, low, radius)
    beyond = end + wide + float(rng.uniform(0.4, 1.5))
    under = min(low, -apart - coils.reach - 0.5) if kind == "parallel" or side < 0 else low
    if under == low and (radius or rng.random() < 0.75):
        ground(rng, scene, *sorted((0.0, sign * beyond)), low)
    support(rng, scene, *((0, top), (0, under - 0.1))[::sign])
    if rng.random() < 0.3:
        double_arrow(rng, scene, place(end + wide + 0.75, float(rng.uniform(-0.2, 0.3))), False)


def hanging(rng, scene: Scene, kind: str, m: str, k: list[str]) -> None:
    coils, side = Coils(rng, scene), (-1.0 if rng.random() < 0.35 else 1.0)
    apart = float(rng.uniform(0.35, 0.8))
    wide = 2 * apart + float(rng.uniform(0.2, 0.6)) if kind == "parallel" else float(rng.uniform(0.6, 1.3))
    wide = max(wide, room(m) + 0.3 if rng.random() < 0.45 else 0.0)
    high = float(rng.uniform(0.6, 1.1))
    y = 0.0
    if kind == "parallel":
        length = float(rng.uniform(1.5, 3.0))
        for x, text in zip((-apart, apart), k):
            coils.draw((x, 0), (x, -length), text, 1.0 if x > 0 else -1.0)
        y = -length
        if rng.random() < 0.5:  # a bar, and the load on a rope
            scene.box(-apart - 0.15, y - 0.12, 2 * apart + 0.3, 0.12, fill=0.7)
            scene.line((0, y - 0.12), (0, y - 0.5))
            y -= 0.5
    else:
        for text in k:
            length = float(rng.uniform(1.4, 2.8)) if kind == "single" else float(rng.uniform(1.3, 2.1))
            if y:
                coils.joint((0, y))
            coils.draw((0, y), (0, y - length), text, side)
            y -= length
        if rng.random() < 0.3:
            scene.line((0, y), (0, y - 0.25))
            y -= 0.25
    half = max(apart + 0.5, float(rng.uniform(0.7, 1.8)))
    support(rng, scene, (half, 0), (-half, 0))
    spots = ("below", "right", "left")
    load(rng, scene, (0, y - high / 2), wide, high, m, spots, ("box", "box", "cut", "crate", "round"))
    if rng.random() < 0.25:
        double_arrow(rng, scene, (-side * (wide / 2 + 1.1 + room(m)), y - high / 2), True)


def between(rng, scene: Scene, m: str, k: list[str]) -> None:
    """A spring at either side, each fixed at its wall."""
    coils, side, high = Coils(rng, scene), (-1.0 if rng.random() < 0.25 else 1.0), float(rng.uniform(0.65, 1.2))
    wide = max(float(rng.uniform(0.7, 1.5)), room(m) + 0.3 if rng.random() < 0.6 else 0.0)
    one, two = lengths(rng, k)
    coils.draw((0, 0), (one, 0), k[0], side)
    coils.draw((one + wide, 0), (one + wide + two, 0), k[1], side)
    radius = float(rng.uniform(0.12, 0.2)) if rng.random() < 0.35 else 0.0
    load(rng, scene, (one + wide / 2, 0), wide, high, m, ("above",) if radius or side < 0 else ("above", "below"), ("box", "box", "crate", "cut"))
    low, top, end = -high / 2 - 2 * radius - 0.02, high / 2 + float(rng.uniform(0.1, 0.6)), one + wide + two
    if radius:
        wheels(rng, scene, one, one + wide, low, radius)
    if side > 0 and (radius or rng.random() < 0.7):
        ground(rng, scene, 0, end, low)
    support(rng, scene, (0, top), (0, low - 0.1))
    support(rng, scene, (end, low - 0.1), (end, top))


def upright(rng, scene: Scene, m: str, k: list[str]) -> None:
    """Between ceiling and floor."""
    coils, side, high = Coils(rng, scene), (-1.0 if rng.random() < 0.4 else 1.0), float(rng.uniform(0.6, 1.0))
    wide = max(float(rng.uniform(0.6, 1.3)), room(m) + 0.3 if rng.random() < 0.5 else 0.0)
    one, two = float(rng.uniform(1.3, 2.2)), float(rng.uniform(1.3, 2.2))
    coils.draw((0, 0), (0, -one), k[0], side)
    load(rng, scene, (0, -one - high / 2), wide, high, m, ("right", "left"), ("box", "box", "crate", "cut"))
    bottom = -one - high - two
    coils.draw((0, -one - high), (0, bottom), k[1], side)
    half = float(rng.uniform(0.7, 1.6))
    support(rng, scene, (half, 0), (-half, 0))
    support(rng, scene, (-half, bottom), (half, bottom))
