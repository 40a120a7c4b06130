/** Calculations with angles in which no degree sign is written, `180-85-40`, with the signs that are meant. Pure. */
import { children, mapChildren, parts, type Expression } from './expression.ts';
import { unitNamed } from './units.ts';

const turns = new Set(['90', '180', '360', '540']);

/**
 * Numbers that are `angles`, and full turns among them, become degrees. `angle`: the whole is one. Null where there is
 * none of them, or where degrees would meet bare numbers.
 */
export function withDegrees(
  expression: Expression,
  angles: ReadonlySet<string>,
): { readonly expression: Expression; readonly angle: boolean } | null {
  const all = parts(expression);
  const known = all.some((part) => part.kind === 'number' && angles.has(part.text));
  if (!known || all.some((part) => part.kind === 'unit')) return null;
  const signed = (part: Expression): Expression =>
    part.kind === 'number' && (angles.has(part.text) || turns.has(part.text))
      ? { kind: 'product', factors: [part, degree] }
      : mapChildren(part, signed);
  const made = signed(expression);
  const power = powerOf(made);
  return power === 0 || power === 1 ? { expression: made, angle: power === 1 } : null;
}

const degree: Expression = { kind: 'unit', unit: unitNamed('°')! };

/** How often degrees are multiplied in it; undefined where sums do not agree. */
function powerOf(expression: Expression): number | undefined {
  const inside = (list: readonly Expression[]): (number | undefined)[] => list.map(powerOf);
  switch (expression.kind) {
    case 'unit':
      return 1;
    case 'number':
    case 'constant':
    case 'symbol':
      return 0;
    case 'negative':
      return powerOf(expression.of);
    case 'sum':
    case 'extreme': {
      const [first, ...others] = inside(children(expression));
      return others.every((power) => power === first) ? first : undefined;
    }
    case 'product':
      return inside(expression.factors).reduce(
        (sum, power) => (sum === undefined || power === undefined ? undefined : sum + power),
        0,
      );
    case 'quotient': {
      const [over, under] = [powerOf(expression.over), powerOf(expression.under)];
      return over === undefined || under === undefined ? undefined : over - under;
    }
    case 'power':
    case 'root':
    case 'log':
    case 'call':
    case 'factorial':
      return parts(expression).some((part) => part.kind === 'unit') ? undefined : 0;
  }
}
