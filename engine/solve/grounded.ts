/**
 * Whether the numbers of a trained model's solution come from somewhere: what it says the question tells stands in the
 * question, and what it calculates with is a fact, a result, or a number that laws have of their own. A digit that was
 * copied wrong shows so, and a fact that is told again with another value. And what the question tells is used, so that a
 * value that contradicts the picture is not passed over. Pure.
 */
import type { Solution } from './messages.ts';
import { itemsOf, withoutFacts } from './told.ts';

const number = /\d+(?:\.\d+)?/g;
/** Of laws and of counting: half of a side, the angles of a triangle, percent, eighths of a turn. */
const common = [0.5, 100, 45, 90, 135, 180, 225, 270, 315, 360];
/** Results are used with five digits and more. */
const rounding = 1e-4;

type Written = Pick<
  Solution,
  'thought' | 'answer' | 'facts' | 'calculations' | 'stopReason' | 'refused'
>;

export function isGrounded(
  { thought, answer, facts, calculations, stopReason, refused }: Written,
  question: string,
): boolean {
  const asked = numbersOf(question);
  const said = new Set(numbersOf(`${thought} ${answer}`));
  if (refused === null && !asked.every((each) => said.has(each))) return false;
  if (!repeatsTruly(thought)) return false;
  const told = facts.filter(({ source }) => source === 'question');
  if (!told.every(({ value }) => numbersOf(value).every((each) => asked.includes(each))))
    return false;
  const known = [...asked, ...facts.flatMap(({ value }) => numbersOf(value))];
  for (const { source, result, ok } of calculations) {
    // Parts are no more than their whole.
    if (/^(?:100|360)(?:-\d+)+$/.test(source) && result.startsWith('-')) return false;
    if (!ok || !numbersOf(source).every((each) => isKnown(each, known))) return false;
    known.push(...numbersOf(result));
  }
  return stopReason === 'end';
}

/** Whether facts of one name have one value, in the list and where they are told again. */
function repeatsTruly(thought: string): boolean {
  const values = new Map<string, string>();
  for (const { item } of itemsOf(thought)) {
    const [, left, right] = named.exec(item.trim()) ?? [];
    if (left === undefined || right === undefined) continue;
    if ((values.get(left) ?? right) !== right) return false;
    values.set(left, right);
  }
  for (const [whole] of withoutFacts(thought).matchAll(/\$\\text\s*\{[^$]*\$/g)) {
    const [, left, right] = named.exec(whole) ?? [];
    if (left !== undefined && right !== values.get(left)) return false;
  }
  return true;
}

const named = /^\$(\\text\s*\{[^$=]*)=([^$]*)\$$/;

/** Numbers as they are written, without a sign. */
export const numbersIn = (text: string): string[] => text.match(number) ?? [];

const numbersOf = (text: string): number[] => numbersIn(text).map(Number);

const isKnown = (value: number, known: readonly number[]): boolean =>
  isCommon(String(value)) || known.some((each) => Math.abs(each - value) <= rounding * each);

/** Whether a calculation may use the number wherever it comes from. */
export const isCommon = (written: string): boolean =>
  common.includes(Number(written)) || /^(?:\d|10+)$/.test(written);

/** Whether digits are the beginning of such a number. */
export const beginsCommon = (digits: string): boolean =>
  isCommon(digits) || common.some((each) => String(each).startsWith(digits));
