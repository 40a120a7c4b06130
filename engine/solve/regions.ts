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

/** Of three sets the one region that no fact tells: what it is called, and where its number should stand. */
export function missingRegion(facts: readonly Listed[]): { name: string; place: Place } | null {
  const { singles = [], others = [] } = partsOf(facts) ?? {};
  if (singles.length !== 3 || others.length !== 3) return null;
  const told = others.map(({ item }) => item);
  const corners = singles.map(({ place }) => place);
  const regions = [
    ...singles.map((_, far) => ({
      name: `\\text {only }${meet(singles.filter((_, i) => i !== far))}`,
      weights: singles.map((_, i) => (i === far ? outer : inner)),
    })),
    { name: meet(singles), weights: [1 / 3, 1 / 3, 1 / 3] },
  ];
  const missing = regions.filter(({ name }) => !told.some((item) => item.startsWith(`$${name}=`)));
  if (missing.length !== 1) return null;
  const [{ name, weights }] = missing as [(typeof regions)[number]];
  const sum = (axis: 'x' | 'y'): number =>
    corners.reduce((all, corner, i) => all + corner[axis] * weights[i]!, 0);
  return { name, place: { x: sum('x'), y: sum('y') } };
}

const meet = (some: readonly Single[]): string => some.map(({ name }) => name).join('\\cap ');

/** The list with the sets of shared numbers as their places have it, each once; as it is where that cannot be said. */
export function namedRegions(facts: readonly Listed[]): readonly Listed[] {
  const parts = partsOf(facts);
  if (parts === null) return facts;
  const { singles, others } = parts;
  const named = new Map<Listed, string>();
  const distances = new Map<string, number>();
  for (const listed of others) {
    const [place] = listed.places;
    if (place === undefined) return facts;
    if (singles.some((single) => isNear(single.place, place))) continue;
    const region = regionAt(place, singles);
    if (region === null) return facts;
    // Of two that are called the same the one that is more in the middle of the region stays.
    const best = distances.get(region.sets);
    if (best !== undefined && best <= region.off) continue;
    for (const [one, sets] of named) if (sets === region.sets) named.delete(one);
    named.set(listed, region.sets);
    distances.set(region.sets, region.off);
  }
  if (named.size === 0) return facts;
  return facts.flatMap((listed) => {
    if (!others.includes(listed)) return [listed];
    const sets = named.get(listed);
    const [, value = ''] = /=(.*)$/s.exec(listed.item) ?? [];
    return sets === undefined ? [] : [{ ...listed, item: `$${sets}=${value}` }];
  });
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
