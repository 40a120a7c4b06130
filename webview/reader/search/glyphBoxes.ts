/**
 * Where each letter of a page's text really stands, taken from its glyphs. The text that is searched and the
 * glyphs come by two ways; run by run the same letters in the same order are the same place. Pure.
 */
import type { PageText } from '../../../document/page.ts';
import type { SearchText } from './searchText.ts';

/** From left to right; NaN where it is not known. */
export interface LetterEdges {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** How many letters may lie between where a run is expected and where it is. */
const farthest = 4_000;

export function letterEdges({ text, starts, runs }: SearchText, page: PageText): LetterEdges {
  const glyphs = lettersOf(page);
  const left = new Float64Array(text.length).fill(Number.NaN);
  const right = new Float64Array(text.length).fill(Number.NaN);
  let cursor = 0;
  for (const [index, run] of runs.entries()) {
    const [from, to] = [starts[index]!, starts[index + 1]!];
    const letters = text.slice(from, to).replace(/\s+/g, '');
    if (letters === '') continue;
    const at = glyphs.text.slice(0, cursor + farthest + letters.length).indexOf(letters, cursor);
    if (at === -1) continue;
    cursor = at + letters.length;
    if (run.direction !== 'ltr') continue;
    for (let offset = from, glyph = at; offset < to; offset += 1) {
      if (/\s/.test(text.charAt(offset))) continue;
      left[offset] = glyphs.left[glyph]!;
      right[offset] = glyphs.right[glyph]!;
      glyph += 1;
    }
  }
  return { left, right };
}

/** All letters that leave ink, in the order in which they are drawn; turned text has no edges. */
function lettersOf({ runs }: PageText): { text: string; left: number[]; right: number[] } {
  const texts: string[] = [];
  const left: number[] = [];
  const right: number[] = [];
  for (const { glyphs, angle } of runs) {
    for (const { text, start, end } of glyphs) {
      for (const letter of text.replace(/\s+/g, '').split('')) {
        texts.push(letter);
        left.push(angle === 0 ? Math.min(start, end) : Number.NaN);
        right.push(angle === 0 ? Math.max(start, end) : Number.NaN);
      }
    }
  }
  return { text: texts.join(''), left, right };
}

/** The edges of a stretch of one line; undefined where a letter's place is not known. */
export function edgesOf(
  { left, right }: LetterEdges,
  text: string,
  start: number,
  end: number,
): readonly [number, number] | undefined {
  let [first, last] = [Infinity, -Infinity];
  for (let offset = start; offset < end; offset += 1) {
    if (/\s/.test(text.charAt(offset))) continue;
    if (Number.isNaN(left[offset]!)) return undefined;
    first = Math.min(first, left[offset]!);
    last = Math.max(last, right[offset]!);
  }
  return first < last ? [first, last] : undefined;
}
