/** Units of measurement: dimension and size. Data of compute-engine, names as people write them. */
import { getUnitDimension, getUnitScale } from '@cortex-js/compute-engine/numerics';

/** Exponents of length, mass, time, current, temperature, amount, luminosity, currency. */
export type Dimension = readonly number[];

export interface Unit {
  /** As it was written, for people. */
  readonly text: string;
  readonly dimension: Dimension;
  /** In the coherent SI unit; a decimal, exact. */
  readonly scale: string;
  /** An angle: so many of them make π. */
  readonly halfTurn?: number;
}

export const dimensionless: Dimension = [0, 0, 0, 0, 0, 0, 0, 0];

/** Spellings that the table does not know, by the one that it does. */
const spellings: Readonly<Record<string, string>> = {
  ...{
    '\u03a9': 'ohm',
    '\u2126': 'ohm',
    ohms: 'ohm',
    Ohm: 'ohm',
    l: 'L',
    sec: 's',
    secs: 's',
    hr: 'h',
  },
  ...{ second: 's', seconds: 's', minute: 'min', minutes: 'min', hour: 'h', hours: 'h' },
  ...{ meter: 'm', meters: 'm', metre: 'm', metres: 'm', newton: 'N', newtons: 'N' },
  ...{ joule: 'J', joules: 'J', watt: 'W', watts: 'W', volt: 'V', volts: 'V' },
  ...{ amp: 'A', amps: 'A', ampere: 'A', amperes: 'A', gram: 'g', grams: 'g', kilogram: 'kg' },
  ...{ kilograms: 'kg', radian: 'rad', radians: 'rad', hertz: 'Hz', farad: 'F', farads: 'F' },
};

const degrees = { dimension: dimensionless, scale: '1', halfTurn: 180 };

/** Units that the table lacks, or whose size it rounds. */
const own: Readonly<Record<string, Omit<Unit, 'text'>>> = {
  ...{ '°': degrees, deg: degrees, degree: degrees, degrees },
  ...{ dpt: { dimension: [-1, 0, 0, 0, 0, 0, 0, 0], scale: '1' } },
  ...{ '%': { dimension: dimensionless, scale: '0.01' } },
  ...{ Wh: { dimension: [2, 1, -2, 0, 0, 0, 0, 0], scale: '3600' } },
};

/** Affine scales: 20 °C is no multiple of a unit. Offered to nobody who would multiply. */
const affine = new Set(['degC', 'degF', '°C', '°F', 'celsius', 'fahrenheit']);
/** Symbols that are letters of formulas far more often, and currencies. */
const refused = new Set(['USD', 'B', 'EUR']);

const prefixes = 'fpnuµμmcdkMGT';

/** One unit by its name, such as `kN` or `µF`; undefined when there is none. */
export function unitNamed(name: string): Unit | undefined {
  if (affine.has(name) || refused.has(name) || name.length > 12) return undefined;
  const known = Object.hasOwn(own, name) ? own[name] : undefined;
  if (known !== undefined) return { text: name, ...known };
  const spelled = spelling(name);
  const dimension = getUnitDimension(spelled);
  const scale = getUnitScale(spelled);
  if (dimension === null || scale === null || !(scale > 0) || dimension[7] !== 0) return undefined;
  // The table multiplies doubles: 15 digits are what a definition has, the rest is noise.
  return { text: name, dimension, scale: String(Number(scale.toPrecision(15))) };
}

function spelling(name: string): string {
  if (Object.hasOwn(spellings, name)) return spellings[name]!;
  const [prefix, rest] = [name.slice(0, 1), name.slice(1)];
  if (rest === '' || !prefixes.includes(prefix)) return name;
  const micro = 'uμ'.includes(prefix) ? 'µ' : prefix;
  return `${micro}${Object.hasOwn(spellings, rest) && rest.length < 4 ? spellings[rest]! : rest}`;
}

export const sameDimension = (a: Dimension, b: Dimension): boolean =>
  a.every((exponent, i) => Math.abs(exponent - b[i]!) < 1e-9);

export const isDimensionless = (dimension: Dimension): boolean =>
  sameDimension(dimension, dimensionless);

export const timesDimension = (a: Dimension, b: Dimension, sign = 1): Dimension =>
  a.map((exponent, i) => exponent + sign * b[i]!);

export const powerDimension = (a: Dimension, exponent: number): Dimension =>
  a.map((each) => each * exponent);

const coherent = ['N', 'J', 'W', 'V', 'ohm', 'F', 'Hz', 'Pa', 'C', 'H', 'T', 'Wb'];
const base = ['m', 'kg', 's', 'A', 'K', 'mol', 'cd'];

/** The coherent SI unit of a dimension, for people: `N`, `kg·m/s`. */
export function nameOfDimension(dimension: Dimension): string {
  if (isDimensionless(dimension)) return '';
  const named = coherent.find((name) => sameDimension(getUnitDimension(name)!, dimension));
  if (named !== undefined) return named === 'ohm' ? 'Ω' : named;
  const write = (name: string, exponent: number): string =>
    exponent === 1 ? name : `${name}^${Number(exponent.toFixed(3))}`;
  const over = base.flatMap((name, i) => (dimension[i]! > 0 ? [write(name, dimension[i]!)] : []));
  const under = base.flatMap((name, i) => (dimension[i]! < 0 ? [write(name, -dimension[i]!)] : []));
  const top = over.length === 0 ? '1' : over.join('·');
  if (under.length === 0) return top;
  return `${top}/${under.length > 1 ? `(${under.join('·')})` : under[0]!}`;
}
