/**
 * A value as people keep it exact, `3*sqrt(2)` or `pi/6`: compute-engine simplifies, and what it says is
 * taken only when it is short and agrees with our own value to every digit.
 */
import type { Decimal } from 'decimal.js';
import { NoValue } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse.ts';
import { evaluatePair, same } from './precise.ts';

/** Simplifies MathJSON. */
export type Algebra = (expression: unknown) => unknown;

const longest = 40;
const millis = 500;

/** Loads compute-engine: large, so only where something is solved. */
export async function loadAlgebra(): Promise<Algebra> {
  const { ComputeEngine } = await import('@cortex-js/compute-engine');
  const engine = new ComputeEngine();
  return (expression) =>
    engine.withTimeLimit(millis, (): unknown => engine.expr(expression as never).evaluate().json);
}

/** Undefined when there is no short exact form, or none that proves right. */
export function exactForm(
  expression: Expression,
  value: Decimal,
  algebra: Algebra,
): string | undefined {
  const json = mathJson(expression);
  if (json === undefined) return undefined;
  let text: string | undefined;
  try {
    text = plain(algebra(json));
  } catch {
    return undefined; // Out of its time: the decimal stands alone.
  }
  if (text === undefined || text.length > longest) return undefined;
  const reread = parseExpression(text, false);
  if (reread === null) return undefined;
  try {
    const { right, digits, equal } = evaluatePair(expression, reread, {});
    return equal && same(value, right.value, digits) ? text : undefined;
  } catch (error) {
    if (error instanceof NoValue) return undefined;
    throw error;
  }
}

const functions: Readonly<Record<string, string>> = {
  ...{ sin: 'Sin', cos: 'Cos', tan: 'Tan', asin: 'Arcsin', acos: 'Arccos', atan: 'Arctan' },
  ...{ exp: 'Exp', ln: 'Ln' },
};

/** Only what has a good chance of a short exact form. */
function mathJson(expression: Expression): unknown {
  const all = (parts: readonly Expression[], head: string): unknown => {
    const made = parts.map(mathJson);
    return made.includes(undefined) ? undefined : [head, ...made];
  };
  switch (expression.kind) {
    case 'number':
      return rational(expression.text);
    case 'constant':
      return expression.name === 'pi' ? 'Pi' : 'ExponentialE';
    case 'sum':
      return all(expression.terms, 'Add');
    case 'product':
      return all(expression.factors, 'Multiply');
    case 'negative':
      return all([expression.of], 'Negate');
    case 'quotient':
      return all([expression.over, expression.under], 'Divide');
    case 'power':
      return all([expression.base, expression.exponent], 'Power');
    case 'root':
      return expression.degree === 2 ? all([expression.of], 'Sqrt') : undefined;
    case 'call': {
      const head = functions[expression.name];
      return head === undefined ? undefined : all([expression.of], head);
    }
    case 'symbol':
    case 'unit':
    case 'log':
    case 'factorial':
    case 'extreme':
      return undefined;
  }
}

function rational(text: string): unknown {
  const [whole = '', after = ''] = text.split('.');
  if (text.length > 12 || /e/i.test(text)) return undefined;
  const over = Number(whole + after);
  return after === '' ? over : ['Rational', over, 10 ** after.length];
}

/** MathJSON in the words of the calculator; undefined for what has none. */
function plain(json: unknown, tight = false): string | undefined {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? String(json) : undefined;
  if (json === 'Pi') return 'pi';
  if (json === 'ExponentialE') return 'e';
  if (!Array.isArray(json)) return undefined;
  const [head, ...rest] = json as [unknown, ...unknown[]];
  const made = rest.map((part) => plain(part, head !== 'Add' && head !== 'Sqrt'));
  if (made.includes(undefined)) return undefined;
  const [a = '', b = ''] = made as string[];
  const bracket = (text: string): string => (tight ? `(${text})` : text);
  switch (head) {
    case 'Rational':
    case 'Divide':
      return bracket(`${a}/${b}`);
    case 'Sqrt':
      return `sqrt(${a})`;
    case 'Negate':
      return bracket(`-${a}`);
    case 'Multiply':
      return bracket((made as string[]).join('*'));
    case 'Add':
      return bracket((made as string[]).join('+').replaceAll('+-', '-'));
    case 'Power':
      return bracket(`${a}^${b}`);
    default:
      return undefined;
  }
}
