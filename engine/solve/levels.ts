/**
 * Values that are read from the scale of a chart lie on one line with the heights at which they stand. Where most of a
 * picture's do, one that does not was read from the wrong number of the scale and follows from its height. Pure.
 */
import type { Listed } from './merge.ts';
import { factOf } from './parts.ts';
import type { Place } from './places.ts';

interface Reading {
  readonly listed: Listed;
  readonly value: number;
  readonly name: Place;
  /** Where its bar or its point ends along the scale, in shares of the picture. */
  readonly end: number;
}

/** What several looks read at one name. */
interface Level {
  readonly readings: readonly Reading[];
  /** What most of them have. */
  readonly value: number;
  /** Mean. */
  readonly end: number;
}

/** `value = zero + slope * end`. */
interface Scale {
  readonly zero: number;
  readonly slope: number;
}

/** In shares of the picture: places are told in steps of about twice that. */
const tolerance = 0.02;
/** A value that is farther from where it should stand was misread: of one look; the mean of several says more. */
const misread = 0.035;
/** Names no farther apart are the same. */
const near = 0.05;
/** Steps between the numbers of a scale are no smaller and no larger, in shares of the picture. */
const leastStep = 0.05;
const mostStep = 0.19;
const fewest = 3;
/** What is within this share of a step is at the step. */
const close = 0.3;

/** The lists of several looks at one picture, each with values that fit the others; as they are where too few fit. */
export function leveled(lists: readonly (readonly Listed[])[]): readonly (readonly Listed[])[] {
  const levels = levelsOf(lists.flatMap(readingsOf));
  const scale = scaleOf(levels);
  if (scale === null) return lists;
  const step = stepOf(
    scale,
    levels.filter((one) => fits(one, scale)),
  );
  if (step === null) return lists;
  const values = new Map<Listed, number>();
  for (const level of levels) {
    const value = atStep(level, scale, step);
    for (const { listed } of value === undefined ? [] : level.readings) values.set(listed, value!);
  }
  return lists.map((facts) =>
    facts.map((listed) => {
      const value = values.get(listed);
      if (value === undefined) return listed;
      return { ...listed, item: listed.item.replace(/=\s*\d+/, () => `=${value}`) };
    }),
  );
}

function levelsOf(readings: readonly Reading[]): Level[] {
  const groups: Reading[][] = [];
  for (const reading of readings) {
    const group = groups.find(([one]) => isNear(one!.name, reading.name));
    if (group === undefined) groups.push([reading]);
    else group.push(reading);
  }
  return groups.map((group) => ({
    readings: group,
    value: most(group.map(({ value }) => value)),
    end: group.reduce((sum, { end }) => sum + end, 0) / group.length,
  }));
}

const isNear = (a: Place, b: Place): boolean =>
  Math.abs(a.x - b.x) < near && Math.abs(a.y - b.y) < near;

function most(values: readonly number[]): number {
  const counts = values.map((value) => values.filter((other) => other === value).length);
  return values[counts.indexOf(Math.max(...counts))]!;
}

/** Names below standing bars differ in x, beside lying ones in y. */
function readingsOf(facts: readonly Listed[]): Reading[] {
  const found = facts.flatMap((listed) => {
    const fact = factOf(listed);
    const [name, end, tick] = listed.places;
    if (fact === null || fact.inSets || !/^\d+$/.test(fact.value)) return [];
    if (name === undefined || end === undefined || tick === undefined) return [];
    return [{ listed, value: Number(fact.value), name, end }];
  });
  const spread = (axis: 'x' | 'y'): number =>
    Math.max(...found.map(({ name }) => name[axis])) -
    Math.min(...found.map(({ name }) => name[axis]));
  const axis = spread('x') > spread('y') ? 'y' : 'x';
  return found.map((one) => ({ ...one, end: one.end[axis] }));
}

/** The line on which most readings lie (Fischler and Bolles, 1981, with all pairs); null where they are too few. */
function scaleOf(readings: readonly Level[]): Scale | null {
  let best: Level[] = [];
  for (const [i, a] of readings.entries())
    for (const b of readings.slice(0, i)) {
      if (Math.abs(a.end - b.end) < 2 * tolerance || a.value === b.value) continue;
      const slope = (a.value - b.value) / (a.end - b.end);
      const scale = { slope, zero: a.value - slope * a.end };
      const inside = readings.filter((one) => fits(one, scale));
      if (inside.length > best.length) best = inside;
    }
  const levels = new Set(best.map(({ value }) => value)).size;
  if (levels < fewest || 2 * best.length <= readings.length) return null;
  return throughAll(best);
}

const fits = ({ value, end }: Level, { zero, slope }: Scale): boolean =>
  Math.abs((value - zero) / slope - end) < tolerance;

/** Least squares. */
function throughAll(readings: readonly Level[]): Scale {
  const mean = (of: (one: Level) => number): number =>
    readings.reduce((sum, one) => sum + of(one), 0) / readings.length;
  const [end, value] = [mean((one) => one.end), mean((one) => one.value)];
  const slope =
    mean((one) => (one.end - end) * (one.value - value)) / mean((one) => (one.end - end) ** 2);
  return { slope, zero: value - slope * end };
}

/** The largest of 1, 2, 5, 10, … that may be the scale's step and that most values are multiples of; null where none is. */
function stepOf({ slope }: Scale, readings: readonly Level[]): number | null {
  const steps = [1e5, 1e4, 1e3, 100, 10, 1].flatMap((power) => [5 * power, 2 * power, power]);
  const multiples = (of: number): number =>
    readings.filter(({ value }) => value % of === 0).length / readings.length;
  return (
    steps.find((step) => {
      const wide = Math.abs(step / slope);
      return (
        wide > leastStep &&
        wide < mostStep &&
        multiples(step) >= 0.6 &&
        multiples(halfOf(step)) === 1
      );
    }) ?? null
  );
}

/** Values stand at steps, and half way between where that is a whole number. */
const halfOf = (step: number): number => (step % 2 === 0 ? step / 2 : step);

/** The value as it was read where its height allows it, else the one that the height says; undefined for none. */
function atStep({ readings, value, end }: Level, scale: Scale, step: number): number | undefined {
  const measured = scale.zero + scale.slope * end;
  const off = Math.abs((measured - value) / scale.slope);
  if (off <= misread / Math.sqrt(readings.length)) return value;
  const whole = Math.round(measured / step) * step;
  const half = Math.round(measured / halfOf(step)) * halfOf(step);
  const found = Math.abs(measured - whole) <= close * step ? whole : half;
  return found >= 0 ? found : undefined;
}
