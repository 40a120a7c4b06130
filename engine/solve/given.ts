/** Facts that a person has corrected, as a model is given them before it solves once more. Pure. */
import type { Listed } from './merge.ts';
import type { Fact } from './messages.ts';
import type { Place } from './places.ts';
import { factsOf, itemsOf } from './told.ts';

/** A solution's thought as it was written, and its facts as they are now. */
export interface GivenFacts {
  readonly thought: string;
  readonly facts: readonly Fact[];
}

const number = /^-?\d+(?:\.\d+)?$/;

/**
 * The list of facts that a trained model's thought begins with, with corrected values and the places that it told: it goes
 * on from there. What it told twice of one symbol is told once. Null where there is no list, or a value is no decimal.
 */
export function correctedListing({ thought, facts }: GivenFacts): (string | Place)[] | null {
  const known = new Map(facts.map((fact) => [fact.symbol, fact]));
  const told = new Set<string>();
  const items: Listed[] = [];
  for (const { item } of itemsOf(thought)) {
    const found = factsOf(item);
    const symbol = found[0]?.symbol;
    if (symbol !== undefined && told.has(symbol)) continue;
    if (symbol !== undefined) told.add(symbol);
    const now = found.map((fact) => decimal(known.get(fact.symbol)?.value ?? fact.value));
    if (!now.every((value) => number.test(value))) return null;
    const { places = [] } = known.get(symbol ?? '') ?? {};
    items.push({
      item: now.length === 0 ? item.trim() : withValues(item.trim(), now),
      places: item.includes('(question)') ? [] : places,
    });
  }
  if (items.length === 0) return null;
  const texts = withUnits(items.map(({ item }) => item));
  return listingOf(texts.map((item, i) => ({ item, places: items[i]!.places })));
}

/** The list as a trained model writes it, its places among the text. */
export function listingOf(items: readonly Listed[]): (string | Place)[] {
  const listed = items.flatMap(({ item, places }, i) => [
    i === 0 ? 'Facts: ' : '; ',
    ...placed(item, places),
  ]);
  return [...listed, '.'];
}

/** Places where the model tells them: before a fact, before the two corners of an edge, before the value. */
function placed(item: string, [first, ...others]: readonly Place[]): (string | Place)[] {
  if (first === undefined) return [item];
  const [, a, b, value] = /^\$(\w)(\w)(=.*)$/s.exec(item) ?? [];
  const [one, two] = others;
  if (
    a !== undefined &&
    b !== undefined &&
    value !== undefined &&
    one !== undefined &&
    two !== undefined
  )
    return [first, '$', one, a, two, b, value];
  const at = item.indexOf('=') + 1;
  return [first, item.slice(0, at), ...others, item.slice(at)];
}

/** As the model writes numbers: people write 0,5 and −3 too. */
const decimal = (value: string): string =>
  value
    .trim()
    .replace(/^[−–]/, '-')
    .replace(',', '.')
    .replace(/^(-?)\./, '$10.');

/** `$A=(3, -1)$` or `$m=0.5$ kg` with other numbers. */
function withValues(item: string, [first = '', second]: readonly string[]): string {
  if (second !== undefined) return item.replace(/=\s*\([^)]*\)/, () => `=(${first}, ${second})`);
  return item.replace(/=\s*(?:-?\d+(?:\.\d+)?|\?)/, () => `=${first}`);
}

/** A value that was missing has the unit of its like: R_2 that of R_1. */
function withUnits(items: readonly string[]): string[] {
  const unitOf = (stem: string): string =>
    items
      .flatMap((item) => (stemOf(item) === stem ? [behind.exec(item)?.[1] ?? ''] : []))
      .find((unit) => unit !== '') ?? '';
  return items.map((item) =>
    item.endsWith('$') && item.includes('_') ? item + unitOf(stemOf(item)) : item,
  );
}

const behind = /^[^=]*=[^$]*\$(\s+[^(]*?)(?:\s*\(question\))?$/;
const stemOf = (item: string): string => /^\$([^_=]*)/.exec(item)?.[1] ?? '';

/** What a model that is told what to do is told of them. */
export function givenWords({ facts }: GivenFacts): string {
  const lines = facts.map(
    ({ name, symbol, value, unit }) => `- ${name}: ${symbol} = ${`${value} ${unit}`.trim()}`,
  );
  return `A person has read these values off the image; use them as they are:\n${lines.join('\n')}`;
}
