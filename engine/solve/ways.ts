/**
 * The calculator's call for weighted graphs: `shortest(A, E, AB=8, AC=3, CE=4)` is the length of the shortest way from A
 * to E along edges that can be gone both ways. Corners are one letter or digit each. Pure.
 */
import { Decimal } from 'decimal.js';
import type { Derived, Fact, Recomputed, Solution } from './messages.ts';

/** A call with its result, as the calculator writes it into a thought. */
export const toldWay = /<<(shortest\([^<>\n]*\))>>=(\d+(?:\.\d+)?) by ([\w-]+)/g;

const form = /^shortest\(\s*(\w)\s*,\s*(\w)\s*((?:,\s*\w\w\s*=\s*\d+(?:\.\d+)?\s*)+)\)$/;
const edgeForm = /(\w)(\w)\s*=\s*(\d+(?:\.\d+)?)/g;

/** `15 by A-C-E`; why there is no way; undefined where the call is another one. */
export function shortestWay(call: string): { way: string } | { none: string } | undefined {
  const [, start, end, told] = form.exec(call.trim()) ?? [];
  if (start === undefined || end === undefined || told === undefined) return undefined;
  const edges = [...told.matchAll(edgeForm)].map(
    ([, a, b, length]) => ({ ends: [a!, b!] as const, length: new Decimal(length!) }) as const,
  );
  // Dijkstra (1959): the nearest corner that is not done yet cannot come nearer.
  const best = new Map([[start, { length: new Decimal(0), way: start }]]);
  const done = new Set<string>();
  for (;;) {
    const open = [...best].filter(([corner]) => !done.has(corner));
    const [first, ...others] = open;
    if (first === undefined) return { none: `there is no way from ${start} to ${end}` };
    const [here, { length, way }] = others.reduce(
      (a, b) => (b[1].length.lt(a[1].length) ? b : a),
      first,
    );
    if (here === end) return { way: `${length.toFixed()} by ${way}` };
    done.add(here);
    for (const { ends, length: step } of edges) {
      if (!ends.includes(here)) continue;
      const there = ends[0] === here ? ends[1] : ends[0];
      const sum = length.plus(step);
      const known = best.get(there);
      if (known === undefined || sum.lt(known.length))
        best.set(there, { length: sum, way: `${way}-${there}` });
    }
  }
}

const wayMarks = {
  right: { mark: 'verified', reason: 'the shortest of all ways along the edges among the facts' },
  unlisted: { mark: 'unchecked', reason: 'an edge of the calculation is not among the facts' },
  wrong: { mark: 'refuted', reason: 'along these edges another way is the shortest' },
} as const;

/** Shortest ways that the calculator found: right for the facts, if all edges of the call are among them. */
export function waySteps(thought: string, facts: readonly Fact[]): Solution['steps'] {
  const known = new Set(facts.map(({ symbol, value }) => `${symbol}=${value}`));
  return [...thought.matchAll(toldWay)].map(([whole, call = '', length = '', way = ''], i) => {
    const edges = [...call.matchAll(edgeForm)];
    const listed = edges.every(([, a, b, value]) =>
      known.has(`d_${[a, b].toSorted().join('')}=${value}`),
    );
    const start = thought.indexOf(whole);
    const found = shortestWay(call);
    const right = found !== undefined && 'way' in found && found.way === `${length} by ${way}`;
    return {
      ...(right ? wayMarks[listed ? 'right' : 'unlisted'] : wayMarks.wrong),
      ...{ left: `\\text{shortest way }${way}`, relation: '=', right: length, latex: true },
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
  if (!form.test(definition)) return undefined;
  const values = new Map(facts.map((fact) => [fact.symbol, fact.value.trim()]));
  const call = definition.replace(edgeForm, (_, a: string, b: string) => {
    const value = values.get(`d_${[a, b].toSorted().join('')}`) ?? '?';
    return `${a}${b}=${value.replace(',', '.')}`;
  });
  const found = shortestWay(call);
  if (found === undefined || !('way' in found))
    return { symbol, value: null, latex: '\\text{shortest way} = ?' };
  const [length = '', way = ''] = found.way.split(' by ');
  return { symbol, value: length, latex: `\\text{shortest way }${way} = ${length}` };
}
