"""What is held out stays out: the same formula in another font or file is not trained on."""

import os
import sys
import tempfile
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from pack import read  # noqa: E402


def layouts(path: str, formulas: list[list[str]]) -> None:
    tokens = [token for formula in formulas for token in formula]
    ends = np.arange(len(formulas) + 1, dtype=np.int32)
    stops = np.cumsum([0] + [len(formula) for formula in formulas]).astype(np.int32)
    glyphs = np.tile(np.array([[0, 120, 0, 0, 65536]], np.int32), (len(formulas), 1))
    np.savez(path, glyphs=glyphs, ends=ends, fonts=np.array(["cmmi10"]), sizes=np.array([655360], np.int32), tokens=np.array(tokens), token_ends=stops)


class HeldOut(unittest.TestCase):
    def test_a_held_out_formula_is_left_out_of_every_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            for part in ("a", "b"):
                os.mkdir(f"{folder}/{part}")
            held, short, other = list("yxyxy"), list("yx"), list("xyxyx")
            layouts(f"{folder}/a/00001.npz", [["x"], other])
            layouts(f"{folder}/a/00009.npz", [held, short])
            layouts(f"{folder}/b/00001.npz", [held, short])
            _, _, tokens, ends, _ = read(f"{folder}/a:{folder}/b", ["x", "y"], 5)
            kept = [tokens[a:b].tolist() for a, b in zip(ends, ends[1:])]
            self.assertEqual(kept, [[0], [0, 1, 0, 1, 0], [1, 0]])


if __name__ == "__main__":
    unittest.main()
