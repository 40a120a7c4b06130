/**
 * Rectangles and transforms in page coordinates: points (1/72 inch) in the viewport of scale 1,
 * the page's own rotation applied, origin at the top left, y down.
 */

export interface Rectangle {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** `[a, b, c, d, e, f]` as in PDF: x' = ax + cy + e, y' = bx + dy + f. */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

export const width = (box: Rectangle): number => box.x2 - box.x1;
export const height = (box: Rectangle): number => box.y2 - box.y1;
export const area = (box: Rectangle): number => Math.max(width(box), 0) * Math.max(height(box), 0);
export const centerX = (box: Rectangle): number => (box.x1 + box.x2) / 2;
export const centerY = (box: Rectangle): number => (box.y1 + box.y2) / 2;

/** The smallest rectangle around both. */
export function join(a: Rectangle, b: Rectangle): Rectangle {
  return {
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
    x2: Math.max(a.x2, b.x2),
    y2: Math.max(a.y2, b.y2),
  };
}

/** The smallest rectangle around all of them; null for none. */
export function bounds(boxes: Iterable<Rectangle>): Rectangle | null {
  let all: Rectangle | null = null;
  for (const box of boxes) all = all === null ? box : join(all, box);
  return all;
}

/** What both cover; its area is 0 where they do not meet. */
export function intersection(a: Rectangle, b: Rectangle): Rectangle {
  return {
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
    x2: Math.min(a.x2, b.x2),
    y2: Math.min(a.y2, b.y2),
  };
}

export const meets = (a: Rectangle, b: Rectangle): boolean =>
  a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;

export const contains = (box: Rectangle, x: number, y: number): boolean =>
  x >= box.x1 && x <= box.x2 && y >= box.y1 && y <= box.y2;

/** Intersection over union, 0 to 1. */
export function overlap(a: Rectangle, b: Rectangle): number {
  const both = meets(a, b) ? area(intersection(a, b)) : 0;
  const either = area(a) + area(b) - both;
  return either > 0 ? both / either : 0;
}

/** Larger by `by` on each side. */
export function grow(box: Rectangle, by: number): Rectangle {
  return { x1: box.x1 - by, y1: box.y1 - by, x2: box.x2 + by, y2: box.y2 + by };
}

/** Length that the intervals a1..a2 and b1..b2 share; negative: the gap between them. */
export const shared = (a1: number, a2: number, b1: number, b2: number): number =>
  Math.min(a2, b2) - Math.max(a1, b1);

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  return [
    outer[0] * inner[0] + outer[2] * inner[1],
    outer[1] * inner[0] + outer[3] * inner[1],
    outer[0] * inner[2] + outer[2] * inner[3],
    outer[1] * inner[2] + outer[3] * inner[3],
    outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
    outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
  ];
}

/** The rectangle around a transformed rectangle. */
export function transformed(
  matrix: Matrix,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): Rectangle {
  const [a, b, c, d, e, f] = matrix;
  const left = Math.min(a * x1, a * x2) + Math.min(c * y1, c * y2) + e;
  const right = Math.max(a * x1, a * x2) + Math.max(c * y1, c * y2) + e;
  const top = Math.min(b * x1, b * x2) + Math.min(d * y1, d * y2) + f;
  const bottom = Math.max(b * x1, b * x2) + Math.max(d * y1, d * y2) + f;
  return { x1: left, y1: top, x2: right, y2: bottom };
}
