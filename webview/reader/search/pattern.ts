/** A query as a pattern over folded text. Pure. */
import { foldQuery } from './fold.ts';
import { type Alike, lineHyphen } from './letters.ts';

export interface Query extends Alike {
  readonly text: string;
  readonly wholeWord: boolean;
}

/** More than anyone types; keeps the time that a page takes in bounds. */
export const longestQuery = 500;

const word = String.raw`[\p{L}\p{N}\p{M}_${lineHyphen}]`;
const endsInWord = /[\p{L}\p{N}\p{M}_]$/u;
const beginsWithWord = /^[\p{L}\p{N}\p{M}_]/u;

/** Undefined when there is nothing to look for. */
export function pattern(query: Query): RegExp | undefined {
  const text = foldQuery(query.text.slice(0, longestQuery), query);
  if (text.trim() === '') return undefined;
  const body = [...text].map(letterPattern).join(`${lineHyphen}?`);
  const before = query.wholeWord && beginsWithWord.test(text) ? `(?<!${word})` : '';
  const after = query.wholeWord && endsInWord.test(text) ? `(?!${word})` : '';
  // Decomposed, a letter without its mark is the beginning of the letter with it.
  const bare = query.matchMarks ? String.raw`(?!\p{M})` : '';
  return new RegExp(before + body + after + bare, 'gu');
}

function letterPattern(char: string): string {
  if (char === '-') return `(?:-|${lineHyphen})`;
  return char.replace(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`);
}
