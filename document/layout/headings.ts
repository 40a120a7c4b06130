/** Which lines are headings, and of which level. */
import type { Line } from './lines.ts';

const NAMED =
  /^(?:abstract|references|bibliography|acknowledge?ments?|appendix|contents|index|introduction|conclusions?|summary|preface)\.?$/i;
const NUMBERED = /^(?:§\s*)?((?:\d{1,3}|[A-Z](?=\.))(?:\.\d{1,3})*)\.?\s+\S/;
const LONGEST = 220;

/**
 * The level of a heading, 1 to 6, or null for other text. A title is 1, a chapter 1 too, a section 2, and
 * so on; numbers tell the depth, else the size of the letters does. It depends on no other page.
 */
export function headingLevel(group: readonly Line[], bodySize: number): number | null {
  const text = group.map((line) => line.text).join(' ');
  if (group.length > 4 || text.length > LONGEST || !/\p{L}/u.test(text)) return null;
  const { size, bold, italic } = group[0]!;
  const ratio = size / bodySize;
  const whole = group.every((line) =>
    line.atoms.every((atom) => atom.kind !== 'text' || atom.bold || !/\p{L}/u.test(atom.text)),
  );
  const strong = bold && whole;
  const name = NAMED.test(text.trim());
  if (ratio < 1.08 && !strong && !(name && group.length === 1)) return smallHeading(text, italic);
  // Names and dates under a title are larger than the text, and no headings.
  if (ratio < 1.35 && !strong && !name && !/^§?\s*\d[\d.]*\s/.test(text)) return null;
  // A sentence in bold letters is emphasis.
  if (ratio < 1.08 && /[.,;:]$/.test(text) && !name && text.length > 60) return null;
  const number = NUMBERED.exec(text)?.[1];
  if (/^(?:chapter|part)\s+[\divxlc]+/i.test(text)) return 1;
  if (number !== undefined && ratio < 1.9) return Math.min(number.split('.').length + 1, 6);
  if (name) return 2;
  if (ratio >= 1.6) return 1;
  if (ratio >= 1.15) return 2;
  if (ratio >= 1.08) return 3;
  return strong && text.length < 120 && !/[.,;]$/.test(text) ? 3 : null;
}

/** Numbered headings in small capitals or italics, as conference papers have them. */
function smallHeading(text: string, italic: boolean): number | null {
  if (/^[IVX]{1,5}\.\s+\p{Lu}[\p{Lu}\s,&-]{3,}$/u.test(text)) return 2;
  return italic && /^[A-Z]\.\s+\p{Lu}/u.test(text) && text.length < 80 && !text.endsWith('.')
    ? 3
    : null;
}
