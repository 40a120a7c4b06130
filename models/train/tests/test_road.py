"""The road to another machine, piece by piece: python -m unittest discover -s models/train/tests"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import loader  # noqa: E402
import share  # noqa: E402
import slim  # noqa: E402
from tex import fonts, packed  # noqa: E402
from tex.dvi import RULE  # noqa: E402

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def pack_of(folder: str, formulas: int, rng: np.random.Generator) -> None:
    """A pack of random glyphs, rules and extreme numbers among them; some formulas have no tokens."""
    lengths, words = rng.integers(1, 30, formulas), rng.integers(0, 20, formulas)
    glyphs = rng.integers(-(2**31), 2**31 - 1, (lengths.sum(), 5))
    usual = rng.random(len(glyphs)) < 0.9
    glyphs[usual] = rng.integers(0, 40, (usual.sum(), 5)) * (1, 1, 1000, 1000, 1000)
    glyphs[rng.random(len(glyphs)) < 0.05, 0] = RULE
    arrays = {
        "glyphs": glyphs.astype(np.int32), "ends": np.concatenate([[0], np.cumsum(lengths)]),
        "tokens": rng.integers(0, 500, words.sum()).astype(np.int16), "token_ends": np.concatenate([[0], np.cumsum(words)]),
        "classes": rng.integers(-1, 50, len(glyphs)).astype(np.int16), "targets": rng.integers(-1, 20, len(glyphs)).astype(np.int16),
    }  # fmt: skip
    for name, array in arrays.items():
        np.save(f"{folder}/{name}.npy", array)


def formulas_of(folder: str) -> list[tuple]:
    """Each formula's own rows, as bytes."""
    a = {name: np.load(f"{folder}/{name}.npy") for name in ("glyphs", "ends", "tokens", "token_ends", "classes", "targets")}
    out = []
    for i in range(len(a["ends"]) - 1):
        rows, words = slice(a["ends"][i], a["ends"][i + 1]), slice(a["token_ends"][i], a["token_ends"][i + 1])
        out.append((a["glyphs"][rows].tobytes(), a["classes"][rows].tobytes(), a["targets"][rows].tobytes(), a["tokens"][words].tobytes()))
    return out


class Share(unittest.TestCase):
    def test_a_pack_comes_back_to_the_bit(self):
        for seed in range(5):
            with tempfile.TemporaryDirectory() as folder:
                pack_of(folder, 50, np.random.default_rng(seed))
                count = share.share(folder, folder + "/share", 10**9, np.random.default_rng(seed), chunk=20)
                self.assertEqual(count, 50)
                share.restore(folder + "/share", folder + "/again")
                self.assertEqual(sorted(formulas_of(folder)), sorted(formulas_of(folder + "/again")))
                for name in ("glyphs", "tokens", "classes", "targets", "ends", "token_ends"):
                    self.assertEqual(np.load(f"{folder}/{name}.npy").dtype, np.load(f"{folder}/again/{name}.npy").dtype)

    def test_no_more_than_fits_is_written(self):
        with tempfile.TemporaryDirectory() as folder:
            pack_of(folder, 60, np.random.default_rng(9))
            share.share(folder, folder + "/all", 10**9, np.random.default_rng(0), chunk=20)
            room = os.path.getsize(folder + "/all") - 1
            count = share.share(folder, folder + "/share", room, np.random.default_rng(0), chunk=20)
            self.assertEqual(count, 40)
            self.assertLessEqual(os.path.getsize(folder + "/share"), room)


class Slim(unittest.TestCase):
    def checkpoint(self, path: str) -> dict:
        torch.manual_seed(0)
        flat = torch.randn(5000) * 0.1
        second = torch.rand(5000) * 1e-6
        second[:3000] = 0
        saved = {
            "config": {"vocab_size": 3}, "slices": {"a": (0, 3000), "b": (3000, 2000)}, "buffers": {"mean": torch.randn(7)},
            "counters": torch.arange(8, dtype=torch.float64), "flat": flat, "average": flat + 0.001 * torch.randn(5000),
            "first": torch.randn(5000) * 1e-4, "second": second,
        }  # fmt: skip
        torch.save(saved, path)
        return saved

    def test_training_gets_back_what_it_needs(self):
        with tempfile.TemporaryDirectory() as folder:
            saved = self.checkpoint(folder + "/a.pt")
            slim.write_parts(folder + "/a.pt", folder + "/parts", part=4096)
            self.assertGreater(len(os.listdir(folder + "/parts")), 3)
            self.assertTrue(all(os.path.getsize(f"{folder}/parts/{name}") <= 4096 for name in os.listdir(folder + "/parts")))
            slim.join_parts(folder + "/parts", folder + "/b.pt")
            again = torch.load(folder + "/b.pt", weights_only=True)
            self.assertEqual(set(again), set(saved))
            near = lambda key, bound: self.assertLess((again[key] - saved[key]).abs().max().item(), bound)  # noqa: E731
            near("flat", 3e-4)
            self.assertLess((again["average"] - again["flat"] - saved["average"] + saved["flat"]).abs().max().item(), 6e-4)
            near("first", 4e-6)
            near("second", 5e-9)
            self.assertTrue(torch.equal(again["counters"], saved["counters"]) and torch.equal(again["buffers"]["mean"], saved["buffers"]["mean"]))
            self.assertEqual([tuple(pair) for pair in again["slices"].values()], [(0, 3000), (3000, 2000)])

    def test_parts_of_different_checkpoints_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            self.checkpoint(folder + "/a.pt")
            slim.write_parts(folder + "/a.pt", folder + "/parts", part=4096)
            with open(folder + "/parts/weights.01", "r+b") as file:
                file.write(b"damaged")
            with self.assertRaisesRegex(SystemExit, "damaged"):
                slim.join_parts(folder + "/parts", folder + "/b.pt")
            self.assertFalse(os.path.exists(folder + "/b.pt"))


@unittest.skipUnless(shutil.which("kpsewhich"), "needs TeX")
class Fonts(unittest.TestCase):
    # a font with its own encoding, one behind an encoding file, a slanted one, and a web font
    USED = {"cmmi10": set(range(128)), "ptmr8r": set(range(32, 127)), "psyro": {97, 98}, "web:KaTeX_Main-Regular": {ord("x")}}

    def test_packed_fonts_draw_the_same_pictures_without_tex(self):
        with tempfile.TemporaryDirectory() as folder:
            packed.pack_fonts(self.USED, folder)
            program = (
                "import pickle, sys; from tex.fonts import glyph; used = pickle.loads(sys.stdin.buffer.read());"
                "sys.stdout.buffer.write(pickle.dumps({(n, c): glyph(n, c, 70, 1, 1) for n, cs in used.items() for c in cs}))"
            )
            import pickle

            out = subprocess.run(
                [sys.executable, "-c", program], input=pickle.dumps(self.USED), capture_output=True, check=True,
                cwd=HERE, env={"PATH": folder, "MARGINALIA_FONTS": folder},
            ).stdout  # fmt: skip
            drawn = 0
            for (name, code), there in pickle.loads(out).items():
                here = fonts.glyph(name, code, 70, 1, 1)
                self.assertEqual(here is None, there is None, (name, code))
                if here is not None and there is not None:
                    self.assertEqual(here[1:], there[1:], (name, code))
                    self.assertLessEqual(np.abs(here[0].astype(int) - there[0]).max(), 2, (name, code))
                    drawn += 1
            self.assertGreater(drawn, 200)


class Loader(unittest.TestCase):
    def stream(self, batches, **options):
        original, loader.batches = loader.batches, batches
        try:
            yield from loader.drawn(None, 5, 100, options.get("workers", 2), torch.device("cpu"))
        finally:
            loader.batches = original

    @staticmethod
    def numbers(data, rng, budget, pool):
        while True:
            yield {"ink": torch.tensor([rng.integers(256) / 255.0]), "samples": 1}

    def test_workers_draw_different_batches_and_the_same_again(self):
        one, two = ([next(stream)["ink"].item() for _ in range(8)] for stream in (self.stream(self.numbers), self.stream(self.numbers)))
        self.assertEqual(one, two)
        self.assertGreater(len(set(one)), 4)
        self.assertTrue(all(abs(value * 255 - round(value * 255)) < 1e-4 for value in one))

    def test_a_dead_worker_and_a_failing_one_are_errors(self):
        def dies(data, rng, budget, pool):
            yield {"ink": torch.zeros(1), "samples": 1}
            os._exit(3)

        def fails(data, rng, budget, pool):
            yield {"ink": torch.zeros(1), "samples": 1}
            raise ValueError("no picture")

        for batches, message in ((dies, "exited unexpectedly"), (fails, "no picture")):
            with self.assertRaisesRegex((RuntimeError, ValueError), message):
                for _ in self.stream(batches, workers=1):
                    pass


if __name__ == "__main__":
    unittest.main()
