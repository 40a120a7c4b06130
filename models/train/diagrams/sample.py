"""Problems with pictures, drawn afresh: for training, and from templates and styles that training never sees."""

import re

import numpy as np
from PIL import Image

from diagrams.families import charts, circuits, coordinates, geometry, mechanics, optics, other, sets
from diagrams.problem import Problem
from diagrams.raster import Raster, raster
from diagrams.scene import Label, Scene
from diagrams.style import sample_style
from diagrams.tell import Fault, faulty

FAMILIES = {
    **mechanics.FAMILIES, **circuits.FAMILIES, **optics.FAMILIES, **geometry.FAMILIES, **coordinates.FAMILIES,
    **charts.FAMILIES, **sets.FAMILIES,
}  # fmt: skip
# the families in which there is more to learn are drawn more often; what is drawn rarely is forgotten within the hour
OFTEN = {
    "resistors": 2.0, "circles": 1.4, "function graph": 1.8, "bar chart": 1.8, "line chart": 2.2, "pie chart": 2.0, "table": 1.5, "venn": 2.2,
    "shortest path": 2.4, "angle sum": 0.9, "springs": 0.7, "incline": 0.6, "atwood": 0.5, "lever": 0.5, "rc": 0.6, "lens": 0.5, "coordinates": 0.7,
    "parallel lines": 0.6, "similar triangles": 0.8, "right triangle": 0.8,
}  # fmt: skip
SHARE = np.cumsum([OFTEN.get(family, 1.0) for family in FAMILIES])
# what is looked up in lists of facts by names is learnt from facts that are given
LOOKED_UP = {"bar chart": 3.0, "line chart": 3.0, "pie chart": 3.0, "table": 4.0, "venn": 5.0, "shortest path": 3.0, "parallel lines": 14.0}
GIVEN_SHARE = np.cumsum([LOOKED_UP.get(family, 1.0) for family in FAMILIES])
NUDGED = 0.35  # share of training pictures of which one label stands a little off
REFUSED = 0.2  # share of training problems that are to be refused


def problem(rng: np.random.Generator, family: str, held_out: bool, fault: str = "") -> Problem | None:
    """One problem; with a fault, None where this one happens to have no fact that can be spoiled."""
    make, templates = FAMILIES[family]
    template = templates - 1 if held_out else int(rng.integers(templates - 1))
    if not fault:
        return make(rng, template)
    with faulty(Fault(fault, int(rng.integers(2)))) as spoiled:
        made = make(rng, template)
    # what the calculation does not need may be missing
    used = re.findall(r"\d+(?:\.\d+)?", " ".join(re.findall(r"<<(.*?)>>", " ".join(made.steps))))
    made.refusal = spoiled.refusal
    return made if spoiled.refusal and spoiled.value in used else None


def nudge(rng: np.random.Generator, scene: Scene) -> None:
    """Moves one label a little, as people set them: it may touch or cross a line then."""
    labels = [item for item in scene.items if isinstance(item, Label)]
    if labels:
        label = labels[int(rng.integers(len(labels)))]
        dx, dy = rng.normal(0, 0.16, 2)
        label.at = (label.at[0] + float(dx), label.at[1] + float(dy))


def undrawn(rng: np.random.Generator) -> Problem:
    """A problem of a family, now and then one to be refused, whose picture nobody needs."""
    while True:
        chosen = list(FAMILIES)[int(np.searchsorted(GIVEN_SHARE, rng.random() * GIVEN_SHARE[-1]))]
        fault = "" if rng.random() >= 0.15 else "missing" if rng.random() < 0.4 else "contradicted"
        if made := problem(rng, chosen, False, fault):
            return made


def sample(rng: np.random.Generator, held_out: bool = False, family: str | None = None, fault: str | None = None) -> tuple[Problem, Image.Image, Raster]:
    """A problem, its RGB picture, and the drawing of it. `family` "other": of none. `fault` None: now and then one; "": none."""
    while True:
        refused = fault is None and family is None and rng.random() < REFUSED
        if family == "other" or refused and rng.random() < 0.4:
            made = other.other(rng, int(held_out))
        else:
            chosen = family or list(FAMILIES)[int(np.searchsorted(SHARE, rng.random() * SHARE[-1]))]
            kind = ("missing", "contradicted")[int(rng.random() < 0.6)] if refused else fault or ""
            made = problem(rng, chosen, held_out, kind)
        if made is None:
            continue
        if not held_out and rng.random() < NUDGED:
            nudge(rng, made.scene)
        drawn = raster(made.scene, sample_style(rng, held_out), rng)
        if drawn is not None and drawn[0].width < 900 and drawn[0].height < 700:
            return made, *drawn
