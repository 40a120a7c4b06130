"""One file with all that training needs on a machine without TeX, Node and network; gpu.py unpacks it and trains.

usage: python archive.py PACK VOCABULARY.json CHECKPOINT.pt OUT.tar.gz [--limit 60] [--seed 0]
In it: this code, a random share of PACK's formulas (as many as fit), the outlines of their glyphs, the vocabulary, the
glyph classes, the checkpoint (slim.py), and the freetype package with its library, which few machines have.
"""

import argparse
import glob
import gzip
import json
import os
import shutil
import tarfile
import tempfile

import freetype
import numpy as np

from share import share
from slim import write_parts
from tex.dvi import RULE
from tex.outlines import OUTLINE
from tex.packed import pack_fonts

HERE = os.path.dirname(os.path.abspath(__file__))


def used_codes(pack: str) -> dict[str, set[int]]:
    """Codes that each font of a pack is used with."""
    with open(pack + "/fonts.json") as file:
        names = [font["name"] for font in json.load(file)]
    glyphs = np.load(pack + "/glyphs.npy", mmap_mode="r")
    pairs = np.unique(glyphs[:, 0].astype(np.int64) << 32 | glyphs[:, 1].astype(np.int64))
    used: dict[str, set[int]] = {}
    for font, code in zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist()):
        if font not in (RULE, OUTLINE):
            used.setdefault(names[font], set()).add(code)
    return used


def size_of(folder: str) -> int:
    """Bytes of all files below, with what tar adds to each."""
    return sum(os.path.getsize(path) + 1024 for path in glob.glob(folder + "/**", recursive=True) if os.path.isfile(path))


def gather(folder: str, pack: str, vocabulary: str, checkpoint: str, room: int, seed: int) -> int:
    """Lays the archive's files out in `folder`, at most `room` bytes; returns the number of formulas."""
    ignored = shutil.ignore_patterns("__pycache__")
    for path in [path for pattern in ("*.py", "tex/*.py", "diagrams/*.py", "diagrams/families/*.py") for path in glob.glob(f"{HERE}/{pattern}")]:
        target = f"{folder}/train/{os.path.relpath(path, HERE)}"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(path, target)
    shutil.copytree(os.path.dirname(freetype.__file__), folder + "/site/freetype", ignore=ignored)
    shutil.copy(vocabulary, folder + "/vocabulary.json")
    os.makedirs(folder + "/pack")
    for name in ("fonts.json", "classes.json"):
        shutil.copy(f"{pack}/{name}", f"{folder}/pack/{name}")
    write_parts(checkpoint, folder + "/weights")
    pack_fonts(used_codes(pack), folder + "/fonts")
    left = room - size_of(folder)
    count = share(pack, folder + "/share", left, np.random.default_rng(seed)) if left > 0 else 0
    if count == 0:
        raise SystemExit(f"Not one batch of formulas fits beside {size_of(folder) / 2**20:.1f} MiB of code, fonts and weights: give a larger --limit.")
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack")
    parser.add_argument("vocabulary")
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--limit", type=float, default=60, help="MiB")
    parser.add_argument("--seed", type=int, default=0, help="another seed takes other formulas")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count = gather(folder, args.pack, args.vocabulary, args.checkpoint, int(args.limit * 2**20), args.seed)
        # most of it is compressed already
        with gzip.open(args.out, "wb", compresslevel=6) as file, tarfile.open(fileobj=file, mode="w") as tar:
            tar.add(folder, arcname=".")
    print(f"{count} formulas, {os.path.getsize(args.out) / 2**20:.1f} MiB in {args.out}")


if __name__ == "__main__":
    main()
