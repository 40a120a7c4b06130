"""Charts and graphs as pgfplots draws them: what a scene shows with an axis, told by its numbers in place of its strokes."""

from dataclasses import dataclass, field

import numpy as np

SMALL, TINY = r"\small", r"\footnotesize"
ESCAPED = {"%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_"}


@dataclass
class Chart:
    """Values over names; `kind` "bars", "lying" or "line", `tops`: the values stand at the ends."""

    kind: str
    names: list[str]
    values: list[int]
    top: int
    told: list[int]  # numbers at the axis
    grid: bool
    tops: bool = False


@dataclass
class Plane:
    """Curves and named points between axes."""

    x: tuple[int, int]
    y: tuple[int, int]
    grid: bool
    step: int
    ends: tuple[str, str]
    curves: list[list[tuple[float, float]]] = field(default_factory=list)
    points: list[tuple[str, int, int]] = field(default_factory=list)


def listed(values) -> str:
    return ",".join(f"{value:g}" if isinstance(value, (int, float)) else "{" + "".join(ESCAPED.get(c, c) for c in value) + "}" for value in values)


def pick(rng: np.random.Generator, options: list[str]) -> str:
    return options[int(rng.integers(len(options)))]


def tick_font(rng: np.random.Generator) -> str:
    return f"tick label style={{font={pick(rng, ['', SMALL, SMALL, TINY])}}}"


def chart(plot: Chart, rng: np.random.Generator) -> str:
    count, lying = len(plot.names), plot.kind == "lying"
    along, across = ("y", "x") if lying else ("x", "y")
    room = count * max(0.2 * max(map(len, plot.names)) + 0.2, float(rng.uniform(0.8, 1.2)))
    long, high = float(rng.uniform(3.2, 4.8)), float(rng.uniform(2.5, 4.0))
    width, height = (long, count * float(rng.uniform(0.6, 0.9))) if lying else (room, high)
    look = [
        "scale only axis", f"width={width:.2f}cm", f"height={height:.2f}cm", tick_font(rng),
        f"{along}min=-0.6", f"{along}max={count - 0.4:g}", f"{along}tick={{{listed(range(count))}}}", f"{along}ticklabels={{{listed(plot.names)}}}",
        f"{across}min=0", f"{across}max={plot.top * float(rng.uniform(1.0, 1.1)):g}", f"{across}tick={{{listed(plot.told)}}}",
        pick(rng, ["axis lines=box", "axis lines=left", "axis lines*=left", "tick align=outside"]),
    ]  # fmt: skip
    if lying:
        look.append("y dir=reverse")
    if plot.grid:
        look.append(f"{across}majorgrids")
    if plot.kind != "line":
        thick = (height if lying else width) / count * float(rng.uniform(0.4, 0.75))
        look += ["xbar" if lying else "ybar", f"bar width={thick:.2f}cm"]
    if plot.tops:
        look.append("nodes near coords")
    pairs = " ".join(f"({value},{k})" if lying else f"({k},{value})" for k, value in enumerate(plot.values))
    drawn = "fill=shade" if plot.kind != "line" else pick(rng, ["mark=*", "mark=square*", "mark=o", "mark=x,thick", "mark=triangle*"])
    return rf"\begin{{axis}}[{','.join(look)}]\addplot[{drawn}] coordinates {{{pairs}}};\end{{axis}}"


def plane(plot: Plane, rng: np.random.Generator) -> str:
    unit = float(rng.uniform(0.45, 0.65))
    spans = [(low, high, f"{(high - low + 1.2) * unit:.2f}cm") for low, high in (plot.x, plot.y)]
    (left, right, width), (low, high, tall) = spans
    ticks = lambda start, end: listed([v for v in range(start, end + 1) if v and v % plot.step == 0])  # noqa: E731
    look = [
        "scale only axis", "clip=false", "axis lines=middle", f"width={width}", f"height={tall}", tick_font(rng),
        f"xmin={left - 0.6}", f"xmax={right + 0.6}", f"ymin={low - 0.6}", f"ymax={high + 0.6}", f"xtick={{{ticks(left, right)}}}", f"ytick={{{ticks(low, high)}}}",
    ]  # fmt: skip
    look += [f"{name}={{{end}}}" for name, end in zip(("xlabel", "ylabel"), plot.ends) if end]
    if plot.grid:
        look.append(pick(rng, ["grid=both", "grid=major,grid style={dashed}"]))
    lines = []
    for curve in plot.curves:
        pairs = " ".join(f"({x:.3f},{y:.3f})" for x, y in curve)
        lines.append(rf"\addplot[{pick(rng, ['thick', 'very thick'])},no marks] coordinates {{{pairs}}};")
    for name, x, y in plot.points:
        side = ("south" if y > 0 else "north") + (" west" if x > 0 else " east")
        lines.append(rf"\addplot[only marks,mark=*] coordinates {{({x},{y})}};\node[anchor={side}] at (axis cs:{x},{y}) {{${name}$}};")
    return rf"\begin{{axis}}[{','.join(look)}]{''.join(lines)}\end{{axis}}"


def axis(plot: Chart | Plane, rng: np.random.Generator) -> str:
    """The axis environment of a plot, in one of the usual looks."""
    return chart(plot, rng) if isinstance(plot, Chart) else plane(plot, rng)
