"""Formulas -> layouts: real LaTeX typesets them, and what is kept is where each glyph stands.

usage: python typeset.py FORMULAS.jsonl OUT_DIR [--start N] [--count N] [--processes 2]
A layout file (npz) holds, for a few hundred formulas: `glyphs` int32 [G,5] (font, code, x, y, width; sp; rules have font
65535 and carry their height in `code`), `ends` int32 [F+1], `display` uint8 [F], `fonts` (names, sizes), `tokens` and
`token_ends`, all numbers; the vocabulary is made later from all files.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from tex.dvi import RULE, read_pages

BATCH = 300
# Concrete letters and text; symbols, which its authors drew for Metafont only, and bold ones are Computer Modern's.
CONCRETE = (
    r"\usepackage{concmath}"
    r"\DeclareSymbolFont{symbols}{OMS}{cmsy}{m}{n}\SetSymbolFont{symbols}{bold}{OMS}{cmsy}{b}{n}"
    r"\DeclareSymbolFont{largesymbols}{OMX}{cmex}{m}{n}\DeclareSymbolFontAlphabet{\mathcal}{symbols}"
    r"\DeclareSymbolFont{cmletters}{OML}{cmm}{m}{it}\SetSymbolFont{cmletters}{bold}{OML}{cmm}{b}{it}"
    + "".join(
        rf"\DeclareMathSymbol{{{name}}}{{\math{kind}}}{{cmletters}}{{{code}}}"
        for kind, start, names in (
            ("rel", 40, r"\leftharpoonup \leftharpoondown \rightharpoonup \rightharpoondown \lhook \rhook"),
            ("bin", 46, r"\triangleright \triangleleft"),
            ("rel", 60, "<"),
            ("rel", 62, ">"),
            ("bin", 63, r"\star"),
            ("ord", 91, r"\flat \natural \sharp"),
            ("rel", 94, r"\smile \frown"),
            ("ord", 125, r"\wp"),
        )
        for code, name in enumerate(names.split(), start)
    )
    + r"\DeclareMathAccent{\vec}{\mathord}{cmletters}{126}"
)
# Text and mathematics font pairs with their share of the formulas; papers are mostly Computer Modern and Times.
FONTS = {
    "cm": (36, ""),
    "lm": (6, r"\usepackage{lmodern}"),
    "newtx": (12, r"\usepackage{newtxtext,newtxmath}"),
    "mathptmx": (4, r"\usepackage{mathptmx}"),
    "newpx": (6, r"\usepackage{newpxtext,newpxmath}"),
    "mathpazo": (3, r"\usepackage{mathpazo}"),
    "stix": (6, r"\usepackage{stix}"),
    "stix2": (4, r"\usepackage{stix2}"),
    "libertine": (4, r"\usepackage{libertine}\usepackage[libertine]{newtxmath}"),
    "fourier": (3, r"\usepackage{fourier}"),
    "charter": (3, r"\usepackage[charter]{mathdesign}"),
    "kpfonts": (3, r"\usepackage{kpfonts}"),
    "euler": (3, r"\usepackage{eulervm}"),
    "cmbright": (3, r"\usepackage{cmbright}"),
    "arev": (2, r"\usepackage{arev}"),
    "garamond": (2, r"\usepackage[urw-garamond]{mathdesign}"),
    "xcharter": (2, r"\usepackage{XCharter}\usepackage[charter]{newtxmath}"),
    "noto": (2, r"\usepackage{notomath}"),
    "iwona": (1, r"\usepackage[math]{iwona}"),
    "anttor": (1, r"\usepackage[math]{anttor}"),
    "concrete": (2, CONCRETE),
}
NO_AMSSYMB = {"stix", "stix2"}  # they define the symbols themselves


def document(formulas: list[dict], rng: random.Random) -> tuple[str, str]:
    font = rng.choices(list(FONTS), [share for share, _ in FONTS.values()])[0]
    symbols = "" if font in NO_AMSSYMB else r"\usepackage{amssymb}"
    if font in ("newtx", "newpx", "libertine", "charter", "garamond", "kpfonts", "fourier", "arev", "xcharter", "noto"):
        symbols = ""  # loaded by the font package, or in conflict with it
    # 10 pt is the size of almost every paper; the size only sets TeX's optical sizes, pictures are scaled later
    size = rng.choice([10, 10, 10, 11, 12])
    scripts = r"\usepackage{mathrsfs}\let\mathscr\undefined\newcommand{\mathscr}[1]{\mathcal{#1}}" if font in NO_AMSSYMB else r"\usepackage{mathrsfs}"
    lines = [
        rf"\documentclass[{size}pt]{{article}}\usepackage{{amsmath}}{symbols}"
        + FONTS[font][1]
        # what they bring of their own must not replace the fonts' own symbols
        + (r"\usepackage{stmaryrd}" if font in ("cm", "lm") else "")
        + r"\usepackage{mathtools}\usepackage{cancel}"
        + (scripts if font not in NO_AMSSYMB else "")
        + r"\usepackage[active]{preview}\setlength{\textwidth}{200cm}\begin{document}"
    ]
    for formula in formulas:
        style = r"\displaystyle " if formula["d"] or rng.random() < 0.4 else ""
        source = re.sub(r"(?<!\\)%", r"\\%", formula["s"]).replace("\n", " ")
        source = re.sub(r"\\(bm|pmb|boldsymbol)(?![a-zA-Z])", r"\\boldsymbol", source)
        lines.append(rf"\begin{{preview}}${style}{source}${number(formula, rng)}\end{{preview}}")
    return "\n".join(lines) + "\n\\end{document}\n", font


def number(formula: dict, rng: random.Random) -> str:
    """Now and then an equation number to the right of a display formula; the label does not have it."""
    if not formula["d"] or rng.random() > 0.06:
        return ""
    digits = rng.choice([f"{rng.randint(1, 99)}", f"{rng.randint(1, 9)}.{rng.randint(1, 30)}", f"{rng.randint(1, 20)}{rng.choice('abc')}"])
    return rf"\hskip {rng.uniform(2.5, 12):.1f}em ({digits})"


def typeset(job: tuple[int, list[dict], str]) -> tuple[int, int, int, str]:
    """Typesets one batch; returns its number, kept formulas, all formulas, and the font set."""
    number, formulas, out = job
    rng = random.Random(number)
    text, font = document(formulas, rng)
    folder = tempfile.mkdtemp()
    quiet = dict(cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        with open(folder + "/a.tex", "w") as file:
            file.write(text)
        subprocess.run(["latex", "-interaction=nonstopmode", "a.tex"], timeout=120, **quiet)
        with open(folder + "/a.log", errors="ignore") as file:
            log = file.read()
        # one formula a line, after the preamble's line
        bad = {int(found) - 2 for found in re.findall(r"^l\.(\d+)", log, re.M)}
        subprocess.run(["dvicopy", "a.dvi", "b.dvi"], timeout=60, **quiet)
        if not os.path.exists(folder + "/b.dvi"):
            return number, 0, len(formulas), font
        pages, fonts = read_pages(folder + "/b.dvi")
        if len(pages) != len(formulas):
            return number, 0, len(formulas), font
        glyphs: list[tuple] = []
        ends, display, tokens, token_ends = [0], [], [], [0]
        for index, (page, formula) in enumerate(zip(pages, formulas)):
            if index in bad or not page:
                continue
            for glyph_font, code, x, y, width, height, depth in page:
                glyphs.append((glyph_font, height if glyph_font == RULE else code, x, y, width))
            ends.append(len(glyphs))
            display.append(formula["d"])
            tokens.extend(formula["t"])
            token_ends.append(len(tokens))
        np.savez_compressed(
            f"{out}/{number:05d}.npz",
            glyphs=np.array(glyphs, np.int32).reshape(-1, 5),
            ends=np.array(ends, np.int32),
            display=np.array(display, np.uint8),
            fonts=np.array([name for name, _ in fonts]),
            sizes=np.array([size for _, size in fonts], np.int32),
            tokens=np.array(tokens),
            token_ends=np.array(token_ends, np.int32),
        )
        return number, len(display), len(formulas), font
    except (ValueError, IndexError, KeyError, subprocess.TimeoutExpired) as error:
        print(f"batch {number} ({font}): {error!r}", flush=True)
        return number, 0, len(formulas), font
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formulas")
    parser.add_argument("out")
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, default=10**9)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    with open(args.formulas) as file:
        formulas = [json.loads(line) for line in file]
    random.Random(0).shuffle(formulas)
    jobs = [
        (start // BATCH, formulas[start : start + BATCH], args.out)
        for start in range(args.start, min(args.start + args.count, len(formulas)), BATCH)
    ]
    started, kept, total = time.time(), 0, 0
    by_font: dict[str, list[int]] = {}
    with ProcessPoolExecutor(args.processes) as pool:
        for number, good, all_, font in pool.map(typeset, jobs):
            kept += good
            total += all_
            entry = by_font.setdefault(font, [0, 0])
            entry[0] += good
            entry[1] += all_
            if number % 100 == 0:
                print(f"{number}: {kept}/{total}, {kept / (time.time() - started):.0f}/s", flush=True)
    print({font: f"{good}/{all_}" for font, (good, all_) in by_font.items()})


if __name__ == "__main__":
    main()
