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
  readonly places: readonly Place[];
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
 * look's where none is ahead. Two are never called the same. Null where looks cannot be brought together: too
 * few facts, or no names for them.
 */
export function mergedFacts(looks: readonly (readonly Listed[])[]): Listed[] | null {
  const groups: Read[][] = [];
  for (const [look, listed] of looks.entries())
    for (const [i, { item, places }] of listed.entries()) {
      const [, left, right] = form.exec(item.trim()) ?? [];
      if (left === undefined || right === undefined) continue;
      const place = right.endsWith('(question)') ? undefined : places[0];
      const read = { left, right, places, place, look, rank: i / listed.length };
      const group = groups.find((others) => isSame(others, read));
      if (group === undefined) groups.push([read]);
      else group.push(read);
    }
  const kept = groups
    .filter(({ length }) => 2 * length > looks.length)
    .toSorted((a, b) => mean(a) - mean(b));
  const names = namesOf(kept);
  if (kept.length === 0 || names.some((name) => name === undefined)) return null;
  return kept.map((group, i) => {
    const right = most(group.map((read) => read.right));
    // Where the value was read as it is told now.
    const { places, place } = group.find((read) => read.right === right)!;
    return { item: `$${names[i]}=${right}`, places: place === undefined ? [] : places };
  });
}

/** What each fact is called: as most looks have it, but no two alike. Undefined where no name is left. */
function namesOf(groups: readonly (readonly Read[])[]): (string | undefined)[] {
  const votes = groups.flatMap((group, i) =>
    [...Map.groupBy(group, ({ left }) => left)].map(([left, { length }]) => ({ i, left, length })),
  );
  const names: (string | undefined)[] = groups.map(() => undefined);
  const taken = new Set<string>();
  for (const { i, left } of votes.toSorted((a, b) => b.length - a.length)) {
    // The question may tell what the picture tells too.
    const name = `${left} ${groups[i]![0]!.place === undefined}`;
    if (names[i] !== undefined || taken.has(name)) continue;
    names[i] = left;
    taken.add(name);
  }
  return names;
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
