"""Glyph pictures of TeX's Type 1 and Concrete fonts and KaTeX's web fonts, at any size and sub-pixel place, by FreeType.

Fonts are found through TeX (kpsewhich) and in KaTeX's package; or, where the environment variable MARGINALIA_FONTS
names a folder that packed.py made, in that folder alone.
"""

import ctypes
import functools
import json
import math
import os
import re
import subprocess
from pathlib import Path

import freetype
import numpy as np

from tex.concrete import Box, concrete, wider

PHASES = 4  # horizontal sub-pixel places; vertical ones are half as many
PACKED = Path(os.environ["MARGINALIA_FONTS"]) if "MARGINALIA_FONTS" in os.environ else None
KATEX_FONTS = PACKED or Path(__file__).resolve().parents[3] / "node_modules/katex/dist/fonts"
UNSCALED = freetype.FT_LOAD_NO_SCALE | freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_IGNORE_TRANSFORM
LOAD = freetype.FT_LOAD_RENDER | freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP


def kpsewhich(name: str) -> str:
    return subprocess.run(["kpsewhich", name], capture_output=True, text=True).stdout.strip()


@functools.cache
def font_map() -> dict[str, dict]:
    """dvips's map: TeX font name -> {file, encoding, slant, extend}."""
    out = {}
    for map_file in ("psfonts.map", "pdftex.map"):
        path = kpsewhich(map_file)
        if not path:
            continue
        with open(path, errors="ignore") as file:
            for line in file:
                if line.startswith(("%", "#", "*", ";")) or not line.strip():
                    continue
                name = line.split()[0]
                files = re.findall(r"<+\[?\s*([^\s\"]+\.(?:pfb|enc|pfa))", line)
                pfb = [f for f in files if f.endswith(("pfb", "pfa"))]
                enc = [f for f in files if f.endswith("enc")]
                slant = re.search(r"(-?[\d.]+)\s+SlantFont", line)
                extend = re.search(r"(-?[\d.]+)\s+ExtendFont", line)
                if pfb and name not in out:
                    out[name] = {
                        "file": pfb[0],
                        "encoding": enc[0] if enc else None,
                        "slant": float(slant[1]) if slant else 0.0,
                        "extend": float(extend[1]) if extend else 1.0,
                    }
    return out


@functools.cache
def encoding(name: str) -> list[str]:
    """Glyph names of a PostScript encoding file, by code."""
    with open(kpsewhich(name), errors="ignore") as file:
        text = re.sub(r"%.*", "", file.read())
    return re.findall(r"/(\S+)", text[text.index("[") : text.rindex("]")])


class Font:
    """One TeX font; `glyph` draws a character as coverage 0..255."""

    def __init__(self, name: str):
        entry = font_map().get(name)
        if entry is None:
            raise KeyError(f"no Type 1 font for {name}")
        self.file = entry["file"]
        self.face = freetype.Face(kpsewhich(entry["file"]))
        self.names = encoding(entry["encoding"]) if entry["encoding"] else None
        self.slant, self.extend = entry["slant"], entry["extend"]
        if self.names is None:
            for charmap in self.face.charmaps:
                if charmap.encoding in (freetype.FT_ENCODING_ADOBE_CUSTOM, freetype.FT_ENCODING_ADOBE_STANDARD):
                    self.face.set_charmap(charmap)
                    if charmap.encoding == freetype.FT_ENCODING_ADOBE_CUSTOM:
                        break
        self.size = -1

    def index(self, code: int) -> int:
        if self.names is None:
            return self.face.get_char_index(code)
        return self.face.get_name_index(self.names[code].encode()) if code < len(self.names) else 0

    def fit(self, code: int) -> tuple[float, float, float, float]:
        """How a glyph's outline is placed: stretched in x and y, then moved by parts of the em."""
        return self.extend, 1.0, 0.0, 0.0

    def glyph(self, code: int, pixels: float, phase_x: int, phase_y: int) -> tuple[np.ndarray, int, int] | None:
        """Coverage uint8 [h,w], left and top (rows above the baseline) in pixels; None for blanks. `pixels` is the em."""
        size = round(pixels * 64)
        if size != self.size:
            self.face.set_char_size(size, size, 72, 72)
            self.size = size
        index = self.index(code)
        if index == 0:
            return None
        wide, high, right, up = self.fit(code)
        matrix = freetype.Matrix(int(65536 * wide), int(65536 * self.slant), 0, int(65536 * high))
        x, y = round(right * size), round(up * size)
        self.face.set_transform(matrix, freetype.Vector(x + phase_x * 64 // PHASES, y - phase_y * 64 // (PHASES // 2)))
        self.face.load_glyph(index, LOAD)
        slot = self.face.glyph
        bitmap = slot.bitmap
        if bitmap.width == 0 or bitmap.rows == 0:
            return None
        raw = ctypes.string_at(bitmap._FT_Bitmap.buffer, bitmap.rows * bitmap.pitch)
        image = np.frombuffer(raw, np.uint8).reshape(bitmap.rows, bitmap.pitch)[:, : bitmap.width]
        return image, slot.bitmap_left, slot.bitmap_top


class ConcreteFont(Font):
    """A TeX font that exists as a Metafont program only, drawn from the outlines of another font (see concrete.py)."""

    def __init__(self, name: str):
        self.name = name
        self.file, self.glyphs, self.ink = concrete(name)
        self.face = freetype.Face(kpsewhich(self.file))
        self.face.select_charmap(freetype.FT_ENCODING_UNICODE)
        self.slant, self.extend, self.size = 0.0, 1.0, -1
        self.fits: dict[int, tuple[float, float, float, float]] = {}

    def index(self, code: int) -> int:
        glyph = self.glyphs.get(code, ".notdef")
        return self.face.get_char_index(ord(glyph)) if len(glyph) == 1 else self.face.get_name_index(glyph.encode())

    def fit(self, code: int) -> tuple[float, float, float, float]:
        if code not in self.fits:
            stretch, ink = wider(self.name, code), self.ink.get(code)
            wide, high, right, up = self.into(code, ink) if ink else (1.0, 1.0, 0.0, 0.0)
            self.fits[code] = wide * stretch, high, right * stretch, up
        return self.fits[code]

    def into(self, code: int, ink: Box) -> tuple[float, float, float, float]:
        """What brings a glyph's outline into the middle of the box of its ink, and to its size unless that would distort it."""
        self.face.load_glyph(self.index(code), UNSCALED)
        box, em = self.face.glyph.outline.get_bbox(), self.face.units_per_EM
        left, right, low, high = (edge / 1000 for edge in ink)
        wide = min(max((right - left) * em / (box.xMax - box.xMin), 0.8), 1.25)
        tall = (high - low) * em / (box.yMax - box.yMin)
        return wide, tall, (left + right - wide * (box.xMin + box.xMax) / em) / 2, low - tall * box.yMin / em


class WebFont(Font):
    """A font file of KaTeX, named "web:" and its file's name; codes are Unicode."""

    def __init__(self, name: str):
        self.face = freetype.Face(str(KATEX_FONTS / (name.removeprefix("web:") + ".ttf")))
        self.names, self.slant, self.extend, self.size = None, 0.0, 1.0, -1


@functools.cache
def packed_map() -> dict[str, dict]:
    """TeX font name -> {file, slant, extend, glyphs: {code: glyph's name in the file}}."""
    with open(PACKED / "fonts.json") as file:
        return json.load(file)


class PackedFont(Font):
    """A TeX font in a folder of packed ones: the same outlines, without TeX."""

    def __init__(self, name: str):
        entry = packed_map()[name]
        self.face = freetype.Face(str(PACKED / entry["file"]))
        self.glyphs = {int(code): glyph.encode() for code, glyph in entry["glyphs"].items()}
        self.fits = {int(code): tuple(fit) for code, fit in entry.get("fits", {}).items()}
        self.slant, self.extend, self.size = entry["slant"], entry["extend"], -1

    def index(self, code: int) -> int:
        return self.face.get_name_index(self.glyphs[code]) if code in self.glyphs else 0

    def fit(self, code: int) -> tuple[float, float, float, float]:
        return self.fits.get(code, (self.extend, 1.0, 0.0, 0.0))


@functools.cache
def font(name: str) -> Font | None:
    try:
        if name.startswith("web:"):
            return WebFont(name)
        if PACKED:
            return PackedFont(name)
        return ConcreteFont(name) if concrete(name) else Font(name)
    except (KeyError, freetype.FT_Exception):
        return None


# Sizes snap to 4% steps so that a cache of glyph pictures pays.
STEP = math.log(1.04)


@functools.lru_cache(maxsize=600_000)
def glyph(name: str, code: int, step: int, phase_x: int, phase_y: int) -> tuple[np.ndarray, int, int] | None:
    """Cached glyph picture; `step` is the em in pixels on a logarithmic scale."""
    face = font(name)
    return face.glyph(code, math.exp(step * STEP), phase_x, phase_y) if face else None


def snap(pixels: float) -> int:
    return round(math.log(pixels) / STEP)
