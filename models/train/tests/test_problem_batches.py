"""What a problem teaches: the question is read, the engine's results are not learnt, the rest of the answer is."""

import os
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from diagrams.batches import batches, spoken  # noqa: E402
from diagrams.problem import Problem, calculation  # noqa: E402
from diagrams.scene import Scene  # noqa: E402
from diagrams.words import Words  # noqa: E402
from vocabulary import RESERVED, SPECIAL  # noqa: E402

VOCABULARY = [*SPECIAL, *RESERVED, *map(chr, range(32, 127)), "\\sqrt", "\\frac", "\\alpha", " is", "What", " period", " the"]
VOCABULARY += [f"\\{name}" for name in "tau pi Omega circ mu parallel text to sin cos tan theta cap angle triangle".split()]


class Spoken(unittest.TestCase):
    def setUp(self):
        self.words = Words(VOCABULARY)
        step = f"$T=$ {calculation('2*pi*sqrt(0.5/80)')} s. $a=$ {calculation('atan(3/4) in deg')}, {calculation('6+11')}."
        self.made = Problem("springs", 0, Scene(), "What is the period?", [], [step], "0.497", "s", "T")

    def test_words_are_tokens_and_unknown_ones_letters(self):
        ids = self.words.encode("What is this $\\sqrt{x}$?")
        self.assertEqual([VOCABULARY[k] for k in ids], ["What", " is", *" this $", "\\sqrt", *"{x}$?"])

    def test_results_of_calculations_are_not_learnt(self):
        rng = np.random.default_rng(0)
        for _ in range(20):
            prompt, out, mine = spoken(self.made, rng, self.words, [])
            if VOCABULARY[prompt[-1]] == "<think>":
                break
        learnt = "".join(VOCABULARY[k] for k, own in zip(out, mine) if own)
        given = "".join(VOCABULARY[k] for k, own in zip(out, mine) if not own)
        self.assertEqual(given, "=0.496729413=36.8698976 deg=17")
        self.assertIn("<<2*pi*sqrt(0.5/80)>> s. $a=$ <<atan(3/4) in deg>>, <<6+11>>.</think>$T=0.497$ s<|end|>", learnt)

    def test_targets_follow_their_tokens(self):
        stream = batches(VOCABULARY, np.random.default_rng(1), 3000, pool=12)
        for _ in range(4):
            batch = next(stream)
            tokens, targets = batch["tokens"], batch["targets"]
            same = (targets[:, :-1] == tokens[:, 1:]) | (targets[:, :-1] < 0)
            ends = targets[:, :-1] == VOCABULARY.index("<|end|>")
            self.assertTrue(bool((same | ends).all()))
            self.assertEqual(batch["ink"].shape[2] // 16 * (batch["ink"].shape[3] // 8), batch["visible"].shape[1])


if __name__ == "__main__":
    unittest.main()
