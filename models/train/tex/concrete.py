"""Concrete fonts: TeX has metrics and Metafont sources of them, their outlines are those of OpenType and Unicode fonts.

A font here is the file that has its letters and, for each code, the glyph and where Metafont puts its ink: bearings and
accents of the outline fonts differ, so each of their glyphs is moved and stretched into that box.
"""

import functools
import re

from tex.dvi import glyph_widths

GREEK = "\U0001d6e4\U0001d6e5\U0001d6e9\U0001d6ec\U0001d6ef\U0001d6f1\U0001d6f4\U0001d6f6\U0001d6f7\U0001d6f9\U0001d6fa"
# TeX's order of small letters: \epsilon, \theta, …, then \varepsilon, \vartheta and the other variants
SMALL = "αβγδϵζηθικλμνξπρστυϕχψωεϑϖϱςφ"
UNICODE = "αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"  # from U+1D6FC on
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def italic(letter: str) -> str:
    return "\u210e" if letter == "h" else chr(0x1D434 + ord(letter) - ord("A") - 6 * (letter >= "a"))


# Codes -> characters, or names of glyphs. OT1 (TeX text) and OML (mathematics italic) are Knuth's, "The TeXbook", appendix F.
OT1 = {
    **dict(enumerate("ΓΔΘΛΞΠΣΥΦΨΩ\ufb00\ufb01\ufb02\ufb03\ufb04ı")), 17: "dotlessj", **dict(enumerate("`´ˇ˘¯˚¸ßæœøÆŒØ", 18)),
    **{code: chr(code) for code in range(33, 123)}, 34: "”", 39: "’", 60: "¡", 62: "¿", 92: "“", 94: "ˆ", 95: "˙", 96: "‘",
    **dict(enumerate("–—˝˜¨", 123)),
}  # fmt: skip
OML = {
    **dict(enumerate(GREEK)), **{code: chr(0x1D6FC + UNICODE.index(letter)) for code, letter in enumerate(SMALL, 11)},
    **{code: f"mup{digit}.os" for code, digit in enumerate(DIGITS, 48)}, **dict(enumerate(".,</>", 58)), 64: "\U0001d715",
    **{ord(letter): italic(letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"},
    96: "ℓ", 123: "\U0001d6a4", 124: "\U0001d6a5",
}  # fmt: skip

# Ink at 10 pt as Metafont draws it: left, right, lowest, highest, in thousandths of the em.
UPRIGHT_INK = {
    18: (111, 304, 515, 693), 19: (193, 385, 515, 693), 20: (108, 388, 530, 656), 21: (81, 416, 518, 693), 22: (69, 428, 563, 623),
    23: (256, 479, 545, 702), 24: (132, 367, -214, -3), 34: (33, 346, 394, 693), 92: (151, 464, 394, 693), 94: (105, 391, 536, 693),
    125: (111, 413, 521, 693), 126: (84, 413, 557, 693), 127: (102, 394, 599, 696),
}
ITALIC_INK = {
    0: (51, 720, 0, 678), 1: (51, 786, 0, 693), 2: (45, 741, -12, 693), 3: (33, 662, 0, 693), 4: (51, 774, 0, 675), 5: (48, 858, 0, 678),
    6: (57, 810, 0, 681), 7: (24, 696, 0, 693), 8: (21, 641, 0, 681), 9: (12, 687, 0, 681), 10: (78, 786, 0, 693), 11: (42, 605, -6, 461),
    12: (27, 590, -196, 699), 13: (0, 542, -208, 461), 14: (39, 449, -6, 726), 15: (48, 391, -6, 455), 16: (45, 470, -202, 714),
    17: (27, 515, -208, 461), 18: (39, 452, -6, 699), 19: (57, 343, -6, 461), 20: (54, 566, -6, 461), 21: (54, 548, -6, 693),
    22: (30, 593, -208, 461), 23: (51, 530, -3, 461), 24: (21, 443, -202, 714), 25: (24, 584, -6, 455), 26: (30, 506, -208, 461),
    27: (39, 572, -6, 455), 28: (24, 530, -6, 455), 29: (27, 539, -6, 461), 30: (48, 572, -202, 693), 31: (33, 629, -202, 461),
    32: (27, 650, -202, 693), 33: (12, 605, -6, 461), 34: (24, 431, -12, 467), 35: (27, 581, -6, 699), 36: (24, 837, -6, 455),
    37: (72, 506, -196, 461), 38: (33, 400, -102, 461), 39: (51, 620, -208, 461), 48: (42, 455, -12, 467), 49: (96, 419, 0, 464),
    50: (45, 449, 0, 467), 51: (42, 455, -208, 467), 52: (27, 470, -196, 467), 53: (48, 449, -208, 467), 54: (45, 452, -12, 653),
    55: (54, 482, -208, 488), 56: (42, 455, -12, 653), 57: (45, 452, -208, 467), 58: (84, 190, 0, 102), 59: (84, 202, -196, 102),
    60: (84, 690, -60, 557), 61: (54, 443, -250, 747), 62: (84, 690, -60, 557), 64: (39, 560, -12, 705), 65: (33, 717, 0, 693), 66: (51, 750, 0, 681),
    67: (48, 759, -12, 693), 68: (51, 801, 0, 681), 69: (51, 762, 0, 678), 70: (51, 747, 0, 678), 71: (48, 759, -12, 693), 72: (48, 858, 0, 681),
    73: (42, 473, 0, 681), 74: (87, 623, -12, 681), 75: (51, 879, 0, 681), 76: (51, 647, 0, 681), 77: (57, 1018, 0, 681), 78: (51, 855, 0, 681),
    79: (45, 741, -12, 693), 80: (51, 744, 0, 681), 81: (45, 741, -196, 693), 82: (51, 750, -12, 681), 83: (54, 641, -12, 693), 84: (12, 705, 0, 675),
    85: (69, 744, -12, 681), 86: (45, 756, -9, 681), 87: (45, 1036, -9, 681), 88: (27, 837, 0, 681), 89: (27, 747, 0, 681), 90: (57, 723, 0, 681),
    96: (0, 397, -27, 699), 97: (39, 515, -6, 461), 98: (42, 416, -6, 693), 99: (42, 428, -6, 461), 100: (39, 518, -6, 693), 101: (45, 431, -6, 461),
    102: (54, 551, -202, 699), 103: (18, 485, -202, 461), 104: (54, 566, -6, 693), 105: (27, 325, -6, 696), 106: (-15, 404, -202, 696),
    107: (54, 512, -6, 693), 108: (45, 265, -6, 693), 109: (27, 882, -6, 461), 110: (27, 602, -6, 461), 111: (42, 467, -6, 461),
    112: (-27, 503, -196, 461), 113: (39, 455, -196, 461), 114: (27, 446, -6, 461), 115: (54, 422, -6, 461), 116: (12, 328, -6, 656),
    117: (27, 575, -6, 461), 118: (27, 485, -6, 461), 119: (27, 705, -6, 461), 120: (39, 518, -6, 461), 121: (27, 509, -202, 461),
    122: (24, 473, -6, 461), 123: (27, 325, -6, 461), 124: (-15, 364, -202, 461),
}
Box = tuple[int, int, int, int]
FONTS: dict[str, tuple[str, dict[int, str], dict[int, Box]]] = {
    "ccr": ("cmunorm.pfb", OT1, UPRIGHT_INK),
    "ccti": ("cmunoti.pfb", {**OT1, 36: "£"}, {}),
    "xccmi": ("Concrete-Math.otf", OML, ITALIC_INK),
}


@functools.cache
def concrete(name: str) -> tuple[str, dict[int, str], dict[int, Box]] | None:
    """File, glyphs and their ink where it is known; None for other fonts."""
    family = re.fullmatch(r"(ccr|ccti|xccmi)(\d+)", name)
    return FONTS.get(family[1]) if family else None


@functools.cache
def wider(name: str, code: int) -> float:
    """How much wider than at 10 pt a character of a smaller design size is; their outlines are those of 10 pt."""
    ten = re.sub(r"\d+$", "10", name)
    width, normal = (glyph_widths(font).get(code, (0, 0, 0))[0] for font in (name, ten))
    return min(max(width / normal, 1.0), 1.5) if normal > 0 else 1.0
