/**
 * Text as a search compares it, with the way back to where each letter came from. Pure.
 *
 * Any run of space is one space; a hyphen that parts a word at the end of a line is `lineHyphen`;
 * ligatures are letters; quotes and dashes are those of a keyboard; an accent that stands before its
 * letter, as TeX's old fonts have it, sits on the letter.
 */
import { type Alike, combining, comparable, isHyphen, isLetter } from './letters.ts';
import { isUnspaced, lineHyphen } from './letters.ts';

export interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text` where its source begins; one more at the end: the source's length. */
  readonly from: Uint32Array;
}

const space = /\s/;
const invisible = /[\p{Cc}\p{Cf}]/u;

/** @param source text in which each line of the page ends in `\n` */
export function fold(source: string, alike: Alike): Folded {
  const out = new Output(source.length);
  let at = 0;
  while (at < source.length) {
    const char = pointAt(source, at);
    const end = at + char.length;
    if (space.test(char)) {
      at = foldSpace(source, at, out);
    } else if (isHyphen(char) && partsWord(source, at)) {
      out.add(lineHyphen, at);
      at = afterSpace(source, end);
    } else if (combining(char) !== undefined && isLetter(source.slice(end, end + 2))) {
      at = foldAccented(source, at, alike, out);
    } else {
      if (char < '\u0080' || !invisible.test(char)) out.add(comparable(char, alike), at);
      at = end;
    }
  }
  return out.done(source.length);
}

/** What is typed, compared the same way; spaces stay where they are. */
export function foldQuery(query: string, alike: Alike): string {
  return fold(query.replace(/\s+/g, ' '), alike).text;
}

/** Where the source of the unit at `index` of the folded text ends. */
export function sourceEnd({ from }: Folded, index: number): number {
  let next = index + 1;
  while (next < from.length - 1 && from[next] === from[index]) next += 1;
  return from[next]!;
}

/** Grows by doubling, so that a page of any length costs what it weighs. */
class Output {
  readonly #parts: string[] = [];
  #from: Uint32Array;
  #length = 0;

  constructor(length: number) {
    this.#from = new Uint32Array(length + 16);
  }

  add(text: string, at: number): void {
    const needed = this.#length + text.length + 1;
    if (needed > this.#from.length) {
      const larger = new Uint32Array(needed * 2);
      larger.set(this.#from);
      this.#from = larger;
    }
    this.#parts.push(text);
    this.#from.fill(at, this.#length, this.#length + text.length);
    this.#length += text.length;
  }

  done(end: number): Folded {
    this.#from[this.#length] = end;
    return { text: this.#parts.join(''), from: this.#from.slice(0, this.#length + 1) };
  }
}

const pointAt = (text: string, at: number): string =>
  String.fromCodePoint(text.codePointAt(at) ?? 0);

function afterSpace(source: string, at: number): number {
  let end = at;
  while (end < source.length && space.test(source.charAt(end))) end += 1;
  return end;
}

/** One space for the run; none between two lines of a script that has none. */
function foldSpace(source: string, at: number, out: Output): number {
  const end = afterSpace(source, at);
  const lineEnds = source.slice(at, end).includes('\n');
  const open =
    lineEnds &&
    isUnspaced(source.slice(Math.max(at - 1, 0), at)) &&
    isUnspaced(source.slice(end, end + 1));
  if (!open) out.add(' ', at);
  return end;
}

/** Whether the hyphen at `at` stands between the two parts of a word on two lines. */
function partsWord(source: string, at: number): boolean {
  const end = afterSpace(source, at + 1);
  if (!source.slice(at + 1, end).includes('\n')) return false;
  return (
    /\p{L}\p{M}*$/u.test(source.slice(Math.max(at - 4, 0), at)) &&
    isLetter(source.slice(end, end + 2))
  );
}

/** An accent before its letter: the letter first, as Unicode has it, both from the same place. */
function foldAccented(source: string, at: number, alike: Alike, out: Output): number {
  const start = at + 1;
  const letter = pointAt(source, start);
  // TeX puts the accent on the dotless letters.
  const base = letter === 'ı' ? 'i' : letter === 'ȷ' ? 'j' : letter;
  const mark = alike.matchMarks ? (combining(source.charAt(at)) ?? '') : '';
  out.add(comparable(base, alike) + mark, at);
  return start + letter.length;
}
