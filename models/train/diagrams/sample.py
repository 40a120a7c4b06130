"""Problems with pictures, drawn afresh: for training, and from templates and styles that training never sees."""

import re

import numpy as np
from PIL import Image

from diagrams.families import charts, circuits, coordinates, geometry, mechanics, optics, other, sets
from diagrams.problem import Problem
from diagrams.raster import raster
from diagrams.style import sample_style
from diagrams.tell import Fault, faulty

FAMILIES = {
    **mechanics.FAMILIES, **circuits.FAMILIES, **optics.FAMILIES, **geometry.FAMILIES, **coordinates.FAMILIES,
    **charts.FAMILIES, **sets.FAMILIES,
}  # fmt: skip
REFUSED = 0.12  # share of training problems that are to be refused


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


def sample(rng: np.random.Generator, held_out: bool = False, family: str | None = None, fault: str | None = None) -> tuple[Problem, Image.Image]:
    """A problem and its RGB picture. `family` "other": of none. `fault` None: now and then one; "": none."""
    while True:
        refused = fault is None and family is None and rng.random() < REFUSED
        if family == "other" or refused and rng.random() < 0.5:
            made = other.other(rng, int(held_out))
        else:
            chosen = family or list(FAMILIES)[int(rng.integers(len(FAMILIES)))]
            kind = ("missing", "contradicted")[int(rng.integers(2))] if refused else fault or ""
            made = problem(rng, chosen, held_out, kind)
        if made is None:
            continue
        picture = raster(made.scene, sample_style(rng, held_out), rng)
        if picture is not None and picture.width < 900 and picture.height < 700:
            return made, picture
