"""Writes problems with their pictures into a folder: PNG files and problems.jsonl.

usage: python -m diagrams.draw OUT_DIR [--count 50] [--held-out] [--seed 0] [--family NAME]... [--fault missing|contradicted]
`--count` is for each family. --held-out takes templates, fonts and strokes that training never draws.
"""

import argparse
import json
import os

import numpy as np

from diagrams.sample import FAMILIES, sample


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--family", action="append", choices=[*FAMILIES, "other"])
    parser.add_argument("--fault", default="", choices=["", "missing", "contradicted"])
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    with open(args.out + "/problems.jsonl", "w") as file:
        for family in args.family or [*FAMILIES, "other"]:
            # a family's problems do not depend on which others are drawn
            rng = np.random.default_rng([args.seed, *family.encode()])
            for k in range(args.count):
                made, picture, _ = sample(rng, args.held_out, family, args.fault if family != "other" else "")
                name = f"{family.replace(' ', '-')}-{k:03d}.png"
                picture.save(f"{args.out}/{name}")
                row = {
                    "file": name, "family": family, "template": made.template, "question": made.question,
                    "facts": [{key: getattr(fact, key) for key in ("symbol", "value", "unit", "source")} for fact in made.facts], "thought": made.think(), "answer": made.answer, "unit": made.unit,
                    "refusal": made.refusal,
                }  # fmt: skip
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
