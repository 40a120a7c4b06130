/** Lists of facts with names in words, without what was read twice, and without the part of a whole that is asked about. Pure. */
import type { Listed } from './merge.ts';
import { namedFact, standsIn, type NamedFact } from './named.ts';

export const factOf = ({ item }: Listed): NamedFact | null =>
  namedFact(/^\s*\$([^$]*)\$/.exec(item)?.[1] ?? '');

const isPart = (fact: NamedFact | null): boolean => /(?:\\%|\\circ)$/.test(fact?.value ?? '');

/** Of facts with one name the first; what has no value is none. */
export function withoutRepeats(question: string, facts: readonly Listed[]): readonly Listed[] {
  const parts = isPart(facts[0] === undefined ? null : factOf(facts[0]));
  const told = new Set<string>();
  return facts.filter((listed) => {
    const fact = factOf(listed);
    if (fact === null) return !listed.item.trim().startsWith('$\\text');
    const name = fact.names.join(',');
    if (told.has(name)) return false;
    told.add(name);
    return !parts || !fact.names.some((one) => standsIn(one, question));
  });
}
