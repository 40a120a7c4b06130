"""Text to tokens and back: LaTeX commands, whole words with the blank before them, single characters.

usage: python -m diagrams.words VOCABULARY.json OUT.json [--least 25]: adds the words that problems are told in.
"""

import argparse
import json
import re
from collections import Counter

import numpy as np

# as in tokenizer.json, which export.py writes
# a place in what the model is shown, in steps of 8 px across and down; the engine leaves these tokens out of the text
STEP = 8
ACROSS, DOWN = [f"<|x{k}|>" for k in range(250)], [f"<|y{k}|>" for k in range(120)]
PIECE = re.compile(r"\\(?:(?:begin|end)\{[A-Za-z]+\*?\}|[A-Za-z]+\*? ?|[^A-Za-z])| ?[A-Za-z]+|[^\\]", re.S)


class Words:
    """Encodes text with a vocabulary; a word that it lacks falls to its characters."""

    def __init__(self, vocabulary: list[str]):
        self.ids = {token: index for index, token in enumerate(vocabulary)}

    def place(self, x: float, y: float) -> list[int]:
        """Two tokens for a place in pixels; none where the vocabulary has no such tokens or they do not reach so far."""
        across, down = f"<|x{max(0, int(x)) // STEP}|>", f"<|y{max(0, int(y)) // STEP}|>"
        return [self.ids[across], self.ids[down]] if across in self.ids and down in self.ids else []

    def encode(self, text: str) -> list[int]:
        """Raises KeyError for a character or command that the vocabulary lacks."""
        return [token for token, _ in self.placed(text)]

    def spelled(self, text: str, rng: np.random.Generator, share: float) -> list[int]:
        """As `encode`, but a share of the words in characters: so a word that the vocabulary lacks is read as one that it has."""
        out = []
        for found in PIECE.finditer(text.replace("\n", " ")):
            word = found[0].strip()
            whole = not (word.isalpha() and len(word) > 2 and rng.random() < share)
            out += self.encode(found[0]) if whole else [self.ids[character] for character in found[0]]
        return out

    def placed(self, text: str) -> list[tuple[int, int]]:
        """Ids as `encode` gives them, and where each begins in the text."""
        out = []
        for found in PIECE.finditer(text.replace("\n", " ")):
            piece, start = found[0], found.start()
            # control words are stored without the blank that their text ends with
            whole = self.ids.get(piece.rstrip(" ") if piece.startswith("\\") and len(piece) > 2 else piece)
            out += [(whole, start)] if whole is not None else [(self.ids[character], start + k) for k, character in enumerate(piece)]
        return out


def told(count: int, seed: int = 0) -> list[str]:
    """Questions, thoughts and answers of problems."""
    from diagrams.sample import FAMILIES, problem
    from diagrams.families import other

    rng = np.random.default_rng(seed)
    out = [*other.QUESTIONS, other.REFUSAL]
    for family in FAMILIES:
        for k in range(count):
            made = problem(rng, family, False, ("", "missing", "contradicted")[k % 3 if k < 6 else 0])
            if made:
                out += [made.question, made.think(), made.say()]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vocabulary")
    parser.add_argument("out")
    parser.add_argument("--least", type=int, default=25)
    args = parser.parse_args()
    with open(args.vocabulary) as file:
        vocabulary = json.load(file)
    counts = Counter(piece for text in told(400) for piece in PIECE.findall(text.replace("\n", " ")))
    # two letters without a blank are names of sides, or a product
    words = sorted(word for word, count in counts.items() if count >= args.least and re.fullmatch(r" [A-Za-z]{2,}|[A-Za-z]{3,}", word))
    grown = vocabulary + [word for word in [*words, *ACROSS, *DOWN] if word not in set(vocabulary)]
    with open(args.out, "w") as file:
        json.dump(grown, file)
    print(f"{len(vocabulary)} tokens, now {len(grown)}")


if __name__ == "__main__":
    main()
