/**
 * Checks what a solution says: equations, substitutions and chains of them. What is marked verified was
 * worked out here, and the reason says in which sense; nothing else is claimed. Pure.
 */
import { Bindings } from './bindings.ts';
import {
  compareValues,
  hasDimension,
  refuted,
  unchecked,
  verified,
  type Verdict,
} from './compare.ts';
import { evaluate, NoValue, type Quantity } from './evaluate.ts';
import { has, mapChildren, substitute, symbolsOf, type Expression } from './expression.ts';
import { likeness } from './identity.ts';
import { follows, solvedFor, type Equation } from './derive.ts';
import { onlyUnits, printed } from './printed.ts';
import { findChains, type Chain, type Member, type Relation } from './statements.ts';

export type { Mark, Verdict } from './compare.ts';

/** One relation of one chain, with what came of it. */
export interface CheckedStep extends Verdict {
  /** As it was written. */
  readonly left: string;
  readonly relation: Relation;
  readonly right: string;
  /** Written in LaTeX; else in plain text. */
  readonly latex: boolean;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
  /** Steps of one chain have one number. */
  readonly chain: number;
}

/** What is known before the solution begins. */
export interface Given {
  readonly symbol: string;
  /** A number with its unit, as it would be written after `=`. */
  readonly value: Expression;
  readonly words: string;
}

/** Long texts are checked as far as this many milliseconds reach; the rest is not checkable. */
const patience = 5_000;

export function checkText(
  text: string,
  given: readonly Given[] = [],
  millis = patience,
): CheckedStep[] {
  return new Checker(given, millis).text(text);
}

class Checker {
  readonly #bindings = new Bindings();
  readonly #words = new Map<string, string>();
  readonly #equations: Equation[] = [];
  readonly #rounded = new Set<string>();
  readonly #until: number;

  constructor(given: readonly Given[], millis: number) {
    this.#until = performance.now() + millis;
    for (const { symbol, value, words } of given) {
      this.#bindings.set(symbol, { printed: value, given: true, tainted: false });
      this.#words.set(symbol, words);
    }
  }

  text(text: string): CheckedStep[] {
    const chains = findChains(text);
    // The elementary charge, or an eccentricity: then e is a variable everywhere.
    const charge = chains.some(
      ({ members }) =>
        members[0]?.expression?.kind === 'constant' && members[0].source.trim() === 'e',
    );
    return chains.flatMap((chain, i) => this.#chain(charge ? withE(chain) : chain, i));
  }

  #chain(chain: Chain, index: number): CheckedStep[] {
    const steps: CheckedStep[] = [];
    const { members, relations, latex } = chain;
    relations.forEach((relation, i) => {
      const [left, right] = [members[i]!, members[i + 1]!];
      const verdict = this.#verdict(chain, i);
      steps.push({
        ...verdict,
        ...{ left: left.source, relation, right: right.source, latex },
        ...{ start: left.start, end: right.end, chain: index },
      });
      const equation = relation === '=' && left.expression !== null && right.expression !== null;
      if (equation && verdict.mark !== 'refuted')
        this.#equations.push({
          ...{ left: left.expression, right: right.expression },
          source: `${left.source} = ${right.source}`,
        });
    });
    this.#learn(chain, steps);
    return steps;
  }

  #verdict(chain: Chain, i: number): Verdict {
    if (performance.now() > this.#until)
      return unchecked('the solution is too long to be checked whole');
    const [left, right] = [chain.members[i]!.expression, chain.members[i + 1]!.expression];
    if (left === null || right === null) return unchecked('not of a form that is checked');
    return this.#link(chain, i, left, right);
  }

  #link(chain: Chain, i: number, left: Expression, right: Expression): Verdict {
    const relation = chain.relations[i]!;
    const names = symbolsOf(left, right);
    const unitOfChain = unitAtEnd(chain.members, i + 1);
    const rounded = this.#rounded;
    if (names.size === 0) {
      const bareToUnit = this.#unitGiven(chain, i, right);
      if (bareToUnit !== undefined) return bareToUnit;
      return compareValues({ left, relation, right }, { rounded, unitOfChain });
    }
    const equal = relation === '=' || relation === '≈';
    if (equal) {
      const alike = likeness(left, right, { positive: this.#positive() });
      if (alike.kind === 'identity')
        return verified('identity: both sides are the same wherever they are defined');
      if (alike.kind === 'positive')
        return verified('holds for all positive values of its variables');
      if (alike.kind === 'never')
        return refuted('the two sides differ by the same amount for every value');
    }
    if (this.#bindings.resolves(names)) return this.#substituted(chain, i, left, right, names);
    return equal ? this.#open(chain, i, left, right) : unchecked('its variables are not known');
  }

  /** All variables have values: the sides are compared with them. */
  #substituted(
    chain: Chain,
    i: number,
    left: Expression,
    right: Expression,
    names: Set<string>,
  ): Verdict {
    const relation = chain.relations[i]!;
    const rounded = this.#rounded;
    const unitOfChain = unitAtEnd(chain.members, i + 1);
    const lone = left.kind === 'symbol' ? this.#bindings.get(left.name) : undefined;
    // A law said twice is no truer for it.
    if (
      i === 0 &&
      lone !== undefined &&
      isSame(lone.definition, right) &&
      symbolsOf(right).size > 0
    )
      return unchecked('as stated above');
    const attempts = (['exact', 'printed'] as const).map((way) => {
      const wrong = new Set<string>();
      const lookup = this.#bindings.resolver(way, wrong);
      const verdict = compareValues({ left, relation, right }, { lookup, rounded, unitOfChain });
      return wrong.size > 0 && verdict.mark === 'verified' ? restsOn(wrong) : verdict;
    });
    const held = attempts.find(({ mark }) => mark === 'verified');
    if (held !== undefined) {
      // `m = 0.5 kg` once more, or a fact read out.
      if (lone !== undefined && lone.definition === undefined && symbolsOf(right).size === 0)
        return lone.given
          ? verified(`agrees with what is given: ${this.#wordsOf(left)}`)
          : verified(`agrees with ${this.#wordsOf(left)} above`);
      if (lone !== undefined && symbolsOf(right).size === 0)
        return { ...held, reason: `agrees with what stands above; ${held.reason}` };
      const numbers = [...names].filter((name) => chain.members[0]!.source !== name);
      const by = numbers.length > 0 ? numbers : [...names];
      return {
        ...held,
        reason: `follows by substitution of ${this.#list(by)}; ${held.reason}`,
      };
    }
    const open = attempts.find(({ mark }) => mark === 'unchecked');
    if (open !== undefined) return open;
    const { reason, correct } = attempts[0]!;
    // With the numbers that were printed in place of the names, their rounding may be what differs.
    const put = (side: Expression): Expression =>
      substitute(side, (name) => this.#bindings.get(name)?.printed);
    const sides = { left: put(left), relation, right: put(right) };
    const lookup = this.#bindings.resolver('exact');
    const slack = compareValues(sides, { lookup, rounded, unitOfChain });
    if (slack.mark === 'unchecked') return slack;
    if (lone !== undefined) {
      if (lone.given)
        return symbolsOf(right).size === 0
          ? refuted(`given is ${this.#wordsOf(left)}`, correct)
          : unchecked(`does not agree with ${this.#wordsOf(left)}, which is given`);
      const byLaw = lone.definition !== undefined && symbolsOf(lone.definition).size > 0;
      if (!byLaw || symbolsOf(right).size > 0)
        return unchecked('another value of the same name was stated before');
    } else if (i === 0 && symbolsOf(right).size > 0)
      // A law that is stated, or the equation of another problem: its values may be what is wrong.
      return unchecked(`does not hold with ${this.#list(names)}`);
    return refuted(`with ${this.#list(names)} ${reason}`, correct);
  }

  /** Some variables have no value. */
  #open(chain: Chain, i: number, left: Expression, right: Expression): Verdict {
    const relation = chain.relations[i]!;
    const known = [...symbolsOf(left, right)].filter((name) => this.#bindings.resolves([name]));
    const wrong = new Set<string>();
    const lookup = this.#bindings.resolver('exact', wrong);
    if (known.length > 0 && i > 0) {
      const alike = likeness(left, right, { lookup, positive: this.#positive() });
      if (alike.kind === 'identity')
        return wrong.size > 0
          ? restsOn(wrong)
          : verified(`follows by substitution of ${this.#list(known)}`);
    }
    if (relation === '=' || relation === '≈') {
      const solved = solvedFor({ left, relation, right }, this.#equations, {
        lookup,
        rounded: this.#rounded,
        unitOfChain: unitAtEnd(chain.members, i + 1),
      });
      if (solved !== undefined)
        return wrong.size > 0 && solved.mark !== 'unchecked' ? restsOn(wrong) : solved;
      if (relation === '=') {
        const from = follows({ left, right, source: '' }, this.#equations);
        if (from !== undefined) return verified(from);
      }
    }
    if (i === 0) {
      const constant = left.kind === 'symbol' && symbolsOf(right).size === 0;
      return unchecked(constant ? 'taken as given' : 'stated, not derived from what stands before');
    }
    return this.#rewritten(chain, i, left, right);
  }

  /** `y = (x+1)² = x²+1`: the middle is rewritten, so it must be the same for every x. */
  #rewritten(chain: Chain, i: number, left: Expression, right: Expression): Verdict {
    const [before, after] = [symbolsOf(left), symbolsOf(right)];
    const first = chain.members[0]!.expression;
    const rewriting =
      first?.kind === 'symbol' &&
      !before.has(first.name) &&
      after.size > 0 &&
      [...after].every((name) => before.has(name)) &&
      !this.#bindings.resolves([...before].slice(0, 1)) &&
      chain.relations[i] === '=';
    if (rewriting) {
      const alike = likeness(left, right, { positive: this.#positive() });
      if (
        alike.kind === 'differs' &&
        before.size === after.size &&
        !has(left, 'unit') &&
        !has(right, 'unit')
      )
        return refuted(`for ${alike.at} the sides are ${alike.left} and ${alike.right}`);
    }
    return unchecked('its variables are not known');
  }

  /**
   * A calculation without units that ends in a value with one: held to the last quantity of the chain
   * whose unit is known, so that a wrong unit is found.
   */
  #unitGiven(chain: Chain, i: number, right: Expression): Verdict | undefined {
    const left = chain.members[i]!.expression!;
    const shown = printed(right);
    if (shown?.unit === undefined || hasDimension(left)) return undefined;
    const unit = valueWithout(shown.unit);
    if (unit === undefined || unit.dimension.every((exponent) => exponent === 0)) return undefined;
    const relation = chain.relations[i]!;
    const rounded = this.#rounded;
    const scaled: Expression = { kind: 'product', factors: [left, shown.unit] };
    const own = compareValues({ left: scaled, relation, right }, { rounded });
    const before = this.#quantityBefore(chain, i);
    if (before === undefined) {
      if (own.mark === 'verified')
        return { ...own, reason: `${own.reason}; the unit was not checked` };
      if (own.mark === 'refuted' && shiftedByPrefix(left, shown.value.toNumber()))
        return unchecked(
          'the numbers differ by a power of ten, and the units of the left side are not written',
        );
      return own;
    }
    const wrong = new Set<string>();
    const [exact, asPrinted] = (['exact', 'printed'] as const).map((way) => {
      const lookup = this.#bindings.resolver(way, wrong);
      return compareValues({ left: before, relation, right }, { lookup, rounded });
    });
    const whole = asPrinted!.mark === 'verified' ? asPrinted! : exact!;
    if (whole.mark !== 'verified') return wrong.size > 0 ? restsOn(wrong) : whole;
    return own.mark === 'verified'
      ? own
      : unchecked('agrees with the formula, not with the numbers before it');
  }

  /** The nearest member to the left whose unit is known. */
  #quantityBefore(chain: Chain, i: number): Expression | undefined {
    const lookup = this.#bindings.resolver('exact');
    for (let at = i; at >= 0; at--) {
      const expression = chain.members[at]!.expression;
      if (expression === null) continue;
      try {
        const { dimension } = evaluate(expression, { digits: 40, lookup });
        if (dimension.some((exponent) => exponent !== 0)) return expression;
      } catch (error) {
        if (!(error instanceof NoValue)) throw error;
      }
    }
    return undefined;
  }

  /** What the chain tells of its first variable, and which numbers it rounded. */
  #learn({ members, relations }: Chain, steps: readonly CheckedStep[]): void {
    steps.forEach((step, i) => {
      const shown = members[i + 1]!.expression;
      const value = shown === null ? null : printed(shown);
      const inexact = step.relation === '≈' || step.reason.includes('rounds to');
      if (value !== null && inexact && shown !== null)
        for (const text of numbersOf(shown)) this.#rounded.add(text);
    });
    const first = members[0]!.expression;
    if (first?.kind !== 'symbol') return;
    if (relations.some((relation) => relation !== '=' && relation !== '≈')) return;
    const before = this.#bindings.get(first.name);
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
    this.#bindings.set(first.name, {
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

  #positive(): ReadonlySet<string> {
    return {
      has: (name: string) => isPositive(this.#bindings.resolver('exact')(name, 30)),
    } as ReadonlySet<string>;
  }

  #list(names: Iterable<string>): string {
    return [...names].map((name) => this.#words.get(name) ?? name).join(', ');
  }

  #wordsOf(expression: Expression): string {
    return expression.kind === 'symbol'
      ? (this.#words.get(expression.name) ?? expression.name)
      : '';
  }
}

const isSame = (a: Expression | undefined, b: Expression): boolean =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b);

const restsOn = (wrong: ReadonlySet<string>): Verdict =>
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

function unitAtEnd(members: readonly Member[], from: number): Expression | undefined {
  for (const { expression } of members.slice(from)) {
    const unit = expression === null ? undefined : printed(expression)?.unit;
    if (unit !== undefined) return unit;
    // 2π·√(0.5/80) s: the unit stands behind the whole calculation.
    if (expression?.kind === 'product') {
      const units = expression.factors.filter(onlyUnits);
      if (units.length > 0) return { kind: 'product', factors: units };
    }
  }
  return undefined;
}

function valueWithout(unit: Expression): Quantity | undefined {
  try {
    return evaluate(unit, { digits: 40 });
  } catch (error) {
    if (error instanceof NoValue) return undefined;
    throw error;
  }
}

function shiftedByPrefix(left: Expression, shown: number): boolean {
  const value = valueWithout(left)?.value.toNumber() ?? 0;
  if (value === 0 || shown === 0) return false;
  const shift = Math.log10(Math.abs(shown / value));
  return Math.abs(shift) > 0.5 && Math.abs(shift - Math.round(shift)) < 0.01;
}

function numbersOf(expression: Expression): string[] {
  if (expression.kind === 'number') return [expression.text];
  const first = expression.kind === 'product' ? expression.factors[0] : undefined;
  const inside = expression.kind === 'negative' ? expression.of : first;
  return inside === undefined ? [] : numbersOf(inside);
}

function withE(chain: Chain): Chain {
  const rename = (expression: Expression): Expression =>
    expression.kind === 'constant' && expression.name === 'e'
      ? { kind: 'symbol', name: 'e' }
      : mapChildren(expression, rename);
  return {
    ...chain,
    members: chain.members.map((member) => ({
      ...member,
      expression: member.expression === null ? null : rename(member.expression),
    })),
  };
}
