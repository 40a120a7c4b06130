/**
 * What a trained model may copy: a fact that is told again is one of its list, and what it calculates with is a number of
 * the list, of the question, of an earlier result or of the laws. No digit is made up between reading and result. Pure.
 */
import { roundedNumber } from './answer-writer.ts';
import { beginsCommon, isCommon, numbersIn } from './grounded.ts';
import { itemsOf, listing } from './told.ts';

/** Behind the largest or smallest value the fact that has it is told. */
const extreme = /<<(?:max|min)\([^<>]*\)>>=(-?\d+(?:\.\d+)?)\.\s*$/;
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

  /** Whether `next` may stand behind `text`, the thought so far; only where something is copied not all may. */
  allows(text: string, next: string): boolean {
    if (text.includes('</think>')) return true;
    const list = listing.exec(text)?.[0];
    // A full stop at the end may be one of a decimal.
    if (list === undefined || list.length === text.trimEnd().length) return true;
    const call = text.lastIndexOf('<<');
    if (call > text.lastIndexOf('>>'))
      return (
        countsAll(text.slice(list.length), next) &&
        this.#mayCalculate(text.slice(call + 2), next, list, text)
      );
    const formulas = text.slice(list.length).split('$');
    if (formulas.length % 2 === 1) return true;
    return mayTell(formulas.at(-1)!, next, this.#tellings(list, formulas.slice(0, -1)));
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

  /** Facts of the list, as they stand between dollar signs, that may be told again behind `before`. */
  #tellings(list: string, before: readonly string[]): string[] {
    const facts = itemsOf(list).flatMap(({ item }) => /^\s*\$([^$]*)\$/.exec(item)?.[1] ?? []);
    const found = extreme.exec(before.at(-1)!)?.[1];
    if (found !== undefined)
      return firstOf([facts.filter((fact) => valueOf(fact) === found), facts]);
    // What the question names is what it asks about; no fact is told twice.
    const named = facts.filter((fact) => this.#names(fact));
    const left = (some: readonly string[]): string[] =>
      some.filter((fact) => !before.includes(fact));
    return firstOf([named.length < 2 ? [] : left(named), left(facts), facts]);
  }

  #names(fact: string): boolean {
    const name = /^\\text\{([^{}]+)\}=/.exec(fact)?.[1];
    if (name === undefined) return false;
    const at = this.#question.indexOf(name);
    const around = `${this.#question[at - 1] ?? ' '}${this.#question[at + name.length] ?? ' '}`;
    return at >= 0 && !/[\p{L}\d]/u.test(around);
  }
}

const firstOf = (lists: readonly string[][]): string[] =>
  lists.find(({ length }) => length > 0) ?? [];

const valueOf = (fact: string): string | undefined => /=(.*?)(?:\\%)?$/.exec(fact)?.[1];

/** A mean is divided by how many were added. */
function countsAll(steps: string, next: string): boolean {
  const [, sum, digits] = /Mean: <<\(([^()<>]*)\)\/(\d*)$/.exec(steps + next) ?? [];
  if (sum === undefined || digits === undefined || digits === '') return true;
  return String(sum.split('+').length).startsWith(digits);
}

/** `before`: what stands behind the dollar sign. Only names in words are told again as they are listed. */
function mayTell(before: string, next: string, facts: readonly string[]): boolean {
  const [content = '', ...behind] = (before + next).split('$');
  if (!content.startsWith('\\text')) return true;
  // What went astray before may end as it likes.
  if (!facts.some((fact) => fact.startsWith(before))) return true;
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
