/** Units along a chain of equations: where they stand at its end, and what they are held to. */
import type { Bindings } from './bindings.ts';
import { compareValues, hasDimension, unchecked, type Verdict } from './compare.ts';
import { evaluate, NoValue, type Quantity } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { restsOn } from './knowledge.ts';
import { onlyUnits, printed } from './printed.ts';
import type { Chain, Member } from './statements.ts';

/**
 * A calculation without units that ends in a value with one: held to the last quantity of the chain
 * whose unit is known, so that a wrong unit is found.
 */
export function heldToUnit(
  chain: Chain,
  i: number,
  right: Expression,
  { bindings, rounded }: { readonly bindings: Bindings; readonly rounded: ReadonlySet<string> },
): Verdict | undefined {
  const left = chain.members[i]!.expression!;
  const shown = printed(right);
  if (shown?.unit === undefined || hasDimension(left)) return undefined;
  const unit = valueWithout(shown.unit);
  if (unit === undefined || unit.dimension.every((exponent) => exponent === 0)) return undefined;
  const relation = chain.relations[i]!;
  const scaled: Expression = { kind: 'product', factors: [left, shown.unit] };
  const own = compareValues({ left: scaled, relation, right }, { rounded });
  const before = quantityBefore(chain, i, bindings);
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
    const lookup = bindings.resolver(way, wrong);
    return compareValues({ left: before, relation, right }, { lookup, rounded });
  });
  const whole = asPrinted!.mark === 'verified' ? asPrinted! : exact!;
  if (whole.mark !== 'verified') return wrong.size > 0 ? restsOn(wrong) : whole;
  return own.mark === 'verified'
    ? own
    : unchecked('agrees with the formula, not with the numbers before it');
}

/** The nearest member to the left whose unit is known. */
function quantityBefore(chain: Chain, i: number, bindings: Bindings): Expression | undefined {
  const lookup = bindings.resolver('exact');
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

export function unitAtEnd(members: readonly Member[], from: number): Expression | undefined {
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
