/** What begins an entry of a list. */
import type { Line } from './lines.ts';

export interface Marker {
  readonly kind: 'bullet' | 'number' | 'reference';
  /** As Markdown writes it: `-`, `3.`; of a reference its text. */
  readonly text: string;
  /** Letters that it takes of the line's text, and the number of atoms. */
  readonly length: number;
  readonly atoms: number;
}

const BULLET = /^[•◦▪‣·●○■□–—∗*⋆›▶➢➤✓\u2212-]$/u;
const NUMBER = /^\(?(\d{1,3}|[a-z]|[ivx]{1,5})[.)]$/;
const REFERENCE = /^\[[\p{L}\p{N}+]{1,12}\]$/u;

/** Null when the line begins with ordinary text. */
export function markerOf(line: Line): Marker | null {
  const [first, second] = line.atoms;
  if (first?.kind !== 'text' || second === undefined) return null;
  const gap = second.box.x1 - first.box.x2;
  const text = first.text;
  if (BULLET.test(text) && gap > 0.25 * line.size)
    return { kind: 'bullet', text: '-', length: text.length, atoms: 1 };
  const number = NUMBER.exec(text)?.[1];
  if (number !== undefined && gap > 0.25 * line.size && !first.bold)
    return {
      kind: 'number',
      text: /^\d/.test(number) ? `${Number(number)}.` : text,
      length: text.length,
      atoms: 1,
    };
  if (REFERENCE.test(text) && gap > 0.25 * line.size)
    return { kind: 'reference', text, length: text.length, atoms: 1 };
  return null;
}

/** A line of a table of contents: dots lead to its page. */
export const isContentsLine = (line: Line): boolean =>
  /(?:[.\u00b7]\s?){4,}[\divxlc]+$/i.test(line.text);

/** The same line without its dots; the dot in a number has no other dot beside it. */
export const withoutDots = (line: Line): Line => ({
  ...line,
  atoms: line.atoms.filter(
    (atom, index) =>
      !isDots(atom) || (!isDots(line.atoms[index - 1]) && !isDots(line.atoms[index + 1])),
  ),
});

const isDots = (atom: Line['atoms'][number] | undefined): boolean =>
  atom?.kind === 'text' && /^[.\u00b7]+$/.test(atom.text);
