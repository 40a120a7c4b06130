"""Layouts -> pictures: glyphs of a layout drawn at any scale, then degraded."""

import math

import numpy as np
from PIL import Image

from degrade import beside, degrade_u8, photograph, resize, shadow
from tex.dvi import RULE
from tex.fonts import PHASES, font, glyph, snap
from tex.outlines import OUTLINE, fill, runs

SP_PER_PT = 65536.0


class Unprintable(Exception):
    """A glyph has no outline here (a bitmap-only font), so the picture would not be what the label says."""


def whole_pixels(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A rule as browsers draw it: thin sides are whole pixels, at least one, and stand on whole pixels."""
    left, top, right, bottom = box
    if bottom - top < 3:
        bottom = round(bottom)
        top = bottom - max(1, math.floor(box[3] - top + 0.1))
    if right - left < 3:
        left = round(left)
        right = left + max(1, math.floor(right - box[0] + 0.1))
    return left, top, right, bottom


def draw(glyphs, names: list[str], sizes, scale: float, shift: tuple[float, float] = (0.0, 0.0), crisp: bool = False):
    """Draws a layout at `scale` px per pt; `crisp`: baselines and rules stand on whole pixels, as browsers place them.

    glyphs int32 [G,5] (font, code | height, x, y, width; sp), or rows of outlines. Returns ink float32 [H,W] in 0..1 without
    margin, and the center of each glyph, float32 [G,2] (x, y) in pixels; rules and vertices have NaN.
    """
    unit = scale / SP_PER_PT
    placed = []
    centers = np.full((len(glyphs), 2), np.nan, np.float32)
    left = top = 10**9
    right = bottom = -(10**9)
    outlines = dict(runs(glyphs))
    for index, (number, code, x, y, width) in enumerate(glyphs.tolist()):
        if number == OUTLINE and index not in outlines:
            continue
        px, py = x * unit + shift[0] + 0.5, y * unit + shift[1] + 0.5
        if number == RULE:
            box = (px, py - code * unit, px + width * unit, py)
            if crisp:
                box = whole_pixels(box)
            elif box[3] - box[1] < 0.75:  # hairlines never vanish on a screen
                box = (box[0], box[3] - 0.75, box[2], box[3])
            x0, y0, x1, y1 = math.floor(box[0]), math.floor(box[1]), math.ceil(box[2]), math.ceil(box[3])
            placed.append((x0, y0, x1, y1, box))
        elif number == OUTLINE:
            shape = fill(glyphs[index + 1 : outlines[index]], unit, (shift[0] + 0.5, shift[1] + 0.5))
            if shape is None:
                raise Unprintable("an outline of no size, or too large")
            image, x0, y0 = shape
            x1, y1 = x0 + image.shape[1], y0 + image.shape[0]
            placed.append((x0, y0, x1, y1, image))
            centers[index] = px, py
        else:
            if crisp:
                py = round(py)
            ix, iy = math.floor(px), math.floor(py)
            fx, fy = int((px - ix) * PHASES), int((py - iy) * (PHASES // 2))
            picture = glyph(names[number], code, snap(sizes[number] * unit), fx, fy)
            if picture is None:
                if font(names[number]) is None:
                    raise Unprintable(names[number])
                continue
            image, bitmap_left, bitmap_top = picture
            x0, y0 = ix + bitmap_left, iy - bitmap_top
            x1, y1 = x0 + image.shape[1], y0 + image.shape[0]
            placed.append((x0, y0, x1, y1, image))
            centers[index] = (x0 + x1) / 2, (y0 + y1) / 2
        left, top, right, bottom = min(left, x0), min(top, y0), max(right, x1), max(bottom, y1)
    if not placed or right - left > 4000 or bottom - top > 2000:
        raise Unprintable("nothing to draw, or too large")
    ink = np.zeros((bottom - top, right - left), np.uint16)
    for x0, y0, x1, y1, what in placed:
        view = ink[y0 - top : y1 - top, x0 - left : x1 - left]
        if isinstance(what, tuple):
            columns = np.clip(np.minimum(np.arange(x0, x1) + 1, what[2]) - np.maximum(np.arange(x0, x1), what[0]), 0, 1)
            rows = np.clip(np.minimum(np.arange(y0, y1) + 1, what[3]) - np.maximum(np.arange(y0, y1), what[1]), 0, 1)
            view += (255 * rows[:, None] * columns[None]).astype(np.uint16)
        else:
            view += what
    return np.minimum(ink, 255).astype(np.float32) / 255, centers - (left, top)


def picture(layout: dict, rng: np.random.Generator | None, x_height: float, neighbor: dict | None = None):
    """One training picture: ink uint8 [H,W] (255 is ink) with its margin, and glyph centers.

    Without `rng` the picture is clean. `x_height` in pixels; Computer Modern's x-height is 4.3 pt at 10 pt. A part of
    `neighbor`, another layout, shows at the edge.
    """
    scale = x_height / 4.3
    if rng is None:
        ink, centers = draw(layout["glyphs"], layout["names"], layout["sizes"], scale)
        return pad(ink, centers, (4, 4, 4, 4))
    factor = 1.0
    if rng.random() < 0.35:  # drawn larger than shown, or smaller, as a screenshot of a page zoomed out is
        factor = float(rng.choice([0.5, 0.5, 0.5, 0.66, 0.75, 1.3, 1.6, 2.0, 2.3])) * rng.uniform(0.95, 1.05)
    shift = rng.uniform(0, 1), rng.uniform(0, 1)
    ink, centers = draw(layout["glyphs"], layout["names"], layout["sizes"], scale / factor, shift, rng.random() < 0.5)
    if neighbor is not None:
        other, _ = draw(neighbor["glyphs"], neighbor["names"], neighbor["sizes"], scale / factor)
        ink, centers = beside(ink, centers, other, x_height / factor, rng)
    if factor != 1.0:
        method = Image.Resampling.BILINEAR if rng.random() < 0.5 else Image.Resampling.BICUBIC if rng.random() < 0.5 else Image.Resampling.BOX
        ink, centers = np.clip(resize(ink, factor, method), 0, 1), centers * factor
    ink, centers = pad(ink, centers, rng.integers(1, 8, 4))
    if rng.random() < 0.04:
        ink, centers = photograph(ink, centers, rng)
    ink = degrade_u8(ink, rng)
    return (shadow(ink, rng) if rng.random() < 0.03 else ink), centers


def pad(ink: np.ndarray, centers: np.ndarray, margin) -> tuple[np.ndarray, np.ndarray]:
    left, top, right, bottom = (int(m) for m in margin)
    return np.pad((ink * 255).astype(np.uint8), ((top, bottom), (left, right))), centers + (left, top)
