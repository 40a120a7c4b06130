/** A formula as a tree, the way the checker and the calculator see it. Pure. */
import type { Unit } from './units.ts';

/** Functions of one real argument; `log` has no base of its own: calculus and chemistry differ. */
export const functionNames = [
  ...(['sin', 'cos', 'tan', 'cot', 'sec', 'csc', 'asin', 'acos', 'atan'] as const),
  ...(['sinh', 'cosh', 'tanh', 'exp', 'ln', 'log', 'lg', 'abs'] as const),
] as const;
export type FunctionName = (typeof functionNames)[number];

export type Expression =
  /** A number as it was printed: its digits tell how far it claims to be right. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'constant'; readonly name: 'pi' | 'e' }
  | { readonly kind: 'unit'; readonly unit: Unit }
  | { readonly kind: 'sum'; readonly terms: readonly Expression[] }
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'quotient'; readonly over: Expression; readonly under: Expression }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: 'root'; readonly degree: number; readonly of: Expression }
  | { readonly kind: 'log'; readonly base: Expression; readonly of: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly of: Expression }
  | { readonly kind: 'factorial'; readonly of: Expression }
  /** The largest or the smallest of some values. */
  | { readonly kind: 'extreme'; readonly name: 'max' | 'min'; readonly of: readonly Expression[] };

/** The parts that an expression is made of. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'symbol':
    case 'constant':
    case 'unit':
      return [];
    case 'sum':
      return expression.terms;
    case 'product':
      return expression.factors;
    case 'quotient':
      return [expression.over, expression.under];
    case 'power':
      return [expression.base, expression.exponent];
    case 'log':
      return [expression.base, expression.of];
    case 'extreme':
      return expression.of;
    case 'negative':
    case 'root':
    case 'call':
    case 'factorial':
      return [expression.of];
  }
}

/** Every part, the expression itself first. */
export function parts(expression: Expression): Expression[] {
  return [expression, ...children(expression).flatMap(parts)];
}

/** Names of the variables in it. */
export function symbolsOf(...expressions: readonly Expression[]): Set<string> {
  const names = new Set<string>();
  for (const expression of expressions)
    for (const part of parts(expression)) if (part.kind === 'symbol') names.add(part.name);
  return names;
}

export const has = (expression: Expression, kind: Expression['kind']): boolean =>
  parts(expression).some((part) => part.kind === kind);

export const number = (value: number | string): Expression => ({
  kind: 'number',
  text: String(value),
});

export const product = (factors: readonly Expression[]): Expression =>
  factors.length === 1 ? factors[0]! : { kind: 'product', factors };

/** The same expression with variables replaced; `replace` gives undefined for those that stay. */
export function substitute(
  expression: Expression,
  replace: (name: string) => Expression | undefined,
): Expression {
  if (expression.kind === 'symbol') return replace(expression.name) ?? expression;
  return mapChildren(expression, (child) => substitute(child, replace));
}

/** The same expression around other parts. */
export function mapChildren(
  expression: Expression,
  map: (child: Expression) => Expression,
): Expression {
  switch (expression.kind) {
    case 'number':
    case 'symbol':
    case 'constant':
    case 'unit':
      return expression;
    case 'sum':
      return { ...expression, terms: expression.terms.map(map) };
    case 'product':
      return { ...expression, factors: expression.factors.map(map) };
    case 'quotient':
      return { ...expression, over: map(expression.over), under: map(expression.under) };
    case 'power':
      return { ...expression, base: map(expression.base), exponent: map(expression.exponent) };
    case 'log':
      return { ...expression, base: map(expression.base), of: map(expression.of) };
    case 'extreme':
      return { ...expression, of: expression.of.map(map) };
    case 'negative':
    case 'root':
    case 'call':
    case 'factorial':
      return { ...expression, of: map(expression.of) };
  }
}
