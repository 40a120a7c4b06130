/** Which lines are the titles of sections. */
import type { Line } from '../lines.ts';

/** Points of the letters that most of the page is set in; 10 for an empty page. */
export function bodySize(lines: readonly Line[]): number {
  const weights = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    weights.set(rounded, (weights.get(rounded) ?? 0) + text.length);
  }
  return [...weights].reduce((a, b) => (b[1] > a[1] ? b : a), [10, 0])[0];
}

const numbered =
  /^(?:(?:chapter|section|appendix|part)\s+)?(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)[.:)]?\s+\p{L}/iu;
const LONGEST = 140;

/** The title that a paragraph is; undefined for running text. `size`: that of the page's body. */
export function headingOf(paragraph: readonly Line[], size: number): string | undefined {
  const [first] = paragraph;
  if (first === undefined || paragraph.length > 3) return undefined;
  const text = paragraph
    .map((line) => line.text)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.length < 3 || text.length > LONGEST || !/\p{L}{3}/u.test(text)) return undefined;
  const larger = paragraph.every((line) => line.size > 1.12 * size);
  if (larger) return text;
  const bold = paragraph.every(isBold);
  if (!bold || /[.,;]$/.test(text) || first.size < 0.95 * size) return undefined;
  return numbered.test(text) || paragraph.length === 1 ? text : undefined;
}

/** Most of its letters are. */
function isBold({ words }: Line): boolean {
  let [bold, all] = [0, 0];
  for (const { letters } of words)
    for (const { font } of letters) {
      all++;
      if (font.bold || /bold|black|heavy|CMBX/i.test(font.name)) bold++;
    }
  return bold > 0.8 * all;
}
