/** Questions about the parts of a formula that its parser asks. Pure. */
import type { Expression } from './expression.ts';
import { Unreadable } from './token-reader.ts';

/** `\text{m/s}^2` is meters per second squared: the exponent belongs to the last unit. */
export function raiseLast(unit: Expression, exponent: Expression): Expression {
  if (unit.kind === 'quotient') return { ...unit, under: raiseLast(unit.under, exponent) };
  if (unit.kind === 'product') {
    const last = raiseLast(unit.factors.at(-1)!, exponent);
    return { ...unit, factors: [...unit.factors.slice(0, -1), last] };
  }
  if (unit.kind !== 'unit') throw new Unreadable();
  return { kind: 'power', base: unit, exponent };
}

/** A unit, or units put together: N/m is what an upright group gives. */
export const isUnit = (expression: Expression): boolean =>
  expression.kind === 'unit' ||
  (expression.kind === 'power' && isUnit(expression.base)) ||
  (expression.kind === 'product' && expression.factors.every(isUnit)) ||
  (expression.kind === 'quotient' && isUnit(expression.over) && isUnit(expression.under));

export const hasUnit = (expression: Expression): boolean =>
  isUnit(expression) || (expression.kind === 'product' && expression.factors.some(hasUnit));

/** A unit stands after a number, another unit, or something in brackets; not after a variable. */
export const mayHaveUnit = (expression: Expression): boolean => expression.kind !== 'symbol';

export const isNumeric = (expression: Expression): boolean =>
  expression.kind === 'quotient' &&
  expression.over.kind === 'number' &&
  expression.under.kind === 'number';

/** The whole number that an exponent is; undefined for anything else. */
export function exponentOf(expression: Expression): number | undefined {
  if (expression.kind === 'negative') {
    const value = exponentOf(expression.of);
    return value === undefined ? undefined : -value;
  }
  return expression.kind === 'number' && /^\d$/.test(expression.text)
    ? Number(expression.text)
    : undefined;
}
