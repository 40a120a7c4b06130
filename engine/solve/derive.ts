/** Does an equation follow from one that was stated before? Pure. */
import {
  compareValues,
  refuted,
  verified,
  type Circumstances,
  type Sides,
  type Verdict,
} from './compare.ts';
import { decimals, evaluate, NoValue, type Quantity } from './evaluate.ts';
import { has, symbolsOf, type Expression } from './expression.ts';
import { likeness } from './identity.ts';
import { dimensionless } from './units.ts';

export interface Equation {
  readonly left: Expression;
  readonly right: Expression;
  /** As it was written. */
  readonly source: string;
}

const difference = ({ left, right }: Pick<Equation, 'left' | 'right'>): Expression => ({
  kind: 'sum',
  terms: [left, { kind: 'negative', of: right }],
});

/** The latest equations are looked at; older ones seldom matter. */
const looked = 12;

/**
 * `2x = 4` follows from `2x + 3 = 7`: their differences are the same up to a number that is not zero, or
 * up to powers of other variables than the one that is solved for. The reason, or undefined.
 */
export function follows(equation: Equation, earlier: readonly Equation[]): string | undefined {
  const names = symbolsOf(equation.left, equation.right);
  for (const before of earlier.slice(-looked).reverse()) {
    const known = symbolsOf(before.left, before.right);
    if (known.size !== names.size || ![...names].every((name) => known.has(name))) continue;
    if ([before, equation].some(({ left, right }) => has(left, 'unit') || has(right, 'unit')))
      continue;
    const factor = factorBetween(difference(before), difference(equation), [...names]);
    if (factor === undefined) continue;
    const divisors = factor.filter(({ exponent }) => exponent < 0).map(({ name }) => name);
    const target = equation.left.kind === 'symbol' ? equation.left.name : undefined;
    // x² = x gives x = 1 only by dividing by what may be zero.
    if (divisors.length > 0 && (target === undefined || divisors.includes(target))) continue;
    if (divisors.length > 0 && symbolsOf(equation.right).has(target!)) continue;
    const unless = divisors.length === 0 ? '' : ` for ${divisors.join(', ')} other than 0`;
    return `follows from ${before.source}${unless}`;
  }
  return undefined;
}

/** Exponents of the variables in `after` ÷ `before`, when that is a number times powers of variables. */
function factorBetween(
  before: Expression,
  after: Expression,
  names: readonly string[],
): { name: string; exponent: number }[] | undefined {
  const D = decimals(60);
  const point = new Map(names.map((name, i) => [name, 1.37 + 0.611 * i + 0.07 * i * i]));
  const ratioAt = (changed?: string): number | undefined => {
    const lookup = (name: string): Quantity => ({
      value: new D(point.get(name)!).times(name === changed ? 2 : 1),
      dimension: dimensionless,
    });
    try {
      const over = evaluate(after, { digits: 60, lookup }).value;
      const under = evaluate(before, { digits: 60, lookup }).value;
      return over.isZero() || under.isZero() ? undefined : over.div(under).toNumber();
    } catch (error) {
      if (error instanceof NoValue) return undefined;
      throw error;
    }
  };
  const start = ratioAt();
  if (start === undefined) return undefined;
  const exponents: { name: string; exponent: number }[] = [];
  for (const name of names) {
    const there = ratioAt(name);
    if (there === undefined || there / start <= 0) return undefined;
    const exponent = Math.log2(there / start);
    if (Math.abs(exponent - Math.round(exponent)) > 1e-9 || Math.abs(exponent) > 6)
      return undefined;
    exponents.push({ name, exponent: Math.round(exponent) });
  }
  // Tested everywhere: after(point) · before(x) · x^e is the same as after(x) · before(point).
  const scale: Expression = { kind: 'symbol', name: '#scale' };
  const powers = exponents.map(({ name, exponent }): Expression => {
    const digits: Expression = { kind: 'number', text: String(Math.abs(exponent)) };
    return {
      kind: 'power',
      base: { kind: 'symbol', name },
      exponent: exponent < 0 ? { kind: 'negative', of: digits } : digits,
    };
  });
  const made: Expression = { kind: 'product', factors: [scale, ...powers, before] };
  const lookup = (name: string, digits: number): Quantity | undefined => {
    if (name !== '#scale') return undefined;
    const at = (inner: string): Quantity => ({
      value: new (decimals(digits))(point.get(inner)!),
      dimension: dimensionless,
    });
    const over = evaluate(after, { digits, lookup: at }).value;
    const under = evaluate(
      { kind: 'product', factors: [...powers, before] },
      { digits, lookup: at },
    );
    return { value: over.div(under.value), dimension: dimensionless };
  };
  return likeness(made, after, { lookup }).kind === 'identity' ? exponents : undefined;
}

/**
 * `x = 2` after `2x + 3 = 7`: an equation whose only unknown is x and that is linear in it has one
 * solution, and the printed value is held to it. Undefined when no such equation stands before.
 */
export function solvedFor(
  { left, relation, right }: Sides,
  earlier: readonly Equation[],
  circumstances: Circumstances,
): Verdict | undefined {
  if (left.kind !== 'symbol' || symbolsOf(right).has(left.name)) return undefined;
  const { name } = left;
  const { lookup } = circumstances;
  const known = (other: string): boolean => lookup?.(other, 30) !== undefined;
  if (![...symbolsOf(right)].every(known)) return undefined;
  const verdicts: { verdict: Verdict; source: string }[] = [];
  for (const before of earlier.slice(-looked)) {
    const names = symbolsOf(before.left, before.right);
    if (!names.delete(name) || ![...names].every(known)) continue;
    // What defines it plainly is a definition, not an equation to solve.
    const solution = (digits: number): Quantity | undefined =>
      linearSolution(before, name, digits, lookup);
    if (solution(60) === undefined) continue;
    const with_ = (asked: string, digits: number): Quantity | undefined =>
      asked === name ? solution(digits) : lookup?.(asked, digits);
    const verdict = compareValues({ left, relation, right }, { ...circumstances, lookup: with_ });
    verdicts.push({ verdict, source: before.source });
  }
  const held = verdicts.findLast(({ verdict }) => verdict.mark === 'verified');
  if (held !== undefined) return verified(`solves ${held.source}; ${held.verdict.reason}`);
  const [only, ...others] = verdicts;
  if (only?.verdict.mark !== 'refuted' || others.length > 0) return undefined;
  return refuted(`does not solve ${only.source}: ${only.verdict.reason}`, only.verdict.correct);
}

function linearSolution(
  equation: Equation,
  name: string,
  digits: number,
  lookup: Circumstances['lookup'],
): Quantity | undefined {
  const apart = difference(equation);
  // Units are kept by giving them to the unknown: too much for here.
  if (has(apart, 'unit')) return undefined;
  const D = decimals(digits + 20);
  const at = (x: number | string): Quantity['value'] | undefined => {
    try {
      const resolve = (asked: string, more: number): Quantity | undefined => {
        if (asked === name) return { value: new D(x), dimension: dimensionless };
        const quantity = lookup?.(asked, more);
        return quantity?.dimension.every((exponent) => exponent === 0) === true
          ? quantity
          : undefined;
      };
      return evaluate(apart, { digits: digits + 20, lookup: resolve }).value;
    } catch (error) {
      if (error instanceof NoValue) return undefined;
      throw error;
    }
  };
  const [zero, one, far, negative] = [at(0), at(1), at('37.25'), at('-4.75')];
  if (zero === undefined || one === undefined || far === undefined || negative === undefined)
    return undefined;
  const slope = one.minus(zero);
  if (slope.isZero()) return undefined;
  const straight = (x: string, value: Quantity['value']): boolean =>
    value
      .minus(slope.times(x))
      .minus(zero)
      .abs()
      .lte(D.pow(10, 10 - digits));
  if (!straight('37.25', far) || !straight('-4.75', negative)) return undefined;
  return { value: zero.neg().div(slope), dimension: dimensionless };
}
