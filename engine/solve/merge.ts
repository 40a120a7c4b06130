/**
 * One list of facts of several looks at a picture: each fact as most looks read it. Looks misread different facts, so that
 * none may have the whole list right and the list of all has. Pure.
 */
import type { Place } from './places.ts';

/** A fact as it was written, `$\text{tea}=12$ kg`, and the places that were told with it. */
export interface Listed {
  readonly item: string;
  readonly places: readonly Place[];
}

interface Read {
  readonly left: string;
  readonly right: string;
  /** Undefined for what the question tells. */
  readonly place: Place | undefined;
  readonly look: number;
  /** How far down its list it stands, 0 to 1. */
  readonly rank: number;
}

/** In shares of the picture: what is nearer is the same place. */
const near = 0.04;
const form = /^\$(.+?)=(.+?\$.*)$/s;

/**
 * The facts that more than half of the looks list; what they are called and their values as most looks have it, the first
 * look's where none is ahead. Null where looks cannot be brought together: too few facts, or two of one name.
 */
export function mergedFacts(looks: readonly (readonly Listed[])[]): string[] | null {
  const groups: Read[][] = [];
  for (const [look, listed] of looks.entries())
    for (const [i, { item, places }] of listed.entries()) {
      const [, left, right] = form.exec(item.trim()) ?? [];
      if (left === undefined || right === undefined) continue;
      const place = right.endsWith('(question)') ? undefined : places[0];
      const read = { left, right, place, look, rank: i / listed.length };
      const group = groups.find((others) => isSame(others, read));
      if (group === undefined) groups.push([read]);
      else group.push(read);
    }
  const kept = groups.filter(({ length }) => 2 * length > looks.length);
  const facts = kept
    .toSorted((a, b) => mean(a) - mean(b))
    .map((group) => ({
      left: most(group.map(({ left }) => left)),
      right: most(group.map(({ right }) => right)),
      told: group[0]!.place === undefined,
    }));
  const names = facts.map(({ left, told }) => `${left} ${told}`);
  if (facts.length === 0 || new Set(names).size < names.length) return null;
  return facts.map(({ left, right }) => `$${left}=${right}`);
}

/** Facts of a picture are one where they stand, and those of the question by their names. */
function isSame(group: readonly Read[], read: Read): boolean {
  if (group.some(({ look }) => look === read.look)) return false;
  const [{ place, left }] = group as readonly [Read];
  if (place === undefined || read.place === undefined)
    return place === read.place && left === read.left;
  return Math.abs(place.x - read.place.x) < near && Math.abs(place.y - read.place.y) < near;
}

const mean = (group: readonly Read[]): number =>
  group.reduce((sum, { rank }) => sum + rank, 0) / group.length;

/** What comes most often, of equals the first. */
function most(texts: readonly string[]): string {
  const counts = texts.map((text) => texts.filter((other) => other === text).length);
  return texts[counts.indexOf(Math.max(...counts))]!;
}
