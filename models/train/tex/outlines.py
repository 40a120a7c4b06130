"""Outlines: shapes of a layout that no font has (web/shapes.ts makes them), drawn by FreeType.

An outline is a run of rows with font OUTLINE: first (OUTLINE, FIRST + kind, x, y, 0), the place at which a reader
recognizes it; then its vertices (OUTLINE, STARTS or GOES_ON, x, y, 0). Contours are closed and filled by the nonzero rule.
"""

import ctypes
import math

import freetype
import numpy as np
from freetype.ft_structs import FT_Bitmap, FT_Outline, FT_Vector

OUTLINE = 65534
GOES_ON, STARTS, FIRST = 0, 1, 2
# Where contours overlap FreeType adds up their coverage; in finer pixels that stays at their edges.
FINER = 4


def fill(rows: np.ndarray, unit: float, shift: tuple[float, float]) -> tuple[np.ndarray, int, int] | None:
    """Coverage uint8 [h,w] of one outline's vertices int [V,5], with its left and top in whole pixels (y grows downwards)."""
    points = np.round((rows[:, 2:4] * unit + shift) * 64).astype(np.int64)
    if len(points) < 3 or len(points) > 32000:
        return None
    left, top = (int(edge) >> 6 for edge in points.min(0))
    right, bottom = (-(-int(edge) >> 6) for edge in points.max(0))
    points, width, height = points * FINER, (right - left) * FINER, (bottom - top) * FINER
    if width <= 0 or height <= 0 or width > 4000 * FINER or height > 2000 * FINER:
        return None
    # FreeType's y grows upwards
    vectors = np.ascontiguousarray(np.stack([points[:, 0] - 64 * left * FINER, 64 * bottom * FINER - points[:, 1]], 1), np.dtype("l"))
    tags = np.ones(len(points), np.uint8)
    last = np.append(np.flatnonzero(rows[1:, 1] == STARTS), len(rows) - 1).astype(np.int16)
    image = np.zeros((height, width), np.uint8)
    outline = FT_Outline(
        len(last), len(points),
        vectors.ctypes.data_as(ctypes.POINTER(FT_Vector)), tags.ctypes.data_as(ctypes.POINTER(ctypes.c_ubyte)),
        last.ctypes.data_as(ctypes.POINTER(ctypes.c_short)), 0,
    )  # fmt: skip
    bitmap = FT_Bitmap()
    bitmap.rows, bitmap.width, bitmap.pitch = height, width, width
    bitmap.buffer = image.ctypes.data_as(type(bitmap.buffer))
    bitmap.num_grays, bitmap.pixel_mode = 256, freetype.FT_PIXEL_MODE_GRAY
    error = freetype.FT_Outline_Get_Bitmap(freetype.get_handle(), ctypes.byref(outline), ctypes.byref(bitmap))
    if error:
        return None
    fine = image.reshape(height // FINER, FINER, width // FINER, FINER)
    return (fine.sum((1, 3), dtype=np.uint32) // FINER**2).astype(np.uint8), left, top


def runs(glyphs: np.ndarray) -> list[tuple[int, int]]:
    """First row of each outline and the row after its last."""
    starts = np.flatnonzero((glyphs[:, 0] == OUTLINE) & (glyphs[:, 1] >= FIRST))
    if len(starts) == 0:
        return []
    others = np.append(np.flatnonzero((glyphs[:, 0] != OUTLINE) | (glyphs[:, 1] >= FIRST)), len(glyphs))
    return [(int(start), int(others[np.searchsorted(others, start + 1)])) for start in starts]
