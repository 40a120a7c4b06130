"""Scene and style -> a gray picture, drawn at four times its size and averaged down."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from diagrams.labels import Run, runs
from diagrams.scene import Label, Part, Path, Point, Scene, strokes
from diagrams.style import Style

OVER = 4
FALLBACK = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@lru_cache(maxsize=512)
def font(path: str, x_height: float) -> ImageFont.FreeTypeFont:
    left, top, right, bottom = ImageFont.truetype(path, 1000).getbbox("x")
    return ImageFont.truetype(path, max(4, round(1000 * x_height / (bottom - top))))


@lru_cache(maxsize=4096)
def has_glyph(path: str, character: str) -> bool:
    chosen = ImageFont.truetype(path, 40)
    return bytes(chosen.getmask(character)) != bytes(chosen.getmask("\U0010fffe"))


def face(style: Style, run: Run, character: str, x_height: float) -> ImageFont.FreeTypeFont:
    path = style.italic if run.italic else style.regular
    if not has_glyph(path, character):
        path = style.regular if has_glyph(style.regular, character) else FALLBACK
    return font(path, round(x_height * (0.7 if run.level else 1.0), 1))


@dataclass(frozen=True)
class Glyph:
    """A character of a label and its center in pixels of the picture."""

    label: Label
    character: str
    x: float
    y: float


class Raster:
    def __init__(self, scene: Scene, style: Style, rng: np.random.Generator):
        self.style, self.rng = style, rng
        self.unit = OVER * style.x_height / style.letter
        self.scene = scene
        self.labels = [self.place(item) for item in scene.items if isinstance(item, Label)]
        xs = [p[0] for path in self.paths() for p in path.points] + [x for box, _, _ in self.labels for x in (box[0], box[2])]
        ys = [p[1] for path in self.paths() for p in path.points] + [y for box, _, _ in self.labels for y in (box[1], box[3])]
        margin = float(rng.uniform(0.12, 0.5))
        self.left, self.top = min(xs) - margin, max(ys) + margin
        width, height = (max(xs) + margin - self.left) * self.unit, (self.top - min(ys) + margin) * self.unit
        self.glyphs: list[Glyph] = []
        self.image = Image.new("RGB", (math.ceil(width / OVER) * OVER, math.ceil(height / OVER) * OVER), style.paper)
        self.draw = ImageDraw.Draw(self.image)

    def crowded(self) -> bool:
        """Two labels stand on one another."""
        boxes = [box for box, _, _ in self.labels]
        return any(
            min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1]) + 0.08
            for k, a in enumerate(boxes) for b in boxes[:k]
        )  # fmt: skip

    def paths(self) -> list[Path]:
        return [path for item in self.scene.items for path in (strokes(item) if isinstance(item, Part) else [item] if isinstance(item, Path) else [])]

    def place(self, label: Label):
        """Box of a label in the scene's units, its pieces, and the pieces' offsets in pixels."""
        x_height = OVER * self.style.x_height * label.size
        pieces, x = [], 0.0
        for run in runs(label.text):
            for character in run.text:
                chosen = face(self.style, run, character, x_height)
                lift = {1: -0.75, -1: 0.45, 0: 0.0}[run.level] * x_height
                pieces.append((character, chosen, x, lift))
                x += chosen.getlength(character)
        width, up, down = x / self.unit, 1.75 * x_height / self.unit, 0.55 * x_height / self.unit
        # the box reaches from descender to capital; labels are centered on their letters
        left = label.at[0] - width * (label.anchor[0] + 1) / 2
        bottom = label.at[1] - (up + down) * (label.anchor[1] + 1) / 2
        return (left, bottom, left + width, bottom + up + down), pieces, bottom + down

    def pixel(self, point: Point) -> Point:
        return (point[0] - self.left) * self.unit, (self.top - point[1]) * self.unit

    def shaky(self, points: list[Point]) -> list[Point]:
        """Pixels of a stroke as a hand draws it: cut fine, moved by slow noise."""
        pixels = [self.pixel(p) for p in points]
        reach = self.style.jitter * self.style.x_height * OVER
        # a hand is steadier in small shapes
        extent = max(max(p[k] for p in pixels) - min(p[k] for p in pixels) for k in (0, 1))
        reach *= min(1.0, extent / (self.style.x_height * OVER * 9))
        if reach == 0 or len(pixels) < 2:
            return pixels
        step = self.style.x_height * OVER * 2.5
        fine = [pixels[0]]
        for a, b in zip(pixels, pixels[1:]):
            count = max(1, round(math.dist(a, b) / step))
            fine += [(a[0] + (b[0] - a[0]) * k / count, a[1] + (b[1] - a[1]) * k / count) for k in range(1, count + 1)]
        noise = self.rng.normal(0, reach * 0.45, (len(fine), 2))
        noise = np.apply_along_axis(lambda v: np.convolve(v, [0.25, 0.5, 0.25], mode="same"), 0, noise) if len(fine) > 3 else noise
        return [(x + dx, y + dy) for (x, y), (dx, dy) in zip(fine, noise)]

    def stroke(self, path: Path) -> None:
        style = self.style
        points = path.points + path.points[:1] if path.closed else path.points
        pixels = self.shaky(points)
        if path.closed and path.fill is not None:
            inside = style.ink if path.fill < 0.2 else style.shade if style.fills else None
            if inside is not None:
                self.draw.polygon(pixels, fill=inside)
        width = max(2, round(style.line * path.width * style.x_height * OVER))
        if path.dashed:
            self.dashes(pixels, width)
        elif path.width > 0:
            self.draw.line(pixels, fill=style.ink, width=width, joint="curve")
        if len(pixels) > 1:
            if ">" in path.arrow:
                self.head(pixels[-2] if math.dist(pixels[-2], pixels[-1]) > 4 else pixels[0], pixels[-1])
            if "<" in path.arrow:
                self.head(pixels[1] if math.dist(pixels[1], pixels[0]) > 4 else pixels[-1], pixels[0])

    def dashes(self, pixels: list[Point], width: int) -> None:
        dash, on, left = self.style.x_height * OVER * 0.8, True, self.style.x_height * OVER * 0.8
        for a, b in zip(pixels, pixels[1:]):
            length, done = math.dist(a, b), 0.0
            while done < length:
                part = min(left, length - done)
                ends = [(a[0] + (b[0] - a[0]) * t / length, a[1] + (b[1] - a[1]) * t / length) for t in (done, done + part)]
                if on:
                    self.draw.line(ends, fill=self.style.ink, width=width)
                done, left = done + part, left - part
                if left <= 1e-6:
                    on, left = not on, dash

    def head(self, start: Point, tip: Point) -> None:
        size = self.style.x_height * OVER * 0.95
        angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
        wings = [(tip[0] - size * math.cos(angle + turn), tip[1] - size * math.sin(angle + turn)) for turn in (0.4, -0.4)]
        self.draw.polygon([tip, *wings], fill=self.style.ink)

    def picture(self) -> Image.Image:
        for path in self.paths():
            self.stroke(path)
        tilt = self.style.jitter * 0.6
        labels = [item for item in self.scene.items if isinstance(item, Label)]
        for label, ((left, bottom, right, top), pieces, baseline) in zip(labels, self.labels):
            x0, y0 = self.pixel((left, baseline))
            if self.style.label_box:
                (a, b), (c, d) = self.pixel((left, top)), self.pixel((right, bottom))
                self.clear((a, b, c, d))
            for character, chosen, x, lift in pieces:
                wobble = self.rng.normal(0, tilt * OVER) if tilt else 0.0
                self.draw.text((x0 + x, y0 + lift + wobble), character, font=chosen, fill=self.style.accent, anchor="ls")
                if not character.isspace():
                    a, b, c, d = chosen.getbbox(character, anchor="ls")
                    middle = x0 + x + (a + c) / 2, y0 + lift + wobble + (b + d) / 2
                    self.glyphs.append(Glyph(label, character, middle[0] / OVER, middle[1] / OVER))
        return self.image.resize((self.image.width // OVER, self.image.height // OVER), Image.Resampling.BOX)

    def clear(self, box: tuple[float, float, float, float]) -> None:
        """Takes thin strokes from behind a label where the ground is all paper or all shade."""
        inner = self.image.crop(tuple(round(v) for v in box))
        colors = inner.getcolors(4) if inner.width and inner.height else None
        grounds = [c for _, c in sorted(colors or [], reverse=True) if c != self.style.ink]
        if grounds and len(colors) <= 2:
            self.draw.rectangle(box, fill=grounds[0])


    def place_of(self, point: Point) -> Point:
        """Pixels in the picture of a point of the scene."""
        x, y = self.pixel(point)
        return x / OVER, y / OVER


def raster(scene: Scene, style: Style, rng: np.random.Generator) -> tuple[Image.Image, Raster] | None:
    """RGB picture whose labels have the style's x-height in pixels, and its drawing, which knows where everything is.

    None where labels stand on one another.
    """
    drawing = Raster(scene, style, rng)
    return None if drawing.crowded() else (drawing.picture(), drawing)
