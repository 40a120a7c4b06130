/**
 * Runs of glyphs to words and lines.
 *
 * Glyphs that follow one another on a baseline make a word; words on a baseline without a wide gap
 * make a line, whatever the order in which they were drawn. Scripts (small, off the baseline, close
 * beside a word) join the line that they belong to. The gap between columns parts lines.
 */
import { bounds, height, shared, type Rectangle } from './geometry.ts';
import type { Glyph, PageFont, PageText } from './page.ts';

/** A glyph with what its run says of it. */
export interface Letter extends Glyph {
  readonly font: PageFont;
  readonly size: number;
  readonly baseline: number;
  readonly hidden: boolean;
}

export interface Word {
  readonly letters: readonly Letter[];
  readonly text: string;
  readonly box: Rectangle;
  /** Of its first letter. */
  readonly size: number;
  readonly baseline: number;
}

export interface Line {
  /** From left to right. */
  readonly words: readonly Word[];
  /** The words with spaces between them. */
  readonly text: string;
  readonly box: Rectangle;
  /** Size and baseline of most of its letters. */
  readonly size: number;
  readonly baseline: number;
}

/** Gaps and shifts, in em. */
const SPACE = 0.16;
const COLUMN_GAP = 0.95;
const SAME_BASELINE = 0.12;
const SCRIPT_GAP = 0.3;
const FRACTION = 0.6;
/** A script is at most this much of its line's size. */
const SCRIPT_SIZE = 0.85;
/** A page in more pieces is no text: what belongs together is not looked for, since that takes the square of it. */
const MOST_PIECES = 10_000;

/** Every glyph of the level text, in the order of drawing. */
export function lettersOf(text: PageText): Letter[] {
  return text.runs.flatMap(({ glyphs, font, size, baseline, angle, hidden }) =>
    angle === 0
      ? glyphs.map(({ text, code, start, end, box, blank }) => {
          return { text, code, start, end, box, blank, font, size, baseline, hidden };
        })
      : [],
  );
}

/** The lines of the level text of a page, by baseline and then from left to right. */
export const linesOf = (text: PageText): Line[] => linesOfWords(wordsOf(lettersOf(text)));

/** Lines of words in any order. */
export function linesOfWords(words: readonly Word[]): Line[] {
  const pieces = level(words);
  const lines = pieces.length > MOST_PIECES ? pieces : closeGaps(attachScripts(pieces));
  return lines.map(lineOf).sort((a, b) => a.baseline - b.baseline || a.box.x1 - b.box.x1);
}

/** Letters in the order of drawing to words: the pen goes on, nothing blank lies between. */
export function wordsOf(letters: readonly Letter[]): Word[] {
  const words: Word[] = [];
  let open: Letter[] = [];
  const close = (): void => {
    if (open.length > 0) words.push(wordOf(open));
    open = [];
  };
  for (const letter of letters) {
    if (letter.blank) {
      close();
      continue;
    }
    const last = open.at(-1);
    if (last !== undefined && !follows(last, letter)) close();
    open.push(letter);
  }
  close();
  return words;
}

function follows(last: Letter, next: Letter): boolean {
  const em = Math.max(last.size, next.size);
  const gap = next.start - last.end;
  return (
    Math.abs(next.baseline - last.baseline) < SAME_BASELINE * em &&
    Math.abs(next.size - last.size) < 0.05 * em &&
    gap < SPACE * em &&
    gap > -0.5 * em
  );
}

function wordOf(letters: readonly Letter[]): Word {
  const [first] = letters as [Letter, ...Letter[]];
  return {
    letters,
    text: letters.map(({ text }) => text).join(''),
    box: bounds(letters.map(({ box }) => box))!,
    size: first.size,
    baseline: first.baseline,
  };
}

interface Draft {
  words: Word[];
  box: Rectangle;
  size: number;
  baseline: number;
}

/** Words on one baseline, parted where a gap is as wide as one between columns. */
function level(words: readonly Word[]): Draft[] {
  const rows: Word[][] = [];
  for (const word of [...words].sort((a, b) => a.baseline - b.baseline)) {
    const row = rows.at(-1);
    const same =
      row !== undefined &&
      word.baseline - row.at(-1)!.baseline < SAME_BASELINE * Math.min(word.size, row.at(-1)!.size);
    if (same) row.push(word);
    else rows.push([word]);
  }
  return rows.flatMap(partRow);
}

function partRow(row: readonly Word[]): Draft[] {
  const drafts: Draft[] = [];
  for (const word of [...row].sort((a, b) => a.box.x1 - b.box.x1)) {
    const draft = drafts.at(-1);
    const fits =
      draft !== undefined &&
      word.box.x1 - draft.box.x2 < COLUMN_GAP * Math.min(word.size, draft.size) &&
      Math.max(word.size, draft.size) < 2 * Math.min(word.size, draft.size);
    if (fits) addWord(draft, word);
    else drafts.push({ words: [word], box: word.box, size: word.size, baseline: word.baseline });
  }
  return drafts;
}

function addWord(draft: Draft, word: Word): void {
  draft.words.push(word);
  draft.box = bounds([draft.box, word.box])!;
  if (word.size > draft.size) [draft.size, draft.baseline] = [word.size, word.baseline];
}

/** Small pieces beside a larger line, and over or under its baseline, become part of it. */
function attachScripts(drafts: Draft[]): Draft[] {
  const kept: Draft[] = [];
  const bySize = [...drafts].sort((a, b) => b.size - a.size);
  for (const draft of bySize) {
    let nearest: { home: Draft; distance: number } | undefined;
    for (const home of kept) {
      const distance = scriptDistance(draft, home);
      if (distance === null || (nearest !== undefined && nearest.distance <= distance)) continue;
      nearest = { home, distance };
    }
    if (nearest === undefined) kept.push(draft);
    else for (const word of draft.words) addWord(nearest.home, word);
  }
  return kept;
}

/** Pieces of a line that only their scripts' room had parted become one again. */
function closeGaps(drafts: readonly Draft[]): Draft[] {
  const joined: Draft[] = [];
  for (const draft of [...drafts].sort((a, b) => a.box.x1 - b.box.x1)) {
    const before = joined.find(
      (other) =>
        Math.abs(other.baseline - draft.baseline) < SAME_BASELINE * draft.size &&
        draft.box.x1 - other.box.x2 < COLUMN_GAP * Math.min(draft.size, other.size) &&
        draft.box.x1 > other.box.x1 &&
        Math.max(draft.size, other.size) < 2 * Math.min(draft.size, other.size),
    );
    if (before === undefined) joined.push({ ...draft, words: [...draft.words] });
    else for (const word of draft.words) addWord(before, word);
  }
  return joined;
}

/** How far a script's baseline is from its line's, in em; null when it cannot belong to it. */
function scriptDistance(script: Draft, line: Draft): number | null {
  if (script.size > SCRIPT_SIZE * line.size) return null;
  const shift = Math.abs(script.baseline - line.baseline) / line.size;
  if (shift > 0.75) return null;
  if (shared(script.box.x1, script.box.x2, line.box.x1, line.box.x2) < -SCRIPT_GAP * line.size)
    return null;
  const beside = line.words.some(
    ({ box }) =>
      shared(script.box.x1, script.box.x2, box.x1, box.x2) > -SCRIPT_GAP * line.size &&
      shared(script.box.y1, script.box.y2, box.y1, box.y2) > -0.2 * height(script.box),
  );
  return beside ? shift : null;
}

function lineOf({ words, box, size, baseline }: Draft): Line {
  const ordered = [...words].sort((a, b) => a.letters[0]!.start - b.letters[0]!.start);
  return { words: ordered, text: textOfWords(ordered, size), box, size, baseline };
}

/** Words of one line in their order, with spaces where they are apart; `size` is the line's. */
export function textOfWords(words: readonly Word[], size: number): string {
  let text = '';
  let end = -Infinity;
  let last: Word | undefined;
  for (const word of words) {
    const [first] = word.letters as [Letter, ...Letter[]];
    const apart = first.start - end > SPACE * size || isOver(last, word, size);
    if (text !== '' && apart) text += ' ';
    text += word.text;
    end = Math.max(end, word.letters.at(-1)!.end);
    last = word;
  }
  return text;
}

/** Halves of a fraction are further from one another than a script is from its line. */
const isOver = (one: Word | undefined, other: Word, size: number): boolean =>
  one !== undefined && Math.abs(one.baseline - other.baseline) > FRACTION * size;
