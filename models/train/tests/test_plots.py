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
        rng, share = np.random.default_rng(3), tikz.PLOTTED
        tikz.PLOTTED = 1.0
        try:
            drawings = tikz.pictures([one.scene for one in made(2)], rng, False)
        finally:
            tikz.PLOTTED = share
        self.assertEqual(len(drawings), 8)
        for drawing in drawings:
            self.assertGreater(np.mean(np.asarray(drawing.convert("L")) < 128), 0.005)


if __name__ == "__main__":
    unittest.main()
