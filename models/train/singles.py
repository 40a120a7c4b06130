"""Single symbols and digits in fonts that training never sees, clean, 10 to 40 px x-height, as a folder that `eval` reads.

usage: python singles.py PACK OUT_DIR [--count 200]
PACK/fonts.json (pack.py) names the TeX fonts of the training set; a symbol whose glyph comes from one of them is left
out. Letters are italic and digits upright, as in formulas. What no reader can tell apart by itself is left out too:
one of two letters that differ by size alone (x stands for X too), sums and capital sigmas, wedges and capital lambdas,
dots and bars.
"""

import argparse
import json
import os
import re
import subprocess
import tempfile

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from compose import Unprintable, picture
from tex.dvi import RULE, read_pages

# LaTeX packages with text and mathematics of their own, none of them in typeset.py
PACKAGES = {
    "cochineal": r"\usepackage{cochineal}\usepackage[cochineal]{newtxmath}",
    "ebgaramond": r"\usepackage{ebgaramond}\usepackage[ebgaramond]{newtxmath}",
    "fouriernc": r"\usepackage{fouriernc}",
    "newtxsf": r"\usepackage{newtxsf}",
    "kurier": r"\usepackage[math]{kurier}",
    "bookman": r"\usepackage{bookman}\usepackage[italic]{mathastext}",
    "ptserif": r"\usepackage{PTSerif}\usepackage[italic]{mathastext}",
    "venturis": r"\usepackage{venturis}\usepackage[italic]{mathastext}",
}
# Upright and italic files of the system, where they are installed
FILES = [
    ("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Italic.ttf"),
    ("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", "/usr/share/fonts/truetype/liberation/LiberationSans-Italic.ttf"),
    ("/usr/share/fonts/opentype/urw-base35/URWBookman-Light.otf", "/usr/share/fonts/opentype/urw-base35/URWBookman-LightItalic.otf"),
    ("/usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf", "/usr/share/fonts/opentype/urw-base35/NimbusSans-Italic.otf"),
]
DIGITS = list("0123456789")
LETTERS = list("abdefghkmnpqrtxy" + "ABDEFGHKLMNPQRTY")
GREEK = [
    "\\" + name for name in
    "alpha beta gamma delta zeta eta theta lambda mu xi pi rho sigma tau chi psi omega Gamma Theta Xi Phi Psi Omega".split()
]  # fmt: skip
SIGNS = ["+", "=", "<", ">", "(", ")", "[", "]"] + [
    "\\" + name for name in
    "leq geq neq approx equiv infty partial nabla in subset subseteq rightarrow Rightarrow leftrightarrow times pm div int forall exists".split()
]  # fmt: skip
SHARES = [(DIGITS, 0.25), (LETTERS, 0.4), (GREEK, 0.2), (SIGNS, 0.15)]


def layouts(package: str, symbols: list[str], seen: set[str]) -> dict[str, dict]:
    """Layout of each symbol that the package prints with fonts not `seen`; empty where LaTeX has no such package."""
    lines = [rf"\documentclass{{article}}\usepackage{{amsmath}}{package}\usepackage[active]{{preview}}\begin{{document}}"]
    lines += [rf"\begin{{preview}}$\displaystyle {symbol}$\end{{preview}}" for symbol in symbols]
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/a.tex", "w") as file:
            file.write("\n".join(lines) + "\n\\end{document}\n")
        quiet = dict(cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        subprocess.run(["latex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"], timeout=300, **quiet)
        subprocess.run(["dvicopy", "a.dvi", "b.dvi"], timeout=60, **quiet)
        if not os.path.exists(folder + "/b.dvi"):
            return {}
        pages, fonts = read_pages(folder + "/b.dvi")
    names, sizes = [name for name, _ in fonts], np.array([size for _, size in fonts])
    out = {}
    for symbol, page in zip(symbols, pages):
        glyphs = np.array([(font, height if font == RULE else code, x, y, width) for font, code, x, y, width, height, _ in page], np.int32)
        printed = {family(names[font]) for font, *_ in page if font != RULE}
        if printed and not printed & seen:
            out[symbol] = {"glyphs": glyphs, "names": names, "sizes": sizes}
    return out


def family(name: str) -> str:
    """A TeX font without its design size."""
    return re.sub(r"\d+$", "", name)


def from_file(path: str, character: str, x_height: float) -> np.ndarray:
    """Gray uint8 [H,W], black on white, of one character of a font file."""
    left, top, right, bottom = ImageFont.truetype(path, 1000).getbbox("x")
    font = ImageFont.truetype(path, round(1000 * x_height / (bottom - top)))
    left, top, right, bottom = font.getbbox(character)
    image = Image.new("L", (right - left + 8, bottom - top + 8), 255)
    ImageDraw.Draw(image).text((4 - left, 4 - top), character, fill=0, font=font)
    return np.asarray(image)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack")
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=200)
    args = parser.parse_args()
    with open(args.pack + "/fonts.json") as file:
        seen = {family(font["name"]) for font in json.load(file)}
    every = [symbol for symbols, _ in SHARES for symbol in symbols]
    found = {name: layouts(package, every, seen) for name, package in PACKAGES.items()}
    print({name: len(symbols) for name, symbols in found.items()})
    files = [pair for pair in FILES if all(map(os.path.exists, pair))]
    os.makedirs(args.out, exist_ok=True)
    rng = np.random.default_rng(0)
    written, used = 0, set()
    with open(args.out + "/labels.jsonl", "w") as labels:
        for symbols, share in SHARES:
            end = args.count if symbols is SIGNS else written + round(share * args.count)
            places = [(symbol, name) for name, known in found.items() for symbol in symbols if symbol in known]
            if len(symbols[-1]) == 1:
                places += [(symbol, pair[symbol.isalpha()]) for pair in files for symbol in symbols]
            # every symbol comes before any comes again, and the font is left to chance
            rng.shuffle(places)
            turn: dict[str, int] = {}
            order = []
            for place in places:
                turn[place[0]] = turn.get(place[0], 0) + 1
                order.append((turn[place[0]], place))
            for _, (symbol, font) in sorted(order, key=lambda item: item[0]):
                if written == end:
                    break
                x_height = float(np.exp(rng.uniform(np.log(10), np.log(40))))
                try:
                    image = 255 - picture(found[font][symbol], None, x_height)[0] if font in found else from_file(font, symbol, x_height)
                except Unprintable:  # a font without outlines
                    continue
                Image.fromarray(image).save(f"{args.out}/{written:04d}.png")
                labels.write(json.dumps({"file": f"{written:04d}.png", "latex": symbol}) + "\n")
                used.add(os.path.basename(font))
                written += 1
    print(f"{written} pictures in {args.out}, in {', '.join(sorted(used))}")


if __name__ == "__main__":
    main()
