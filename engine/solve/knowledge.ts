/** What a solution has told so far: values, laws, and which of its numbers were rounded. */
import { Bindings } from './bindings.ts';
import { hasDimension, unchecked, type Verdict } from './compare.ts';
import type { Equation } from './derive.ts';
import type { Quantity } from './evaluate.ts';
import { symbolsOf, type Expression } from './expression.ts';
import { printed } from './printed.ts';
import type { Chain, Relation } from './statements.ts';

/** What is known before the solution begins. */
export interface Given {
  readonly symbol: string;
  /** A number with its unit, as it would be written after `=`. */
  readonly value: Expression;
  readonly words: string;
}

export class Knowledge {
  readonly bindings = new Bindings();
  readonly equations: Equation[] = [];
  /** Numbers that were printed as rounded results. */
  readonly rounded = new Set<string>();
  readonly #words = new Map<string, string>();

  constructor(given: readonly Given[]) {
    for (const { symbol, value, words } of given) {
      this.bindings.set(symbol, { printed: value, given: true, tainted: false });
      this.#words.set(symbol, words);
    }
  }

  /** What the chain tells of its first variable, and which numbers it rounded. */
  learn({ members, relations }: Chain, steps: readonly Told[]): void {
    steps.forEach((step, i) => {
      const shown = members[i + 1]!.expression;
      const value = shown === null ? null : printed(shown);
      const inexact = step.relation === '≈' || step.reason.includes('rounds to');
      if (value !== null && inexact && shown !== null)
        for (const text of numbersOf(shown)) this.rounded.add(text);
    });
    const first = members[0]!.expression;
    if (first?.kind !== 'symbol') return;
    if (relations.some((relation) => relation !== '=' && relation !== '≈')) return;
    const before = this.bindings.get(first.name);
    if (before?.given === true) return;
    const wrong = steps.findIndex((step) => step.mark === 'refuted');
    const sides = members
      .slice(1)
      .flatMap(({ expression }) => (expression === null ? [] : [expression]));
    const calculations = members
      .slice(1, wrong < 0 ? undefined : wrong + 1)
      .flatMap(({ expression }) =>
        expression !== null &&
        printed(expression) === null &&
        !symbolsOf(expression).has(first.name)
          ? [expression]
          : [],
      );
    const value = sides.findLast((side) => printed(side) !== null);
    // A restated law keeps what it defined; a new calculation takes its place.
    const definition = calculations.find((side) => symbolsOf(side).size > 0) ?? calculations[0];
    const kept =
      before?.definition !== undefined &&
      symbolsOf(before.definition).size > 0 &&
      (definition === undefined || symbolsOf(definition).size === 0);
    const unit = value === undefined ? undefined : printed(value)?.unit;
    const chosen = kept ? before.definition : withUnitOf(definition, unit);
    this.bindings.set(first.name, {
      definition: chosen,
      printed: value ?? before?.printed,
      given: false,
      tainted: wrong >= 0 || (value === undefined && before?.tainted === true),
    });
    const words =
      value === undefined
        ? undefined
        : members.findLast(({ expression }) => expression === value)?.source;
    if (words !== undefined)
      this.#words.set(first.name, plainWords(`${members[0]!.source} = ${words}`));
  }

  positive(): ReadonlySet<string> {
    return {
      has: (name: string) => isPositive(this.bindings.resolver('exact')(name, 30)),
    } as ReadonlySet<string>;
  }

  list(names: Iterable<string>): string {
    return [...names].map((name) => this.#words.get(name) ?? name).join(', ');
  }

  wordsOf(expression: Expression): string {
    return expression.kind === 'symbol'
      ? (this.#words.get(expression.name) ?? expression.name)
      : '';
  }
}

/** A step, as far as it tells something. */
interface Told extends Verdict {
  readonly relation: Relation;
}

export const restsOn = (wrong: ReadonlySet<string>): Verdict =>
  unchecked(`rests on ${[...wrong].join(', ')}, which was refuted`);

/** A formula of few signs as words: `m = 0.5 kg`. */
const plainWords = (latex: string): string =>
  latex
    .replace(/\\(?:text|mathrm|operatorname)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\[,;: !]|~/g, ' ')
    .replace(/\\(?:times|cdot)\s*/g, '·')
    .replace(/\^\{?\\circ\}?/g, '°')
    .replace(/\\([A-Za-z]+)\s*/g, '$1 ')
    .replace(/[{}]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const isPositive = (quantity: Quantity | undefined): boolean => quantity?.value.gt(0) === true;

/** Bare numbers that end in a unit are meant in it. */
function withUnitOf(
  definition: Expression | undefined,
  unit: Expression | undefined,
): Expression | undefined {
  if (definition === undefined || unit === undefined) return definition;
  if (symbolsOf(definition).size > 0 || hasDimension(definition)) return definition;
  return { kind: 'product', factors: [definition, unit] };
}

function numbersOf(expression: Expression): string[] {
  if (expression.kind === 'number') return [expression.text];
  const first = expression.kind === 'product' ? expression.factors[0] : undefined;
  const inside = expression.kind === 'negative' ? expression.of : first;
  return inside === undefined ? [] : numbersOf(inside);
}
