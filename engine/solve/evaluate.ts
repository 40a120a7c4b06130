/** Values of expressions: decimals with as many digits as it takes, with dimensions. Pure. */
import { Decimal } from 'decimal.js';
import type { Expression, FunctionName } from './expression.ts';
import {
  dimensionless,
  isDimensionless,
  powerDimension,
  sameDimension,
  timesDimension,
  type Dimension,
  type Unit,
} from './units.ts';

/** A value in coherent SI units. */
export interface Quantity {
  readonly value: Decimal;
  readonly dimension: Dimension;
}

/** Why something has no value. */
export type Trouble =
  | 'unbound'
  /** Division by zero, a root or logarithm of what has none. */
  | 'undefined'
  /** Meters plus seconds, the sine of a length. */
  | 'dimension'
  /** Numbers too large to be worked with. */
  | 'too-large'
  /** Conventions differ: a cube root as a power. */
  | 'ambiguous';

export class NoValue extends Error {
  readonly trouble: Trouble;
  readonly detail: string;
  constructor(trouble: Trouble, detail: string) {
    super(detail);
    this.trouble = trouble;
    this.detail = detail;
  }
}

export interface Setting {
  /** Significant digits that are worked with. */
  readonly digits: number;
  /** What a variable stands for; undefined when nothing is known of it. */
  readonly lookup?: ((name: string, digits: number) => Quantity | undefined) | undefined;
  /** What `log` without a base means: 10, unless told. */
  readonly logBase?: Decimal.Value | undefined;
  /** Angles without a sign are degrees, where trigonometry takes them. */
  readonly degrees?: boolean | undefined;
  /** Hears of the value of every part. */
  readonly onValue?: ((value: Decimal) => void) | undefined;
  /** Sizes of the base units: for tests of identities, in which units are letters among others. */
  readonly baseUnits?: readonly Decimal[] | undefined;
}

/** Largest power of ten that anything may reach on the way. */
const largest = 2_000;

const arithmetic = new Map<number, typeof Decimal>();

/** Decimals of so many digits; made once for each. */
export function decimals(digits: number): typeof Decimal {
  let made = arithmetic.get(digits);
  if (made === undefined) {
    made = Decimal.clone({ precision: digits, defaults: true, maxE: 9e15, minE: -9e15 });
    arithmetic.set(digits, made);
  }
  return made;
}

const made = { pi: new Map<number, Decimal>(), e: new Map<number, Decimal>() };

function remembered(kept: Map<number, Decimal>, digits: number, make: () => Decimal): Decimal {
  let value = kept.get(digits);
  if (value === undefined) kept.set(digits, (value = make()));
  return value;
}

const piOf = (digits: number): Decimal =>
  remembered(made.pi, digits, () => decimals(digits).acos(-1));
const eOf = (digits: number): Decimal => remembered(made.e, digits, () => decimals(digits).exp(1));

/** @throws NoValue */
export function evaluate(expression: Expression, setting: Setting): Quantity {
  return new Evaluation(setting).of(expression);
}

class Evaluation {
  readonly #setting: Setting;
  readonly #D: typeof Decimal;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#D = decimals(setting.digits);
  }

  of(expression: Expression): Quantity {
    const { value, dimension } = this.#of(expression);
    if (!value.isFinite()) throw new NoValue('undefined', 'it has no value');
    if (!value.isZero() && Math.abs(value.e) > largest)
      throw new NoValue('too-large', 'its numbers are too large to be checked');
    this.#setting.onValue?.(value);
    return { value, dimension };
  }

  #of(expression: Expression): Quantity {
    switch (expression.kind) {
      case 'number':
        return this.#bare(new this.#D(expression.text));
      case 'constant':
        return this.#bare(
          expression.name === 'pi' ? piOf(this.#setting.digits) : eOf(this.#setting.digits),
        );
      case 'unit':
        return this.#unit(expression.unit);
      case 'symbol': {
        const known = this.#setting.lookup?.(expression.name, this.#setting.digits);
        if (known === undefined) throw new NoValue('unbound', expression.name);
        return { ...known, value: new this.#D(known.value) };
      }
      case 'negative': {
        const { value, dimension } = this.of(expression.of);
        return { value: value.neg(), dimension };
      }
      case 'sum':
        return this.#sum(expression.terms.map((term) => this.of(term)));
      case 'product':
        return expression.factors
          .map((factor) => this.of(factor))
          .reduce((a, b) => ({
            value: a.value.times(b.value),
            dimension: timesDimension(a.dimension, b.dimension),
          }));
      case 'quotient':
        return this.#quotient(this.of(expression.over), this.of(expression.under));
      case 'power':
        return this.#power(this.of(expression.base), this.of(expression.exponent));
      case 'root':
        return this.#root(this.of(expression.of), expression.degree);
      case 'log': {
        const base = this.#pure(this.of(expression.base), 'The base of a logarithm');
        return this.#bare(this.#logarithm(this.of(expression.of)).div(this.#ln(base)));
      }
      case 'call':
        return this.#call(expression.name, this.of(expression.of));
      case 'extreme':
        return this.#extreme(
          expression.name,
          expression.of.map((each) => this.of(each)),
        );
      case 'factorial': {
        const value = this.#pure(this.of(expression.of), 'A factorial');
        if (!value.isInteger() || value.isNegative())
          throw new NoValue('undefined', 'a factorial of what is no whole number');
        if (value.gt(300)) throw new NoValue('too-large', 'a factorial too large to be checked');
        let made = new this.#D(1);
        for (let i = 2; i <= value.toNumber(); i++) made = made.times(i);
        return this.#bare(made);
      }
    }
  }

  #bare(value: Decimal): Quantity {
    return { value, dimension: dimensionless };
  }

  #unit(unit: Unit): Quantity {
    let value = new this.#D(unit.scale);
    if (unit.halfTurn !== undefined)
      value = value.times(piOf(this.#setting.digits)).div(unit.halfTurn);
    const { baseUnits } = this.#setting;
    if (baseUnits === undefined) return { value, dimension: unit.dimension };
    unit.dimension.forEach((exponent, i) => {
      if (exponent !== 0) value = value.times(this.#D.pow(baseUnits[i]!, exponent));
    });
    return this.#bare(value);
  }

  #sum(terms: readonly Quantity[]): Quantity {
    const [first, ...others] = terms;
    const { dimension } = first!;
    if (others.some((term) => !sameDimension(term.dimension, dimension)))
      throw new NoValue('dimension', 'it adds quantities of different kinds');
    return { value: terms.reduce((sum, term) => sum.plus(term.value), new this.#D(0)), dimension };
  }

  #extreme(name: 'max' | 'min', values: readonly Quantity[]): Quantity {
    const { dimension } = values[0]!;
    if (values.some((each) => !sameDimension(each.dimension, dimension)))
      throw new NoValue('dimension', 'it compares quantities of different kinds');
    return { value: this.#D[name](...values.map(({ value }) => value)), dimension };
  }

  #quotient(over: Quantity, under: Quantity): Quantity {
    if (under.value.isZero()) throw new NoValue('undefined', 'it divides by zero');
    return {
      value: over.value.div(under.value),
      dimension: timesDimension(over.dimension, under.dimension, -1),
    };
  }

  #power(base: Quantity, exponent: Quantity): Quantity {
    const power = this.#pure(exponent, 'An exponent');
    if (!isDimensionless(base.dimension) && power.abs().gt(12))
      throw new NoValue('too-large', 'a power too large to be checked');
    if (base.value.isZero()) {
      if (!power.gt(0))
        throw new NoValue('undefined', 'it raises zero to a power that is not positive');
      return { value: base.value, dimension: powerDimension(base.dimension, power.toNumber()) };
    }
    const double = Math.log10(base.value.abs().toNumber());
    const size = Math.abs((Number.isFinite(double) ? double : base.value.e) * power.toNumber());
    if (size > largest || power.abs().gt(1e6))
      throw new NoValue('too-large', 'a power too large to be checked');
    if (base.value.isNegative() && !power.isInteger())
      throw new NoValue('ambiguous', 'it raises a negative number to a power that is not whole');
    return {
      value: base.value.pow(power),
      dimension: powerDimension(base.dimension, power.toNumber()),
    };
  }

  #root({ value, dimension }: Quantity, degree: number): Quantity {
    const negative = value.isNegative() && !value.isZero();
    if (negative && degree % 2 === 0)
      throw new NoValue('undefined', 'it takes a root of a negative number');
    const size = value.abs();
    const root = degree === 2 ? size.sqrt() : degree === 3 ? size.cbrt() : this.#nth(size, degree);
    return {
      value: negative ? root.neg() : root,
      dimension: powerDimension(dimension, 1 / degree),
    };
  }

  #nth(value: Decimal, degree: number): Decimal {
    return value.isZero() ? value : value.pow(new this.#D(1).div(degree));
  }

  #ln(value: Decimal): Decimal {
    if (!value.gt(0))
      throw new NoValue('undefined', 'it takes a logarithm of what is not positive');
    return value.ln();
  }

  #logarithm(quantity: Quantity): Decimal {
    return this.#ln(this.#pure(quantity, 'The argument of a logarithm'));
  }

  #call(name: FunctionName, of: Quantity): Quantity {
    if (name === 'abs') return { ...of, value: of.value.abs() };
    if (name === 'ln') return this.#bare(this.#logarithm(of));
    if (name === 'lg') return this.#bare(this.#logarithm(of).div(this.#ln(new this.#D(10))));
    if (name === 'log') {
      const base = new this.#D(this.#setting.logBase ?? 10);
      return this.#bare(this.#logarithm(of).div(this.#ln(base)));
    }
    const value = this.#pure(of, 'The argument of a function');
    return this.#bare(this.#elementary(name, value));
  }

  #elementary(name: Exclude<FunctionName, 'abs' | 'ln' | 'lg' | 'log'>, given: Decimal): Decimal {
    if (given.abs().gt(1e4)) throw new NoValue('too-large', 'a function of a number too large');
    const degrees = this.#setting.degrees === true;
    const value =
      degrees && !name.startsWith('a') && !name.endsWith('h') && name !== 'exp'
        ? given.times(piOf(this.#setting.digits)).div(180)
        : given;
    switch (name) {
      case 'exp':
        return value.exp();
      case 'sin':
        return this.#exactly(value, value.sin());
      case 'cos':
        return this.#exactly(value, value.cos());
      case 'tan':
        return this.#over(value.sin(), value.cos());
      case 'cot':
        return this.#over(value.cos(), value.sin());
      case 'sec':
        return this.#over(new this.#D(1), value.cos());
      case 'csc':
        return this.#over(new this.#D(1), value.sin());
      case 'asin':
      case 'acos':
        if (value.abs().gt(1)) throw new NoValue('undefined', `an arc ${name.slice(1)}e beyond 1`);
        return this.#angle(name === 'asin' ? value.asin() : value.acos());
      case 'atan':
        return this.#angle(value.atan());
      case 'sinh':
        return value.sinh();
      case 'cosh':
        return value.cosh();
      case 'tanh':
        return value.tanh();
    }
  }

  /** sin π is zero, not 10⁻⁶⁰: a value that small comes from π's own rounding. */
  #exactly(argument: Decimal, value: Decimal): Decimal {
    const small = this.#D.pow(10, -this.#setting.digits + 6);
    return !argument.isZero() && argument.abs().gt(0.5) && value.abs().lt(small)
      ? new this.#D(0)
      : value;
  }

  #over(over: Decimal, under: Decimal): Decimal {
    const small = this.#D.pow(10, -this.#setting.digits + 6);
    if (under.abs().lt(small)) throw new NoValue('undefined', 'a tangent or its like at its pole');
    return over.abs().lt(small) ? new this.#D(0) : over.div(under);
  }

  #angle(value: Decimal): Decimal {
    return this.#setting.degrees === true
      ? value.times(180).div(piOf(this.#setting.digits))
      : value;
  }

  #pure({ value, dimension }: Quantity, what: string): Decimal {
    if (isDimensionless(dimension)) return value;
    throw new NoValue('dimension', `${what} has a unit`);
  }
}
