"""Fonts of a training set in one folder: outlines of the glyphs that it uses, for a machine without TeX (see fonts.py)."""

import json
import os
import shutil
import sys

import freetype
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from tex.fonts import KATEX_FONTS, UNSCALED, ConcreteFont, Font, font


def outline(face: freetype.Face, index: int):
    """A glyph as a CFF charstring in the font's own units; the curves of Type 1 fonts are kept as they are."""
    face.load_glyph(index, UNSCALED)
    pen, drawing = T2CharStringPen(0, None), False

    def move(to, _):
        nonlocal drawing
        if drawing:
            pen.closePath()
        drawing = True
        pen.moveTo((to.x, to.y))

    face.glyph.outline.decompose(
        None, move,
        lambda to, _: pen.lineTo((to.x, to.y)),
        lambda via, to, _: pen.qCurveTo((via.x, via.y), (to.x, to.y)),
        lambda one, two, to, _: pen.curveTo((one.x, one.y), (two.x, two.y), (to.x, to.y)),
    )  # fmt: skip
    if drawing:
        pen.closePath()
    return pen.getCharString()


def write_font(path: str, face: freetype.Face, indexes: set[int]) -> None:
    """An OpenType font of some glyphs of a face, each named by its number there."""
    names = {f"g{index}": index for index in sorted(indexes)}
    builder = FontBuilder(face.units_per_EM, isTTF=False)
    builder.setupGlyphOrder([".notdef", *names])
    empty = T2CharStringPen(0, None).getCharString()
    builder.setupCFF("Packed", {}, {".notdef": empty, **{name: outline(face, index) for name, index in names.items()}}, {})
    builder.setupHorizontalMetrics({name: (0, 0) for name in [".notdef", *names]})
    builder.setupHorizontalHeader(ascent=face.units_per_EM, descent=0)
    builder.setupCharacterMap({})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def pack_fonts(used: dict[str, set[int]], folder: str) -> None:
    """Writes fonts.json and the font files for the codes used of each font; fonts without outlines are left out."""
    os.makedirs(folder, exist_ok=True)
    entries, glyphs, faces = {}, {}, {}
    for name, codes in sorted(used.items()):
        if name.startswith("web:"):
            file = name.removeprefix("web:") + ".ttf"
            if (KATEX_FONTS / file).exists():
                shutil.copy(KATEX_FONTS / file, folder)
            continue
        found: Font | None = font(name)
        if found is None:
            print(f"{name} has no outlines", file=sys.stderr)
            continue
        file = found.file.rsplit(".", 1)[0] + ".otf"
        indexes = {code: found.index(code) for code in sorted(codes)}
        present = {code: index for code, index in indexes.items() if index}
        entries[name] = {"file": file, "slant": found.slant, "extend": found.extend, "glyphs": {code: f"g{index}" for code, index in present.items()}}
        if isinstance(found, ConcreteFont):
            entries[name]["fits"] = {code: found.fit(code) for code in present}
        faces[file] = found.face
        glyphs.setdefault(file, set()).update(present.values())
    for file, indexes in glyphs.items():
        write_font(f"{folder}/{file}", faces[file], indexes)
    with open(folder + "/fonts.json", "w") as out:
        json.dump(entries, out)
