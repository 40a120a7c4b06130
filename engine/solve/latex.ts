/** Expressions as LaTeX, so that `parseExpression` reads the same again. Pure. */
import { unitText } from './compare.ts';
import type { Expression, FunctionName } from './expression.ts';
import { onlyUnits } from './printed.ts';

const functions: Readonly<Record<Exclude<FunctionName, 'abs' | 'exp'>, string>> = {
  ...{ sin: 'sin', cos: 'cos', tan: 'tan', cot: 'cot', sec: 'sec', csc: 'csc', asin: 'arcsin' },
  ...{ acos: 'arccos', atan: 'arctan', sinh: 'sinh', cosh: 'cosh', tanh: 'tanh', ln: 'ln' },
  ...{ log: 'log', lg: 'lg' },
};

export function expressionLatex(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'constant':
      return expression.name === 'pi' ? '\\pi' : 'e';
    case 'symbol':
      return symbolLatex(expression.name);
    case 'unit':
      return unitLatex(expression);
    case 'sum':
      return expression.terms
        .map((term, i) => (i === 0 || term.kind === 'negative' ? '' : '+') + termLatex(term))
        .join('');
    case 'negative':
      return termLatex(expression);
    case 'product':
      return productLatex(expression.factors);
    case 'quotient':
      return `\\frac{${expressionLatex(expression.over)}}{${expressionLatex(expression.under)}}`;
    case 'power':
      return `${baseLatex(expression.base)}^{${expressionLatex(expression.exponent)}}`;
    case 'root': {
      const degree = expression.degree === 2 ? '' : `[${expression.degree}]`;
      return `\\sqrt${degree}{${expressionLatex(expression.of)}}`;
    }
    case 'log':
      return `\\log_{${expressionLatex(expression.base)}}${inParentheses(expression.of)}`;
    case 'call':
      return callLatex(expression.name, expression.of);
    case 'extreme':
      return `\\${expression.name}(${expression.of.map(expressionLatex).join(', ')})`;
    case 'factorial':
      return `${baseLatex(expression.of)}!`;
  }
}

/** `m_1`, `alpha` and `Δx` as LaTeX. */
export function symbolLatex(symbol: string): string {
  const [stem = '', index] = symbol.replace('_minus', '_-').split('_');
  const head = stem.length > 1 && /^[a-z]+$/i.test(stem) ? `\\${stem}` : stem;
  return index === undefined ? head : `${head}_{${index}}`;
}

/** A unit as it stands behind a number. */
function unitLatex(unit: Expression): string {
  const text = unitText(unit);
  if (text === '°' || text.startsWith('deg')) return '^\\circ';
  return text === '%' ? '\\%' : `\\,\\text{${text}}`;
}

const inParentheses = (expression: Expression): string => `(${expressionLatex(expression)})`;

function termLatex(term: Expression): string {
  if (term.kind !== 'negative') return expressionLatex(term);
  const { of } = term;
  const bare =
    of.kind !== 'sum' && of.kind !== 'negative' ? expressionLatex(of) : inParentheses(of);
  return `-${bare}`;
}

function productLatex(factors: readonly Expression[]): string {
  let text = '';
  for (const factor of factors) {
    if (onlyUnits(factor)) {
      text += unitLatex(factor);
      continue;
    }
    const grouped = factor.kind === 'sum' || factor.kind === 'negative';
    const next = grouped ? inParentheses(factor) : expressionLatex(factor);
    const apart = text !== '' && /^(?:[\d(|]|\\frac)/.test(next);
    const wordsMeet = /\\[A-Za-z]+$/.test(text) && /^[A-Za-z]/.test(next);
    text += `${apart ? '\\cdot ' : wordsMeet ? ' ' : ''}${next}`;
  }
  return text;
}

function baseLatex(base: Expression): string {
  const alone = base.kind === 'number' || base.kind === 'symbol' || base.kind === 'constant';
  return alone ? expressionLatex(base) : inParentheses(base);
}

function callLatex(name: FunctionName, of: Expression): string {
  if (name === 'abs') return `|${expressionLatex(of)}|`;
  if (name === 'exp') return `e^{${expressionLatex(of)}}`;
  const degrees =
    of.kind === 'product' && of.factors.length === 2 && unitLatex(of.factors[1]!) === '^\\circ';
  const bare = of.kind === 'number' || (degrees && of.factors[0]!.kind === 'number');
  return `\\${functions[name]}${bare ? ` ${expressionLatex(of)}` : inParentheses(of)}`;
}
