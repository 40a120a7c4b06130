"""What a problem teaches: the question is read, the engine's results are not learnt, the rest of the answer is."""

import os
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from data import NOWHERE  # noqa: E402
from diagrams.batches import BLANK, COPIED, LAW, READ, batches, given, prepare, weighed, written  # noqa: E402
from diagrams.pointers import Drawn, places, pointers  # noqa: E402
from diagrams.problem import Problem, calculation  # noqa: E402
from diagrams.sample import FAMILIES, problem, sample  # noqa: E402
from diagrams.scene import Scene  # noqa: E402
from diagrams.words import ACROSS, DOWN, STEP, Words  # noqa: E402
from vocabulary import RESERVED, SPECIAL  # noqa: E402

VOCABULARY = [*SPECIAL, *RESERVED, *map(chr, range(32, 127)), "\\sqrt", "\\frac", "\\alpha", "\\beta", "\\gamma", "\\delta", " is", "What", " period", " the"]
VOCABULARY += [f"\\{name}" for name in "tau pi Omega circ mu parallel text to sin cos tan theta cap angle triangle".split()]


class Spoken(unittest.TestCase):
    def setUp(self):
        self.words = Words(VOCABULARY)
        step = f"$T=$ {calculation('2*pi*sqrt(0.5/80)')} s. $a=$ {calculation('atan(3/4) in deg')}, {calculation('6+11')}."
        self.made = Problem("springs", 0, Scene(), "What is the period?", [], [step], "0.497", "s", "T")

    def test_words_are_tokens_and_unknown_ones_letters(self):
        ids = self.words.encode("What is this $\\sqrt{x}$?")
        self.assertEqual([VOCABULARY[k] for k in ids], ["What", " is", *" this $", "\\sqrt", *"{x}$?"])

    def test_some_words_are_spelled_and_say_the_same(self):
        rng = np.random.default_rng(0)
        text = "What is the period of $\\sqrt{x}$?"
        spelled = [self.words.spelled(text, rng, share) for share in (0.0, 0.5, 1.0)]
        self.assertEqual(spelled[0], self.words.encode(text))
        for ids in spelled:
            self.assertEqual("".join(VOCABULARY[k] for k in ids), text)
        self.assertIn(VOCABULARY.index("\\sqrt"), spelled[2])
        self.assertNotIn(VOCABULARY.index(" period"), spelled[2])

    def test_results_of_calculations_are_not_learnt(self):
        out, mine, _, _ = written(self.made.think(), self.words, [])
        learnt = "".join(VOCABULARY[k] for k, own in zip(out, mine) if own)
        given = "".join(VOCABULARY[k] for k, own in zip(out, mine) if not own)
        self.assertEqual(given, "=0.496729413=36.8698976 deg=17")
        self.assertIn("<<2*pi*sqrt(0.5/80)>> s. $a=$ <<atan(3/4) in deg>>, <<6+11>>.", learnt)

    def test_places_stand_before_what_is_read_there(self):
        words = Words([*VOCABULARY, *ACROSS, *DOWN])
        names = [*VOCABULARY, *ACROSS, *DOWN]
        thought = f"Facts: $m=2$ kg; $k=80$ N/m. $a=$ {calculation('6+11')}."
        told = [(thought.index("$m"), 12.0, 40.0), (thought.index("2$"), 60.0, 3.0), (thought.index("$a"), 0.0, 9.0)]
        out, mine, moved, aims = written(thought, words, told)
        text = "".join(names[k] for k in out)
        self.assertTrue(text.startswith("Facts: <|x1|><|y5|>$m=<|x7|><|y0|>2$ kg; $k=80$ N/m. <|x0|><|y1|>$a=$ <<6+11>>=17."), text)
        self.assertTrue(all(own for token, own in zip(out, mine) if names[token] in {*ACROSS, *DOWN}))
        self.assertEqual([(names[out[index]], x) for index, x, _ in aims][:3], [("<|x1|>", 12.0), ("<|y5|>", 12.0), ("<|x7|>", 60.0)])
        for before, (token, _) in enumerate(words.placed(thought)):
            self.assertEqual(out[moved[before]], token)
        # without such tokens nothing is told
        self.assertEqual(written(thought, self.words, told)[0], self.words.encode(thought))

    def test_each_fact_of_a_picture_has_its_place(self):
        words, rng = Words([*VOCABULARY, *ACROSS, *DOWN]), np.random.default_rng(8)
        names = [*VOCABULARY, *ACROSS, *DOWN]
        for family in FAMILIES:
            told = facts = 0
            for _ in range(12):
                made, picture, drawing = sample(rng, False, family, "")
                facts += sum(fact.source == "picture" for fact in made.facts)
                found = places(made, Drawn(drawing))
                self.assertTrue(all(made.think()[at] in "$ (-" or made.think()[at].isalnum() for at, _ in found), (made.think(), found))
                told += len({at for at, _ in found if made.think()[at] == "$"})
                item = prepare(made, picture, drawing, rng, words, [])
                for k, token in enumerate(item.out if item else []):
                    if names[token] in ACROSS:
                        x, y = (ACROSS.index(names[token]) + 0.5) * STEP, (DOWN.index(names[item.out[k + 1]]) + 0.5) * STEP
                        self.assertTrue(x < item.ink.shape[1] + STEP and y < item.ink.shape[0] + STEP)
            # a label that stands twice in a picture tells of no place
            self.assertGreaterEqual(told, 0.7 * facts, family)

    def test_of_given_facts_only_what_follows_is_learnt(self):
        words, rng = Words([*VOCABULARY, *ACROSS, *DOWN]), np.random.default_rng(3)
        names = [*VOCABULARY, *ACROSS, *DOWN]
        for family in FAMILIES:
            made = problem(rng, family, False)
            item = given(made, rng, words, [])
            learnt = "".join(names[k] for k, own in zip(item.out, item.mine) if own)
            facts = " ".join(fact for fact in made.told() if "cap" not in fact)
            ends = item.out.index(words.ids["."]) if made.facts else 0
            self.assertFalse(any(own and names[k] in {*ACROSS, *DOWN} for k, own in list(zip(item.out, item.mine))[:ends]))
            self.assertNotIn("Facts", learnt)
            self.assertTrue(learnt.endswith(made.say().replace("\\pi ", "\\pi") + "<|end|>"), (learnt, made.say()))
            self.assertNotIn(facts, learnt)
        made = next(made for _ in range(50) if (made := problem(rng, "venn", False)).template == 1)
        item = given(made, rng, words, [])
        learnt = "".join(names[k] for k, own in zip(item.out, item.mine) if own)
        # which sets meet where a number stands follows from where their names stand; which number that is does not
        meeting = [fact for fact in made.facts if "cap" in fact.symbol]
        self.assertEqual(learnt.count("\\cap"), sum(fact.symbol.count("\\cap") for fact in meeting))
        self.assertFalse(any(f"={fact.value}$" in learnt for fact in meeting))

    def test_which_law_holds_counts_more_than_what_is_copied(self):
        words, rng = Words(VOCABULARY), np.random.default_rng(4)
        for family, law, copied in (("springs", "Law: $", "<<"), ("resistors", "Law: $", "<<"), ("bar chart", "", "<<")):
            made = next(made for _ in range(50) if "<<" in (made := problem(rng, family, False)).think())
            thought = made.think()
            tokens = words.placed(thought)
            weights = weighed(made, words, {k: k for k in range(len(tokens))}, len(tokens))
            at = {start: weight for (_, start), weight in zip(tokens, weights)}
            self.assertEqual(at[thought.index(copied)], COPIED, thought)
            self.assertEqual(at[thought.index("$") + 1], 1.0)
            if law:
                self.assertEqual(at[thought.index(law) + len(law)], LAW)
            picture = next(told for fact, told in zip(made.facts, made.told()) if "(question)" not in told)
            self.assertEqual(at[thought.index(picture) + picture.index("=") + 1], READ)

    def test_batches_without_pictures_say_so(self):
        stream = batches(VOCABULARY, np.random.default_rng(5), 3000, pool=12)
        seen = set()
        while len(seen) < 2:
            batch = next(stream)
            seen.add(batch["pictured"])
            self.assertEqual(batch["pictured"], batch["ink"].shape[2:] != (16, 8))
            self.assertTrue(batch["pictured"] or not (batch["glyphs"][:, 3] > NOWHERE).any())

    def test_what_is_copied_stands_where_it_is_copied_from(self):
        words, rng = Words([*VOCABULARY, *ACROSS, *DOWN]), np.random.default_rng(9)
        seen: dict[str, int] = {}
        for family in FAMILIES:
            for _ in range(8):
                item = given(problem(rng, family, False), rng, words, [])
                said = item.prompt + item.out
                for index, source, leads in item.copied:
                    self.assertLess(source, len(item.prompt) + index)
                    if leads:
                        self.assertLess(source, len(item.prompt))
                    else:
                        self.assertEqual(item.out[index], said[source])
                        seen[family] = seen.get(family, 0) + 1
        for family in ("bar chart", "table", "venn", "resistors", "springs"):
            self.assertGreater(seen[family], 30, family)

    def test_targets_follow_their_tokens(self):
        stream = batches(VOCABULARY, np.random.default_rng(1), 3000, pool=12)
        for _ in range(4):
            batch = next(stream)
            tokens, targets = batch["tokens"], batch["targets"]
            same = (targets[:, :-1] == tokens[:, 1:]) | (targets[:, :-1] < 0)
            ends = targets[:, :-1] == VOCABULARY.index("<|end|>")
            self.assertTrue(bool((same | ends).all()))
            self.assertLess(int(batch["kept"].max()), batch["ink"].shape[2] // 16 * (batch["ink"].shape[3] // 8))

    def test_the_patches_that_are_shown_are_those_with_ink(self):
        batch = next(batches(VOCABULARY, np.random.default_rng(2), 3000, pool=12))
        samples, _, high, wide = batch["ink"].shape
        ink = batch["ink"].reshape(samples, high // 16, 16, wide // 8, 8).amax((2, 4)).flatten(1)
        for k in range(samples):
            kept = batch["kept"][k][batch["visible"][k]]
            self.assertEqual(kept.tolist(), (ink[k] * 255 >= BLANK - 0.5).nonzero()[:, 0].tolist())

    def test_facts_point_at_what_is_printed(self):
        rng = np.random.default_rng(4)
        digits = {str(k) for k in range(10)}
        for family in FAMILIES:
            found = 0
            for _ in range(12):
                made, _, drawing = sample(rng, False, family, "")
                ids = [token for token, _ in self.words.placed(made.think())]
                for index, (x, y), _ in pointers(made, drawing, self.words):
                    near = min(drawing.glyphs, key=lambda glyph: abs(glyph.x - x) + abs(glyph.y - y))
                    if VOCABULARY[ids[index]] in digits and near.character in digits and (near.x, near.y) == (x, y):
                        found += VOCABULARY[ids[index]] == near.character
            self.assertGreater(found, 3, family)

    def test_names_are_spelled_from_their_labels(self):
        rng = np.random.default_rng(6)
        for family in ("bar chart", "line chart", "pie chart", "table", "venn", "shortest path"):
            letters = others = 0
            for k in range(20):
                made, _, drawing = sample(rng, k % 4 == 3, family, "")
                ids = [token for token, _ in self.words.placed(made.think())]
                printed = {(glyph.x, glyph.y): glyph.character for glyph in drawing.glyphs}
                for index, place, leads in pointers(made, drawing, self.words):
                    character = VOCABULARY[ids[index]]
                    if character.isalpha() and not leads and place in printed:
                        letters += printed[place] == character
                        others += printed[place] != character
            self.assertGreater(letters, 60, family)
            self.assertEqual(others, 0, family)


if __name__ == "__main__":
    unittest.main()
