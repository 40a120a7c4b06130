"""The vocabulary: special tokens, printable characters, and every LaTeX token that occurs often enough."""

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


def build(formulas: str, least: int = 20) -> list[str]:
    counts: Counter = Counter()
    with open(formulas) as file:
        for line in file:
            counts.update(json.loads(line)["t"])
    characters = [chr(code) for code in range(32, 127)]
    frequent = sorted(token for token, n in counts.items() if n >= least and len(token) > 1 and token.isascii())
    return SPECIAL + RESERVED + characters + frequent


if __name__ == "__main__":
    import sys

    words = build(sys.argv[1])
    with open(sys.argv[2], "w") as file:
        json.dump(words, file)
    print(len(words), "tokens")
