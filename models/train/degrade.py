"""What happens to a picture between its typesetting and a reader: screens, scanners, phones, compression, neighbors."""

import io

import numpy as np
from PIL import Image


def smooth(ink: np.ndarray, horizontal: float, vertical: float) -> np.ndarray:
    """A three-tap blur; the arguments are the weights of each neighbor."""
    if horizontal:
        side = np.pad(ink, ((0, 0), (1, 1)))
        ink = (1 - 2 * horizontal) * ink + horizontal * (side[:, :-2] + side[:, 2:])
    if vertical:
        side = np.pad(ink, ((1, 1), (0, 0)))
        ink = (1 - 2 * vertical) * ink + vertical * (side[:-2] + side[2:])
    return ink


def resize(ink: np.ndarray, factor: float, method: int) -> np.ndarray:
    size = max(1, round(ink.shape[1] * factor)), max(1, round(ink.shape[0] * factor))
    return np.asarray(Image.fromarray(ink, "F").resize(size, method)) if size != ink.shape[::-1] else ink


def degrade(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What screens, anti-aliasing and compression do to a picture; size unchanged."""
    if rng.random() < 0.25:
        ink = smooth(ink, rng.uniform(0, 0.25), rng.uniform(0, 0.25))
    if rng.random() < 0.1:  # sub-pixel text in gray
        ink = smooth(ink, 0.3, 0)
    if rng.random() < 0.5:  # thin or heavy anti-aliasing
        ink = np.clip(ink, 0, 1) ** rng.uniform(0.65, 1.5)
    if rng.random() < 0.01:  # scanned or printed in one bit
        ink = (ink > rng.uniform(0.3, 0.6)).astype(np.float32)
    if rng.random() < 0.15:
        ink = ink * rng.uniform(0.65, 1)
    if rng.random() < 0.05:
        ink = ink + rng.normal(0, rng.uniform(0.01, 0.08), ink.shape).astype(np.float32)
    if rng.random() < 0.04:
        ink = ink + rng.uniform(0, 0.08)
    ink = np.clip(ink, 0, 1)
    if rng.random() < 0.05:
        buffer = io.BytesIO()
        Image.fromarray((255 - 255 * ink).astype(np.uint8)).save(buffer, "JPEG", quality=int(rng.integers(25, 92)))
        ink = 1 - np.asarray(Image.open(buffer), np.float32) / 255
    return ink


def degrade_u8(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return (degrade(ink.astype(np.float32) / 255, rng) * 255).astype(np.uint8)


def photograph(ink: np.ndarray, centers: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A page seen a little aslant: rotation, shear and perspective of ink uint8 [H,W], and of the places float [G,2] on it."""
    side = ink.shape[1] // 20 + 2
    ink, centers = np.pad(ink, ((0, 0), (side, side))), centers + (side, 0)
    height, width = ink.shape
    angle = rng.uniform(-0.03, 0.03)
    # far ends of a long formula must not leave the picture
    rise = min(abs(np.sin(angle)) * width, 0.9 * height) * np.sign(angle)
    pitch, yaw = rng.uniform(-0.06, 0.06, 2) / max(width, height)
    shear = rng.uniform(-0.06, 0.06)
    # source = homography(target); Pillow wants it in this direction
    up = int(abs(rise)) + 2
    a, b, c = 1.0, shear, -shear * height / 2
    d, e, f = rise / width, 1.0, -up + (rise < 0) * abs(rise)
    out = Image.fromarray(ink).transform(
        (width, height + 2 * up), Image.Transform.PERSPECTIVE, (a, b, c, d, e, f, yaw, pitch), Image.Resampling.BILINEAR
    )
    back = np.linalg.inv(np.array([[a, b, c], [d, e, f], [yaw, pitch, 1.0]]))
    x, y, w = back @ np.stack([centers[:, 0], centers[:, 1], np.ones(len(centers))])
    return np.asarray(out), np.stack([x / w, y / w], 1).astype(np.float32)


def shadow(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Uneven light on ink uint8 [H,W]: a ramp of gray, and weaker ink under it."""
    height, width = ink.shape
    ramp = np.linspace(0, 1, width, dtype=np.float32)[None] * rng.uniform(-1, 1) + np.linspace(0, 1, height, dtype=np.float32)[:, None] * rng.uniform(-1, 1)
    ramp = (ramp - ramp.min()) / max(1e-3, float(ramp.max() - ramp.min())) * rng.uniform(0.05, 0.25)
    return np.clip(255 * ramp + ink * (1 - ramp), 0, 255).astype(np.uint8)


def beside(ink: np.ndarray, centers: np.ndarray, other: np.ndarray, x_height: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Puts the cut edge of a neighboring line above or below ink float [H,W], as a careless crop does."""
    part = max(1, min(int(rng.uniform(0.3, 1.2) * x_height), other.shape[0] // 2))
    above = rng.random() < 0.5
    strip = other[-part:] if above else other[:part]
    width = ink.shape[1]
    if strip.shape[1] > width:
        start = int(rng.integers(strip.shape[1] - width + 1))
        strip = strip[:, start : start + width]
    row = np.zeros((part, width), ink.dtype)
    start = int(rng.integers(width - strip.shape[1] + 1))
    row[:, start : start + strip.shape[1]] = strip
    gap = np.zeros((int(rng.uniform(0.5, 1.6) * x_height) + 1, width), ink.dtype)
    if above:
        return np.concatenate([row, gap, ink]), centers + (0, part + len(gap))
    return np.concatenate([ink, gap, row]), centers
