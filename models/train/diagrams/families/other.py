"""Pictures of no family: to be refused, whatever is asked."""

import math

from diagrams.families import charts, circuits, coordinates, geometry, mechanics, optics, sets
from diagrams.families.foreign import FOREIGN
from diagrams.problem import Problem
from diagrams.scene import Scene
from diagrams.tell import pick, whole

REFUSAL = "I cannot answer: this is not a kind of picture that I know."
QUESTIONS = [
    "What is the period of the oscillation?", "Find $x$.", "What is the area?", "Find the total resistance.", "What is the total?",
    "What does the picture show?", "How large is the angle?", "Solve the problem.", "Find the acceleration.", "Which is the largest?",
    "Describe this picture.", "What is the answer?", "How long is it?", "Who is this?", "What color is it?",
    "How many are there?", "What comes next?", "Read this.", "Is this right?", "What does it say?", "Where is it?", "Explain the figure.",
    "Which way is the shortest?", "What is the volume?", "How much is it in all?", "When does it end?", "What is the result?",
]  # fmt: skip
ASKED_OF = {name: make for module in (mechanics, circuits, optics, geometry, coordinates, charts, sets) for name, make in module.FAMILIES.items()}


def clock(rng, scene: Scene) -> None:
    scene.circle((0, 0), 1.8)
    for hour in range(1, 13):
        turn = math.radians(90 - 30 * hour)
        scene.label((1.5 * math.cos(turn), 1.5 * math.sin(turn)), str(hour))
    for reach in (0.9, 1.3):
        turn = float(rng.uniform(0, 2 * math.pi))
        scene.line((0, 0), (reach * math.cos(turn), reach * math.sin(turn)), arrow=">", width=1.5)


def flow_chart(rng, scene: Scene) -> None:
    words = ["start", "read", "check", "write", "stop", "wait", "sort", "send"]
    for k in range(3 + int(rng.integers(2))):
        scene.box(-1.1, -1.3 * k, 2.2, 0.7, fill=0.9)
        scene.label((0, -1.3 * k + 0.35), pick(rng, words))
        if k:
            scene.line((0, -1.3 * (k - 1)), (0, -1.3 * k + 0.7), arrow=">")


def molecule(rng, scene: Scene) -> None:
    for k in range(1 + int(rng.integers(3))):
        scene.shape(*[(1.56 * k + 0.9 * math.cos(math.radians(30 + 60 * n)), 0.9 * math.sin(math.radians(30 + 60 * n))) for n in range(6)])
        if rng.random() < 0.5:
            scene.circle((1.56 * k, 0), 0.5)
    scene.line((-0.78, 0.45), (-1.4, 0.85))
    scene.label((-1.45, 0.9), pick(rng, ["OH", "NH$_2$", "CH$_3$", "Cl", "Br"]), (1, -1))


def board(rng, scene: Scene) -> None:
    count = pick(rng, [3, 4, 5, 8])
    for x in range(count):
        for y in range(count):
            scene.box(x * 0.5, y * 0.5, 0.5, 0.5, **({"fill": 0.6} if (x + y) % 2 else {}))


def house(rng, scene: Scene) -> None:
    scene.box(0, 0, 2.6, 1.8)
    scene.shape((-0.2, 1.8), (2.8, 1.8), (1.3, 3.1), fill=0.8)
    scene.box(0.4, 0, 0.6, 1.1)
    scene.box(1.5, 0.7, 0.7, 0.6)
    if rng.random() < 0.5:
        scene.circle((4.1, 2.6), 0.5)
        scene.line((4.1, 0), (4.1, 1.0), width=2)


def face(rng, scene: Scene) -> None:
    scene.circle((0, 0), 1.6)
    scene.dot((-0.55, 0.5), 0.14)
    scene.dot((0.55, 0.5), 0.14)
    scene.arc((0, 0), 0.9, 200 if rng.random() < 0.7 else 20, 340 if rng.random() < 0.7 else 160)


def staff(rng, scene: Scene) -> None:
    for k in range(5):
        scene.line((0, 0.3 * k), (6, 0.3 * k), width=0.6)
    for k in range(6):
        x, y = 0.8 + 0.9 * k, 0.15 * int(rng.integers(0, 9))
        scene.circle((x, y), 0.15, fill=0.0)
        scene.line((x + 0.15, y), (x + 0.15, y + 1.0))


def scribble(rng, scene: Scene) -> None:
    for _ in range(3 + int(rng.integers(5))):
        scene.line(*[(float(rng.uniform(0, 5)), float(rng.uniform(0, 3))) for _ in range(2 + int(rng.integers(5)))])
    for _ in range(int(rng.integers(4))):
        scene.label((float(rng.uniform(0, 5)), float(rng.uniform(0, 3))), pick(rng, ["$x$", "A", whole(rng, 1, 99), "?", "$\\alpha$"]))


def sentence(rng, scene: Scene) -> None:
    words = "the of and to in is that for it as was with be by on not he his but at are this have from".split()
    for k in range(2 + int(rng.integers(4))):
        scene.label((0, -0.55 * k), " ".join(pick(rng, words) for _ in range(4 + int(rng.integers(4)))), (-1, 0))


def gears(rng, scene: Scene) -> None:
    for x, radius in ((0.0, 1.0), (1.75, 0.65)):
        teeth = 12 if radius == 1.0 else 8
        ring = []
        for k in range(teeth * 2):
            reach, turn = radius * (1.12 if k % 2 else 0.92), math.pi * k / teeth
            ring.append((x + reach * math.cos(turn), reach * math.sin(turn)))
        scene.shape(*ring)
        scene.dot((x, 0))


def tree(rng, scene: Scene) -> None:
    spots = [(0, 0), (-1.4, -1.2), (1.4, -1.2), (-2.1, -2.4), (-0.7, -2.4), (0.7, -2.4), (2.1, -2.4)]
    for k in range(1, len(spots)):
        scene.line(spots[k], spots[(k - 1) // 2])
    for spot in spots:
        scene.circle(spot, 0.3, fill=0.9)
        scene.label(spot, pick(rng, "abcdefgh"))


TRAINED = [clock, flow_chart, molecule, board, house, scribble, sentence, tree, *FOREIGN]
UNSEEN = [face, staff, gears]


def other(rng, template: int) -> Problem:
    """Template 0: kinds that training sees; 1: kinds that it does not."""
    scene = Scene()
    pick(rng, UNSEEN if template else TRAINED)(rng, scene)
    question = pick(rng, QUESTIONS)
    if rng.random() < 0.75:  # what is asked of pictures that are known does not tell either
        make, templates = ASKED_OF[pick(rng, list(ASKED_OF))]
        question = make(rng, int(rng.integers(templates - 1))).question
    return Problem("other", template, scene, question, [], [], "", refusal=REFUSAL)


FAMILIES = {"other": (other, 2)}
