/** How many digits a comparison needs, so that numbers that only look alike are told apart. Pure. */
import { Decimal } from 'decimal.js';
import { evaluate, NoValue, type Quantity, type Setting } from './evaluate.ts';
import { parts, type Expression } from './expression.ts';

/** Digits of the numbers in it, and of the powers of ten that its parts reach. */
function sizeOf(expressions: readonly Expression[], setting: Omit<Setting, 'digits'>): number {
  let digits = 0;
  let reach = 0;
  const onValue = (value: Decimal): void => {
    if (!value.isZero()) reach = Math.max(reach, Math.abs(value.e));
  };
  for (const expression of expressions) {
    for (const part of parts(expression)) {
      if (part.kind === 'number') digits += part.text.replace(/e.*|\D/gi, '').length;
      if (part.kind === 'unit') digits += part.unit.scale.length;
    }
    try {
      evaluate(expression, { ...setting, digits: 30, onValue });
    } catch (error) {
      // The evaluation proper tells what is wrong.
      if (!(error instanceof NoValue)) throw error;
    }
  }
  return 2 * digits + 4 * reach;
}

/** decimal.js knows π to a little over a thousand digits. */
const mostDigits = 900;

export interface Pair {
  readonly left: Quantity;
  readonly right: Quantity;
  /** They agree to every digit that could part two numbers made of so few others. */
  readonly equal: boolean;
  readonly digits: number;
}

/**
 * Both sides with enough digits: the more the longer their numbers, after the bounds that part the
 * roots of polynomials with coefficients of that size. @throws NoValue
 */
export function evaluatePair(
  left: Expression,
  right: Expression,
  setting: Omit<Setting, 'digits'>,
): Pair {
  // In steps, so that arithmetic of each precision is set up once.
  const digits = 75 + 25 * Math.ceil(sizeOf([left, right], setting) / 25);
  if (digits > mostDigits)
    throw new NoValue('too-large', 'its numbers are too large to be checked');
  const a = evaluate(left, { ...setting, digits });
  const b = evaluate(right, { ...setting, digits });
  return { left: a, right: b, equal: same(a.value, b.value, digits), digits };
}

/** Equal but for the last digits that are worked with. A zero that came out of rounding equals nothing. */
export function same(a: Decimal, b: Decimal, digits: number): boolean {
  const size = Decimal.max(a.abs(), b.abs());
  if (size.isZero()) return true;
  const apart = a.minus(b).abs();
  return apart.lte(size.times(new Decimal(10).pow(20 - digits)));
}
