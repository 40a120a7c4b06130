/**
 * Three-way merge of the threads of one PDF. It does not matter which side is which, and a question or an
 * answer is lost only where one side deleted it and the other left it as it was.
 */
import { createHash } from 'node:crypto';
import { emptySidecar, type KeptThread, type KeptTurn, type Sidecar } from './model.ts';
import { sorted, sortedTurns } from './serialize.ts';

/** `base` is what both sides began with; without one nothing counts as deleted but what they say is. */
export function mergeSidecars(base: Sidecar | undefined, ours: Sidecar, theirs: Sidecar): Sidecar {
  const from = base ?? emptySidecar;
  const deleted = mergeDeleted(from.deleted, ours.deleted, theirs.deleted);
  const threads = mergeItems(from.threads, ours.threads, theirs.threads, {
    deleted,
    latest: ({ turns }) => Math.max(0, ...turns.map(({ made }) => made)),
    join: (a, b, c) => [mergeThreads(a, b, c, deleted)],
  });
  const head = pick(from.head, ours.head, theirs.head, bothTexts);
  const pdf = pick(from.pdf, ours.pdf, theirs.pdf, () => undefined);
  // What a side went on with after the other deleted it stays, and counts as deleted no more.
  for (const thread of threads) for (const { id } of [thread, ...thread.turns]) deleted.delete(id);
  return {
    ...(head === undefined ? {} : { head }),
    ...(pdf === undefined ? {} : { pdf }),
    threads: sorted(threads),
    deleted,
    loose: mergeLoose(from.loose, ours.loose, theirs.loose),
  };
}

interface ItemRules<T> {
  deleted: ReadonlyMap<string, number>;
  latest(item: T): number;
  join(base: T | undefined, ours: T, theirs: T): T[];
}

function mergeItems<T extends { readonly id: string }>(
  base: readonly T[],
  ours: readonly T[],
  theirs: readonly T[],
  rules: ItemRules<T>,
): T[] {
  const [inBase, inOurs, inTheirs] = [base, ours, theirs].map(
    (items) => new Map(items.map((item) => [item.id, item])),
  ) as [Map<string, T>, Map<string, T>, Map<string, T>];
  const merged: T[] = [];
  for (const id of new Set([...inOurs.keys(), ...inTheirs.keys()])) {
    const [before, a, b] = [inBase.get(id), inOurs.get(id), inTheirs.get(id)];
    if (a !== undefined && b !== undefined) merged.push(...rules.join(before, a, b));
    else {
      const left = (a ?? b)!;
      const gone = rules.deleted.get(id);
      const untouched =
        before === undefined
          ? gone !== undefined && gone >= rules.latest(left)
          : same(before, left);
      if (!untouched) merged.push(left);
    }
  }
  return merged;
}

function mergeThreads(
  base: KeptThread | undefined,
  ours: KeptThread,
  theirs: KeptThread,
  deleted: ReadonlyMap<string, number>,
): KeptThread {
  const turns = mergeItems<KeptTurn>(base?.turns ?? [], ours.turns, theirs.turns, {
    deleted,
    latest: ({ made }) => made,
    join: mergeTurns,
  });
  const heading = pick(base?.heading, ours.heading, theirs.heading, bothTexts);
  const extra = pick(base?.extra, ours.extra, theirs.extra, bothTexts);
  const more = pick(base?.more, ours.more, theirs.more, (a, b) => firstOf(a, b));
  return {
    id: ours.id,
    anchor:
      base === undefined
        ? firstOf(ours.anchor, theirs.anchor)
        : pick(base.anchor, ours.anchor, theirs.anchor, firstOf),
    turns: sortedTurns(turns),
    ...(heading === undefined ? {} : { heading }),
    ...(extra === undefined ? {} : { extra }),
    ...(more === undefined ? {} : { more }),
  };
}

/** Two different endings of one turn are both kept, the second under an id of its own. */
function mergeTurns(base: KeptTurn | undefined, ours: KeptTurn, theirs: KeptTurn): KeptTurn[] {
  if (same(ours, theirs)) return [ours];
  if (base !== undefined && same(base, ours)) return [theirs];
  if (base !== undefined && same(base, theirs)) return [ours];
  const longer = continued(ours, theirs) ?? continued(theirs, ours);
  if (longer !== undefined) return [longer];
  const [first, second] = [ours, theirs].sort((a, b) => (text(a) < text(b) ? -1 : 1)) as [
    KeptTurn,
    KeptTurn,
  ];
  const id = createHash('sha256').update(text(second)).digest('hex').slice(0, 12);
  return [first, { ...second, id }];
}

/** `after` where it is `before` with more written: the same question, whose answer was still to come. */
function continued(before: KeptTurn, after: KeptTurn): KeptTurn | undefined {
  const goesOn =
    before.state === 'stopped' &&
    before.extra === undefined &&
    before.question === after.question &&
    after.answer.startsWith(before.answer) &&
    after.thought.startsWith(before.thought) &&
    (before.citations.length === 0 || same(before.citations, after.citations));
  return goesOn ? after : undefined;
}

/** A deletion that one side took back is none. */
function mergeDeleted(
  base: ReadonlyMap<string, number>,
  ours: ReadonlyMap<string, number>,
  theirs: ReadonlyMap<string, number>,
): Map<string, number> {
  const merged = new Map<string, number>();
  for (const id of new Set([...ours.keys(), ...theirs.keys()])) {
    const [a, b] = [ours.get(id), theirs.get(id)];
    if (base.has(id) && (a === undefined || b === undefined)) continue;
    merged.set(id, Math.max(a ?? 0, b ?? 0));
  }
  return merged;
}

function mergeLoose(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly string[] {
  if (same(base, ours)) return theirs;
  if (same(base, theirs)) return ours;
  return same(ours, theirs) ? ours : [...new Set([...ours, ...theirs])].sort();
}

/** The side that changed; `both` decides where both did. */
function pick<T>(base: T, ours: T, theirs: T, both: (ours: T, theirs: T) => T): T {
  if (same(ours, theirs) || same(base, theirs)) return ours;
  return same(base, ours) ? theirs : both(ours, theirs);
}

function bothTexts(ours: string | undefined, theirs: string | undefined): string | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  if (ours.includes(theirs)) return ours;
  if (theirs.includes(ours)) return theirs;
  return [ours, theirs].sort().join('\n\n');
}

const firstOf = <T>(ours: T, theirs: T): T => (text(ours) < text(theirs) ? ours : theirs);

const same = (a: unknown, b: unknown): boolean => a === b || text(a) === text(b);

/** One spelling for equal values, whatever the order of their keys; never undefined, as in an array. */
const text = (value: unknown): string =>
  JSON.stringify([value], (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
