"""Charts and graphs for pgfplots say the same as the problem's facts, and LaTeX draws them."""

import os
import shutil
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from diagrams import tikz  # noqa: E402
from diagrams.plots import Chart, Plane, axis  # noqa: E402
from diagrams.sample import problem  # noqa: E402
from diagrams.scene import Label  # noqa: E402

PLOTTED = ("bar chart", "line chart", "coordinates", "function graph")


def made(count: int = 40):
    rng = np.random.default_rng(11)
    return [problem(rng, family, False) for family in PLOTTED for _ in range(count)]


def height(curves: list, x: float) -> list[float]:
    """Heights of all pieces over x."""
    out = []
    for curve in curves:
        for (x1, y1), (x2, y2) in zip(curve, curve[1:]):
            if x1 - 1e-6 <= x <= x2 + 1e-6 and x1 < x2:
                out.append(y1 + (y2 - y1) * (x - x1) / (x2 - x1))
    return out


class Plots(unittest.TestCase):
    def test_plots_hold_what_the_facts_say(self):
        for one in made():
            plot, facts = one.scene.plot, {fact.symbol: fact.value for fact in one.facts}
            if isinstance(plot, Chart):
                self.assertEqual({f"\\text{{{name}}}": str(value) for name, value in zip(plot.names, plot.values)}, facts)
                self.assertLess(max(plot.values), plot.top + 1)
            elif one.family == "coordinates":
                self.assertEqual({name: f"({x}, {y})" for name, x, y in plot.points}, facts)
            else:
                self.assertIsInstance(plot, Plane)
                for symbol, value in facts.items():
                    if symbol.startswith("f("):
                        self.assertTrue(any(abs(y - float(value)) < 0.1 for y in height(plot.curves, float(symbol[2:-1]))), (symbol, value))

    def test_signs_of_latex_are_escaped(self):
        text = axis(Chart("bars", ["a_1 & b", "50 %"], [1, 2], 3, [0, 3], True), np.random.default_rng(0))
        self.assertIn(r"{a\_1 \& b},{50 \%}", text)

    @unittest.skipUnless(shutil.which("pdflatex") and shutil.which("pdftocairo"), "TeX or poppler is missing")
    def test_latex_draws_them(self):
        rng = np.random.default_rng(3)
        drawings = tikz.pictures([one.scene for one in made(2)], rng, False, 1.0)
        self.assertEqual(len(drawings), 8)
        for drawing, stood in drawings:
            self.assertIsNone(stood)
            self.assertGreater(np.mean(np.asarray(drawing.convert("L")) < 128), 0.005)

    @unittest.skipUnless(shutil.which("pdflatex") and shutil.which("pdftocairo"), "TeX or poppler is missing")
    def test_labels_of_tikz_stand_where_it_says(self):
        rng = np.random.default_rng(5)
        problems = [one for one in made(2) if one.scene.items]
        for one, (drawing, stood) in zip(problems, tikz.pictures([one.scene for one in problems], rng, False, 0.0)):
            ink = np.asarray(drawing.convert("L")) < 140
            for label, ((x, y), (end, _)) in zip((item for item in one.scene.items if isinstance(item, Label)), stood.labels):
                if not label.text:
                    continue
                self.assertLessEqual(x, end + 8)
                near = ink[max(0, round(y) - 7) : round(y) + 8, max(0, round(x) - 6) : round(x) + 7]
                self.assertGreater(near.mean(), 0.02, (one.family, label.text))


if __name__ == "__main__":
    unittest.main()
