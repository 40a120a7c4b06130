/** Where the formulas of a page are, by fonts and places of its glyphs: no model, no pixels. */
import { area, intersection, join, meets, type Rectangle } from '../geometry.ts';
import type { PageText } from '../page.ts';
import { findDisplays } from './display.ts';
import { findInline } from './inline.ts';
import { rowsOf } from './rows.ts';

export interface FormulaRegion {
  readonly kind: 'display' | 'inline';
  /** Tight around its ink, in page coordinates. */
  readonly rectangle: Rectangle;
}

/** The formulas of a page in reading order of their tops; none of them overlaps another much. */
export function findFormulas(text: PageText): FormulaRegion[] {
  const rows = rowsOf(text);
  const displays = findDisplays(rows);
  const displayed = new Set(displays.flatMap((display) => display.rows));
  const inline = rows
    .filter((row) => !displayed.has(row))
    .flatMap(findInline)
    .filter((box) => !displays.some(({ rectangle }) => inside(box, rectangle) > 0.5));
  return [
    ...displays.map(({ rectangle }): FormulaRegion => ({ kind: 'display', rectangle })),
    ...joined(inline).map((rectangle): FormulaRegion => ({ kind: 'inline', rectangle })),
  ].sort((a, b) => a.rectangle.y1 - b.rectangle.y1 || a.rectangle.x1 - b.rectangle.x1);
}

/** The share of the first that the second covers. */
const inside = (box: Rectangle, other: Rectangle): number =>
  meets(box, other) ? area(intersection(box, other)) / area(box) : 0;

function joined(boxes: readonly Rectangle[]): Rectangle[] {
  const kept: Rectangle[] = [];
  for (const box of boxes) {
    const at = kept.findIndex((other) => inside(box, other) > 0.3 || inside(other, box) > 0.3);
    if (at < 0) kept.push(box);
    else kept[at] = join(kept[at]!, box);
  }
  return kept;
}
