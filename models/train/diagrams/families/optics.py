"""The thin lens."""

from diagrams.families.asking_physics import IMAGE_DISTANCE, IMAGE_HEIGHT, one_of
from diagrams.problem import Problem, calculation, rounded, worth
from diagrams.scene import Scene, arc_points
from diagrams.tell import Teller, pick, whole


def lens(rng, template: int) -> Problem:
    """Place or height of the image of an arrow in front of a converging lens; with rays, with dimension lines, with both."""
    tell, scene = Teller(rng, 0.3), Scene()
    focal = int(whole(rng, 4, 30))
    distance = focal + int(whole(rng, 3, 40))
    height = whole(rng, 1, 9)
    f = tell.fact("f", str(focal), "cm", "[the focal length|the focal length of the lens|the lens's focal length]")
    g = tell.fact("g", str(distance), "cm", "[the distance of the object from the lens|the object distance|the distance between object and lens]")
    image = focal * distance / (distance - focal)
    scale = 2.9 / max(distance, image, focal * 2) * 1.0
    tall_text = tell.fact("G", height, "cm", "the [height of the object|object's height|object height|height of the arrow]") if rng.random() < 0.35 else ""
    if template == 3:
        bench(scene, focal * scale, distance * scale, image * scale, f, g, tall_text)
    else:
        Bench(rng, scene, focal, distance, image, template).draw(f, g, tall_text)
    if tall_text:
        expression = f"{height}*{focal}/({distance}-{focal})"
        steps = ["Law: $\\frac{1}{f} = \\frac{1}{g} + \\frac{1}{b}$ and $\\frac{B}{G} = \\frac{b}{g} = \\frac{f}{g - f}$.", f"$B = $ {calculation(expression)} cm."]
        question = tell.ask(one_of(rng, IMAGE_HEIGHT))
        return Problem("lens", template, scene, question, tell.facts, steps, rounded(worth(expression)), "cm", "B")
    expression = f"{focal}*{distance}/({distance}-{focal})"
    steps = ["Law: $\\frac{1}{f} = \\frac{1}{g} + \\frac{1}{b}$.", "$b = \\frac{fg}{g - f}$.", f"$b = $ {calculation(expression)} cm."]
    question = tell.ask(one_of(rng, IMAGE_DISTANCE))
    return Problem("lens", template, scene, question, tell.facts, steps, rounded(worth(expression)), "cm", "b")


def bulging(scene: Scene, half: float, bulge: float, fill: float | None) -> None:
    radius = (half**2 + bulge**2) / (2 * bulge)
    reach = 2 * 57.2958 * half / (2 * radius)
    right = arc_points((bulge - radius, 0), radius, -reach, reach)
    left = arc_points((radius - bulge, 0), radius, 180 - reach, 180 + reach)
    scene.shape(*right, *left, fill=fill, width=1.0)


def bench(scene: Scene, focal: float, distance: float, image: float, f: str, g: str, height: str) -> None:
    """Rays, and the focal length measured above: never trained."""
    near, far, tall, half = -distance, image, 0.9, 1.55
    scene.line((near - 0.6, 0), (max(far, focal) + 0.8, 0), width=0.7)
    scene.line((near, 0), (near, tall), arrow=">", width=1.5)
    bulging(scene, half, 0.28, 0.9)
    for x, text in ((-focal, "$F$"), (focal, "$F'$")):
        scene.dot((x, 0))
        scene.label((x, -0.14), text, (0, 1))
    deep = -tall * far / -near
    scene.line((near, tall), (0, tall), (far, deep), width=0.6)
    scene.line((near, tall), (far, deep), width=0.6)
    scene.line((far, 0), (far, deep), arrow=">", dashed=True)
    scene.measure((near, -half - 0.25), (0, -half - 0.25), g, -0.28)
    if focal > 0.7:
        scene.measure((0, half + 0.2), (focal, half + 0.2), f, 0.28)
    else:
        scene.label((0.1, half + 0.3), f, (-1, -1))
    if height:
        scene.label((near - 0.12, tall / 2), height, (1, 0))


class Bench:
    """A lens, its object and what is measured there, drawn in many ways; light comes from either side."""

    def __init__(self, rng, scene: Scene, focal: float, distance: float, image: float, template: int):
        self.rng, self.scene, self.template = rng, scene, template
        self.sign = -1 if rng.random() < 0.25 else 1
        scale = float(rng.uniform(2.6, 4.2)) / max(distance, min(image, 2 * distance), focal * 2)
        self.focal, self.distance, self.image = focal * scale, distance * scale, image * scale
        self.tall, self.half = float(rng.uniform(0.6, 1.1)), float(rng.uniform(1.3, 1.9))

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.sign * x, y

    def draw(self, f: str, g: str, height: str) -> None:
        rng, scene, at, half = self.rng, self.scene, self.at, self.half
        rays = self.template >= 1 and self.image < 3 * self.distance
        right = max(self.image if rays else 0.0, self.focal) + float(rng.uniform(0.4, 1.2))
        scene.line(at(-self.distance - float(rng.uniform(0.3, 0.9)), 0), at(right, 0), width=0.7, dashed=bool(rng.random() < 0.3))
        scene.line(at(-self.distance, 0), at(-self.distance, self.tall), arrow=">", width=float(rng.uniform(1.2, 2)))
        if self.template % 2 == 0 and rng.random() < 0.7:
            scene.line((0, -half), (0, half), arrow="<>", width=1.2)
        else:
            bulging(scene, half, float(rng.uniform(0.15, 0.35)), 0.9 if rng.random() < 0.8 else None)
        deep = self.rays(right) if rays else 0.0
        self.foci()
        self.lengths(f, g, max(half, -deep))
        if height:
            scene.label(at(-self.distance - 0.12, self.tall / 2), height, (float(self.sign), 0))

    def rays(self, right: float) -> float:
        """Two or three rays and the image; returns where its tip is."""
        rng, scene, at = self.rng, self.scene, self.at
        deep = -self.tall * self.image / self.distance
        tip, end = at(-self.distance, self.tall), at(self.image, deep)
        chosen = rng.permutation(3)[: 2 + int(rng.random() < 0.4)]
        if 0 in chosen:
            scene.line(tip, at(0, self.tall), end, width=0.6)
        if 1 in chosen:
            scene.line(tip, end, width=0.6)
        if 2 in chosen and -deep < self.half:
            scene.line(tip, at(0, deep), end, width=0.6)
        if rng.random() < 0.85:
            scene.line(at(self.image, 0), end, arrow=">", dashed=bool(rng.random() < 0.5), width=1.2)
        return deep

    def foci(self) -> None:
        rng, scene = self.rng, self.scene
        names = pick(rng, [("$F$", "$F'$"), ("$F$", "$F'$"), ("$F$", "$F$"), ("$F_1$", "$F_2$"), ("", "")])
        ticks, above = rng.random() < 0.4, rng.random() < 0.25
        for x, text in zip((-self.focal, self.focal), names):
            if ticks:
                scene.line(self.at(x, -0.1), self.at(x, 0.1))
            else:
                scene.dot(self.at(x, 0))
            if text:
                scene.label(self.at(x, 0.14 if above else -0.14), text, (0, -1.0 if above else 1.0))

    def lengths(self, f: str, g: str, half: float) -> None:
        """Both below, one below the other, or the focal length beside the lens's tip where it is short."""
        rng, scene = self.rng, self.scene
        low = -half - float(rng.uniform(0.25, 0.6))
        ends = sorted((self.at(-self.distance, 0)[0], 0.0))
        lines = [(-self.distance, low), (0.0, low)]
        # a length without a name seldom goes without its line
        if "f" not in f and rng.random() < 0.85 or self.focal > 0.75 and rng.random() < 0.6:
            spot = pick(rng, ["before", "behind", "near"] if self.focal > 1.4 else ["before", "before", "near"])
            level = low - 0.75 if spot == "before" else low if spot == "behind" else -0.75
            long = (-self.focal, 0.0) if spot == "before" or spot == "near" else (0.0, self.focal)
            across = sorted(self.at(x, 0)[0] for x in long)
            scene.measure((across[0], level), (across[1], level), f, -0.22)
            lines += [(x, level) for x in long if x]
        else:
            scene.label((float(rng.uniform(0.1, 0.25)), self.half + 0.15), f, (-1, -1))
        scene.measure((ends[0], low), (ends[1], low), g, -0.28)
        if rng.random() < 0.5:
            for x, y in lines:
                scene.line(self.at(x, -0.05), self.at(x, y - 0.08), width=0.5, dashed=bool(rng.random() < 0.3))


FAMILIES = {"lens": (lens, 4)}
