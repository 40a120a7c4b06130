/**
 * The calculator's call for weighted graphs: `shortest(A, E, AB=8, AC=3, CE=4)` is the length of the shortest way from A
 * to E along edges that can be gone both ways. Corners are one letter or digit each. Pure.
 */
import { Decimal } from 'decimal.js';

/** A call with its result, as the calculator writes it into a thought. */
export const toldWay = /<<(shortest\([^<>\n]*\))>>=(\d+(?:\.\d+)?) by ([\w-]+)/g;

const form = /^shortest\(\s*(\w)\s*,\s*(\w)\s*((?:,\s*\w\w\s*=\s*\d+(?:\.\d+)?\s*)+)\)$/;
export const edgeForm = /(\w)(\w)\s*=\s*(\d+(?:\.\d+)?)/g;

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
