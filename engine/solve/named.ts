/** Facts with names in words, as trained models write them: `$\text{tea}=12$`. What they are called, and which a question names. Pure. */
import { distance } from 'fastest-levenshtein';

/** Names that were misread are known by what is like them: the share of letters that may be others. */
const mostUnlike = 0.4;

/** What is between dollar signs, `\text {only }\text {A}\cap \text {B}=3`: the names in it and its value as it is written. */
export interface NamedFact {
  readonly written: string;
  readonly names: readonly string[];
  /** `12`, `15\%`, `30^\circ`. */
  readonly value: string;
  readonly number: string;
  /** Whether it is one of sets. */
  readonly inSets: boolean;
}

/** Null for what has no name in words. */
export function namedFact(written: string): NamedFact | null {
  const [, left, value] = /^(\\text\s*\{.*?)=(.*)$/s.exec(written) ?? [];
  if (left === undefined || value === undefined) return null;
  const words = [...left.matchAll(/\\text\s*\{([^{}]*)\}/g)].map(([, word]) => word!.trim());
  const inSets = left.includes('\\cap') || words[0] === 'only' || words[0] === 'none';
  return {
    ...{ written, value: value.trim(), inSets },
    names: words.filter((word, i) => !inSets || i > 0 || word !== 'only'),
    number: /^-?\d+(?:\.\d+)?/.exec(value.trim())?.[0] ?? '',
  };
}

/** Words of questions, which are no misread names. */
const ordinary = new Set(
  (
    'all and are average both chart combined count does each exactly exceed figure find for from give given group groups had has have how ' +
    'large largest least less line many mean more most much name number numbers only one part parts picture set sets share show shown ' +
    'small smallest sum than that the their them there these they this those together total two value values was were what where which who with work'
  ).split(' '),
);

/** The names that stand in the question, as words; of the others those of which a word that no name has is like. */
export function namesAsked(question: string, names: readonly string[]): Set<string> {
  const all = [...new Set(names)];
  const asked = new Set(all.filter((name) => standsIn(name, question)));
  const rest = [...asked].reduce((text, name) => text.replace(name, ' '), question);
  for (const word of rest.match(/[\p{L}\d]{3,}/gu) ?? []) {
    if (ordinary.has(word.toLowerCase())) continue;
    const [like] = all
      .filter((name) => !asked.has(name) && unlikeness(name, word) <= mostUnlike)
      .toSorted((a, b) => unlikeness(a, word) - unlikeness(b, word));
    if (like !== undefined) asked.add(like);
  }
  return asked;
}

const unlikeness = (a: string, b: string): number => distance(a, b) / Math.max(a.length, b.length);

/** Whether a name stands in the question, not as a part of a longer word. */
export function standsIn(name: string, question: string): boolean {
  if (name === '') return false;
  for (let at = question.indexOf(name); at >= 0; at = question.indexOf(name, at + 1)) {
    const around = `${question[at - 1] ?? ' '}${question[at + name.length] ?? ' '}`;
    if (!/[\p{L}\d]/u.test(around)) return true;
  }
  return false;
}
