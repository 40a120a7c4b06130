/**
 * Estimates the height of a small letter (the x-height) from the pieces of ink in a picture.
 *
 * Pieces of a typeset formula have typical heights in units of the x-height, and the shape of a
 * piece tells much about which: a square piece is a small letter or a capital, a narrow one a
 * digit, a letter with a stem or a bracket, a dot is a dot. The estimate is the x-height under
 * which the heights found are likeliest, with a mild preference for usual sizes, so that a lone
 * symbol keeps a plausible size too.
 */
import type { Component } from './components.ts';
import { labelWeights } from './label-weights.ts';

/** log2(width / height) up to which each class of shape reaches; the last one has no bound. */
const SHAPE_BOUNDS = [-2, -1.15, -0.6, -0.25, 0.2];
/** Log2 of the first column of `HEIGHTS`, in eighths of an octave of the x-height. */
const FIRST_BIN = -28;
const BINS_PER_OCTAVE = 8;
/** Chance left for pieces that the table does not know. */
const FLOOR = 0.002;
/** A usual x-height in pixels, and how many octaves around it are quite usual. */
const USUAL = 8;
const USUAL_OCTAVES = 1.5;
/** A fraction bar, a minus: its height is a stroke, not a letter. */
const RULE_ASPECT = 2.5;
const RANGE = [1.5, 200] as const;

/**
 * How many of 10,000 pieces have this shape (row) and height (column), measured on 900 formulas
 * typeset by TeX in Computer Modern, Times, Libertinus and Palatino at 70 to 300 dots an inch.
 */
// prettier-ignore
const HEIGHTS = [
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 6, 7, 4, 4, 22, 35, 18, 7, 14, 20, 46, 103, 138, 102, 40, 13, 6, 2, 6, 11, 8, 8, 18, 22, 12],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 2, 0, 0, 1, 6, 11, 10, 7, 19, 54, 93, 96, 60, 49, 103, 158, 128, 81, 105, 155, 147, 136, 208, 190, 68, 9, 1, 1, 0, 0, 0, 1, 5, 6, 2, 0],
  [0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 1, 0, 2, 21, 35, 17, 5, 17, 29, 48, 72, 63, 37, 25, 30, 44, 56, 89, 155, 186, 120, 71, 156, 252, 193, 73, 40, 41, 21, 5, 1, 0, 0, 0, 0, 0, 2, 3, 1, 0],
  [0, 0, 0, 0, 0, 0, 3, 6, 3, 0, 0, 1, 4, 5, 2, 1, 5, 10, 20, 24, 29, 42, 34, 34, 60, 64, 47, 60, 146, 199, 121, 67, 156, 225, 145, 47, 21, 14, 6, 3, 5, 12, 14, 7, 1, 0, 0, 0, 0, 0],
  [6, 9, 5, 1, 9, 61, 103, 63, 28, 54, 108, 186, 223, 151, 57, 13, 0, 7, 17, 24, 23, 14, 10, 33, 78, 87, 50, 90, 226, 277, 180, 96, 167, 245, 154, 40, 13, 9, 3, 1, 1, 4, 5, 2, 0, 0, 0, 0, 0, 0],
  [1, 1, 0, 0, 2, 18, 31, 19, 6, 8, 20, 37, 38, 24, 15, 8, 7, 14, 19, 19, 15, 11, 10, 27, 52, 46, 24, 51, 102, 87, 37, 16, 31, 47, 30, 7, 3, 3, 2, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0],
];

/** The x-height in pixels, or null when no piece has the height of a glyph. `figure`: letters are few among strokes. */
export function estimateXHeight(pieces: readonly Component[], figure = false): number | null {
  const like = pieces.filter(({ width, height }) => width < RULE_ASPECT * height && height > 2);
  const weights = figure ? labelWeights(like) : [];
  const glyphs = like.map(({ width, height }, i) => ({
    ...{ row: shapeOf(width / height), octave: Math.log2(height), weight: weights[i] ?? 1 },
  }));
  if (glyphs.length === 0) return null;
  let best = { x: 0, score: -Infinity };
  for (let octave = Math.log2(RANGE[0]); octave <= Math.log2(RANGE[1]); octave += 1 / 16) {
    let score = -0.5 * ((octave - Math.log2(USUAL)) / USUAL_OCTAVES) ** 2;
    for (const { row, octave: height, weight } of glyphs)
      score += weight * logChance(row, height - octave);
    if (score > best.score) best = { x: 2 ** octave, score };
  }
  return best.x;
}

function shapeOf(aspect: number): readonly number[] {
  const found = SHAPE_BOUNDS.findIndex((bound) => Math.log2(aspect) < bound);
  return HEIGHTS[found === -1 ? SHAPE_BOUNDS.length : found]!;
}

/** Log of the chance of a piece this many octaves taller than the x-height, between two columns. */
function logChance(row: readonly number[], octaves: number): number {
  const column = octaves * BINS_PER_OCTAVE - FIRST_BIN;
  const left = Math.floor(column);
  const part = column - left;
  const count = (row[left] ?? 0) * (1 - part) + (row[left + 1] ?? 0) * part;
  return Math.log(count / 10_000 + FLOOR);
}
