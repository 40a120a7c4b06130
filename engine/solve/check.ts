/**
 * Checks what a solution says: equations, substitutions and chains of them. What is marked verified was
 * worked out here, and the reason says in which sense; nothing else is claimed. Pure.
 */
import { heldToUnit, unitAtEnd } from './chain-units.ts';
import { compareValues, refuted, unchecked, verified, type Verdict } from './compare.ts';
import { follows, solvedFor } from './derive.ts';
import { has, mapChildren, substitute, symbolsOf, type Expression } from './expression.ts';
import { likeness } from './identity.ts';
import { Knowledge, restsOn, type Given } from './knowledge.ts';
import { findChains, type Chain, type Relation } from './statements.ts';

export type { Given } from './knowledge.ts';
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
  readonly #known: Knowledge;
  readonly #until: number;

  constructor(given: readonly Given[], millis: number) {
    this.#until = performance.now() + millis;
    this.#known = new Knowledge(given);
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
        this.#known.equations.push({
          ...{ left: left.expression, right: right.expression },
          source: `${left.source} = ${right.source}`,
        });
    });
    this.#known.learn(chain, steps);
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
    const rounded = this.#known.rounded;
    if (names.size === 0) {
      const bareToUnit = heldToUnit(chain, i, right, this.#known);
      if (bareToUnit !== undefined) return bareToUnit;
      return compareValues({ left, relation, right }, { rounded, unitOfChain });
    }
    const equal = relation === '=' || relation === '≈';
    if (equal) {
      const alike = likeness(left, right, { positive: this.#known.positive() });
      if (alike.kind === 'identity')
        return verified('identity: both sides are the same wherever they are defined');
      if (alike.kind === 'positive')
        return verified('holds for all positive values of its variables');
      if (alike.kind === 'never')
        return refuted('the two sides differ by the same amount for every value');
    }
    if (this.#known.bindings.resolves(names))
      return this.#substituted(chain, i, left, right, names);
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
    const rounded = this.#known.rounded;
    const unitOfChain = unitAtEnd(chain.members, i + 1);
    const lone = left.kind === 'symbol' ? this.#known.bindings.get(left.name) : undefined;
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
      const lookup = this.#known.bindings.resolver(way, wrong);
      const verdict = compareValues({ left, relation, right }, { lookup, rounded, unitOfChain });
      return wrong.size > 0 && verdict.mark === 'verified' ? restsOn(wrong) : verdict;
    });
    const held = attempts.find(({ mark }) => mark === 'verified');
    if (held !== undefined) {
      // `m = 0.5 kg` once more, or a fact read out.
      if (lone !== undefined && lone.definition === undefined && symbolsOf(right).size === 0)
        return lone.given
          ? verified(`agrees with what is given: ${this.#known.wordsOf(left)}`)
          : verified(`agrees with ${this.#known.wordsOf(left)} above`);
      if (lone !== undefined && symbolsOf(right).size === 0)
        return { ...held, reason: `agrees with what stands above; ${held.reason}` };
      const numbers = [...names].filter((name) => chain.members[0]!.source !== name);
      const by = numbers.length > 0 ? numbers : [...names];
      return {
        ...held,
        reason: `follows by substitution of ${this.#known.list(by)}; ${held.reason}`,
      };
    }
    const open = attempts.find(({ mark }) => mark === 'unchecked');
    if (open !== undefined) return open;
    const { reason, correct } = attempts[0]!;
    // With the numbers that were printed in place of the names, their rounding may be what differs.
    const put = (side: Expression): Expression =>
      substitute(side, (name) => this.#known.bindings.get(name)?.printed);
    const sides = { left: put(left), relation, right: put(right) };
    const lookup = this.#known.bindings.resolver('exact');
    const slack = compareValues(sides, { lookup, rounded, unitOfChain });
    if (slack.mark === 'unchecked') return slack;
    if (lone !== undefined) {
      if (lone.given)
        return symbolsOf(right).size === 0
          ? refuted(`given is ${this.#known.wordsOf(left)}`, correct)
          : unchecked(`does not agree with ${this.#known.wordsOf(left)}, which is given`);
      const byLaw = lone.definition !== undefined && symbolsOf(lone.definition).size > 0;
      if (!byLaw || symbolsOf(right).size > 0)
        return unchecked('another value of the same name was stated before');
    } else if (i === 0 && symbolsOf(right).size > 0)
      // A law that is stated, or the equation of another problem: its values may be what is wrong.
      return unchecked(`does not hold with ${this.#known.list(names)}`);
    return refuted(`with ${this.#known.list(names)} ${reason}`, correct);
  }

  /** Some variables have no value. */
  #open(chain: Chain, i: number, left: Expression, right: Expression): Verdict {
    const relation = chain.relations[i]!;
    const known = [...symbolsOf(left, right)].filter((name) =>
      this.#known.bindings.resolves([name]),
    );
    const wrong = new Set<string>();
    const lookup = this.#known.bindings.resolver('exact', wrong);
    if (known.length > 0 && i > 0) {
      const alike = likeness(left, right, { lookup, positive: this.#known.positive() });
      if (alike.kind === 'identity')
        return wrong.size > 0
          ? restsOn(wrong)
          : verified(`follows by substitution of ${this.#known.list(known)}`);
    }
    if (relation === '=' || relation === '≈') {
      const solved = solvedFor({ left, relation, right }, this.#known.equations, {
        lookup,
        rounded: this.#known.rounded,
        unitOfChain: unitAtEnd(chain.members, i + 1),
      });
      if (solved !== undefined)
        return wrong.size > 0 && solved.mark !== 'unchecked' ? restsOn(wrong) : solved;
      if (relation === '=') {
        const from = follows({ left, right, source: '' }, this.#known.equations);
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
      !this.#known.bindings.resolves([...before].slice(0, 1)) &&
      chain.relations[i] === '=';
    if (rewriting) {
      const alike = likeness(left, right, { positive: this.#known.positive() });
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
}

const isSame = (a: Expression | undefined, b: Expression): boolean =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b);

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
