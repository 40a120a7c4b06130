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
/** Steps along and down a page, however small its letters say that they are. */
const FINEST = 1_000;
/** Points; no letters are smaller, whatever a page says. */
const SMALLEST = 0.05;

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
  letters: number,
  width: number,
  fewest: number,
): number | null {
  const size = Math.max(letters, SMALLEST);
  const [left] = extremes(pieces, (box) => box.x1, Math.min);
  const [right] = extremes(pieces, (box) => box.x2, Math.max);
  const room = NARROWEST * size;
  const across = right - left - 2 * room;
  if (!(across >= 0) || !Number.isFinite(across)) return null;
  const step = Math.max(size / 4, across / FINEST);
  const places = { first: left + room, step, count: Math.floor(across / step) + 1 };
  const heights = dividedHeights(pieces, places, size, width);
  const best = heights.reduce((a, b, i) => (b > heights[a]! ? i : a), 0);
  if (heights[best]! < fewest * 1.1 * size) return null;
  return centered(pieces, places.first + best * step);
}

/** One number in a list, since spreading a hundred thousand arguments overflows the stack. */
function extremes(
  pieces: readonly Piece[],
  side: (box: Rectangle) => number,
  pick: (a: number, b: number) => number,
): [number] {
  return [pieces.map(({ box }) => side(box)).reduce((a, b) => pick(a, b))];
}

/** Places along x at which a gutter is looked for. */
interface Places {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/**
 * For each place the height over which there is text on both sides and a gutter between. Time goes with the
 * pieces and the rows that each is high, not with the places.
 */
function dividedHeights(
  pieces: readonly Piece[],
  { first, step, count }: Places,
  size: number,
  gutter: number,
): number[] {
  const half = (gutter * size) / 2;
  const [top] = extremes(pieces, (box) => box.y1, Math.min);
  const [bottom] = extremes(pieces, (box) => box.y2, Math.max);
  const row = Math.max(size / 2, (bottom - top) / FINEST);
  const start = Math.floor(top / row);
  const rows = Math.floor(bottom / row) - start + 1;
  // Changes from one place to the next; sums of them are what is left, right and across.
  const stride = count + 1;
  const [left, right, crossed] = [0, 1, 2].map(() => new Float64Array(rows * stride)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const place = (x: number): number => Math.min(Math.max(Math.ceil((x - first) / step), 0), count);
  for (const { box } of pieces) {
    const width = box.x2 - box.x1;
    // The first place at its right end or after it, the first after its left end.
    const [ends, begins] = [place(box.x2), place(box.x1 + 1e-6)];
    const [from, to] = [place(box.x1 - half + 1e-6), place(box.x2 + half)];
    for (let y = Math.floor(box.y1 / row); y <= Math.floor((box.y2 - 0.01) / row); y++) {
      const at = (y - start) * stride;
      left[at + ends]! += width;
      right[at]! += width;
      right[at + begins]! -= width;
      crossed[at + from]! += 1;
      crossed[at + to]! -= 1;
    }
  }
  // Both sides hold words for most of their width: the cells of a table, or a list's labels, do not.
  const full = NARROWEST * 0.6 * size;
  const heights = new Array<number>(count).fill(0);
  for (let y = 0; y < rows; y++) {
    let [before, after, over] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      before += left[y * stride + i]!;
      after += right[y * stride + i]!;
      over += crossed[y * stride + i]!;
      if (over < 0.5 && before > full && after > full) heights[i]! += row;
    }
  }
  return heights;
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
