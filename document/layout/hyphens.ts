/** Lines → running text: words that were broken at a line's end are whole again. */
import type { Inline } from './draft.ts';
import { plain } from './lines.ts';

/** First parts that keep their hyphen when a line breaks after it. */
const keeping = new Set(
  (
    'self well non all ex half high low long short real cross multi two three four five six first second ' +
    'third one time state left right upper lower so'
  ).split(' '),
);

/** Words of the text around, in lower case: what is written there tells how a broken word is spelled. */
export type Vocabulary = ReadonlySet<string>;

export function vocabularyOf(texts: Iterable<string>): Set<string> {
  const words = new Set<string>();
  for (const text of texts)
    for (const [word] of text.toLowerCase().matchAll(/\p{L}+(?:-\p{L}+)*(?=$|[^\p{L}-])/gu))
      words.add(word);
  return words;
}

/** `text` ends with a hyphen and `next` begins the next line: whether the hyphen is only the line's. */
export function isLineHyphen(text: string, next: string, words: Vocabulary): boolean {
  const first = /([\p{L}\p{N}-]*\p{L})-$/u.exec(text)?.[1]?.toLowerCase();
  const second = /^\p{Ll}[\p{L}]*/u.exec(next)?.[0].toLowerCase();
  if (first === undefined || second === undefined) return false;
  if (words.has(`${first}-${second}`)) return false;
  if (words.has(first + second)) return true;
  return !first.includes('-') && !keeping.has(first);
}

/** Two stretches of a paragraph, the second on the next line, column or page. */
export function joinInlines(
  before: readonly Inline[],
  after: readonly Inline[],
  words: Vocabulary,
): Inline[] {
  const last = before.at(-1);
  const first = after[0];
  if (last === undefined || first === undefined) return [...before, ...after];
  if (last.kind === 'text' && last.text.endsWith('-') && first.kind === 'text') {
    const whole = isLineHyphen(wordBefore(before), first.text, words);
    const kept = whole ? last.text.slice(0, -1) : last.text;
    // A dash at the end of a line is followed by a space, a hyphen is not.
    const space = /(^|\s)-$/.test(last.text) ? ' ' : '';
    return [
      ...before.slice(0, -1),
      { ...last, text: kept },
      { ...first, text: space + first.text },
      ...after.slice(1),
    ];
  }
  const dashed = last.kind === 'text' && /\p{L}[\u2014/]$/u.test(last.text);
  if (dashed) return [...before, ...after];
  const space: Inline =
    first.kind === 'text' && last.kind === 'text' && sameStyle(first, last)
      ? { ...first, text: ' ' }
      : plain(' ');
  return [...before, space, ...after];
}

/** The text since the last space, over changes of font. */
function wordBefore(inlines: readonly Inline[]): string {
  let word = '';
  for (const inline of [...inlines].reverse()) {
    if (inline.kind !== 'text') break;
    word = inline.text + word;
    if (/\s/.test(inline.text)) break;
  }
  return word;
}

type Text = Extract<Inline, { kind: 'text' }>;
const sameStyle = (a: Text, b: Text): boolean =>
  a.bold === b.bold && a.italic === b.italic && a.monospace === b.monospace;
