"""Scenes drawn by LaTeX itself, with TikZ, circuitikz and pgfplots, many to a run.

usage: python -m diagrams.tikz OUT_DIR [--count 300] [--held-out] [--seed 0] [--plots 0.2] [--plotted 0.0]
Writes PNG files and problems.jsonl as draw.py does, and problems.pickle, which diagrams/batches.py mixes in.
"""

import argparse
import glob
import json
import os
import pickle
import re
import subprocess
import tempfile

import numpy as np
from PIL import Image

from diagrams.plots import axis
from diagrams.pointers import Stood
from diagrams.problem import Problem
from diagrams.raster import Raster
from diagrams.sample import FAMILIES, problem
from diagrams.scene import Label, Part, Path, Scene, strokes
from diagrams.style import sample_style

BATCH = 40
SCALE = 0.92  # centimeters of a scene's unit
BORDER = 4.0  # points around a picture
TRAINED = ["", r"\usepackage{newtxtext,newtxmath}", r"\usepackage{cmbright}", r"\usepackage{mathpazo}", r"\usepackage{kpfonts}"]
UNSEEN = [r"\usepackage{fourier}", r"\usepackage{eulervm}", r"\usepackage[charter]{mathdesign}"]
SYMBOLS = {"R": "R", "C": "C", "battery": "battery1", "switch": "nos"}


def point(p: tuple[float, float]) -> str:
    return f"({p[0]:.3f},{p[1]:.3f})"


def drawn(item: Path | Label | Part, coil: bool, name: str = "") -> str:
    if isinstance(item, Label):
        # TikZ's anchor is the side of the box that stands at the point
        x, y = (0 if abs(v) < 0.5 else int(np.sign(v)) for v in item.anchor)
        anchor = {(0, 0): "center", (0, -1): "south", (0, 1): "north", (-1, 0): "west", (1, 0): "east"}.get((x, y))
        anchor = anchor or ("south " if y < 0 else "north ") + ("west" if x < 0 else "east")
        size = r"\small " if item.size < 0.95 else ""
        return rf"\node[anchor={anchor},inner sep=1pt] {name} at {point(item.at)} {{{size}{item.text}}};"
    if isinstance(item, Part) and item.kind in SYMBOLS:
        return rf"\draw {point(item.start)} to[{SYMBOLS[item.kind]}] {point(item.end)};"
    if isinstance(item, Part):
        if coil:
            return rf"\draw[decorate,decoration={{coil,aspect=0.5,segment length=2mm,amplitude=1.6mm}}] {point(item.start)} -- {point(item.end)};"
        return "\n".join(drawn(path, coil) for path in strokes(item))
    look = [f"line width={0.5 * item.width:.2f}pt"]
    if item.dashed:
        look.append("dashed")
    if item.arrow:
        look.append(("latex" if "<" in item.arrow else "") + "-" + ("latex" if ">" in item.arrow else ""))
    if item.fill is not None:
        look.append("fill=black" if item.fill < 0.2 else "fill=shade")
    return rf"\draw[{','.join(look)}] {' -- '.join(map(point, item.points))}{' -- cycle' if item.closed else ''};"


def asked(node: str, anchor: str) -> str:
    """Has LaTeX write into its log where a node's anchor is, in points from the origin."""
    return rf"\pgfpointanchor{{{node}}}{{{anchor}}}\typeout{{AT \csname the\endcsname\csname pgf@x\endcsname\space\csname the\endcsname\csname pgf@y\endcsname}}"


def document(scenes: list[Scene], rng: np.random.Generator, unseen: bool, plots: float) -> str:
    fonts = UNSEEN if unseen else TRAINED
    form = "european" if unseen else "american"
    lines = [
        rf"\documentclass[tikz,border={BORDER}pt]{{standalone}}\usepackage{{amsmath}}" + fonts[int(rng.integers(len(fonts)))],
        rf"\usepackage[{form}]{{circuitikz}}\usepackage{{pgfplots}}\pgfplotsset{{compat=1.18}}\usetikzlibrary{{decorations.pathmorphing}}\begin{{document}}",
    ]
    for scene in scenes:
        shade = int(rng.integers(8, 30))
        coil = bool(rng.random() < 0.5)
        plotted = scene.plot is not None and rng.random() < plots
        # names of nodes, by which LaTeX tells where labels have come to stand
        body = axis(scene.plot, rng) if plotted else "\n".join(drawn(item, coil, f"(n{k})") for k, item in enumerate(scene.items))
        told = [] if plotted else [asked("current bounding box", "south west"), asked("current bounding box", "north east")]
        told += [] if plotted else [asked(f"n{k}", side) for k, item in enumerate(scene.items) if isinstance(item, Label) for side in ("west", "east")]
        lines.append(rf"\colorlet{{shade}}{{{'black' if rng.random() < 0.6 else ['blue', 'red', 'green', 'orange'][int(rng.integers(4))]}!{shade}}}")
        unit = "" if plotted else f"[x={SCALE}cm,y={SCALE}cm]"
        lines.append(rf"\begin{{tikzpicture}}{unit}" + "\n" + "\n".join([r"\typeout{PICTURE}", body, *told]) + r"\end{tikzpicture}")
    return "\n".join([*lines, r"\end{document}"])


def stood(told: str, dots: float, height: int) -> Stood | None:
    """What LaTeX wrote of one picture; None of one that pgfplots drew."""
    at = [(float(x), float(y)) for x, y in re.findall(r"^AT (-?[\d.]+)pt (-?[\d.]+)pt$", told, re.M)]
    if not at:
        return None
    pixels = dots / 72.27
    (left, low), _, *sides = at
    place = lambda x, y: ((x - left + BORDER) * pixels, height - (y - low + BORDER) * pixels)  # noqa: E731
    # the middle of the first letter and of the last is an inner sep and half a letter from the node's sides
    ends = [(place(a + 3.2, y), place(b - 3.2, y)) for (a, y), (b, _) in zip(sides[::2], sides[1::2])]
    return Stood(ends, place(0, 0), SCALE * 28.4528 * pixels)


def pictures(scenes: list[Scene], rng: np.random.Generator, unseen: bool, plots: float) -> list[tuple[Image.Image, Stood | None]] | None:
    """Gray pictures of the scenes at one size of letters, and where things are in them; None where LaTeX fails."""
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/a.tex", "w") as file:
            file.write(document(scenes, rng, unseen, plots))
        quiet = dict(cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"], timeout=300, **quiet)
        if not os.path.exists(folder + "/a.pdf"):
            return None
        dots = rng.uniform(6.6, 9.2) * 72.27 / 4.3  # an inch
        subprocess.run(["pdftocairo", "-png", "-gray", "-r", f"{dots:.0f}", "a.pdf", "p"], timeout=300, **quiet)
        pages = sorted(glob.glob(folder + "/p*.png"))
        if len(pages) != len(scenes):
            return None
        drawn_pages = [Image.open(page).copy() for page in pages]
        with open(folder + "/a.log", errors="replace") as file:
            told = file.read().split("\nPICTURE\n")[1:]
        return [(page, stood(text, dots, page.height)) for page, text in zip(drawn_pages, told, strict=True)]


def spaced(made: Problem, rng: np.random.Generator) -> bool:
    return not Raster(made.scene, sample_style(rng), rng).crowded()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plots", type=float, default=0.0, help="share of problems that pgfplots can draw, beyond what comes by itself")
    parser.add_argument("--plotted", type=float, default=0.0, help="share of charts and graphs that pgfplots draws; of those no places are known")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    rng = np.random.default_rng(args.seed)
    kept: list[tuple[Problem, bytes, Stood | None]] = []
    names = list(FAMILIES)
    while len(kept) < args.count:
        batch = []
        while len(batch) < min(BATCH, args.count - len(kept)):
            wanted = rng.random() < args.plots
            made = problem(rng, names[int(rng.integers(len(names)))], args.held_out)
            if made and (made.scene.plot or not wanted) and spaced(made, rng):
                batch.append(made)
        drawings = pictures([made.scene for made in batch], rng, args.held_out, args.plotted)
        if drawings is None:
            print("a batch was refused by LaTeX")
            continue
        for made, (picture, where) in zip(batch, drawings):
            name = f"tikz-{len(kept):05d}.png"
            picture.save(f"{args.out}/{name}")
            with open(f"{args.out}/{name}", "rb") as file:
                kept.append((made, file.read(), where))
    with open(args.out + "/problems.pickle", "wb") as file:
        pickle.dump(kept, file)
    with open(args.out + "/problems.jsonl", "w") as file:
        for k, (made, _, _) in enumerate(kept):
            row = {"file": f"tikz-{k:05d}.png", "family": made.family, "question": made.question, "thought": made.think(), "answer": made.answer, "unit": made.unit}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{len(kept)} problems in {args.out}")


if __name__ == "__main__":
    main()
