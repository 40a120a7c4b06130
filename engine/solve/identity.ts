/**
 * Do two expressions say the same for all values of their variables? Decided by exact enough values at
 * random points: two analytic functions that agree at random points of a connected domain are one. What
 * roots, logarithms and absolute values do to that is told apart below. Pure.
 */
import { decimals, NoValue, type Quantity, type Setting } from './evaluate.ts';
import { children, has, mapChildren, parts, symbolsOf, type Expression } from './expression.ts';
import { evaluatePair } from './precise.ts';
import { dimensionless } from './units.ts';
import { seededRandom } from '../runtime/sampling.ts';

export type Likeness =
  /** The same wherever both sides are defined. */
  | { readonly kind: 'identity' }
  /** The same where the variables are positive; elsewhere one side may have no value. */
  | { readonly kind: 'positive' }
  /** The sides differ by the same amount everywhere. */
  | { readonly kind: 'never' }
  | { readonly kind: 'differs'; readonly at: string; readonly left: string; readonly right: string }
  | { readonly kind: 'unknown' };

export interface Known {
  /** What variables are bound to; the others range over all numbers. */
  readonly lookup?: Setting['lookup'];
  /** Variables known to be positive. */
  readonly positive?: ReadonlySet<string> | undefined;
}

/** Points that must agree before anything is said. */
const wanted = 8;
const tried = 24;

export function likeness(left: Expression, right: Expression, known: Known = {}): Likeness {
  if ([left, right].some((side) => has(side, 'factorial'))) return { kind: 'unknown' };
  const branched = [left, right].some((side) => branchesOf(side).length > 0);
  const mixed = compareAt(left, right, known, 'mixed');
  if (mixed.differs !== undefined) {
    const constant = !branched && mixed.sameDifference && mixed.agreed === 0;
    return constant ? { kind: 'never' } : { kind: 'differs', ...mixed.differs };
  }
  if (!branched) return { kind: mixed.agreed >= wanted ? 'identity' : 'unknown' };
  const [opaqueLeft, opaqueRight] = opaque([left, right]);
  if (branchesOf(opaqueLeft!).length === 0 && branchesOf(opaqueRight!).length === 0) {
    const seen = compareAt(opaqueLeft!, opaqueRight!, known, 'mixed');
    if (seen.differs === undefined && seen.agreed >= wanted) return { kind: 'identity' };
  }
  // On the positive side of every variable roots of sums and products of them are analytic.
  const tame = [left, right].every((side) => branchesOf(side).every(tameForPositive));
  if (!tame || mixed.lonely > 0) return { kind: 'unknown' };
  const positive = compareAt(left, right, known, 'positive');
  if (positive.differs !== undefined || positive.agreed < wanted) return { kind: 'unknown' };
  return { kind: 'positive' };
}

interface Comparison {
  agreed: number;
  /** Points at which only one side has a value. */
  lonely: number;
  sameDifference: boolean;
  differs: { at: string; left: string; right: string } | undefined;
}

function compareAt(
  left: Expression,
  right: Expression,
  { lookup, positive }: Known,
  signs: 'mixed' | 'positive',
): Comparison {
  const random = seededRandom(20_231_117);
  const names = [...symbolsOf(left, right)];
  const result: Comparison = { agreed: 0, lonely: 0, sameDifference: true, differs: undefined };
  let difference: string | undefined;
  for (let trial = 0; trial < tried; trial++) {
    const point = new Map(
      names.map((name) => {
        const negative = signs === 'mixed' && positive?.has(name) !== true && random() < 0.5;
        // Small and large ones, none of them special.
        const size = (0.2 + random()) * 10 ** Math.floor(random() * 4 - 1);
        return [name, (negative ? -1 : 1) * Number(size.toPrecision(9))];
      }),
    );
    const baseUnits = Array.from(
      { length: 8 },
      () => new (decimals(400))((1 + random() * 5).toPrecision(9)),
    );
    const logBase = (2 + random() * 7).toPrecision(9);
    const setting = {
      ...{ baseUnits, logBase },
      lookup: (name: string, digits: number): Quantity | undefined => {
        const bound = lookup?.(name, digits);
        if (bound === undefined) return bare(point.get(name)!, digits);
        const D = decimals(digits);
        const value = bound.dimension.reduce(
          (made, exponent, i) =>
            exponent === 0 ? made : made.times(D.pow(baseUnits[i]!, exponent)),
          new D(bound.value),
        );
        return { value, dimension: dimensionless };
      },
    };
    try {
      const pair = evaluatePair(left, right, setting);
      if (pair.equal) result.agreed++;
      else {
        const apart = pair.left.value.minus(pair.right.value);
        const shown = apart.toSD(15).toString();
        difference ??= shown;
        if (difference !== shown) result.sameDifference = false;
        result.differs ??= {
          at: names
            .filter((name) => lookup?.(name, 30) === undefined)
            .map((name) => `${name} = ${Number(point.get(name)!.toPrecision(3))}`)
            .join(', '),
          left: pair.left.value.toSD(4).toString(),
          right: pair.right.value.toSD(4).toString(),
        };
      }
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      if (oneSided(left, right, setting)) result.lonely++;
    }
    if (trial >= wanted && (result.differs !== undefined || result.agreed > wanted)) break;
  }
  return result;
}

function oneSided(left: Expression, right: Expression, setting: Omit<Setting, 'digits'>): boolean {
  const defined = [left, right].map((side) => {
    try {
      evaluatePair(side, side, setting);
      return true;
    } catch (error) {
      if (error instanceof NoValue) return error.trouble !== 'undefined';
      throw error;
    }
  });
  return defined[0] !== defined[1];
}

function bare(value: number, digits: number): Quantity {
  return { value: new (decimals(digits))(value), dimension: dimensionless };
}

/** Parts that are not analytic in their variables wherever they are defined. */
function branchesOf(expression: Expression): Expression[] {
  return parts(expression).filter((part) => {
    const [first, second] = children(part);
    switch (part.kind) {
      case 'root':
      case 'log':
      case 'extreme':
        return symbolsOf(part).size > 0;
      case 'power':
        return symbolsOf(first!).size > 0 && !wholeNumber(second!)
          ? true
          : symbolsOf(second!).size > 0 && !alwaysPositive(first!, false);
      case 'call':
        return (
          ['abs', 'ln', 'lg', 'log', 'asin', 'acos'].includes(part.name) &&
          symbolsOf(part).size > 0 &&
          !alwaysPositive(part.of, false)
        );
      case 'number':
      case 'symbol':
      case 'constant':
      case 'unit':
      case 'sum':
      case 'product':
      case 'negative':
      case 'quotient':
      case 'factorial':
        return false;
    }
  });
}

const wholeNumber = (expression: Expression): boolean =>
  expression.kind === 'negative'
    ? wholeNumber(expression.of)
    : expression.kind === 'number' && /^\d+$/.test(expression.text);

/** A branch that is analytic while all variables are positive. */
function tameForPositive(branch: Expression): boolean {
  // Where two values cross, the larger one has a corner.
  if (branch.kind === 'extreme') return false;
  if (branch.kind === 'call' && (branch.name === 'asin' || branch.name === 'acos')) return false;
  if (branch.kind === 'power') return alwaysPositive(branch.base, true);
  return children(branch).every((child) => alwaysPositive(child, true));
}

/** Positive for sure: for all values of its variables, or for all positive ones. */
function alwaysPositive(expression: Expression, forPositive: boolean): boolean {
  const go = (part: Expression): boolean => alwaysPositive(part, forPositive);
  switch (expression.kind) {
    case 'number':
      return Number(expression.text) > 0;
    case 'constant':
    case 'unit':
      return true;
    case 'symbol':
      return forPositive;
    case 'sum':
      return expression.terms.every(go);
    case 'product':
      return expression.factors.every(go);
    case 'quotient':
      return go(expression.over) && go(expression.under);
    case 'power':
      return go(expression.base);
    case 'root':
      return go(expression.of);
    case 'extreme':
      return expression.of.every(go);
    case 'call':
      return expression.name === 'exp' || expression.name === 'cosh';
    case 'negative':
    case 'log':
    case 'factorial':
      return false;
  }
}

/** Each root, logarithm … becomes a letter of its own, the same letter for the same part. */
function opaque(expressions: readonly Expression[]): Expression[] {
  const letters = new Map<string, string>();
  const hide = (expression: Expression): Expression => {
    if (branchesOf(expression).includes(expression)) {
      const key = JSON.stringify(expression);
      if (!letters.has(key)) letters.set(key, `#${letters.size}`);
      return { kind: 'symbol', name: letters.get(key)! };
    }
    return mapChildren(expression, hide);
  };
  return expressions.map(hide);
}
