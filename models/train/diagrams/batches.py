"""Batches of freshly drawn problems, in the form of data.collate."""

import io
import pickle
import re
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image

from data import CELL_H, CELL_W, NOWHERE, WAY
from degrade import degrade_u8
from diagrams.pointers import FACTS, copies, Drawn, Imagined, Printed, Stood, characters, places, pointers
from diagrams.problem import PICTURE, Problem
from diagrams.raster import Raster
from diagrams.sample import sample, undrawn
from diagrams.words import Words

MOST_PATCHES = 1800  # blank ones too
PAD = 4
BLANK = 32  # of 255: a patch without a pixel of so much ink is blank, as in engine/image/blank.ts
THINK = 0.88  # share of problems that are thought through
RESULT = re.compile(r"=-?\d+(?:\.\d+)?(?: deg| by [\w-]+)?")
PREPARED = 0.12  # share of pictures that LaTeX drew, where there are such
READ, LAW, COPIED = 1.5, 3.0, 0.4  # weights of values, of which law holds, and of what follows from the facts
FACTS_GIVEN = 0.08  # share of batches whose problems have their facts given
SPELLED = 0.08  # share of a question's words that are given in characters
ASIDE = 0.15  # share of questions with a sentence that has nothing to do with them


def ink_of(picture: Image.Image, rng: np.random.Generator) -> tuple[np.ndarray, tuple[float, float, float, float]]:
    """uint8 [H,W], 255 is ink: what differs from the paper, as engine/image/ink.ts finds it, then degraded.

    And factors and offsets (fx, fy, dx, dy) that bring a place of the picture to its place there.
    """
    gray = np.asarray(picture.convert("L"), np.float32)
    levels, counts = np.unique(gray.astype(np.uint8), return_counts=True)
    away = gray - float(levels[counts.argmax()])
    away = np.maximum(away if away.sum() > 0 else -away, 0)
    ink = (255 * away / max(1.0, float(away.max()))).astype(np.uint8)
    rows, columns = np.flatnonzero(ink.max(1) > 50), np.flatnonzero(ink.max(0) > 50)
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    fx = fy = 1.0
    if rng.random() < 0.4:  # the engine's estimate of the letters' size is a little off
        factor = float(np.exp(rng.uniform(-0.2, 0.2)))
        size = max(8, round(ink.shape[1] * factor)), max(8, round(ink.shape[0] * factor))
        fx, fy = size[0] / ink.shape[1], size[1] / ink.shape[0]
        ink = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BILINEAR))
    return degrade_u8(np.pad(ink, PAD), rng), (fx, fy, PAD - columns[0] * fx, PAD - rows[0] * fy)


def inked(ink: np.ndarray) -> np.ndarray:
    """Whether each 16x8 patch of ink uint8 [H,W] holds any, bool [rows, columns]: the others are not shown to the model."""
    rows, columns = -(-ink.shape[0] // 16), -(-ink.shape[1] // 8)
    whole = np.zeros((rows * 16, columns * 8), np.uint8)
    whole[: ink.shape[0], : ink.shape[1]] = ink
    return whole.reshape(rows, 16, columns, 8).max((1, 3)) >= BLANK


def written(thought: str, words: Words, told: list[tuple[int, float, float]]) -> tuple[list[int], list[bool], dict[int, int], list[tuple[int, float, float]]]:
    """A thought's ids with the places told (offset, x, y), which the model writes, where tokens without them have come to, and aims of the places."""
    forced: set[int] = set()
    for found in re.finditer(">>", thought):
        # what stands behind a calculator call is the engine's to write
        forced.update(range(found.end(), RESULT.match(thought, found.end()).end()))
    here: dict[int, list[tuple[float, float]]] = {}
    for offset, x, y in told:
        here.setdefault(offset, []).append((x, y))
    out: list[int] = []
    mine: list[bool] = []
    moved: dict[int, int] = {}
    aims: list[tuple[int, float, float]] = []
    for k, (token, start) in enumerate(words.placed(thought)):
        for x, y in here.get(start, []):
            place = words.place(x, y)
            aims += [(len(out) + n, x, y) for n in range(len(place))]
            out += place
            mine += [True] * len(place)
        moved[k] = len(out)
        out.append(token)
        mine.append(start not in forced)
    return out, mine, moved, aims


def asided(ask: str, rng: np.random.Generator, asides: list[str]) -> str:
    if not asides or rng.random() >= ASIDE:
        return ask
    aside = asides[int(rng.integers(len(asides)))]
    return f"{aside} {ask}" if rng.random() < 0.5 else f"{ask} {aside}"


def asked(made: Problem, rng: np.random.Generator, words: Words, asides: list[str]) -> tuple[list[int], bool]:
    """Ids after the image up to the mode's token, and whether it is that of thinking."""
    think = rng.random() < THINK
    return [*words.spelled(asided(made.question, rng, asides), rng, SPELLED), words.ids["<|assistant|>"], words.ids["<think>" if think else "<nothink>"]], think


def followed(made: Problem, placed: bool) -> list[tuple[int, int]]:
    """Spans of the thought that follow from its facts: what comes behind their list, and, where places are told, names that earlier facts imply."""
    at, out = len(FACTS), []
    for fact, told in zip(made.facts, made.told()):
        if placed and fact.mark is not None and fact.mark.implied:
            out.append((at, at + told.index("=")))
        at += len(told) + len("; ")
    thought = made.think()
    if made.refusal or made.family == "parallel lines":
        return [*out, (at if made.facts else 0, len(thought))]
    # which law holds is seen in the picture
    for sentence in re.finditer(r"(?:[^.]|\.(?=\d))+\.(?:\s|$)", thought[at:]):
        if "<<" in sentence[0] or any(told in sentence[0] for told in made.told()):
            out.append((at + sentence.start(), at + sentence.end()))
    return out


def weighed(made: Problem, words: Words, moved: dict[int, int], count: int) -> list[float]:
    """How much each of a thought's tokens counts: values that are read and the law that holds more than what the engine copies."""
    thought, at, spans = made.think(), len(FACTS), []
    for fact, told in zip(made.facts, made.told()):
        if fact.source == PICTURE:
            spans.append((at + told.index("=") + 1, at + len(told), READ))
        at += len(told) + len("; ")
    behind = at if made.facts else 0
    if made.refusal:
        spans.append((behind, len(thought), READ))
    else:
        copied = [span for span in followed(made, False) if span[0] >= behind]
        spans += [(behind, len(thought), LAW), *((low, high, COPIED) for low, high in copied)]
    weights = [1.0] * count
    for k, (_, start) in enumerate(words.placed(thought)):
        # a word is one token with the end of the line before it
        start += thought[start] == "\n"
        for low, high, weight in spans:
            if low <= start < high:
                weights[moved[k]] = weight
    return weights


def given(made: Problem, rng: np.random.Generator, words: Words, asides: list[str]) -> "Item":
    """A problem whose facts are given with their places, and no picture: what is said about them is learnt for a fraction of the time."""
    thought = made.think()
    drawn = Imagined(made.scene, float(rng.uniform(22, 60)))
    # facts that a person has corrected come without places
    told = [(offset, x, y) for offset, (x, y) in places(made, drawn)] if rng.random() < 0.8 else []
    out, mine, moved, _ = written(thought, words, told)
    spans = followed(made, bool(told))
    learnt = {moved[k] for k, (_, start) in enumerate(words.placed(thought)) if any(low <= start < high for low, high in spans)}
    if made.family != "parallel lines":
        # places behind the list are those of facts that are told again
        tokens = words.placed(thought)
        learnt |= {n for k, (_, start) in enumerate(tokens) if k and moved[k] in learnt and start >= spans[-1][0] for n in range(moved[k - 1] + 1, moved[k])}
    answer = [words.ids["</think>"], *words.encode(made.say()), words.ids["<|end|>"]]
    prompt = [*words.spelled(asided(made.question, rng, asides), rng, SPELLED), words.ids["<|assistant|>"], words.ids["<think>"]]
    mine = [own and k in learnt for k, own in enumerate(mine)] + [True] * len(answer)
    copied = [each for each in copies(made, words, moved, prompt, out + answer) if mine[each[0]]]
    return Item(np.full((16, 8), 255, np.uint8), (1, 1), np.zeros(1, np.int64), prompt, out + answer, mine, [], None, copied, [1.0] * len(mine))


def prepared(path: str | None) -> list[tuple[Problem, bytes, Stood | None]]:
    """Problems with PNG pictures that tikz.py has made, and where things are in them; a file of our own, for it is unpickled."""
    if not path:
        return []
    with open(path, "rb") as file:
        return pickle.load(file)


@dataclass
class Item:
    """One problem, ready for a batch."""

    ink: np.ndarray  # uint8 [H,W]
    shape: tuple[int, int]  # patches high and wide
    kept: np.ndarray  # indices of the patches that are not blank, in a row after another
    prompt: list[int]
    out: list[int]
    mine: list[bool]
    aims: list[tuple[int, float, float, int]]  # index in `out`, the pixel that it is read from, and what sort of aim it is
    glyphs: list[tuple[int, float, float]] | None  # token, and center; None where they are not known
    copied: list[tuple[int, int, bool]]  # index in `out`, where the same token stands in prompt and `out`, and whether that is but the way there
    weights: list[float]  # how much each token of `out` counts in the loss

    @property
    def length(self) -> int:
        return len(self.prompt) + len(self.out)


def prepare(
    made: Problem, picture: Image.Image, drawing: Raster | None, rng: np.random.Generator, words: Words, asides: list[str], stood: Stood | None = None
) -> Item | None:
    """None where there is too much to see. `drawing` tells where everything is in the picture, `stood` where its labels are."""
    ink, (fx, fy, dx, dy) = ink_of(picture, rng)
    visible = inked(ink)
    if visible.size > MOST_PATCHES or visible.shape[0] > 60 or visible.shape[1] > 250:
        return None
    prompt, think = asked(made, rng, words, asides)
    out, mine, aims, glyphs = [], [], [], None
    weights: list[float] = []
    here = lambda place: (place[0] * fx + dx, place[1] * fy + dy)  # noqa: E731
    if think:
        drawn = Drawn(drawing) if drawing else Printed(made.scene, stood) if stood else None
        told = [(offset, *here(place)) for offset, place in places(made, drawn)] if drawn else []
        out, mine, moved, told_aims = written(made.think(), words, told)
        weights = weighed(made, words, moved, len(out))
        out.append(words.ids["</think>"])
        mine.append(True)
        aims = [(index, x, y, NOWHERE) for index, x, y in told_aims]
        aims += [(moved[index], *here(place), WAY if leads else NOWHERE) for index, place, leads in (pointers(made, drawing, words) if drawing else [])]
    answer = [*words.encode(made.say()), words.ids["<|end|>"]]
    out, mine = out + answer, mine + [True] * len(answer)
    if drawing is not None:
        glyphs = [(token, *here(place)) for token, place in characters(drawing, words.ids)]
    copied = copies(made, words, moved, prompt, out) if think else []
    return Item(ink, visible.shape, np.flatnonzero(visible), prompt, out, mine, aims, glyphs, copied, weights + [1.0] * (len(out) - len(weights)))


def batches(vocabulary: list[str], rng: np.random.Generator, budget: int, known=(), asides: list[str] | None = None, pool: int = 192, classes: dict[int, int] | None = None):
    """Endless batches of at most `budget` positions, as `collate` gives them.

    `known` problems (see `prepared`) come now and then in place of new ones, never degraded alike. `classes`: the glyph
    class of each token (pack's classes.json), for the side loss.
    """
    words = Words(vocabulary)
    waiting: dict[bool, list[Item]] = {False: [], True: []}
    while True:
        without = bool(rng.random() < FACTS_GIVEN)
        items = waiting[without]
        # what a batch takes is drawn anew at once: processes that keep step must not wait for many pictures
        while len(items) < pool:
            item = given(undrawn(rng), rng, words, asides or []) if without else fresh(rng, words, known, asides or [])
            if item:
                items.append(item)
        groups = grouped(items, budget)
        chosen = groups[int(rng.integers(len(groups)))]
        yield collate(chosen, classes or {})
        taken = {id(item) for item in chosen}
        waiting[without] = [item for item in items if id(item) not in taken]


def fresh(rng: np.random.Generator, words: Words, known, asides: list[str]) -> Item | None:
    """A problem with a picture, drawn now or by LaTeX before."""
    drawing = None
    if len(known) and rng.random() < PREPARED:
        made, data, stood = known[int(rng.integers(len(known)))]
        picture = Image.open(io.BytesIO(data))
    else:
        (made, picture, drawing), stood = sample(rng), None
    return prepare(made, picture, drawing, rng, words, asides, stood)


def grouped(items: list[Item], budget: int) -> list[list[Item]]:
    """Items in groups that fill `budget` positions, alike in what is said and in what is shown."""
    groups, group = [], []
    # serpentine, as in data.batches
    for item in sorted(items, key=lambda item: (item.length // 40, len(item.kept) * (-1) ** (item.length // 40))):
        grown = [*group, item]
        positions = max(len(i.kept) for i in grown) + max(i.length for i in grown)
        if group and len(grown) * positions > budget:
            groups.append(group)
            grown = [item]
        group = grown
    return [*groups, group]


def collate(group: list[Item], classes: dict[int, int]) -> dict:
    """data.collate's tensors, `weights` f32 [B,T] of the targets, and `kept` i64 [B,K]: the patches that the model is shown, of which `visible` [B,K] are real.

    `glyphs` i64 [G,6] point at places in `kept`; `told` bool [B] says whose glyphs are known.
    """
    rows, columns = max(item.shape[0] for item in group), max(item.shape[1] for item in group)
    longest, most = max(item.length - 1 for item in group), max(len(item.kept) for item in group)
    image = np.zeros((len(group), 1, rows * 16, columns * 8), np.uint8)
    visible = np.zeros((len(group), most), bool)
    kept = np.zeros((len(group), most), np.int64)
    tokens = np.zeros((len(group), longest), np.int64)
    targets = np.full((len(group), longest), -1, np.int64)
    weights = np.ones((len(group), longest), np.float32)
    marks = [np.zeros((0, 6), np.int64)]
    for place, item in enumerate(group):
        image[place, 0, : item.ink.shape[0], : item.ink.shape[1]] = item.ink
        visible[place, : len(item.kept)] = True
        row, column = item.kept // item.shape[1], item.kept % item.shape[1]
        kept[place, : len(item.kept)] = row * columns + column
        said = [*item.prompt, *item.out]
        tokens[place, : len(said) - 1] = said[:-1]
        start = len(item.prompt) - 1
        targets[place, start : start + len(item.out)] = [token if own else -1 for token, own in zip(item.out, item.mine)]
        weights[place, start : start + len(item.out)] = item.weights
        nearest = lambda x, y: int(np.argmin(np.abs((row + 0.5) * 16 - y) + np.abs((column + 0.5) * 8 - x)))  # noqa: E731, B023
        for token, x, y in item.glyphs or []:
            if 0 <= x < columns * 8 and 0 <= y < rows * 16:
                marks.append(np.array([[place, int(y) // CELL_H, int(x) // CELL_W, classes.get(token, -1), 0, -1]]))
        marks += [np.array([[place, 0, 0, sort, nearest(x, y), start + index]]) for index, x, y, sort in item.aims]
        # text stands behind the patches
        marks += [np.array([[place, 0, 0, WAY if leads else NOWHERE, most + source, start + index]]) for index, source, leads in item.copied]
    return {
        "ink": torch.from_numpy(image).float().div_(255), "visible": torch.from_numpy(visible), "kept": torch.from_numpy(kept),
        "tokens": torch.from_numpy(tokens), "targets": torch.from_numpy(targets), "weights": torch.from_numpy(weights), "glyphs": torch.from_numpy(np.concatenate(marks)),
        "told": torch.tensor([item.glyphs is not None for item in group]), "samples": len(group), "pictured": group[0].shape != (1, 1),
    }  # fmt: skip
