/** Polygons -> rows of outlines. */
import type { Put } from './glyphs.ts';
import type { Contour } from './outline.ts';
import { EM, FIRST, GOES_ON, KINDS, OUTLINE, STARTS } from './rows.ts';

/** In pixels of an em of 1000: 0.03 px where letters are 8 px high. */
export const TOLERANCE = 1.5;

/** What a straight stroke covers. */
export function strokeOf(x1: number, y1: number, x2: number, y2: number, width: number): Contour {
  const half = width / 2 / Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(y2 - y1) * half, (x1 - x2) * half];
  return [x1 + dx, y1 + dy, x2 + dx, y2 + dy, x2 - dx, y2 - dy, x1 - dx, y1 - dy];
}

/** A number for a path's shape: its first words tell KaTeX's shapes apart, and do not change with the height. */
export function kindOf(data: string): number {
  let hash = 2166136261;
  for (const character of data.slice(0, 12))
    hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return 16 + ((hash >>> 0) % 1_000_003);
}

/** Rows of one outline; nothing where it has no area. */
export function outlineRows(contours: readonly Contour[], kind: number, put: Put): void {
  const [left, top, right, bottom] = extent(contours);
  if (!(right > left && bottom > top)) return;
  // A root is recognized by its sign, which stands at the left of all that it covers.
  const width = kind === KINDS.sqrt ? Math.min(right - left, 0.85 * EM) : right - left;
  put(OUTLINE, FIRST + kind, left + width / 2, (top + bottom) / 2, 0);
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i += 2) {
      put(OUTLINE, i === 0 ? STARTS : GOES_ON, contour[i]!, contour[i + 1]!, 0);
    }
  }
}

export function extent(contours: readonly Contour[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i += 2) {
      const [x, y] = [contour[i]!, contour[i + 1]!];
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}
