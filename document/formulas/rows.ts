/** The lines of a page as tokens, with fractions and radicals as one token each. */
import { centerX, centerY, height, shared, type Rectangle } from '../geometry.ts';
import { lettersOf, linesOfWords, wordsOf, type Letter, type Line, type Word } from '../lines.ts';
import type { PageFont, PageText } from '../page.ts';
import { fontRoles, isItalic, variablesHaveFont, type FontRole } from './fonts.ts';
import { structuresOf, type Structure } from './structures.ts';
import { isAccent, isSeed, tokensOf, type Alphabet, type Token } from './tokens.ts';

export interface Row {
  readonly box: Rectangle;
  readonly size: number;
  readonly baseline: number;
  /** From left to right. */
  readonly tokens: readonly Token[];
  readonly seeds: ReadonlySet<Token>;
  /** Words of at least two letters, without scripts and names of functions. */
  readonly words: number;
  /** Letters in words, and all others. */
  readonly prose: number;
  readonly other: number;
  /** How much wider than usual its words stand apart, at least 1. */
  readonly loose: number;
  /** Its words are italic, as in theorems. */
  readonly slanted: boolean;
}

/** The axis of mathematics above the baseline, and how far off it a letter hangs elsewhere, in em. */
const AXIS = 0.25;
const HANGS = 0.42;
const GREEK_PAGE = 0.08;
/** Between words, in em. */
const USUAL_SPACE = 0.36;

export function rowsOf(text: PageText): Row[] {
  const letters = lettersOf(text).filter(({ hidden }) => !hidden);
  const roles = fontRoles(letters);
  const structures = structuresOf(letters, text.rules, roles);
  const taken = new Set(structures.flatMap((structure) => [...structure.letters]));
  const free = letters
    .filter((letter) => !taken.has(letter))
    .map((letter, at, all) => onBase(onAxis(letter, roles, all, at), all[at - 1], all[at + 1]));
  const greek = letters.filter(({ text }) => /\p{Script=Greek}/u.test(text)).length;
  const alphabet: Alphabet = {
    roles,
    greek: greek > GREEK_PAGE * letters.length,
    italicWords: variablesHaveFont(letters, roles),
  };
  const words = wordsOf(free);
  const held = new Map<Word, Structure>();
  for (const structure of structures) held.set(standIn(structure, words), structure);
  return linesOfWords([...words, ...held.keys()]).map((line) => rowOf(line, held, alphabet));
}

/** Big brackets and operators hang from their baseline: they are put on the line they belong to. */
function onAxis(
  letter: Letter,
  roles: ReadonlyMap<PageFont, FontRole>,
  all: readonly Letter[],
  at: number,
): Letter {
  if (letter.blank || roles.get(letter.font) !== 'math') return letter;
  const off = centerY(letter.box) - (letter.baseline - AXIS * letter.size);
  if (Math.abs(off) < HANGS * letter.size || height(letter.box) < 0.5 * letter.size) return letter;
  const wanted = letter.baseline + off;
  // Their middle is only about the axis: what is drawn next to them tells the very line.
  const beside = all
    .slice(Math.max(at - 6, 0), at + 7)
    .find(
      (other) =>
        other !== letter &&
        other.size > 0.9 * letter.size &&
        Math.abs(other.baseline - wanted) < 0.35 * letter.size &&
        height(other.box) < letter.size,
    );
  return { ...letter, baseline: beside?.baseline ?? wanted };
}

/** An accent stands on the baseline of the letter that it is over: TeX draws one after the other. */
function onBase(letter: Letter, before?: Letter, after?: Letter): Letter {
  if (!isAccent(letter) || letter.blank) return letter;
  const base = [after, before].find(
    (other) =>
      other !== undefined &&
      !other.blank &&
      !isAccent(other) &&
      Math.abs(other.baseline - letter.baseline) < 0.6 * letter.size &&
      shared(other.box.x1, other.box.x2, letter.box.x1, letter.box.x2) > 0,
  );
  return base === undefined ? letter : { ...letter, baseline: base.baseline };
}

/** A word in place of a fraction or radical, on the baseline of what stands beside it. */
function standIn({ letters, box, axis, size }: Structure, words: readonly Word[]): Word {
  let [baseline, em] = [axis + AXIS * size, size];
  let nearest = Infinity;
  for (const word of words) {
    const gap = -shared(word.box.x1, word.box.x2, box.x1, box.x2);
    const off = Math.abs(word.baseline - AXIS * word.size - axis);
    if (gap > 1.2 * word.size || off > 0.3 * word.size || gap >= nearest) continue;
    nearest = gap;
    [baseline, em] = [word.baseline, word.size];
  }
  const [first] = [...letters].sort((a, b) => a.start - b.start) as [Letter, ...Letter[]];
  const letter = { ...first, start: box.x1, end: box.x2, box, baseline, size: em, text: '' };
  return { letters: [letter], text: '', box, size: em, baseline };
}

function rowOf(line: Line, held: ReadonlyMap<Word, Structure>, alphabet: Alphabet): Row {
  const seeds = new Set<Token>();
  const tokens = line.words.flatMap((word) => {
    if (held.has(word)) {
      const token = structureToken(word);
      seeds.add(token);
      return [token];
    }
    const made = tokensOf(word.letters, alphabet);
    for (const token of made) if (isSeed(token, alphabet.roles)) seeds.add(token);
    return made;
  });
  tokens.sort((a, b) => a.start - b.start || centerX(a.box) - centerX(b.box));
  const size = usualSize(tokens, line.size);
  const wordy = tokens.filter(
    ({ kind, text, size: own }) =>
      (kind === 'text' || kind === 'italic') && own > 0.85 * size && /\p{L}{2}/u.test(text),
  );
  const prose = wordy.reduce((sum, token) => sum + token.letters.length, 0);
  const all = tokens.reduce((sum, token) => sum + (isNeutral(token) ? 0 : token.letters.length), 0);
  const { box, baseline } = line;
  return {
    ...{ box, size, baseline, tokens, seeds, words: wordy.length, prose, other: all - prose },
    loose: looseness(tokens, new Set(wordy), size),
    slanted: 2 * wordy.filter(({ letters }) => isItalic(letters[0]!.font)).length > wordy.length,
  };
}

/** The largest size that much of a line has: in web pages formulas are larger than the words around them. */
function usualSize(tokens: readonly Token[], largest: number): number {
  const all = tokens.reduce((sum, { letters }) => sum + letters.length, 0);
  const sizes = [...new Set(tokens.map(({ size }) => size))].sort((a, b) => b - a);
  for (const size of sizes) {
    const same = tokens.filter((token) => Math.abs(token.size - size) < 0.05 * size);
    if (same.reduce((sum, { letters }) => sum + letters.length, 0) > 0.4 * all) return size;
  }
  return largest;
}

/** Dates, prices and amounts are neither words nor mathematics. */
const isNeutral = ({ kind, math }: Token): boolean =>
  !math && (kind === 'number' || kind === 'comma' || kind === 'mark');

/** The middle gap between neighboring words against the usual one. */
function looseness(tokens: readonly Token[], wordy: ReadonlySet<Token>, size: number): number {
  const gaps = tokens.flatMap((token, at) => {
    const before = tokens[at - 1];
    const both = before !== undefined && wordy.has(before) && wordy.has(token);
    return both && token.start > before.end ? [(token.start - before.end) / size] : [];
  });
  const middle = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
  return Math.min(Math.max(middle / USUAL_SPACE, 1), 2);
}

const structureToken = (word: Word): Token => ({
  kind: 'math',
  text: '',
  letters: word.letters,
  box: word.box,
  start: word.box.x1,
  end: word.box.x2,
  size: word.size,
  baseline: word.baseline,
  math: true,
});
