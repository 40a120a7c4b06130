/** The order in which the parts of a page are read: columns, and what stands across them. */
import type { Rectangle } from '../geometry.ts';

/** Anything with a place: an atom, a figure, a table, a displayed formula. */
export interface Piece {
  readonly box: Rectangle;
}

/** The narrowest gutter, in units of the body's letters. */
const GUTTER = 0.75;
/** A gutter that runs along less than this many lines divides nothing. */
const FEWEST_LINES = 4;
/** On slides two lines beside one another are columns already, where the gutter is wide. */
const WIDE_GUTTER = 2;
const FEWEST_WIDE = 2;
/** Letters that a column has to have room for, in units of the body's letters. */
const NARROWEST = 8;
const DEEPEST = 3;

/** Groups of pieces, each of one column, in reading order. `size`: points of the body's letters. */
export function columnsOf<T extends Piece>(
  pieces: readonly T[],
  size: number,
  slide = false,
  depth = 0,
): T[][] {
  if (pieces.length === 0) return [];
  const usual = depth < DEEPEST ? findGutter(pieces, size, GUTTER, FEWEST_LINES) : null;
  const wide = slide && usual === null && depth < DEEPEST;
  const gutter = wide ? findGutter(pieces, size, WIDE_GUTTER, FEWEST_WIDE) : usual;
  if (gutter === null) return [[...pieces]];
  const across = bands(pieces.filter(({ box }) => box.x1 < gutter && box.x2 > gutter));
  const groups: T[][] = [];
  let top = -Infinity;
  for (const band of [...across, { y1: Infinity, y2: Infinity }]) {
    const between = pieces.filter(({ box }) => middle(box) >= top && middle(box) < band.y1);
    const left = between.filter(({ box }) => box.x2 <= gutter);
    const right = between.filter(({ box }) => box.x1 >= gutter);
    const inner = [left, right].flatMap((side) => columnsOf(side, size, slide, depth + 1));
    groups.push(...inner);
    const over = pieces.filter(({ box }) => middle(box) >= band.y1 && middle(box) < band.y2);
    if (over.length > 0) groups.push(over);
    top = band.y2;
  }
  return groups;
}

const middle = (box: Rectangle): number => (box.y1 + box.y2) / 2;

/** Heights of the page where something crosses the gutter, from the top, joined where they meet. */
function bands(crossing: readonly Piece[]): { y1: number; y2: number }[] {
  const made: { y1: number; y2: number }[] = [];
  for (const { box } of [...crossing].sort((a, b) => a.box.y1 - b.box.y1)) {
    const last = made.at(-1);
    if (last !== undefined && box.y1 <= last.y2 + 1) last.y2 = Math.max(last.y2, box.y2);
    else made.push({ y1: box.y1, y2: box.y2 });
  }
  return made;
}

/** The x that parts columns over the greatest height, or null. */
function findGutter(
  pieces: readonly Piece[],
  size: number,
  width: number,
  fewest: number,
): number | null {
  const left = Math.min(...extremes(pieces, (box) => box.x1, Math.min));
  const right = Math.max(...extremes(pieces, (box) => box.x2, Math.max));
  const room = NARROWEST * size;
  let best: { x: number; height: number } | null = null;
  for (let x = left + room; x <= right - room; x += size / 4) {
    const height = dividedHeight(pieces, x, size, width);
    if (best === null || height > best.height) best = { x, height };
  }
  if (best === null || best.height < fewest * 1.1 * size) return null;
  return centered(pieces, best.x);
}

/** One number in a list, since spreading a hundred thousand arguments overflows the stack. */
function extremes(
  pieces: readonly Piece[],
  side: (box: Rectangle) => number,
  pick: (a: number, b: number) => number,
): [number] {
  return [pieces.map(({ box }) => side(box)).reduce((a, b) => pick(a, b))];
}

/** Height over which there is text on both sides of x and a gutter between. */
function dividedHeight(pieces: readonly Piece[], x: number, size: number, gutter: number): number {
  const half = (gutter * size) / 2;
  const row = size / 2;
  const rows = new Map<number, { left: number; right: number; crossed: boolean }>();
  for (const { box } of pieces) {
    const crossed = box.x1 < x + half && box.x2 > x - half;
    for (let y = Math.floor(box.y1 / row); y <= Math.floor((box.y2 - 0.01) / row); y++) {
      const known = rows.get(y) ?? { left: 0, right: 0, crossed: false };
      rows.set(y, known);
      known.crossed ||= crossed;
      if (box.x2 <= x) known.left += box.x2 - box.x1;
      else if (box.x1 >= x) known.right += box.x2 - box.x1;
    }
  }
  // Both sides hold words for most of their width: the cells of a table, or a list's labels, do not.
  const full = NARROWEST * 0.6 * size;
  let height = 0;
  for (const { left, right, crossed } of rows.values())
    if (!crossed && left > full && right > full) height += row;
  return height;
}

/** The middle between what ends before x and what begins after it, on the rows that x divides. */
function centered(pieces: readonly Piece[], x: number): number {
  let [before, after] = [-Infinity, Infinity];
  for (const { box } of pieces) {
    if (box.x2 <= x) before = Math.max(before, box.x2);
    if (box.x1 >= x) after = Math.min(after, box.x1);
  }
  return Number.isFinite(before) && Number.isFinite(after) ? (before + after) / 2 : x;
}
