/** What a trained model tells: its facts, what it works out from them, and why it declines. Pure. */
import type { Expression } from './expression.ts';
import { mapChildren, parts, product } from './expression.ts';
import { factValue, findDerived } from './facts.ts';
import { expressionLatex } from './latex.ts';
import type { Listed } from './merge.ts';
import type { Derived, Fact } from './messages.ts';
import type { Place, ToldPlace } from './places.ts';
import { parseExpression } from './parse.ts';
import { printed } from './printed.ts';
import { isRounding, plainUnit } from './retell.ts';
import { findChains } from './statements.ts';
import { unitText } from './compare.ts';

const mostFacts = 60;
const mostPlaces = 4;

/** `Facts: $m=0.5$ kg; $k=80$ N/m (question). Law: …`; names may hold full stops (`No. 1`). */
export const listing = /^\s*Facts:\s*((?:\$[^$]*\$|[^$])*?)\.(?:\s|$)/;

/** A thought with blanks in place of its list of facts. */
export const withoutFacts = (thought: string): string =>
  thought.replace(listing, (list) => ' '.repeat(list.length));

/** `places`: of each fact in the list, in their order; left out of a model that does not tell them. */
export function toldFacts(thought: string, places: readonly (readonly Place[])[] = []): Fact[] {
  const facts = itemsOf(thought).flatMap(({ item }, i) => {
    const at = places[i] ?? [];
    const found = factsOf(item);
    return at.length === 0 ? found : found.map((fact) => ({ ...fact, places: [...at] }));
  });
  return facts
    .filter(({ symbol }, i) => facts.findIndex((fact) => fact.symbol === symbol) === i)
    .slice(0, mostFacts);
}

/** The items of the list of facts, and the places that were told inside each; `thought` as it was written. */
export function listedFacts(thought: string, told: readonly ToldPlace[]): Listed[] {
  return itemsOf(thought).map(({ item, start, from }) => ({
    item,
    places: told
      .filter(({ at }) => at >= from && at <= start + item.length)
      .slice(0, mostPlaces)
      .map(({ x, y }) => ({ x, y })),
  }));
}

/** The list's items, where each starts in the thought, and where the one before it ended. */
export function itemsOf(thought: string): { item: string; start: number; from: number }[] {
  const found = listing.exec(thought);
  if (found === null) return [];
  let start = found[0].indexOf(found[1]!);
  let from = start;
  return found[1]!.split(/(;\s*)/).flatMap((part, i) => {
    const [here, before] = [start, from];
    start += part.length;
    if (i % 2 === 1) return [];
    from = start + 1;
    return [{ item: part, start: here, from: before }];
  });
}

/** The fact that an item tells, as two where it is a point; its value is empty where none is given. */
export function factsOf(item: string): Fact[] {
  const [, left = '', right = '', behind = '', told] =
    /^\$(.+?)\s*=\s*([^=$]+?)\s*\$\s*(.*?)\s*(\(question\))?$/s.exec(item.trim()) ?? [];
  const symbol = toldSymbol(left);
  if (symbol === null) return [];
  const source = told === undefined ? 'picture' : 'question';
  const point = /^\((-?[\d.]+),\s*(-?[\d.]+)\)$/.exec(right);
  if (point !== null) {
    const of = symbol.replace(/^._/, '').slice(0, 8);
    return ['x', 'y'].map((axis, i) => ({
      ...{ name: `${axis} of ${left}`, symbol: `${axis}_${of}` },
      ...{ value: point[i + 1]!, unit: '', source },
    }));
  }
  // What is asked for in a label without a value: the person may know it.
  if (right === '?') return [{ name: nameOf(left, symbol), symbol, value: '', unit: '', source }];
  const [, value, sign = ''] = /^(-?\d+(?:\.\d+)?)(.*)$/s.exec(right) ?? [];
  if (value === undefined) return [];
  const unit = `${signUnit(sign)}${plainUnit(behind)}`.slice(0, 40);
  return [{ name: nameOf(left, symbol), symbol, value, unit, source }];
}

function signUnit(sign: string): string {
  const text = sign.trim();
  if (/^\^\{?\\circ/.test(text)) return '°';
  if (text === '\\%') return '%';
  return text.replace(/^\\([A-Za-z]+)$/, '$1');
}

const words = (latex: string): string =>
  latex
    .replace(/\\text\{([^}]*)\}/g, '$1')
    .replace(/\\cap ?/g, ' and ')
    .trim();

function nameOf(left: string, symbol: string): string {
  const name = words(left);
  return /\\text|\(/.test(left) ? name.slice(0, 100) : symbol;
}

/** A name that formulas can hold: `m_1`; `n_Mon` for a word, `d_AB` for two corners, `f_0` for f(0), `f_minus2` for f(-2); null for none. */
function toldSymbol(latex: string): string | null {
  const read = parseExpression(latex, true);
  if (read?.kind === 'symbol') return read.name;
  const primed = /^([A-Za-z])'$/.exec(latex)?.[1];
  if (primed !== undefined) return `${primed}_prime`;
  const applied = /^([A-Za-z])\((-?)(\w{1,6})\)$/.exec(latex);
  if (applied !== null) return `${applied[1]!}_${applied[2] === '' ? '' : 'minus'}${applied[3]!}`;
  const word = words(latex)
    .replace(/ and /g, '')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 12);
  if (word === '') return null;
  // From A to B it is as far as from B to A.
  if (/^[A-Za-z0-9]{2}$/.test(latex)) return `d_${[...latex].toSorted().join('')}`;
  return `n_${word}`;
}

/** Labels of calculations that stay right whatever the values are. */
const lasting = /(?:^|\s)(Sum|Mean|Difference|The largest|The smallest)(?: of the regions)?:\s*$/;

/**
 * Quantities with their laws. Where a law cannot be read the calculation stands for it, with the facts' names in
 * place of their numbers. `text` is a retold thought with its answer.
 */
export function toldDerived(text: string, told: readonly Fact[]): Derived[] {
  // 2τ is no value yet.
  const facts = told.filter((fact) => factValue(fact) !== null);
  const open = told.flatMap((fact) => (facts.includes(fact) ? [] : [fact.value]));
  const found = findDerived(text, facts);
  const known = new Set([...facts, ...found].map(({ symbol }) => symbol));
  const results = new Map<string, string>();
  for (const { members } of findChains(text)) {
    const result = members.at(-1)!.expression;
    const shown = result === null ? null : printed(result);
    const named = members[0]!.expression?.kind === 'symbol';
    const call = members.at(-2)!;
    if (shown === null || call.expression === null || members.length !== (named ? 3 : 2)) continue;
    const before = text.slice(0, call.start).replace(/\$$/, '');
    const label = named ? members[0]!.source : lasting.exec(before)?.[1];
    if (label === undefined) continue;
    const name = members[0]!.expression;
    const symbol = named && name?.kind === 'symbol' ? name.name : label.replace(' ', '');
    const definition = inNames(call.expression, { facts, results, open });
    if (known.has(symbol) || definition !== null) results.set(symbol, shown.value.toFixed());
    if (known.has(symbol) || definition === null) continue;
    known.add(symbol);
    found.push({
      ...{ symbol, written: named ? label : `\\text{${label}}` },
      ...{ definition: expressionLatex(definition), latex: true },
      unit: shown.unit === undefined ? '' : unitText(shown.unit),
      digits: Math.min(shown.significant, 4),
    });
  }
  return found.map((each) => asPrintedLast(each, text));
}

/** The answer says in which unit and with how many digits a quantity is meant. */
function asPrintedLast(each: Derived, text: string): Derived {
  const last = findChains(text).findLast(({ members: [first] }) => first!.source === each.written);
  const side = last?.members.at(-1)?.expression;
  const shown = side ? printed(side) : null;
  if (shown === null || (each.unit !== '' && shown.unit === undefined)) return each;
  const unit = shown.unit === undefined ? '' : unitText(shown.unit);
  return { ...each, unit, digits: Math.min(shown.significant, 12) };
}

/** Numbers of formulas rather than of problems. */
const constant = /^(?:[1-9]|10|90|100|180|360|540|10{3,})$/;

interface Known {
  readonly facts: readonly Fact[];
  readonly results: ReadonlyMap<string, string>;
  /** Values of facts that stand for no quantity of their own. */
  readonly open: readonly string[];
}

/** Null where a number may stand for two things, or for none. */
function inNames(call: Expression, { facts, results, open }: Known): Expression | null {
  const numbers = parts(call).flatMap((part) => (part.kind === 'number' ? [part.text] : []));
  const names = new Map<string, string>();
  for (const text of new Set(numbers)) {
    const meant = [
      ...facts.flatMap(({ symbol, value }) => (value === text ? [symbol] : [])),
      ...[...results].flatMap(([symbol, value]) =>
        text === value || isRounding(text, value) ? [symbol] : [],
      ),
    ];
    const often = numbers.filter((number) => number === text).length > 1;
    if (meant.length === 0 && (constant.test(text) || open.includes(text))) continue;
    // The 2 of a square or of 2π may be no fact.
    if (meant.length !== 1 || (often && /^\d$|^1[0-2]$/.test(text))) return null;
    names.set(text, meant[0]!);
  }
  if (names.size === 0) return null;
  const symbolFor = (part: Expression): Expression | undefined =>
    part.kind === 'number' && names.has(part.text)
      ? { kind: 'symbol', name: names.get(part.text)! }
      : undefined;
  const named = (part: Expression): Expression => {
    if (part.kind !== 'product') return symbolFor(part) ?? mapChildren(part, named);
    // A fact of 30° is more than its number.
    const signless = part.factors.filter(
      (factor, i) => !(isDegree(factor) && symbolFor(part.factors[i - 1] ?? factor) !== undefined),
    );
    return product(signless.map(named));
  };
  return named(call);
}

const isDegree = (part: Expression): boolean => part.kind === 'unit' && unitText(part) === '°';

/** Why the model says that it cannot be solved; null when it does not say so. */
export const toldRefusal = (answer: string): string | null =>
  /^\s*I cannot answer:?\s*(.{1,300})/s.exec(answer)?.[1]?.trim() ?? null;
