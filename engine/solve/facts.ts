/**
 * Facts of a problem and what follows from them: a small graph of quantities, each defined by facts and
 * earlier quantities, so that a corrected fact changes everything behind it without a model. Pure.
 */
import { Bindings } from './bindings.ts';
import { format } from './compare.ts';
import { type Expression, symbolsOf } from './expression.ts';
import { symbolLatex } from './latex.ts';
import type { Derived, Fact, Recomputed } from './messages.ts';
import { parseExpression } from './parse.ts';
import { printed } from './printed.ts';
import { findChains } from './statements.ts';
import { unitText } from './compare.ts';
import { recomputedWay } from './ways.ts';

const mostFacts = 60;

/** The list under "Facts" in a solution: `- spring constant: k = 80 N/m (picture)`. */
export function findFacts(text: string): Fact[] {
  const facts: Fact[] = [];
  let listing = false;
  for (const line of text.split('\n')) {
    const plain = line.replace(/[*#_`]{2,}|^#+\s*/g, '').trim();
    if (/^(?:facts|given|known values)\b.{0,40}:?$/i.test(plain)) {
      listing = true;
      continue;
    }
    if (!listing || plain === '') continue;
    const item = /^\s*(?:[-*•+]|\d+[.)])\s+(.*)$/.exec(line)?.[1];
    if (item === undefined) {
      listing = false;
      continue;
    }
    const fact = factOf(item);
    if (fact !== null && facts.length < mostFacts && !facts.some((f) => f.symbol === fact.symbol))
      facts.push(fact);
  }
  return facts;
}

function factOf(item: string): Fact | null {
  const chain = findChains(item)[0];
  const [left, right] = [chain?.members[0], chain?.members.at(-1)];
  if (left?.expression?.kind !== 'symbol' || right === undefined || right.expression === null)
    return null;
  const shown = printed(right.expression);
  if (shown === null) return null;
  const unit = shown.unit === undefined ? '' : unitText(shown.unit);
  const number = shown.value.abs().gt(0) && (shown.value.e > 8 || shown.value.e < -5);
  const before = item
    .slice(0, left.start)
    .replace(/[$*\s:]+$/, '')
    .replace(/\\\($/, '');
  return {
    name: before.replace(/[:$]/g, '').trim().slice(0, 100) || left.source,
    symbol: left.expression.name,
    value: number ? shown.value.toExponential().replace('e+', 'e') : digitsOf(right.expression),
    unit,
    source: /question|text|told/i.test(item.slice(right.end)) ? 'question' : 'picture',
  };
}

/** The number as it was printed: 0.50 stays 0.50. */
function digitsOf(expression: Expression): string {
  const shown = printed(expression)!;
  const places = Math.max(0, -shown.quantum.e);
  return shown.value.toFixed(Math.min(places, 20));
}

/** A fact's value as the checker takes it; null when what was typed is no number with a known unit. */
export function factValue({ value, unit }: Pick<Fact, 'value' | 'unit'>): Expression | null {
  const typed = value.trim().replace(/^[−–]/, '-').replace(',', '.');
  if (!/^-?\d*\.?\d+(?:e[+-]?\d{1,3})?$/i.test(typed)) return null;
  const expression = parseExpression(`${typed} ${unit}`.trim(), false);
  return expression !== null && printed(expression) !== null ? expression : null;
}

/** What a solution works out: variables that are defined by facts or by what stands before them. */
export function findDerived(text: string, facts: readonly Fact[]): Derived[] {
  const known = new Set(facts.map(({ symbol }) => symbol));
  const found = new Map<string, Derived>();
  for (const { members, relations, latex } of findChains(text)) {
    const [first] = members;
    if (first?.expression?.kind !== 'symbol' || known.has(first.expression.name)) continue;
    if (relations.some((relation) => relation !== '=' && relation !== '≈')) continue;
    const symbol = first.expression.name;
    const sides = members.slice(1).filter(({ expression }) => expression !== null);
    const last = sides.findLast(({ expression }) => printed(expression!) !== null);
    const shown = last === undefined ? null : printed(last.expression!);
    const law = sides.find(({ expression }) => {
      const names = symbolsOf(expression!);
      return (
        names.size > 0 &&
        !names.has(symbol) &&
        [...names].every((n) => known.has(n) || found.has(n))
      );
    });
    const before = found.get(symbol);
    // Its value may be printed in another line than its law.
    if (before === undefined && law === undefined) continue;
    const value = {
      unit:
        shown === null
          ? (before?.unit ?? '')
          : shown.unit === undefined
            ? ''
            : unitText(shown.unit),
      digits: Math.min(shown?.significant ?? before?.digits ?? 4, 12),
    };
    if (before !== undefined) found.set(symbol, { ...before, ...(shown === null ? {} : value) });
    else
      found.set(symbol, {
        symbol,
        written: first.source,
        definition: law!.source,
        latex,
        ...value,
      });
  }
  return [...found.values()];
}

/** Everything behind the facts, anew. Never throws: what cannot be worked out has no value. */
export function recompute(facts: readonly Fact[], derived: readonly Derived[]): Recomputed[] {
  const bindings = new Bindings();
  for (const fact of facts) {
    const value = factValue(fact);
    if (value !== null) bindings.set(fact.symbol, { printed: value, given: true, tainted: false });
  }
  const definitions = derived.map((each) => parseExpression(each.definition, each.latex));
  derived.forEach(({ symbol }, i) => {
    const definition = definitions[i];
    if (definition !== undefined && definition !== null && bindings.get(symbol) === undefined)
      bindings.set(symbol, { definition, given: false, tainted: false });
  });
  const lookup = bindings.resolver('exact');
  return derived.map((each) => {
    const way = recomputedWay(each, facts);
    if (way !== undefined) return way;
    const { symbol, written, definition, latex, unit, digits } = each;
    const quantity = lookup(symbol, 60);
    const like = unit === '' ? undefined : printed(parseExpression(`1 ${unit}`, false) ?? noUnit);
    const value =
      quantity === undefined
        ? null
        : format(quantity, { ...(like ?? printed(noUnit)!), significant: digits });
    const law = latex ? definition : `\\texttt{${definition.replace(/[^\w\s+*/().-]/g, '')}}`;
    const shown = value === null ? '?' : value.replace(/^(-?[\d.]+)(?:e(-?\d+))?\s?/, valueLatex);
    return {
      symbol,
      value,
      latex: `${latex ? written : symbolLatex(symbol)} = ${law} = ${closed(shown)}`,
    };
  });
}

const noUnit: Expression = { kind: 'number', text: '1' };

const valueLatex = (_: string, digits: string, exponent: string | undefined): string =>
  `${digits}${exponent === undefined ? '' : `\\times 10^{${exponent}}`}\\,\\text{`;

const closed = (shown: string): string =>
  shown.endsWith('\\,\\text{')
    ? shown.slice(0, -'\\,\\text{'.length)
    : shown.includes('\\text{')
      ? `${shown}}`
      : shown;
