/**
 * What a trained model may copy: a fact that is told again is one of its list, and what it calculates with is a number of
 * the list, of the question, of an earlier result or of the laws. No digit is made up between reading and result. Pure.
 */
import { roundedNumber } from './answer-writer.ts';
import { expectedCalls } from './expected.ts';
import { beginsCommon, isCommon, numbersIn } from './grounded.ts';
import { mayList } from './listing.ts';
import { namedFact } from './named.ts';
import { tellings } from './retelling.ts';
import { itemsOf, listing } from './told.ts';

const results = />>=-?(\d+(?:\.\d+)?)/g;
/** Results are put in with five digits; with fewer they are other numbers. */
const leastDigits = 5;
const mostDigits = 9;

export class CopyRule {
  readonly #question: string;
  readonly #numbers: readonly string[];

  constructor(question: string) {
    this.#question = question;
    this.#numbers = numbersIn(question);
  }

  /**
   * Whether `next` may stand behind `text`, the thought so far; only where something is copied not all may. `placed`: as of
   * mayList.
   */
  allows(text: string, next: string, placed?: boolean): boolean {
    if (text.includes('</think>')) return true;
    // A thought is closed before all ends.
    if (next === '' && text.startsWith('Facts:')) return false;
    const list = listing.exec(text)?.[0];
    // A full stop at the end may be one of a decimal.
    if (list === undefined || list.length === text.trimEnd().length)
      return !text.startsWith('Facts:') || mayList(this.#question, text, next, placed);
    const behind = text.slice(list.length);
    const call = text.lastIndexOf('<<');
    if (call > text.lastIndexOf('>>')) {
      const expected = this.#expected(list, behind.slice(0, behind.lastIndexOf('<<')));
      if (expected !== null) return mayEnd(text.slice(call + 2) + next, expected);
      return this.#mayCalculate(text.slice(call + 2), next, list, text);
    }
    const formulas = behind.split('$');
    const told = formulas.slice(0, -1);
    if (formulas.length % 2 === 0) {
      const facts = tellings(this.#question, factsOf(list), told);
      if (told.at(-1)!.endsWith('one such region: '))
        return isNumberOf(facts, formulas.at(-1)! + next);
      return mayTell(formulas.at(-1)!, next, facts);
    }
    return this.#mayGoOn(list, told, formulas.at(-1)! + next);
  }

  /** Of sets all regions of a sort are told, and no more. */
  #mayGoOn(list: string, told: readonly string[], words: string): boolean {
    const facts = factsOf(list);
    const last = namedFact(told.at(-1) ?? '');
    if (last?.inSets !== true || !facts.includes(last.written)) return true;
    const more = tellings(this.#question, facts, told).length > 0;
    return !words.startsWith(more ? '.' : ',');
  }

  #expected(list: string, words: string): string[] | null {
    const named = factsOf(list).flatMap((fact) => namedFact(fact) ?? []);
    const told = words.split('$');
    const again = told.flatMap((each) => named.find(({ written }) => written === each) ?? []);
    return expectedCalls(words, named, again);
  }

  #mayCalculate(before: string, next: string, list: string, text: string): boolean {
    const written = [...(before + next).matchAll(/\d+(?:\.\d*)?/g)].map((match) => ({
      number: match[0],
      end: match.index + match[0].length,
    }));
    const touched = written.filter(({ end }) => end >= before.length);
    if (touched.length === 0) return true;
    const known = [...this.#numbers, ...itemsOf(list).flatMap(({ item }) => numbersIn(item))];
    for (const [, result = ''] of text.matchAll(results)) known.push(result, ...roundings(result));
    return touched.every(({ number, end }) =>
      end === (before + next).length
        ? canBecome(number, known)
        : isCommon(number) || known.includes(number),
    );
  }
}

/** The list's facts, as they stand between dollar signs. */
const factsOf = (list: string): string[] =>
  itemsOf(list).flatMap(({ item }) => /^\s*\$([^$]*)\$/.exec(item)?.[1] ?? []);

/** `call`: what stands behind `<<`. */
const mayEnd = (call: string, expected: readonly string[]): boolean =>
  expected.some((each) => each.startsWith(call) || call.startsWith(`${each}>`));

const isNumberOf = (facts: readonly string[], content: string): boolean =>
  facts.length === 0 ||
  facts.some((fact) => `${namedFact(fact)?.number ?? ''}$`.startsWith(content));

/** `before`: what stands behind the dollar sign. Only names in words are told again as they are listed. */
function mayTell(before: string, next: string, facts: readonly string[]): boolean {
  const [content = '', ...behind] = (before + next).split('$');
  if (!content.startsWith('\\text')) return true;
  // What went astray before may end as it likes.
  if (before !== '' && !facts.some((fact) => fact.startsWith(before))) return true;
  if (behind.length === 0) return facts.some((fact) => fact.startsWith(content));
  return facts.some((fact) => fact === content || fact.startsWith(`${content}=`));
}

function roundings(result: string): string[] {
  const counts = Array.from({ length: mostDigits - leastDigits + 1 }, (_, i) => leastDigits + i);
  return counts.map((count) => roundedNumber(result, count));
}

/** Whether digits that are not at their end may go on to a number that may be put in. */
const canBecome = (digits: string, known: readonly string[]): boolean =>
  beginsCommon(digits) || known.some((number) => number.startsWith(digits));
