/** Two sides that have values: does the relation between them hold, and in what sense? Pure. */
import type { Decimal } from 'decimal.js';
import { decimals, evaluate, NoValue, type Quantity, type Setting } from './evaluate.ts';
import { mapChildren, parts, type Expression } from './expression.ts';
import { evaluatePair, type Pair } from './precise.ts';
import { looser, printed, roundsTo, type Printed } from './printed.ts';
import type { Relation } from './statements.ts';
import { isDimensionless, nameOfDimension, sameDimension } from './units.ts';

/** `unchecked`: nothing is claimed. */
export type Mark = 'verified' | 'refuted' | 'unchecked';

export interface Verdict {
  readonly mark: Mark;
  /** Exactly what was found; for people. */
  readonly reason: string;
  /** The right value, where something else was written. */
  readonly correct?: string;
}

export const unchecked = (reason: string): Verdict => ({ mark: 'unchecked', reason });
export const verified = (reason: string): Verdict => ({ mark: 'verified', reason });
export const refuted = (reason: string, correct?: string): Verdict => ({
  ...{ mark: 'refuted', reason },
  ...(correct === undefined ? {} : { correct }),
});

export interface Sides {
  readonly left: Expression;
  readonly relation: Relation;
  readonly right: Expression;
}

export interface Circumstances {
  readonly lookup?: Setting['lookup'];
  /** Numbers that were printed as rounded results before: a mismatch may be theirs. */
  readonly rounded?: ReadonlySet<string> | undefined;
  /** The unit that stands at the end of a chain whose middle has none. */
  readonly unitOfChain?: Expression | undefined;
}

/** Values are compared with every digit that is needed; what was printed is held to its own digits. */
export function compareValues(sides: Sides, circumstances: Circumstances = {}): Verdict {
  const verdict = compareWith(sides, circumstances, {});
  if (verdict.mark !== 'refuted') return verdict;
  const both = [...parts(sides.left), ...parts(sides.right)];
  const calls = new Set(both.flatMap((part) => (part.kind === 'call' ? [part.name] : [])));
  if (calls.has('log')) {
    const natural = compareWith(sides, circumstances, { logBase: decimals(950).exp(1) });
    if (natural.mark === 'verified')
      return { ...natural, reason: `${natural.reason} (log taken as the natural logarithm)` };
  }
  if (['sin', 'cos', 'tan', 'asin', 'acos', 'atan'].some((name) => calls.has(name as 'sin'))) {
    const inDegrees = compareWith(sides, circumstances, { degrees: true });
    if (inDegrees.mark === 'verified')
      return unchecked('holds if the angle is in degrees, but no degree sign is written');
  }
  return verdict;
}

function compareWith(
  { left, relation, right }: Sides,
  { lookup, rounded, unitOfChain }: Circumstances,
  extra: Partial<Setting>,
): Verdict {
  let pair: Pair;
  try {
    pair = evaluatePair(left, right, { lookup, ...extra });
  } catch (error) {
    if (!(error instanceof NoValue)) throw error;
    if (['unbound', 'too-large', 'ambiguous'].includes(error.trouble))
      return unchecked(error.detail);
    if (error.trouble === 'undefined' && undefinedBoth(left, right, { lookup, ...extra }))
      return unchecked('neither side has a real value');
    return refuted(error.detail);
  }
  let note = '';
  if (!sameDimension(pair.left.dimension, pair.right.dimension)) {
    const aligned = withUnit(pair, [left, right], unitOfChain);
    if (aligned === undefined) return mismatch(pair);
    [pair, note] = [aligned, ', units left out on the way'];
  }
  if (relation === '=' || relation === '≈') {
    const verdict = equality({ left, relation, right }, pair);
    if (verdict.mark === 'verified') return { ...verdict, reason: verdict.reason + note };
    const slack =
      verdict.mark === 'refuted' &&
      withinRounding({ left, relation, right }, pair, { lookup, rounded }, extra);
    return slack ? unchecked('differs by no more than the rounding of numbers used') : verdict;
  }
  return inequality(relation, pair);
}

function undefinedBoth(
  left: Expression,
  right: Expression,
  setting: Omit<Setting, 'digits'>,
): boolean {
  return [left, right].every((side) => {
    try {
      evaluate(side, { ...setting, digits: 60 });
      return false;
    } catch (error) {
      if (error instanceof NoValue) return true;
      throw error;
    }
  });
}

function mismatch({ left, right }: Pair): Verdict {
  const [a, b] = [nameOfDimension(left.dimension), nameOfDimension(right.dimension)];
  const named = (name: string): string => (name === '' ? 'a number without unit' : `in ${name}`);
  return refuted(
    `the units do not agree: the left side is ${named(a)}, the right side ${named(b)}`,
  );
}

/** It has a unit of some kind; degrees and percent are numbers. */
export const hasDimension = (expression: Expression): boolean =>
  parts(expression).some((part) => part.kind === 'unit' && !isDimensionless(part.unit.dimension));

/** One side without any unit takes the unit in which its chain ends, else the coherent one. */
function withUnit(
  pair: Pair,
  [left, right]: readonly [Expression, Expression],
  unitOfChain: Expression | undefined,
): Pair | undefined {
  const bareLeft = isDimensionless(pair.left.dimension) && !hasDimension(left);
  const bareRight = isDimensionless(pair.right.dimension) && !hasDimension(right);
  if (bareLeft === bareRight) return undefined;
  const { dimension } = bareLeft ? pair.right : pair.left;
  const D = decimals(pair.digits);
  let scale = new D(1);
  if (unitOfChain !== undefined) {
    const unit = evaluate(unitOfChain, { digits: pair.digits });
    if (sameDimension(unit.dimension, dimension)) scale = unit.value;
  }
  const give = ({ value }: Quantity): Quantity => ({ value: value.times(scale), dimension });
  const [a, b] = bareLeft ? [give(pair.left), pair.right] : [pair.left, give(pair.right)];
  const apart = a.value.minus(b.value).abs();
  const size = D.max(a.value.abs(), b.value.abs());
  return { ...pair, left: a, right: b, equal: apart.lte(size.times(D.pow(10, 20 - pair.digits))) };
}

function equality({ left, relation, right }: Sides, pair: Pair): Verdict {
  if (pair.equal) return verified('arithmetic holds');
  const shownRight = printed(right);
  const shown = shownRight ?? printed(left);
  if (shown === null)
    return relation === '='
      ? refuted(
          `the left side is ${format(pair.left)}, the right side ${format(pair.right)}`,
          format(pair.left),
        )
      : unchecked(`the sides are ${format(pair.left)} and ${format(pair.right)}`);
  const exact = inUnit(shownRight === null ? pair.right : pair.left, shown, pair.digits);
  const digits = `${shown.significant} digit${shown.significant === 1 ? '' : 's'}`;
  if (roundsTo(exact, shown)) {
    if (relation === '≈') return verified(`rounds to ${digits} as printed`);
    // 0.24 + 0.909 is 1.149, which could have been written.
    const short = exact.sd() <= shown.significant + 2;
    if (!short && shown.significant >= 3 && (shown.point || shown.scientific))
      return verified(`rounds to ${digits} as printed (not exactly equal)`);
    // 7/2 is not 4; a whole number of many digits is rounded often enough.
    if (!shown.point && shown.significant < 3)
      return refuted(`the value is ${format(pair.left, shown)}`, format(pair.left, shown));
    return unchecked(
      `rounds to what is printed, but = says that it is exact; the value is ${format(pair.left, shown)}`,
    );
  }
  const loose = looser(shown);
  if (relation === '≈' && loose !== null && roundsTo(exact, loose))
    return verified(`rounds to ${loose.significant} digits as printed`);
  const other = shownRight === null ? null : printed(left);
  // The longer number on the right: the left one is its rounding.
  if (
    relation === '≈' &&
    other !== null &&
    other.significant < shown.significant &&
    JSON.stringify(other.unit) === JSON.stringify(shown.unit) &&
    roundsTo(inUnit(pair.right, other, pair.digits), other)
  )
    return verified('the left side is the rounded right side');
  if (
    relation === '≈' &&
    shown.significant === 1 &&
    roundsTo(exact, { ...shown, quantum: shown.value.abs() })
  )
    return unchecked(`one digit is too few to tell; the value is ${format(pair.left, shown)}`);
  return refuted(
    `the value is ${format(shownRight === null ? pair.right : pair.left, shown)}`,
    format(shownRight === null ? pair.right : pair.left, shown),
  );
}

/** In the unit in which a value was printed. */
function inUnit({ value }: Quantity, { unit }: Printed, digits: number): Decimal {
  return unit === undefined ? value : value.div(evaluate(unit, { digits }).value);
}

/** Could the numbers that were rounded before, taken anywhere in what they may stand for, explain it? */
function withinRounding(
  { left, right }: Sides,
  pair: Pair,
  { lookup, rounded }: Circumstances,
  extra: Partial<Setting>,
): boolean {
  if (rounded === undefined || rounded.size === 0) return false;
  const shown = printed(right);
  let slack = shown === null ? new (decimals(60))(0) : shownQuantum(shown);
  for (const side of [left, ...(shown === null ? [right] : [])]) {
    const numbers = new Set(
      parts(side).flatMap((part) =>
        part.kind === 'number' && rounded.has(part.text) ? [part.text] : [],
      ),
    );
    for (const text of numbers) {
      const moved = move(side, text);
      try {
        const there = evaluate(moved, { lookup, ...extra, digits: 60 }).value;
        const here = evaluate(side, { lookup, ...extra, digits: 60 }).value;
        slack = slack.plus(there.minus(here).abs().times(1.1));
      } catch (error) {
        if (!(error instanceof NoValue)) throw error;
        return true;
      }
    }
  }
  return (
    slack.gt(0) &&
    pair.left.value.minus(pair.right.value).abs().lte(slack) &&
    rounds(left, right, rounded)
  );
}

const rounds = (left: Expression, right: Expression, rounded: ReadonlySet<string>): boolean =>
  [...parts(left), ...parts(right)].some(
    (part) => part.kind === 'number' && rounded.has(part.text),
  );

function shownQuantum(shown: Printed): Decimal {
  const half = new (decimals(60))(shown.quantum).div(2);
  return shown.unit === undefined ? half : half.times(evaluate(shown.unit, { digits: 60 }).value);
}

function move(expression: Expression, text: string): Expression {
  if (expression.kind === 'number' && expression.text === text) {
    const shown = printed(expression)!;
    return { kind: 'number', text: shown.value.plus(shown.quantum.div(2)).toString() };
  }
  return mapChildren(expression, (part) => move(part, text));
}

function inequality(relation: Exclude<Relation, '=' | '≈'>, { left, right, equal }: Pair): Verdict {
  const order = equal ? 0 : left.value.cmp(right.value);
  const holds = {
    '<': order < 0,
    '>': order > 0,
    '≤': order <= 0,
    '≥': order >= 0,
    '≠': order !== 0,
  }[relation];
  if (holds) return verified('the comparison holds');
  return refuted(`the left side is ${format(left)}, the right side ${format(right)}`);
}

/** A value for people, in the unit and with the digits in which another one was printed. */
export function format({ value, dimension }: Quantity, like?: Printed): string {
  const digits = Math.min(Math.max(like?.significant ?? 4, 3), 12);
  if (like?.unit !== undefined) {
    const unit = evaluate(like.unit, { digits: 60 });
    if (sameDimension(unit.dimension, dimension))
      return `${plainNumber(value.div(unit.value), digits)} ${unitText(like.unit)}`.trim();
  }
  const name = nameOfDimension(dimension);
  return `${plainNumber(value, digits)}${name === '' ? '' : ` ${name}`}`;
}

/** Digits that mean something, without zeros behind the point that nobody wrote. */
export function plainNumber(value: Decimal, digits: number): string {
  const rounded = value.toSD(digits);
  const tidy = value.minus(rounded).isZero() ? rounded : value.toSD(digits);
  const exponent = tidy.isZero() ? 0 : tidy.e;
  if (exponent < -4 || exponent > 6) return tidy.toExponential().replace('e+', 'e');
  return tidy.toFixed();
}

/** A unit as it was written. */
export function unitText(unit: Expression): string {
  switch (unit.kind) {
    case 'unit':
      return unit.unit.text;
    case 'product':
      return unit.factors.map(unitText).join('·');
    case 'quotient':
      return `${unit.over.kind === 'number' ? '1' : unitText(unit.over)}/${unit.under.kind === 'product' ? `(${unitText(unit.under)})` : unitText(unit.under)}`;
    case 'power':
      return `${unitText(unit.base)}^${exponentText(unit.exponent)}`;
    case 'number':
    case 'symbol':
    case 'constant':
    case 'sum':
    case 'negative':
    case 'root':
    case 'log':
    case 'call':
    case 'factorial':
    case 'extreme':
      return '';
  }
}

function exponentText(exponent: Expression): string {
  if (exponent.kind === 'negative') return `-${exponentText(exponent.of)}`;
  return exponent.kind === 'number' ? exponent.text : '?';
}
