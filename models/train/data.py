"""Batches of freshly drawn pictures: no two are ever the same."""

import json

import numpy as np
import torch

from compose import Unprintable, picture
from tex.outlines import OUTLINE
from vocabulary import AFTER_IMAGE

NOWHERE = -2  # the class of a row of `glyphs` that only says where a token is looked at
WAY = -3  # the same, of the place by way of which it is found
CELL_W, CELL_H = 4, 8  # glyph centers are told apart in cells of this many pixels


class Formulas:
    """A packed set of layouts (see pack.py), memory-mapped."""

    def __init__(self, folder: str, vocabulary: list[str]):
        load = lambda name: np.load(f"{folder}/{name}.npy", mmap_mode="r")  # noqa: E731
        self.glyphs, self.ends, self.tokens, self.token_ends = load("glyphs"), load("ends"), load("tokens"), load("token_ends")
        self.classes, self.targets = load("classes"), load("targets")
        with open(folder + "/fonts.json") as file:
            fonts = json.load(file)
        self.names = [font["name"] for font in fonts]
        self.sizes = np.array([font["size"] for font in fonts], np.int64)
        self.after = [vocabulary.index(token) for token in AFTER_IMAGE]
        self.end = vocabulary.index("<|end|>")
        self.count = len(self.ends) - 1
        self.lengths = np.diff(self.token_ends)
        glyphs, starts = np.asarray(self.glyphs), np.asarray(self.ends[:-1])
        # boxes in pt, near enough to choose batches by
        right = np.maximum.reduceat(glyphs[:, 3 - 1] + glyphs[:, 4], starts)
        self.width = (right - np.minimum.reduceat(glyphs[:, 2], starts)) / 65536
        self.height = (np.maximum.reduceat(glyphs[:, 3], starts) - np.minimum.reduceat(glyphs[:, 3], starts)) / 65536 + 10

        # Papers and the web are mostly Computer Modern and its kin; long formulas hold most of what there is to misread.
        modern = np.array([name.startswith(("cm", "lm", "ms", "web:")) for name in self.names] + [False])
        first = np.minimum(np.maximum.reduceat(np.where(glyphs[:, 0] >= OUTLINE, -1, glyphs[:, 0]), starts), len(fonts))
        weight = np.where(modern[first], 2.2, 1.0) * np.clip(self.lengths / 25, 0.6, 2.0)
        self.cumulative = np.cumsum(weight / weight.sum())

    def choose(self, rng: np.random.Generator, count: int) -> np.ndarray:
        return np.minimum(np.searchsorted(self.cumulative, rng.random(count)), self.count - 1)

    def layout(self, index: int) -> dict:
        a, b = self.ends[index], self.ends[index + 1]
        return {"glyphs": np.asarray(self.glyphs[a:b]), "names": self.names, "sizes": self.sizes}


def choose_scale(rng: np.random.Generator, width: float, height: float, limit: int) -> float | None:
    """An x-height in pixels at which the picture has at most `limit` patches; None when there is none."""
    # the engine brings letters to 8.6 px, as near as it can tell: of formulas mostly of scripts, or of capitals, not very near
    x_height = float(np.exp(rng.uniform(np.log(4.8), np.log(13)))) if rng.random() < 0.35 else rng.uniform(6.9, 8.9)
    patches = lambda x: np.ceil(width * x / 4.3 / 8 + 1) * np.ceil(height * x / 4.3 / 16 + 0.6)  # noqa: E731
    while patches(x_height) > limit:
        x_height *= 0.93
        if x_height < 4.4:
            return None
    return x_height


def batches(data: Formulas, rng: np.random.Generator, budget: int, pool: int = 4000, limit: int = 960):
    """Endless batches of at most `budget` positions (patches and tokens), alike in size, as dicts of tensors."""
    while True:
        chosen = data.choose(rng, pool)
        scales = [choose_scale(rng, data.width[i], data.height[i], limit) for i in chosen]
        keep = [k for k, scale in enumerate(scales) if scale is not None]
        unit = np.array([scales[k] / 4.3 for k in keep])
        chosen, scales = chosen[keep], [scales[k] for k in keep]
        columns = np.ceil((data.width[chosen] * unit + 8) / 8).astype(int)
        rows = np.ceil((data.height[chosen] * unit + 8) / 16).astype(int)
        length = data.lengths[chosen]
        bucket = columns // 4
        # serpentine: the length of the text runs on smoothly from one width to the next
        order = np.lexsort((np.where(bucket % 2 == 0, length, -length), bucket, rows))
        groups, group, widest, longest = [], [], 0, 0
        for k in order:
            w, t = max(widest, columns[k]), max(longest, length[k] + 4)
            if group and ((len(group) + 1) * (rows[k] * w + t) > budget or rows[group[0]] != rows[k]):
                groups.append(group)
                group, w, t = [], columns[k], length[k] + 4
            group.append(k)
            widest, longest = w, t
        groups.append(group)
        rng.shuffle(groups)
        for group in groups:
            batch = collate(data, [(int(chosen[k]), scales[k]) for k in group], rng)
            if batch:
                yield batch


def collate(data: Formulas, wanted: list[tuple[int, float]], rng: np.random.Generator | None) -> dict | None:
    """ink f32 [B,1,H,W], visible bool [B,N], tokens i64 [B,T] (inputs), targets i64 [B,T] (-1: no loss), glyphs i64 [G,6]."""
    drawn = []
    for index, scale in wanted:
        try:
            neighbor = data.layout(int(rng.integers(data.count))) if rng is not None and rng.random() < 0.06 else None
            ink, centers = picture(data.layout(index), rng, scale, neighbor)
        except Unprintable:
            continue
        drawn.append((index, ink, centers))
    if not drawn:
        return None
    rows = max(-(-ink.shape[0] // 16) for _, ink, _ in drawn)
    columns = max(-(-ink.shape[1] // 8) for _, ink, _ in drawn)
    if rows > 60 or columns > 250:
        return None
    longest = max(int(data.lengths[index]) for index, _, _ in drawn)
    prefix = len(data.after)
    image = np.zeros((len(drawn), 1, rows * 16, columns * 8), np.uint8)
    visible = np.zeros((len(drawn), rows, columns), bool)
    tokens = np.zeros((len(drawn), prefix + longest), np.int64)
    targets = np.full((len(drawn), prefix + longest), -1, np.int64)
    marks = []
    for place, (index, ink, centers) in enumerate(drawn):
        height, width = ink.shape
        image[place, 0, :height, :width] = ink
        visible[place, : -(-height // 16), : -(-width // 8)] = True
        words = data.tokens[data.token_ends[index] : data.token_ends[index + 1]]
        tokens[place, :prefix] = data.after
        tokens[place, prefix : prefix + len(words)] = words
        targets[place, prefix - 1 : prefix - 1 + len(words)] = words
        targets[place, prefix - 1 + len(words)] = data.end
        a, b = data.ends[index], data.ends[index + 1]
        ok = ~np.isnan(centers[:, 0])
        x = np.clip(centers[ok, 0], 0, columns * 8 - 1).astype(np.int64)
        y = np.clip(centers[ok, 1], 0, rows * 16 - 1).astype(np.int64)
        aim = np.asarray(data.targets[a:b])[ok].astype(np.int64)
        marks.append(
            np.stack(
                [
                    np.full(len(x), place), y // CELL_H, x // CELL_W, np.asarray(data.classes[a:b])[ok],
                    (y // 16) * columns + x // 8, np.where(aim >= 0, aim + prefix - 1, -1),
                ], 1,
            )
        )  # fmt: skip
    return {
        "ink": torch.from_numpy(image).float().div_(255),
        "visible": torch.from_numpy(visible).flatten(1),
        "tokens": torch.from_numpy(tokens),
        "targets": torch.from_numpy(targets),
        "glyphs": torch.from_numpy(np.concatenate(marks)),
        "samples": len(drawn),
    }
