"""Problems with pictures: what is said is in the picture or the question, sums are right, held-out templates stay out."""

import os
import re
import sys
import unittest

import numpy as np
from PIL import ImageFont

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from diagrams.families.coordinates import sample_axes  # noqa: E402
from diagrams.families.sets import centers_of  # noqa: E402
from diagrams.labels import runs  # noqa: E402
from diagrams.names import names  # noqa: E402
from diagrams.problem import Fact, QUESTION, rounded, worth  # noqa: E402
from diagrams.raster import raster  # noqa: E402
from diagrams.sample import FAMILIES, problem, sample  # noqa: E402
from diagrams.scene import Label, Scene  # noqa: E402
from diagrams.style import TRAINED_FONTS, UNSEEN_FONTS, font_file, more_fonts, sample_style  # noqa: E402
from diagrams.tell import phrase  # noqa: E402

READ_OFF = {"coordinates", "function graph", "bar chart", "line chart"}  # values are places, not labels


def plain(text: str) -> str:
    return "".join(run.text for run in runs(text)).replace(" ", "").replace("−", "-")


def made(family: str, held_out: bool, count: int = 60):
    rng = np.random.default_rng([5, *family.encode()])
    return [problem(rng, family, held_out) for _ in range(count)]


def walked(call: str, facts: list[Fact]) -> float:
    """The shortest way by all ways there are."""
    start, end = re.fullmatch(r"shortest\((\w), (\w)\)", call).groups()
    edges = [(*fact.symbol, float(fact.value)) for fact in facts]

    def lengths(here: str, passed: str, length: float) -> list[float]:
        if here == end:
            return [length]
        onward = [(b if a == here else a, step) for a, b, step in edges if here in (a, b)]
        return [found for there, step in onward if there not in passed for found in lengths(there, passed + there, length + step)]

    return min(lengths(start, start, 0.0))


class Problems(unittest.TestCase):
    def test_there_are_the_families_and_each_holds_a_template_out(self):
        self.assertGreaterEqual(len(FAMILIES), 16)
        for family, (_, templates) in FAMILIES.items():
            self.assertGreaterEqual(templates, 3, family)
            self.assertEqual({p.template for p in made(family, True)}, {templates - 1})
            self.assertNotIn(templates - 1, {p.template for p in made(family, False)})

    def test_each_fact_is_where_it_is_said_to_be(self):
        for family in FAMILIES:
            for p in made(family, False) + made(family, True):
                labels = [plain(item.text) for item in p.scene.items if isinstance(item, Label)]
                for fact in p.facts:
                    value = plain(f"${fact.value}$")
                    if fact.source == QUESTION:
                        self.assertIn(value, plain(p.question), (family, fact, p.question))
                    elif family not in READ_OFF:
                        self.assertTrue(any(value in label for label in labels), (family, fact, labels))

    def test_calculations_are_right_and_the_last_gives_the_answer(self):
        for family in FAMILIES:
            for p in made(family, False) + made(family, True):
                calls = re.findall(r"<<(.*?)>>=(-?[\d.]+\d|\d)", p.think())
                for expression, result in calls:
                    known = walked(expression, p.facts) if expression.startswith("shortest") else worth(expression)
                    self.assertAlmostEqual(known, float(result), delta=abs(float(result)) * 1e-8 + 1e-9)
                number = re.fullmatch(r"-?\d+(\.\d+)?", p.answer)
                if calls and number and p.symbol not in ("M", "S") and "<<" in p.steps[-1]:
                    self.assertAlmostEqual(float(calls[-1][1]), float(p.answer), delta=abs(float(p.answer)) * 6e-3 + 1e-9, msg=p.think())

    def test_faults_are_refused_with_what_is_wrong(self):
        rng = np.random.default_rng(3)
        for kind in ("missing", "contradicted"):
            found = [p for p in (problem(rng, "springs", False, kind) for _ in range(60)) if p]
            self.assertGreater(len(found), 20)
            for p in found:
                self.assertTrue(p.think().endswith(p.refusal) and p.say() == p.refusal)
                if kind == "missing":  # the thought sees what is not there
                    symbol = re.search(r"\$(.+)\$ is not given", p.refusal)[1]
                    self.assertIn(f"${symbol}=?$", p.think())
                else:
                    symbol = re.search(r"picture says \$(.+?) =", p.refusal)[1]
                    self.assertEqual(p.think().count(f"${symbol}="), 2, p.think())

    def test_there_are_many_ways_to_ask(self):
        rng = np.random.default_rng(9)
        for family in FAMILIES:
            asked = {re.sub(r"\d+(\.\d+)?", "0", problem(rng, family, False).question) for _ in range(80)}
            self.assertGreater(len(asked), 40, family)
            for question in asked:
                self.assertNotRegex(question, r"[\[\]|{}]|  ", family)

    def test_choices_of_a_phrase(self):
        rng = np.random.default_rng(0)
        said = {phrase(rng, "[Find|Give] the [[total |]length|area][ of it|].") for _ in range(300)}
        self.assertEqual(len(said), 12)
        self.assertIn("Find the total length of it.", said)

    def test_names_are_different_and_of_any_sort(self):
        rng = np.random.default_rng(1)
        drawn = [names(rng, 4) for _ in range(300)]
        self.assertTrue(all(len({name.lower() for name in some}) == len(some) for some in drawn))
        self.assertGreater(len({name for some in drawn for name in some}), 400)

    def test_the_last_templates_layout_is_not_trained(self):
        rng = np.random.default_rng(2)
        for _ in range(200):
            centers, _ = centers_of(rng, 1)
            tops = sorted(centers, key=lambda center: -center[1])
            # one above two on a level is the last template's
            self.assertFalse(tops[0][1] > 0.9 * max(abs(v) for c in centers for v in c) and abs(tops[1][1] - tops[2][1]) < 0.02)
            axes = sample_axes(rng, Scene(), 0)
            self.assertTrue(axes.left < 0 or axes.low < 0)

    def test_the_same_seed_draws_the_same_picture(self):
        pictures = []
        for _ in range(2):
            rng = np.random.default_rng(11)
            pictures.append([np.asarray(sample(rng)[1]) for _ in range(5)])
        for one, other in zip(*pictures):
            np.testing.assert_array_equal(one, other)

    def test_labels_never_stand_on_one_another(self):
        rng = np.random.default_rng(2)
        p = problem(rng, "springs", False)
        first = next(item for item in p.scene.items if isinstance(item, Label))
        p.scene.label(first.at, "the same place", first.anchor)
        self.assertIsNone(raster(p.scene, sample_style(rng), rng))

    def test_unseen_styles_have_fonts_of_their_own(self):
        files = [{font_file(name) for pair in fonts for name in pair} for fonts in (TRAINED_FONTS, UNSEEN_FONTS)]
        self.assertFalse(files[0] & files[1])
        # the same design may come under another name
        shape = lambda path: bytes(ImageFont.truetype(path, 60).getmask("agQR57"))  # noqa: E731
        trained = {shape(path) for path in [*files[0], *(path for pair in more_fonts() for path in pair)]}
        self.assertFalse(trained & {shape(path) for path in files[1]})

    def test_rounding(self):
        cases = [(0.4967, "0.497"), (1234.5, "1230"), (3645, "3650"), (1.5, "1.5"), (2.0, "2"), (0.0585366, "0.0585"), (-0.5, "-0.5"), (9.996, "10.0")]
        for value, text in cases:
            self.assertEqual(rounded(value), text)


if __name__ == "__main__":
    unittest.main()
