"""Batches of freshly drawn problems, in the form of data.collate."""

import io
import pickle
import re

import numpy as np
import torch
from PIL import Image

from degrade import degrade_u8
from diagrams.problem import Problem
from diagrams.sample import sample
from diagrams.words import Words

MOST_PATCHES = 900
THINK = 0.7  # share of problems that are thought through
RESULT = re.compile(r"=-?\d+(?:\.\d+)?(?: deg)?")
PREPARED = 0.3  # share of pictures that LaTeX drew, where there are such
ASIDE = 0.15  # share of questions with a sentence that has nothing to do with them


def ink_of(picture: Image.Image, rng: np.random.Generator) -> np.ndarray:
    """uint8 [H,W], 255 is ink: what differs from the paper, as engine/image/ink.ts finds it, then degraded."""
    gray = np.asarray(picture.convert("L"), np.float32)
    levels, counts = np.unique(gray.astype(np.uint8), return_counts=True)
    away = gray - float(levels[counts.argmax()])
    away = np.maximum(away if away.sum() > 0 else -away, 0)
    ink = (255 * away / max(1.0, float(away.max()))).astype(np.uint8)
    rows, columns = np.flatnonzero(ink.max(1) > 50), np.flatnonzero(ink.max(0) > 50)
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if rng.random() < 0.4:  # the engine's estimate of the letters' size is a little off
        factor = float(np.exp(rng.uniform(-0.2, 0.2)))
        size = max(8, round(ink.shape[1] * factor)), max(8, round(ink.shape[0] * factor))
        ink = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BILINEAR))
    return degrade_u8(np.pad(ink, 4), rng)


def spoken(made: Problem, rng: np.random.Generator, words: Words, asides: list[str]) -> tuple[list[int], list[int], list[bool]]:
    """Ids after the image up to the mode's token, ids of the answer with its end, and which of these the model writes."""
    ask = made.question
    if asides and rng.random() < ASIDE:
        aside = asides[int(rng.integers(len(asides)))]
        ask = f"{aside} {ask}" if rng.random() < 0.5 else f"{ask} {aside}"
    think = rng.random() < THINK
    prompt = [*words.encode(ask), words.ids["<|assistant|>"], words.ids["<think>" if think else "<nothink>"]]
    out, mine = [], []
    if think:
        # what stands behind a calculator call is the engine's to write
        for k, piece in enumerate(made.think().replace("\n", " ").split(">>")):
            result, rest = "", piece
            if k:
                end = RESULT.match(piece).end()
                result, rest = piece[:end], piece[end:]
            forced = words.encode(result)
            own = words.encode(rest + (">>" if k < made.think().count(">>") else ""))
            out += forced + own
            mine += [False] * len(forced) + [True] * len(own)
        out.append(words.ids["</think>"])
        mine.append(True)
    answer = [*words.encode(made.say()), words.ids["<|end|>"]]
    return prompt, out + answer, mine + [True] * len(answer)


def prepared(path: str | None) -> list[tuple[Problem, bytes]]:
    """Problems with PNG pictures that tikz.py has made; a file of our own, for it is unpickled."""
    if not path:
        return []
    with open(path, "rb") as file:
        return pickle.load(file)


def batches(vocabulary: list[str], rng: np.random.Generator, budget: int, known=(), asides: list[str] | None = None, pool: int = 64):
    """Endless batches of at most `budget` positions: ink, visible, tokens, targets, samples; `glyphs` is None.

    `known` problems (see `prepared`) come now and then in place of new ones, never degraded alike.
    """
    words = Words(vocabulary)
    while True:
        drawn = []
        while len(drawn) < pool:
            if len(known) and rng.random() < PREPARED:
                made, data = known[int(rng.integers(len(known)))]
                picture = Image.open(io.BytesIO(data))
            else:
                made, picture = sample(rng)
            ink = ink_of(picture, rng)
            shape = -(-ink.shape[0] // 16), -(-ink.shape[1] // 8)
            if shape[0] * shape[1] <= MOST_PATCHES:
                drawn.append((shape, ink, *spoken(made, rng, words, asides or [])))
        drawn.sort(key=lambda item: (len(item[2]) + len(item[3]) > 70, item[0][0], item[0][1]))
        groups, group = [], []
        for item in drawn:
            grown = [*group, item]
            positions = max(i[0][0] for i in grown) * max(i[0][1] for i in grown) + max(len(i[2]) + len(i[3]) for i in grown)
            if group and len(grown) * positions > budget:
                groups.append(group)
                grown = [item]
            group = grown
        groups.append(group)
        for index in rng.permutation(len(groups)):
            yield collate(groups[index])


def collate(group: list[tuple]) -> dict:
    rows, columns = max(item[0][0] for item in group), max(item[0][1] for item in group)
    longest = max(len(item[2]) + len(item[3]) - 1 for item in group)
    image = np.zeros((len(group), 1, rows * 16, columns * 8), np.uint8)
    visible = np.zeros((len(group), rows, columns), bool)
    tokens = np.zeros((len(group), longest), np.int64)
    targets = np.full((len(group), longest), -1, np.int64)
    for place, ((high, wide), ink, prompt, out, mine) in enumerate(group):
        image[place, 0, : ink.shape[0], : ink.shape[1]] = ink
        visible[place, :high, :wide] = True
        told = [*prompt, *out]
        tokens[place, : len(told) - 1] = told[:-1]
        start = len(prompt) - 1
        targets[place, start : start + len(out)] = [token if own else -1 for token, own in zip(out, mine)]
    return {
        "ink": torch.from_numpy(image).float().div_(255), "visible": torch.from_numpy(visible).flatten(1),
        "tokens": torch.from_numpy(tokens), "targets": torch.from_numpy(targets), "glyphs": None, "samples": len(group),
    }  # fmt: skip
