"""Makes test/fixtures/diagrams/*.json: problems as the recipe tells them, calculator calls, and their tokens.

usage: python test/unit/solve/make_told.py
"""

import json
import os
import re
import sys

import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../..")
sys.path.insert(0, os.path.join(ROOT, "models/train"))

from diagrams.families.other import QUESTIONS, REFUSAL  # noqa: E402
from diagrams.problem import Problem  # noqa: E402
from diagrams.sample import FAMILIES, problem  # noqa: E402
from diagrams.words import PIECE, Words  # noqa: E402
from export import tokenizer  # noqa: E402
from vocabulary import RESERVED, SPECIAL  # noqa: E402

OUT = os.path.join(ROOT, "test/fixtures/diagrams")
CALL = re.compile(r"<<(.*?)>>(=-?\d+(?:\.\d+)?(?: deg)?)")
TOLD, CALLS, ENCODED = 4, 160, 12  # of each family


def made(family: str, count: int, seed: int, fault: str = "") -> list[Problem]:
    rng = np.random.default_rng([seed, *family.encode()])
    found = [problem(rng, family, k % 2 == 1, fault) for k in range(count)]
    return [one for one in found if one]


def write(name: str, rows: list) -> None:
    with open(os.path.join(OUT, name), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


def main() -> None:
    told, calls, texts = [], {}, [*QUESTIONS, REFUSAL]
    for family in FAMILIES:
        problems = made(family, TOLD, 1) + [one for fault in ("missing", "contradicted") for one in made(family, 3, 2, fault)[:1]]
        for one in problems:
            told.append({
                "family": family, "question": one.question, "facts": [{key: getattr(fact, key) for key in ("symbol", "value", "unit", "source")} for fact in one.facts], "thought": one.think().replace("\n", " "),
                "say": one.say(), "answer": one.answer, "unit": one.unit, "symbol": one.symbol, "refusal": one.refusal,
            })  # fmt: skip
        many = made(family, CALLS, 3)
        calls.update(pair for one in many for pair in CALL.findall(one.think()) if not pair[0].startswith("shortest"))
        texts += [text for one in many[:ENCODED] for text in (one.question, one.think().replace("\n", " "), one.say())]
    write("told.json", told)
    write("calculations.json", [{"call": call, "result": result} for call, result in calls.items()])
    pieces = sorted({piece.rstrip(" ") if piece.startswith("\\") else piece for text in texts for piece in PIECE.findall(text)})
    # every third word is unknown, so that it falls to its letters
    words = [piece for k, piece in enumerate(pieces) if len(piece) > 1 and (piece.startswith("\\") or k % 3)]
    vocabulary = [*SPECIAL, *RESERVED, *map(chr, range(32, 127)), *words]
    encode = Words(vocabulary).encode
    with open(os.path.join(OUT, "tokens.json"), "w") as file:
        rows = ",\n".join(json.dumps([text, encode(text)], ensure_ascii=False) for text in texts)
        file.write('{"tokenizer": ' + json.dumps(tokenizer(vocabulary)) + ',\n"texts": [\n' + rows + "\n]}\n")


if __name__ == "__main__":
    main()
