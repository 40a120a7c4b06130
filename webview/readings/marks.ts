/** Where in the source the model was unsure, and where KaTeX stumbled. Pure: no DOM. */
import type { Token } from '../protocol.ts';

export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'unsure' | 'error';
  /** 0..1; only for `unsure`. */
  readonly confidence?: number;
}

/** Below this the model was wrong often enough that a second look pays. */
const unsureBelow = 0.75;

const isSpace = (character: string | undefined): boolean =>
  character !== undefined && /\s/.test(character);

/**
 * Finds the unsure tokens in the LaTeX they make up. Tokens and LaTeX may differ in spaces (the tidied
 * source drops those it does not need); where they differ otherwise, marking stops rather than lies.
 */
export function unsureMarks(latex: string, tokens: readonly Token[]): Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  for (const { text, confidence } of tokens) {
    const wanted = text.replace(/\s+/g, '');
    if (wanted === '') continue;
    while (isSpace(latex[at])) at += 1;
    const start = at;
    for (const character of wanted) {
      while (isSpace(latex[at])) at += 1;
      if (!latex.startsWith(character, at)) return marks;
      at += character.length;
    }
    // Doubt about a brace is doubt about the symbols around it, which have their own marks.
    if (wanted === '{' || wanted === '}') continue;
    if (confidence < unsureBelow) marks.push({ start, end: at, kind: 'unsure', confidence });
  }
  return marks;
}

/**
 * Carries marks over an edit: those before and after the changed stretch move with their text, those
 * inside it are gone, because the person has seen to them.
 */
export function carryMarks(marks: readonly Mark[], before: string, after: string): Mark[] {
  if (before === after) return [...marks];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const shift = after.length - before.length;
  return marks.flatMap((mark) => {
    if (mark.end <= head) return [mark];
    if (mark.start >= before.length - tail) {
      return [{ ...mark, start: mark.start + shift, end: mark.end + shift }];
    }
    return [];
  });
}

/** The least sure marks, at most `count`, in the order of the source. */
export function leastSure(marks: readonly Mark[], count: number): Mark[] {
  return [...marks]
    .sort((a, b) => (a.confidence ?? 1) - (b.confidence ?? 1))
    .slice(0, count)
    .sort((a, b) => a.start - b.start);
}

/** Commands whole, everything else by the character. */
const symbol = /\\(?:[a-zA-Z]+|[^])|[^]/gu;

/** The stretch of `text` that is not in `other`, in whole symbols; undefined when only something is missing. */
export function differing(text: string, other: string): { start: number; end: number } | undefined {
  const mine = text.match(symbol) ?? [];
  const theirs = other.match(symbol) ?? [];
  const shorter = Math.min(mine.length, theirs.length);
  let head = 0;
  while (head < shorter && mine[head] === theirs[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && mine.at(-1 - tail) === theirs.at(-1 - tail)) tail += 1;
  const start = mine.slice(0, head).join('').length;
  const end = text.length - (tail === 0 ? '' : mine.slice(-tail).join('')).length;
  return start < end ? { start, end } : undefined;
}

export interface Piece {
  readonly text: string;
  readonly kinds: readonly Mark['kind'][];
}

/** Cuts a source into pieces at the marks' ends; marks may overlap. Joined, the pieces are the source. */
export function pieces(source: string, marks: readonly Mark[]): Piece[] {
  const inside = marks.filter((mark) => mark.start < mark.end && mark.end <= source.length);
  const cuts = new Set([0, source.length, ...inside.flatMap((mark) => [mark.start, mark.end])]);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => {
    const start = sorted[index] ?? 0;
    const covering = inside.filter((mark) => mark.start <= start && end <= mark.end);
    return {
      text: source.slice(start, end),
      kinds: [...new Set(covering.map((mark) => mark.kind))],
    };
  });
}
