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
const common = new Set([0.5, 100, 45, 90, 135, 180, 225, 270, 315, 360]);
const largestCount = 10;
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
    if (!ok || !numbersOf(source).every((each) => isKnown(each, known))) return false;
    known.push(...numbersOf(result));
  }
  return stopReason === 'end';
}

/** Whether facts that are told again have the value that they have in the list. */
function repeatsTruly(thought: string): boolean {
  const values = new Map<string, string>();
  for (const { item } of itemsOf(thought)) {
    const [, left, right] = named.exec(item.trim()) ?? [];
    if (left !== undefined && right !== undefined && !values.has(left)) values.set(left, right);
  }
  for (const [whole] of withoutFacts(thought).matchAll(/\$\\text\{[^$]*\$/g)) {
    const [, left, right] = named.exec(whole) ?? [];
    if (left !== undefined && right !== values.get(left)) return false;
  }
  return true;
}

const named = /^\$(\\text\{[^$=]*)=([^$]*)\$$/;

const numbersOf = (text: string): number[] => (text.match(number) ?? []).map(Number);

function isKnown(value: number, known: readonly number[]): boolean {
  if (common.has(value) || (Number.isInteger(value) && value <= largestCount)) return true;
  if (/^10+$/.test(String(value))) return true;
  return known.some((each) => Math.abs(each - value) <= rounding * each);
}
