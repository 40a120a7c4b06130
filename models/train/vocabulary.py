"""The vocabulary: special tokens, printable characters, and every LaTeX token that occurs often enough."""

import argparse
import json
import re
from collections import Counter

SPECIAL = ["<pad>", "<unk>", "<|user|>", "<|assistant|>", "<|latex|>", "<|end|>", "<nothink>", "<think>", "</think>"]
RESERVED = [f"<|reserved_{i}|>" for i in range(15)]
BEFORE_IMAGE = ["<|user|>"]
AFTER_IMAGE = ["<|latex|>", "<|assistant|>", "<nothink>"]


def spelled(token: str) -> str:
    """A control word is stored with a blank after it, so that joining tokens gives LaTeX."""
    return token + " " if re.fullmatch(r"\\[a-zA-Z]+\*?", token) else token


def build(formulas: list[str], known: list[str], least: int = 20) -> list[str]:
    """The vocabulary of `known` (tokens keep their numbers) and every other token that comes `least` times."""
    counts: Counter = Counter()
    for path in formulas:
        with open(path) as file:
            for line in file:
                counts.update(json.loads(line)["t"])
    words = known or SPECIAL + RESERVED + [chr(code) for code in range(32, 127)]
    frequent = {token for token, n in counts.items() if n >= least and len(token) > 1 and token.isascii()}
    return words + sorted(frequent - set(words))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formulas", nargs="+")
    parser.add_argument("out", help="VOCABULARY.json")
    parser.add_argument("--keep", help="an earlier vocabulary, so that a checkpoint trained with it can go on")
    args = parser.parse_args()
    known = []
    if args.keep:
        with open(args.keep) as file:
            known = json.load(file)
    words = build(args.formulas, known)
    with open(args.out, "w") as file:
        json.dump(words, file)
    print(len(words), "tokens")


if __name__ == "__main__":
    main()
