/**
 * Calculations with a whole list, or with what was told again of it: which numbers belong into them follows from the words
 * before. Pure.
 */
import type { NamedFact } from './named.ts';

/** Each set's sum, `100` or `360` of all parts. */
const wholes: readonly [string, string][] = [
  ['\\%', '100'],
  ['^\\circ', '360'],
];

/**
 * What may stand between `<<` and `>>`; null where anything may. `words`: what stands before it behind the list; `listed`:
 * facts of the list that have names; `again`: those that were told again.
 */
export function expectedCalls(
  words: string,
  listed: readonly NamedFact[],
  again: readonly NamedFact[],
): string[] | null {
  const label = /([^\n.$>]*?):?\s*$/.exec(words)?.[1]?.trim() ?? '';
  const [all, some] = [numbersOf(listed), numbersOf(again)];
  if (all.length === 0) return null;
  switch (label) {
    case 'Sum':
      return [(some.length > 1 ? some : all).join('+')];
    case 'Sum of the regions': {
      const inside = numbersOf(listed.filter(({ names }) => names[0] !== 'none'));
      return some.length > 0 ? [some.join('+')] : [all.join('+'), inside.join('+')];
    }
    case 'Difference':
      return some.length === 2 ? [some.toSorted((a, b) => Number(b) - Number(a)).join('-')] : null;
    case 'Mean':
      return [`(${all.join('+')})/${all.length}`];
    case 'The largest':
      return [`max(${all.join(', ')})`];
    case 'The smallest':
      return [`min(${all.join(', ')})`];
  }
  const of = wholes.find(([sign]) => listed[0]!.value.replace(/\s/g, '').endsWith(sign));
  return of === undefined || label.startsWith('Of ') ? null : [`${of[1]}-${all.join('-')}`];
}

const numbersOf = (facts: readonly NamedFact[]): string[] => facts.map(({ number }) => number);
