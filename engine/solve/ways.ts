/**
 * The calculator's call for weighted graphs: `shortest(A, E)` is the length of the shortest way from A to E along the
 * edges that the thought has listed as facts, `$AB=8$`, each of which can be gone both ways. Corners are one letter or
 * digit each. Pure.
 */
import { Decimal } from 'decimal.js';
import type { Derived, Fact, Recomputed, Solution } from './messages.ts';

const form = /^shortest\(\s*(\w)\s*,\s*(\w)\s*\)$/;
/** A call with its result, as the calculator writes it into a thought. */
export const toldWay = /<<(shortest\([^<>\n]*\))>>=(\d+(?:\.\d+)?) by ([\w-]+)/g;
const edgeSymbol = /^d_(\w)(\w)$/;
const length = /^\d+(?:\.\d+)?$/;

export const isWayCall = (call: string): boolean => form.test(call.trim());

/** `15 by A-C-E`; null where there is no such way, or the call is another one. */
export function shortestWay(call: string, facts: readonly Fact[]): string | null {
  const [, start, end] = form.exec(call.trim()) ?? [];
  if (start === undefined || end === undefined) return null;
  const edges = facts.flatMap(({ symbol, value }) => {
    const [, a, b] = edgeSymbol.exec(symbol) ?? [];
    const typed = value.trim().replace(',', '.');
    if (a === undefined || b === undefined || !length.test(typed)) return [];
    return [{ ends: [a, b], length: new Decimal(typed) }];
  });
  // Dijkstra (1959): the nearest corner that is not done yet cannot come nearer.
  const best = new Map([[start, { length: new Decimal(0), way: start }]]);
  const done = new Set<string>();
  for (;;) {
    const [first, ...others] = [...best].filter(([corner]) => !done.has(corner));
    if (first === undefined) return null;
    const [here, nearest] = others.reduce((a, b) => (b[1].length.lt(a[1].length) ? b : a), first);
    if (here === end) return `${nearest.length.toFixed()} by ${nearest.way}`;
    done.add(here);
    for (const edge of edges) {
      if (!edge.ends.includes(here)) continue;
      const there = edge.ends[0] === here ? edge.ends[1]! : edge.ends[0]!;
      const sum = nearest.length.plus(edge.length);
      const known = best.get(there);
      if (known === undefined || sum.lt(known.length))
        best.set(there, { length: sum, way: `${nearest.way}-${there}` });
    }
  }
}

const marks = {
  right: { mark: 'verified', reason: 'the shortest of all ways along the edges among the facts' },
  wrong: { mark: 'refuted', reason: 'along the edges among the facts another way is the shortest' },
} as const;

/** Ways that the calculator found in a thought, worked out once more from its facts. */
export function waySteps(thought: string, facts: readonly Fact[]): Solution['steps'] {
  return [...thought.matchAll(toldWay)].map(([whole, call = '', told = '', way = ''], i) => {
    const start = thought.indexOf(whole);
    const right = shortestWay(call, facts) === `${told} by ${way}`;
    return {
      ...(right ? marks.right : marks.wrong),
      ...{ left: `\\text{shortest way }${way}`, relation: '=', right: told, latex: true },
      ...{ start, end: start + whole.length, chain: 10_000 + i, part: 'thought' },
    };
  });
}

/** The way as a quantity that follows from the facts. */
export const wayDerived = (thought: string): Derived[] =>
  [...thought.matchAll(toldWay)].slice(-1).map(([, call = '']) => ({
    ...{ symbol: 'way', written: '\\text{shortest way}', definition: call, latex: false },
    ...{ unit: '', digits: 15 },
  }));

/** The way anew, for facts that a person has corrected; undefined for a quantity of another kind. */
export function recomputedWay(
  { symbol, definition }: Pick<Derived, 'symbol' | 'definition'>,
  facts: readonly Fact[],
): Recomputed | undefined {
  if (!isWayCall(definition)) return undefined;
  const [value, way] = shortestWay(definition, facts)?.split(' by ') ?? [];
  if (value === undefined || way === undefined)
    return { symbol, value: null, latex: '\\text{shortest way} = ?' };
  return { symbol, value, latex: `\\text{shortest way }${way} = ${value}` };
}
