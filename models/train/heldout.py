"""Pictures of formulas that training never saw, clean or degraded, as a folder that `npm start -- eval` reads.

usage: python heldout.py LAYOUT_DIR[:LAYOUT_DIR] VOCABULARY.json OUT_DIR [--from 2310] [--count 300] [--degraded] [--seed 0]
       [--unseen LAYOUT_DIR[:LAYOUT_DIR]]
Layout files numbered from --from on are held out: pack only those below (pack.py --below). --unseen leaves
out what stands among the formulas of these folders, which training has seen.
"""

import argparse
import glob
import json
import os

import numpy as np
from PIL import Image

from compose import Unprintable, picture
from pack import formulas_of
from vocabulary import spelled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layouts")
    parser.add_argument("vocabulary")
    parser.add_argument("out")
    parser.add_argument("--from", dest="first", type=int, default=2310)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--degraded", action="store_true", help="as training draws them, in place of clean")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unseen", default="", help="layouts that training has seen")
    args = parser.parse_args()
    with open(args.vocabulary) as file:
        known = set(json.load(file))
    seen = {formula for part in args.unseen.split(":") for path in glob.glob(part + "/*.npz") for formula in formulas_of(path)} if args.unseen else set()
    os.makedirs(args.out, exist_ok=True)
    files = [path for path in sorted(path for part in args.layouts.split(":") for path in glob.glob(part + "/*.npz")) if int(os.path.basename(path)[:-4]) >= args.first]
    rng = np.random.default_rng(args.seed)
    written = 0
    with open(args.out + "/labels.jsonl", "w") as labels:
        while written < args.count:
            data = np.load(files[rng.integers(len(files))])
            index = int(rng.integers(len(data["ends"]) - 1))
            a, b = data["ends"][index], data["ends"][index + 1]
            tokens = data["tokens"][data["token_ends"][index] : data["token_ends"][index + 1]].tolist()
            if not known.issuperset(tokens) or tuple(tokens) in seen:
                continue
            layout = {"glyphs": data["glyphs"][a:b], "names": data["fonts"].tolist(), "sizes": data["sizes"]}
            try:
                ink, _ = picture(layout, rng if args.degraded else None, float(rng.uniform(8, 16)))
            except Unprintable:
                continue
            name = f"{written:04d}.png"
            Image.fromarray(255 - ink).save(f"{args.out}/{name}")
            latex = "".join(spelled(token) for token in tokens).strip()
            labels.write(json.dumps({"file": name, "latex": latex}) + "\n")
            written += 1
    print(f"{written} pictures in {args.out}")


if __name__ == "__main__":
    main()
