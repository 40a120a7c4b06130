/** Numbers as they are printed: how far their digits claim to be right. Pure. */
import type { Decimal } from 'decimal.js';
import { children, type Expression } from './expression.ts';
import { decimals, evaluate, NoValue } from './evaluate.ts';

/** Wide enough for every number that can be printed. */
const Wide = decimals(1_000);

/** A printed value: a number, perhaps times a power of ten and a unit. */
export interface Printed {
  /** In its own unit. */
  readonly value: Decimal;
  /** What one of its last digit is worth. */
  readonly quantum: Decimal;
  /** Significant digits; zeros at the end of a whole number count. */
  readonly significant: number;
  readonly point: boolean;
  /** A power of ten was printed with it, so its digits are all meant. */
  readonly scientific: boolean;
  /** The unit alone; undefined for a bare number. */
  readonly unit: Expression | undefined;
}

/** Null when the expression is no printed value but a calculation. */
export function printed(expression: Expression): Printed | null {
  if (expression.kind === 'negative') {
    const of = printed(expression.of);
    return of === null ? null : { ...of, value: of.value.neg() };
  }
  if (expression.kind === 'number') return literal(expression.text);
  if (expression.kind === 'quotient') {
    // 9.8 m/s²: the unit's lower part stands under the bar.
    const over = printed(expression.over);
    if (over?.unit === undefined || !onlyUnits(expression.under)) return null;
    return { ...over, unit: { ...expression, over: over.unit } };
  }
  if (expression.kind !== 'product') return null;
  const [first, ...others] = expression.factors;
  const negative = first?.kind === 'negative';
  const head = negative ? first.of : first;
  if (head?.kind !== 'number') return null;
  const start = literal(head.text);
  const powers = others.filter((factor) => powerOfTen(factor) !== undefined);
  const units = others.filter((factor) => onlyUnits(factor));
  if (powers.length > 1 || powers.length + units.length < others.length) return null;
  const ten = powers[0] === undefined ? 0 : powerOfTen(powers[0])!;
  const scale = new Wide(10).pow(ten);
  return {
    ...start,
    value: start.value.times(scale).times(negative ? -1 : 1),
    quantum: start.quantum.times(scale),
    scientific: start.scientific || powers.length > 0,
    unit: units.length === 0 ? undefined : { kind: 'product', factors: units },
  };
}

function literal(text: string): Printed {
  const [mantissa = '0', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', after] = mantissa.split('.');
  const digits = `${whole}${after ?? ''}`.replace(/^0+/, '');
  return {
    value: new Wide(text),
    quantum: new Wide(10).pow(Number(exponent) - (after?.length ?? 0)),
    significant: Math.max(digits.length, 1),
    point: after !== undefined,
    scientific: text.toLowerCase().includes('e'),
    unit: undefined,
  };
}

export const onlyUnits = (expression: Expression): boolean => {
  if (expression.kind === 'unit') return true;
  if (expression.kind === 'power') return onlyUnits(expression.base);
  if (expression.kind === 'quotient' && expression.over.kind === 'number')
    return expression.over.text === '1' && onlyUnits(expression.under);
  const inside = children(expression);
  const joined = expression.kind === 'product' || expression.kind === 'quotient';
  return joined && inside.length > 0 && inside.every(onlyUnits);
};

function powerOfTen(expression: Expression): number | undefined {
  if (expression.kind !== 'power' || expression.base.kind !== 'number') return undefined;
  if (expression.base.text !== '10') return undefined;
  try {
    const { value } = evaluate(expression.exponent, { digits: 20 });
    return value.isInteger() && value.abs().lte(400) ? value.toNumber() : undefined;
  } catch (error) {
    if (error instanceof NoValue) return undefined;
    throw error;
  }
}

/** Does the exact value round to what is printed? A tie may go either way. */
export const roundsTo = (exact: Decimal, { value, quantum }: Printed): boolean =>
  exact.minus(value).abs().lte(quantum.div(2));

/** A whole number with zeros at its end may claim no more than the digits before them. */
export function looser(shown: Printed): Printed | null {
  if (shown.point || shown.scientific) return null;
  const zeros = /0+$/.exec(shown.value.abs().toFixed(0))?.[0].length ?? 0;
  const kept = shown.significant - zeros;
  return zeros === 0 || kept < 2
    ? null
    : { ...shown, quantum: new Wide(10).pow(zeros), significant: kept };
}
