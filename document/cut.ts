/** What belongs to a region that is cut out of a page, and which letters around it do not. */
import { bounds, centerX, centerY, contains, grow, meets, type Rectangle } from './geometry.ts';
import type { PageText } from './page.ts';

export interface Cut {
  /** The region, grown to hold all of the letters whose middles are in it. */
  readonly rectangle: Rectangle;
  /** Letters of the neighborhood that reach into `rectangle` or its margin. */
  readonly strangers: readonly Rectangle[];
}

/** Points that ink may blur beyond its rectangle. */
const BLUR = 0.6;

/**
 * A formula in a line of words has letters so near that a margin around it holds pieces of them, and those
 * would be read as well. `margin` in points; a region without text, such as a scan, stays as it is.
 */
export function cutOf(region: Rectangle, text: PageText | undefined, margin: number): Cut {
  const inked = (text?.runs ?? [])
    .filter(({ hidden }) => !hidden)
    .flatMap(({ glyphs }) => glyphs.filter(({ blank }) => !blank).map(({ box }) => box));
  const isOwn = (box: Rectangle): boolean => contains(region, centerX(box), centerY(box));
  const own = inked.filter(isOwn);
  if (own.length === 0) return { rectangle: region, strangers: [] };
  const rectangle = bounds([region, ...own])!;
  const outer = grow(rectangle, margin);
  // What lies over a letter of the region cannot be taken away without hurting it.
  const isFree = (box: Rectangle): boolean => !own.some((letter) => meets(letter, box));
  const strangers = inked
    .filter((box) => !isOwn(box) && isFree(box) && meets(grow(box, BLUR), outer))
    .map((box) => (isFree(grow(box, BLUR)) ? grow(box, BLUR) : box));
  return { rectangle, strangers };
}

/** The color that most pixels of a picture have, of its RGBA bytes: the paper's. */
export function paperColor(rgba: Uint8ClampedArray): string {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgba.length; at += 4) {
    const color = (rgba[at]! << 16) | (rgba[at + 1]! << 8) | rgba[at + 2]!;
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const [color] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0xffffff, 0]);
  return `#${color.toString(16).padStart(6, '0')}`;
}
