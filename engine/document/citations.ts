/** `[n]` in an answer: which passages it names, and what names none. */
import type { Passage } from '../../document/passages.ts';
import type { DocumentCitation } from '../protocol.ts';

/** Code and formulas, where a number in brackets is no citation. */
const verbatim =
  /(```[^]*?(?:```|$)|`[^`\n]*`|\$\$[^]*?\$\$|\$[^$\n]*\$|\\\[[^]*?\\\]|\\\([^]*?\\\))/;
const marks = /[^\S\n]?(?:\[|【)(\d{1,4}(?:\s*[-–,;]\s*\d{1,4})*)(?:†[^\]】]*)?(?:\]|】)(?!\()/g;
const LONGEST_RANGE = 20;

export interface CitedAnswer {
  readonly answer: string;
  /** Numbers that are cited, in the order of the passages. */
  readonly numbers: readonly number[];
}

/**
 * Lists and ranges become marks of one number each; numbers of no passage go. `[0, 1]` outside of a formula
 * is left alone, since it is no list of passages.
 */
export function settleCitations(answer: string, passages: number): CitedAnswer {
  const cited = new Set<number>();
  const settle = (text: string): string =>
    text.replace(marks, (whole: string, list: string) => {
      const numbers = numbersOf(list);
      if (numbers === undefined) return whole;
      const known = numbers.filter((n) => n <= passages);
      for (const n of known) cited.add(n);
      const space = /^\s/.test(whole) && known.length > 0 ? ' ' : '';
      return space + known.map((n) => `[${n}]`).join('');
    });
  // Splitting at a group gives the parts between its matches at even places.
  const parts = answer.split(verbatim).map((part, i) => (i % 2 === 0 ? settle(part) : part));
  return { answer: parts.join(''), numbers: [...cited].sort((a, b) => a - b) };
}

function numbersOf(list: string): number[] | undefined {
  const numbers: number[] = [];
  for (const item of list.split(/[,;]/)) {
    const [first, last = first] = item.split(/[-–]/).map((n) => Number(n.trim())) as [
      number,
      number?,
    ];
    if (first < 1 || last < first || last - first > LONGEST_RANGE) return undefined;
    for (let n = first; n <= last; n++) numbers.push(n);
  }
  return numbers;
}

/** `labels`: the document's own page labels, or null. */
export function citationOf(
  number: number,
  { page, rectangles, text }: Passage,
  labels: readonly string[] | null,
): DocumentCitation {
  const label = labels?.[page - 1];
  return {
    ...{ number, page, rectangles: [...rectangles], quote: text },
    ...(label === undefined || label === String(page) ? {} : { label }),
  };
}
