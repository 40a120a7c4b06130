/**
 * Which sets meet at a number of a diagram of two or three sets follows from where it stands: each set's own number lies
 * away from the others, what two share between theirs, what all share in the middle. Pure.
 */
import type { Listed } from './merge.ts';
import { factOf } from './parts.ts';
import type { Place } from './places.ts';

interface Single {
  /** As it is written: `\text {A}`. */
  readonly name: string;
  /** Where its number stands. */
  readonly place: Place;
}

/** In shares of the picture: what is nearer is the same number. */
const near = 0.05;
/** What is nearer and has the same value was read twice. */
const again = 0.14;
/** What two sets share is no farther from the line between their numbers, in shares of its length. */
const mostAside = 0.45;
/** A number shared by all is as far from each set's own; one shared by two is this far from the third's, in shares of a height. */
const shared = 0.17;
/** Weights of the sets' own numbers in the place of one that two of them share. */
const inner = 0.53;
const outer = -0.06;

/** Sets with a number of their own, and facts of shared numbers; null where they are none of sets, or one is told twice. */
function partsOf(facts: readonly Listed[]): { singles: Single[]; others: Listed[] } | null {
  const singles: Single[] = [];
  const others: Listed[] = [];
  for (const listed of facts) {
    const fact = factOf(listed);
    if (fact?.inSets !== true) return null;
    const [, name] = /^\s*\$\\text\s*\{only\s*\}\s*(\\text\s*\{[^}]*\})=/.exec(listed.item) ?? [];
    const place = listed.places[1] ?? listed.places[0];
    if (name === undefined) {
      if (fact.names[0] !== 'none') others.push(listed);
    } else if (place === undefined || singles.some((one) => one.name === name)) return null;
    else singles.push({ name, place });
  }
  return { singles, others };
}

/** Of three sets the regions that no fact tells: what they are called, and where their numbers should stand. */
export function missingRegions(facts: readonly Listed[]): { name: string; place: Place }[] {
  const { singles = [], others = [] } = partsOf(facts) ?? {};
  if (singles.length !== 3 || others.length < 2) return [];
  const told = others.map(({ item }) => item);
  const regions = [
    ...singles.map((_, far) => ({
      name: `\\text {only }${meet(singles.filter((_, i) => i !== far))}`,
      weights: singles.map((_, i) => (i === far ? outer : inner)),
    })),
    { name: meet(singles), weights: [1 / 3, 1 / 3, 1 / 3] },
  ];
  const missing = regions.filter(({ name }) => !told.some((item) => item.startsWith(`$${name}=`)));
  return missing.map(({ name, weights }) => {
    const sum = (axis: 'x' | 'y'): number =>
      singles.reduce((all, { place }, i) => all + place[axis] * weights[i]!, 0);
    return { name, place: { x: sum('x'), y: sum('y') } };
  });
}

/**
 * Where the third set's name stands, when it was taken for what two sets share: that lies between their numbers. With
 * the list without it.
 */
export function thirdSet(
  facts: readonly Listed[],
): { facts: readonly Listed[]; place: Place } | null {
  const { singles = [], others = [] } = partsOf(facts) ?? {};
  const [a, b] = singles;
  const place = others[0]?.places[0];
  if (a === undefined || b === undefined || singles.length > 2 || place === undefined) return null;
  const [x, y] = [b.place.x - a.place.x, b.place.y - a.place.y];
  const long = Math.hypot(x, y);
  const along = ((place.x - a.place.x) * x + (place.y - a.place.y) * y) / long ** 2;
  const aside = Math.abs((place.x - a.place.x) * y - (place.y - a.place.y) * x) / long ** 2;
  if (along > 0 && along < 1 && aside < mostAside) return null;
  return { facts: facts.filter((listed) => !others.includes(listed)), place };
}

const meet = (some: readonly Single[]): string => some.map(({ name }) => name).join('\\cap ');

/** The list with the sets of shared numbers as their places have it, each once; as it is where that cannot be said. */
export function namedRegions(facts: readonly Listed[]): readonly Listed[] {
  const parts = partsOf(facts);
  if (parts === null) return facts;
  const { singles, others } = parts;
  const own = facts.filter((listed) => !others.includes(listed));
  const found: { listed: Listed; sets: string; off: number }[] = [];
  for (const listed of others) {
    const [place] = listed.places;
    const region = place && regionAt(place, singles);
    if (region === undefined || region === null) return facts;
    if (!own.some((one) => isReadAgain(listed, one))) found.push({ listed, ...region });
  }
  const named = new Map<Listed, string>();
  // Of two that are called the same, or that are the same number, the one that is more in the middle of its region stays.
  for (const { listed, sets } of found.toSorted((a, b) => a.off - b.off)) {
    const taken = [...named].some(([one, its]) => its === sets || isReadAgain(listed, one));
    if (!taken) named.set(listed, sets);
  }
  return facts.flatMap((listed) => {
    if (!others.includes(listed)) return [listed];
    const sets = named.get(listed);
    const [, value = ''] = /=(.*)$/s.exec(listed.item) ?? [];
    return sets === undefined ? [] : [{ ...listed, item: `$${sets}=${value}` }];
  });
}

/** The same number, or one like it close by. */
function isReadAgain(listed: Listed, before: Listed): boolean {
  const [a] = listed.places;
  const b = before.places.at(-1);
  if (a === undefined || b === undefined) return false;
  const alike = factOf(listed)?.number === factOf(before)?.number;
  return isNear(a, b) || (alike && Math.hypot(a.x - b.x, a.y - b.y) < again);
}

const isNear = (a: Place, b: Place): boolean =>
  Math.abs(a.x - b.x) < near && Math.abs(a.y - b.y) < near;

/** `off`: how far it is from where such a number usually stands. Null where there are not two or three sets. */
function regionAt(place: Place, singles: readonly Single[]): { sets: string; off: number } | null {
  const [a, b, c] = singles;
  if (a === undefined || b === undefined || singles.length > 3) return null;
  if (c === undefined) {
    const off = Math.hypot(
      place.x - (a.place.x + b.place.x) / 2,
      place.y - (a.place.y + b.place.y) / 2,
    );
    return { sets: meet([a, b]), off };
  }
  const weights = barycentric(place, [a.place, b.place, c.place]);
  if (weights === null) return null;
  const least = Math.min(...weights);
  const far = weights.indexOf(least);
  if (least > shared)
    return { sets: meet(singles), off: Math.hypot(...weights.map((weight) => weight - 1 / 3)) };
  const off = Math.hypot(...weights.map((weight, i) => weight - (i === far ? outer : inner)));
  return { sets: `\\text {only }${meet(singles.filter((_, i) => i !== far))}`, off };
}

/** Weights of three corners of which the place is the mean, summing to 1; null where they lie on a line. */
function barycentric(
  { x, y }: Place,
  [a, b, c]: readonly [Place, Place, Place],
): [number, number, number] | null {
  const area = (b.y - c.y) * (a.x - c.x) + (c.x - b.x) * (a.y - c.y);
  if (Math.abs(area) < 1e-4) return null;
  const first = ((b.y - c.y) * (x - c.x) + (c.x - b.x) * (y - c.y)) / area;
  const second = ((c.y - a.y) * (x - c.x) + (a.x - c.x) * (y - c.y)) / area;
  return [first, second, 1 - first - second];
}
