"""Concrete fonts are drawn from other fonts' outlines: each letter has ink, about as wide as its TeX metrics say."""

import os
import struct
import sys
import tempfile
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from tex import fonts  # noqa: E402
from tex.concrete import FONTS  # noqa: E402
from tex.dvi import glyph_widths  # noqa: E402
from tex.packed import pack_fonts  # noqa: E402

EM = 400
LETTERS = [*range(65, 91), *range(97, 123)]
CHECKED = {"ccr10": [*range(17), *range(48, 58), *LETTERS], "xccmi10": [*range(40), 64, 96, *LETTERS, 123, 124]}
MISSING = [name for name in (*(f"{name}.tfm" for name in CHECKED), *(file for file, _, _ in FONTS.values())) if not fonts.kpsewhich(name)]


def ink(font: fonts.Font, code: int) -> tuple[float, float]:
    """Left and right edge of a glyph in parts of the em."""
    image, left, _ = font.glyph(code, EM, 0, 0)
    columns = np.flatnonzero(image.max(0) > 127)
    return (left + columns[0]) / EM, (left + columns[-1] + 1) / EM


def italic_corrections(name: str) -> dict[int, float]:
    """Of each character of a TFM file, in parts of the size (format: Knuth, "TeX: The Program", part 30)."""
    with open(fonts.kpsewhich(name + ".tfm"), "rb") as file:
        data = file.read()
    _, header, first, last, widths, heights, depths = struct.unpack(">7H", data[:14])
    info = 24 + 4 * header
    table = info + 4 * (last - first + 1 + widths + heights + depths)
    places = {code: table + 4 * (data[info + 4 * (code - first) + 2] >> 2) for code in range(first, last + 1)}
    return {code: struct.unpack_from(">i", data, at)[0] / 2**20 for code, at in places.items()}


@unittest.skipIf(fonts.PACKED or MISSING, f"TeX has no {', '.join(MISSING)}")
class Concrete(unittest.TestCase):
    def test_advances_of_text_are_those_of_the_metrics(self):
        font, widths = fonts.font("ccr10"), glyph_widths("ccr10")
        for code in CHECKED["ccr10"]:
            font.face.load_glyph(font.index(code), fonts.UNSCALED)
            width = font.face.glyph.advance.x / font.face.units_per_EM
            self.assertLess(abs(width - widths[code][0] / 2**20), 0.03, code)

    def test_ink_fills_the_width_of_the_metrics(self):
        for name, codes in CHECKED.items():
            font, widths, corrections = fonts.font(name), glyph_widths(name), italic_corrections(name)
            for code in codes:
                left, right = ink(font, code)
                width = widths[code][0] / 2**20
                # letters that lean out of their box reach at most to their italic correction
                self.assertTrue(-0.03 < left < 0.13, (name, code, left))
                self.assertTrue(width - 0.14 < right < width + corrections[code] + 0.03, (name, code, right, width))

    def test_small_sizes_are_wider(self):
        for name in CHECKED:
            small, ten = (ink(fonts.font(name.replace("10", size)), ord("m")) for size in ("5", "10"))
            self.assertGreater(small[1] - small[0], 1.15 * (ten[1] - ten[0]))

    def test_packed_fonts_draw_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            pack_fonts({name: set(codes) for name, codes in CHECKED.items()}, folder)
            packed, fonts.PACKED = fonts.PACKED, fonts.Path(folder)
            fonts.packed_map.cache_clear()
            try:
                for name, codes in CHECKED.items():
                    font = fonts.PackedFont(name)
                    for code in codes:
                        one, other = (drawn.glyph(code, 40, 1, 1) for drawn in (font, fonts.font(name)))
                        self.assertEqual(one[1:], other[1:])
                        self.assertLess(np.abs(one[0].astype(int) - other[0]).max(), 16)
            finally:
                fonts.PACKED = packed
                fonts.packed_map.cache_clear()


if __name__ == "__main__":
    unittest.main()
