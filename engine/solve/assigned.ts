/** Facts of the question under the names that the question gives them. Pure. */
import type { Listed } from './merge.ts';

/** `$c = 12.4$ km`, `$c$ is 12.4 km`. */
const forms = [
  /\$\s*([A-Za-z\\][^$=\s]*)\s*=\s*(\d+(?:\.\d+)?)[^$\d]*\$/g,
  /\$\s*([A-Za-z\\][^$=\s]*)\s*\$[^$\d.?!]{1,40}?(\d+(?:\.\d+)?)/g,
];

/** The list with such facts renamed where one other name stands beside their number, and nobody has it yet. */
export function asAssigned(question: string, facts: readonly Listed[]): readonly Listed[] {
  const given = forms.flatMap((form) =>
    [...question.matchAll(form)].map(([, symbol, value]) => ({ symbol: symbol!, value: value! })),
  );
  const told = facts.map(({ item }) => {
    const [, symbol, value] =
      /^\s*\$([^$=]+)=(\d+(?:\.\d+)?)[^$]*\$.*\(question\)/.exec(item) ?? [];
    return symbol === undefined || value === undefined ? null : { symbol: symbol.trim(), value };
  });
  return facts.map((listed, i) => {
    const fact = told[i];
    if (fact === null || fact === undefined) return listed;
    const names = new Set(
      given.flatMap(({ symbol, value }) => (value === fact.value ? [symbol] : [])),
    );
    const [name] = names;
    if (name === undefined || names.size > 1 || bare(name) === bare(fact.symbol)) return listed;
    if (told.some((other) => other !== null && bare(other.symbol) === bare(name))) return listed;
    return { ...listed, item: listed.item.replace(/\$[^$=]+=/, () => `$${name}=`) };
  });
}

const bare = (symbol: string): string => symbol.replace(/[\s{}]/g, '');
