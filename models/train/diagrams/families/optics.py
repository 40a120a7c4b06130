"""The thin lens."""

from diagrams.problem import Problem, calculation, rounded, worth
from diagrams.scene import Scene, arc_points
from diagrams.tell import Teller, whole


def lens(rng, template: int) -> Problem:
    """Place or height of the image of an arrow in front of a converging lens; with rays, with dimension lines, with both."""
    tell, scene = Teller(rng, 0.3), Scene()
    focal = int(whole(rng, 4, 30))
    distance = focal + int(whole(rng, 3, 40))
    height = whole(rng, 1, 9)
    f = tell.fact("f", str(focal), "cm", "the focal length")
    g = tell.fact("g", str(distance), "cm", "the distance of the object from the lens")
    image = focal * distance / (distance - focal)
    scale = 2.9 / max(distance, image, focal * 2) * 1.0
    near, far = -distance * scale, image * scale
    tall = 0.9
    scene.line((near - 0.6, 0), (max(far, focal * scale) + 0.8, 0), width=0.7)
    scene.line((near, 0), (near, tall), arrow=">", width=1.5)
    half = 1.55
    bulge = 0.28
    if template % 2 == 0:
        scene.line((0, -half), (0, half), arrow="<>", width=1.2)
    else:
        radius = (half**2 + bulge**2) / (2 * bulge)
        reach = 2 * 57.2958 * half / (2 * radius)
        right = arc_points((bulge - radius, 0), radius, -reach, reach)
        left = arc_points((radius - bulge, 0), radius, 180 - reach, 180 + reach)
        scene.shape(*right, *left, fill=0.9, width=1.0)
    for x, text in ((-focal * scale, "$F$"), (focal * scale, "$F'$")):
        scene.dot((x, 0))
        scene.label((x, -0.14), text, (0, 1))
    if template >= 1:  # rays
        deep = -tall * far / -near
        scene.line((near, tall), (0, tall), (far, deep), width=0.6)
        scene.line((near, tall), (far, deep), width=0.6)
        scene.line((far, 0), (far, deep), arrow=">", dashed=True)
    low = -half - 0.25 if template != 2 else -half - 0.45
    scene.measure((near, low), (0, low), g, -0.28)
    if template == 3 or f != "$f$":
        scene.measure((0, half + 0.2), (focal * scale, half + 0.2), f, 0.28) if focal * scale > 0.7 else scene.label((0.1, half + 0.3), f, (-1, -1))
    else:
        scene.label((0.2, half + 0.3), f, (-1, -1))
    if rng.random() < 0.35:
        tall_text = tell.fact("G", height, "cm", "the height of the object")
        scene.label((near - 0.12, tall / 2), tall_text, (1, 0))
        expression = f"{height}*{focal}/({distance}-{focal})"
        steps = ["Law: $\\frac{1}{f} = \\frac{1}{g} + \\frac{1}{b}$ and $\\frac{B}{G} = \\frac{b}{g} = \\frac{f}{g - f}$.", f"$B = $ {calculation(expression)} cm."]
        question = tell.ask("How high is the image?", "Find the height $B$ of the image.")
        return Problem("lens", template, scene, question, tell.facts, steps, rounded(worth(expression)), "cm", "B")
    expression = f"{focal}*{distance}/({distance}-{focal})"
    steps = ["Law: $\\frac{1}{f} = \\frac{1}{g} + \\frac{1}{b}$.", "$b = \\frac{fg}{g - f}$.", f"$b = $ {calculation(expression)} cm."]
    question = tell.ask("How far behind the lens is the image?", "Find the image distance $b$.", "Where does the lens form the image? Give its distance from the lens.")
    return Problem("lens", template, scene, question, tell.facts, steps, rounded(worth(expression)), "cm", "b")


FAMILIES = {"lens": (lens, 4)}
