/** Fonts whose letters are little drawings (Type 3): those of bitmaps by TeX, of outlines by browsers. */
import { bounds, height, transformed, width, type Rectangle } from './geometry.ts';
import type { LoadedFont } from './ink.ts';
import { OPS } from './operators.ts';
import { paintedBoxes } from './painted.ts';
import { asMatrix, operators } from './state.ts';

/** The ink of a Type 3 glyph in em: the bounds it states, else what its little drawing paints. */
export function type3Box(font: LoadedFont, drawing: string): Rectangle | null | undefined {
  const list = font.charProcOperatorList?.get(drawing);
  const matrix = asMatrix(font.fontMatrix);
  if (list === undefined || matrix === null) return undefined;
  for (const [operator, args] of operators(list)) {
    if (operator !== OPS.setCharWidthAndBounds) continue;
    const [, , x1, y1, x2, y2] = args.map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (x2 > x1 && y2 > y1) return transformed(matrix, x1, y1, x2, y2);
  }
  const { rules, shapes, images } = paintedBoxes(list, matrix);
  return bounds([...rules, ...shapes, ...images]);
}

/** The largest letter, in em, of a font whose size means what it means elsewhere. */
const SMALLEST = 0.1;
const LARGEST = 4;
/** From the deepest to the highest ink of a text font. */
const USUAL_HEIGHT = 0.95;
const ems = new WeakMap<LoadedFont, number>();

/**
 * By how much letters are larger than the size at which the font is set: such a font may be drawn in any
 * unit (dvips draws in pixels and sets at the size of one), so what its letters measure decides.
 */
export function emOf(font: LoadedFont): number {
  let em = ems.get(font);
  if (em === undefined) {
    const drawings = [...(font.charProcOperatorList?.keys() ?? [])];
    const boxes = drawings
      .map((drawing) => type3Box(font, drawing))
      .filter((box) => box !== null && box !== undefined);
    const all = bounds(boxes);
    const largest = boxes.reduce((most, box) => Math.max(most, width(box), height(box)), 0);
    const strange = largest > 0 && (largest < SMALLEST || largest > LARGEST);
    em = strange && all !== null && height(all) > 0 ? height(all) / USUAL_HEIGHT : 1;
    ems.set(font, em);
  }
  return em;
}
