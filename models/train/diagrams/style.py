"""How a figure is drawn: fonts, line width, colors, jitter. Some styles are kept for evaluation alone."""

import subprocess
from dataclasses import dataclass
from functools import cache

import numpy as np

# family, italic companion
TRAINED_FONTS = [
    ("LM Roman 10", "LM Roman 10:italic"), ("Nimbus Roman", "Nimbus Roman:italic"), ("P052", "P052:italic"),
    ("DejaVu Serif", "DejaVu Serif:italic"), ("Nimbus Sans", "Nimbus Sans:italic"), ("DejaVu Sans", "DejaVu Sans:oblique"),
    ("LM Sans 10", "LM Roman 10:italic"), ("Utopia", "Utopia:italic"),
]  # fmt: skip
# files of TeX Live, drawn half of the time; those that are not installed are left out
MORE_FONTS = [
    ("SourceSansPro-Regular.otf", "SourceSansPro-RegularIt.otf"), ("SourceSerifPro-Regular.otf", "SourceSerifPro-RegularIt.otf"), ("Roboto-Regular.otf", "Roboto-Italic.otf"),
    ("RobotoSerif-Regular.otf", "RobotoSerif-Italic.otf"), ("Carlito-Regular.ttf", "Carlito-Italic.ttf"), ("LibertinusSerif-Regular.otf", "LibertinusSerif-Italic.otf"),
    ("LibertinusSans-Regular.otf", "LibertinusSans-Italic.otf"), ("FiraSans-Regular.otf", "FiraSans-Italic.otf"), ("IBMPlexSans-Regular.otf", "IBMPlexSans-Italic.otf"),
    ("IBMPlexSerif-Regular.otf", "IBMPlexSerif-Italic.otf"), ("Merriweather-Regular.otf", "Merriweather-Italic.otf"), ("ComicNeueAngular-Regular.otf", "ComicNeueAngular-RegularItalic.otf"),
    ("EBGaramond-Regular.otf", "EBGaramond-Italic.otf"), ("KpRoman-Regular.otf", "KpRoman-Italic.otf"), ("KpSans-Regular.otf", "KpSans-Italic.otf"), ("Nunito-Regular.otf", "Nunito-Italic.otf"),
    ("Iwona-Regular.otf", "Iwona-Italic.otf"), ("AntykwaTorunska-Regular.otf", "AntykwaTorunska-Italic.otf"), ("LibreBaskerville-Regular.ttf", "LibreBaskerville-Italic.ttf"),
    ("QuattrocentoSans-Regular.ttf", "QuattrocentoSans-Italic.ttf"), ("NewCM10-Regular.otf", "NewCM10-Italic.otf"), ("NewCMSans10-Regular.otf", "NewCMSans10-Oblique.otf"),
    ("Bitter-Regular.ttf", "Bitter-Italic.ttf"), ("LibreFranklin-Regular.otf", "LibreFranklin-Italic.otf"), ("DroidSerif-Regular.ttf", "DroidSerif-Italic.ttf"),
    ("GoMono-Regular.ttf", "GoMono-Regular-Italic.ttf"), ("Erewhon-Regular.otf", "Erewhon-Italic.otf"),
]  # fmt: skip
UNSEEN_FONTS = [("C059", "C059:italic"), ("URW Bookman", "URW Bookman:italic"), ("URW Gothic", "URW Gothic:oblique"), ("Bitstream Charter", "Bitstream Charter:italic")]


@cache
def font_file(pattern: str) -> str:
    name, _, slant = pattern.partition(":")
    wanted = f"{name}:style={slant.capitalize()}" if slant else f"{name}:style=Regular"
    return subprocess.run(["fc-match", "-f", "%{file}", wanted], capture_output=True, text=True, check=True).stdout


@cache
def more_fonts() -> list[tuple[str, str]]:
    """Paths of the installed pairs of MORE_FONTS, as kpsewhich finds them."""
    found = [[subprocess.run(["kpsewhich", name], capture_output=True, text=True, check=False).stdout.strip() for name in pair] for pair in MORE_FONTS]
    return [(regular, italic) for regular, italic in found if regular and italic]


def sample_fonts(rng: np.random.Generator, unseen: bool) -> tuple[str, str]:
    if not unseen and more_fonts() and rng.random() < 0.5:
        return more_fonts()[rng.integers(len(more_fonts()))]
    regular, italic = (UNSEEN_FONTS if unseen else TRAINED_FONTS)[rng.integers(4 if unseen else len(TRAINED_FONTS))]
    return font_file(regular), font_file(italic)


@dataclass
class Style:
    regular: str
    italic: str
    x_height: float  # pixels of a label of size 1
    line: float  # width of an ordinary stroke in x-heights
    jitter: float  # how far a hand strays, in x-heights; 0: a ruler
    paper: tuple[int, int, int]
    ink: tuple[int, int, int]
    shade: tuple[int, int, int]
    accent: tuple[int, int, int]
    fills: bool
    label_box: bool  # labels stand on paper of their own
    letter: float  # x-height of a label of size 1 in the scene's units: how large the letters are beside the figure


def color(rng: np.random.Generator, low: int, high: int) -> tuple[int, int, int]:
    return tuple(int(v) for v in rng.integers(low, high, 3))


def sample_style(rng: np.random.Generator, unseen: bool = False) -> Style:
    """`unseen`: a style from those that training never draws."""
    regular, italic = sample_fonts(rng, unseen)
    hand = rng.random() < (0.5 if unseen else 0.3)
    dark = rng.random() < 0.15
    paper = (255, 255, 255) if rng.random() < 0.6 else color(rng, 232, 256)
    ink = (0, 0, 0) if rng.random() < 0.6 else color(rng, 0, 90)
    if dark:
        paper, ink = color(rng, 10, 50), color(rng, 205, 256)
    mixed = tuple(int(0.8 * p + 0.2 * i) for p, i in zip(paper, ink))
    tint = color(rng, 30, 90) if dark else color(rng, 150, 240)
    return Style(
        regular=regular,
        italic=italic,
        x_height=float(rng.uniform(6.6, 9.2)),
        line=float(rng.uniform(0.13, 0.3)),
        jitter=float(rng.uniform(0.15, 0.5) if unseen else rng.uniform(0.05, 0.32)) if hand else 0.0,
        paper=paper,
        ink=ink,
        shade=mixed if rng.random() < 0.5 else tint,
        accent=ink if rng.random() < 0.6 else (color(rng, 120, 230) if dark else color(rng, 20, 160)),
        fills=bool(rng.random() < 0.8),
        label_box=bool(rng.random() < 0.85),
        letter=float(rng.uniform(0.16, 0.23)),
    )
