/**
 * The calculator of a thought: a model writes `<<2*pi*sqrt(0.5/80)>>`, and what follows the call is written
 * by the engine: `=0.496729413289805`. Plain letters and signs, so that every tokenizer of the family and
 * the bundled vocabulary can spell it. Calls are untrusted: small, without names, without code. Pure.
 */
import type { Decimal } from 'decimal.js';
import { exactForm, type Algebra } from './exact.ts';
import { evaluate, NoValue, type Quantity } from './evaluate.ts';
import { symbolsOf, type Expression } from './expression.ts';
import { parseExpression } from './parse.ts';
import { evaluatePair } from './precise.ts';
import type { Fact } from './messages.ts';
import { onlyUnits } from './printed.ts';
import { isDimensionless, nameOfDimension, sameDimension } from './units.ts';
import { unitFromText } from './unitText.ts';
import { unitText } from './compare.ts';
import { isWayCall, shortestWay } from './ways.ts';
import { toldFacts } from './told.ts';

export const opening = '<<';
export const closing = '>>';
/** Longer than any calculation that a step writes. */
const longestCall = 300;
const longestHeard = 20_000;
/** Calls of one answer. */
export const mostCalls = 64;
/** Digits of a value without an end. */
const shownDigits = 9;

export interface Calculation {
  readonly source: string;
  /** What is written after the call, from `=` on. */
  readonly result: string;
  /** There is a value. */
  readonly ok: boolean;
}

/** Evaluates one call, without its brackets. Never throws for what a model may write. */
export function calculate(source: string, algebra?: Algebra): Calculation {
  const failed = (why: string): Calculation => ({ source, result: `=? (${why})`, ok: false });
  if (source.length > longestCall) return failed('too long');
  const [, body = source, wanted] = /^(.*\S)\s+(?:in|to)\s+([^\s].*)$/.exec(source) ?? [];
  const expression = parseExpression(body.trim(), false, { strict: true });
  if (expression === null) return failed('this cannot be read as one calculation');
  const names = [...symbolsOf(expression)];
  if (names.length > 0) return failed(`${names.slice(0, 3).join(', ')}: write numbers`);
  const unit = wanted === undefined ? undefined : unitFromText(wanted);
  if (unit === null) return failed('the unit is not known');
  try {
    const { left, digits } = evaluatePair(expression, expression, {});
    return { source, result: `=${written(expression, left, unit, digits, algebra)}`, ok: true };
  } catch (error) {
    if (error instanceof NoValue) return failed(error.detail);
    throw error;
  }
}

/** `shortest(A, E)` along the edges among the facts. */
export function calculateWay(source: string, facts: readonly Fact[]): Calculation {
  const way = shortestWay(source, facts);
  if (way === null) return { source, result: '=? (no way leads there)', ok: false };
  return { source, result: `=${way}`, ok: true };
}

function written(
  expression: Expression,
  quantity: Quantity,
  unit: Expression | undefined,
  digits: number,
  algebra: Algebra | undefined,
): string {
  if (unit !== undefined) {
    const size = evaluate(unit, { digits });
    if (!sameDimension(size.dimension, quantity.dimension))
      throw new NoValue('dimension', 'the value has another unit');
    return `${decimal(quantity.value.div(size.value))} ${unitText(unit)}`;
  }
  const name = nameOfDimension(quantity.dimension);
  const suffix = name === '' ? '' : ` ${name}`;
  const shown = decimal(quantity.value);
  const ended = quantity.value.minus(shown).isZero();
  if (ended || !isDimensionless(quantity.dimension) || onlyUnits(expression)) return shown + suffix;
  const exact = algebra === undefined ? undefined : exactForm(expression, quantity.value, algebra);
  return exact === undefined ? shown : `${exact}~=${shown}`;
}

/** All digits of a number that ends soon, else as many as serve. */
function decimal(value: Decimal): string {
  const rounded = value.sd() <= 15 ? value : value.toSD(shownDigits);
  const { e } = rounded;
  return e < -5 || e > 14 ? rounded.toExponential().replace('e+', 'e') : rounded.toFixed();
}

/** Follows what is written, wherever it is cut, and knows what comes after a call that has just been closed. */
export class Calculator {
  readonly #algebra: Algebra | undefined;
  readonly calculations: Calculation[] = [];
  #tail = '';
  /** The whole text, up to a length that no list of facts reaches. */
  #heard: string;

  /** `begun`: what the text begins with. */
  constructor(algebra?: Algebra, begun = '') {
    this.#algebra = algebra;
    this.#heard = begun;
  }

  /** Hears text of the model; the result that is to be written next when the text ends in a call. */
  push(text: string): string | undefined {
    this.#tail = (this.#tail + text).slice(-longestCall - 8);
    if (this.#heard.length < longestHeard) this.#heard += text;
    if (!this.#tail.endsWith(closing)) return undefined;
    const from = this.#tail.lastIndexOf(opening);
    if (from < 0) return undefined;
    return this.#answer(this.#tail.slice(from + opening.length, -closing.length));
  }

  /** A call is open: the text may have been stopped at its end. */
  get open(): boolean {
    return /<<[^<>\n]*$/.test(this.#tail);
  }

  #answer(source: string): string | undefined {
    // `a >> b` with an older `<<` far before it is no call.
    if (source.includes('\n') || source.includes('<<') || source.includes('>>')) return undefined;
    if (this.calculations.length >= mostCalls) return undefined;
    const calculation = isWayCall(source)
      ? calculateWay(source.trim(), toldFacts(this.#heard))
      : calculate(source.trim(), this.#algebra);
    this.calculations.push(calculation);
    this.#tail = '';
    return calculation.result;
  }
}
