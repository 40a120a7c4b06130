/**
 * Reads one side of an equation. Strict: what can be read in two ways (1/2x, 2½, f(x)) or is not of this
 * grammar is `null`, so that nothing is ever checked in another sense than it was written. Pure.
 */
import { product, type Expression, type FunctionName } from './expression.ts';
import { lex, type Token } from './lex.ts';
import { exponentOf, hasUnit, isNumeric, isUnit, mayHaveUnit, raiseLast } from './parse-parts.ts';
import { TokenReader, Unreadable } from './token-reader.ts';
import { unitFromText } from './unitText.ts';
import { unitNamed } from './units.ts';

/** Nesting: far beyond what a solution writes, far below what hurts. */
const deepest = 40;
/** Letters that are functions more often than factors when a parenthesis follows. */
const maybeFunctions = /^(f|g|h|u|F|G|H|P|phi|psi|Phi|Psi|Gamma|zeta)$/;

const functionsByWord: Readonly<Record<string, FunctionName>> = {
  ...{ sin: 'sin', cos: 'cos', tan: 'tan', cot: 'cot', sec: 'sec', csc: 'csc', arcsin: 'asin' },
  ...{ arccos: 'acos', arctan: 'atan', sinh: 'sinh', cosh: 'cosh', tanh: 'tanh', exp: 'exp' },
  ...{ ln: 'ln', log: 'log', lg: 'lg', abs: 'abs' },
};
const inverse: Partial<Record<FunctionName, FunctionName>> = {
  sin: 'asin',
  cos: 'acos',
  tan: 'atan',
};

/**
 * Null when it cannot be read in exactly one way. `strict`: not even `1/20 cm`, whose unit in a
 * text belongs to the quotient.
 */
export function parseExpression(
  source: string,
  latex: boolean,
  options: { readonly strict?: boolean } = {},
): Expression | null {
  const tokens = lex(source, latex);
  if (tokens === null) return null;
  try {
    return new Parser(tokens, latex, options.strict === true).whole();
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Parser extends TokenReader {
  readonly #latex: boolean;
  readonly #strict: boolean;
  #depth = 0;
  #baseWasUpright = false;

  constructor(tokens: readonly Token[], latex: boolean, strict: boolean) {
    super(tokens);
    this.#strict = strict;
    this.#latex = latex;
  }

  whole(): Expression {
    const expression = this.#sum();
    if (this.peek() !== undefined) throw new Unreadable();
    return expression;
  }

  #sum(): Expression {
    if (++this.#depth > deepest) throw new Unreadable();
    const terms: Expression[] = [];
    let sign = this.take('-') ? -1 : (this.take('+'), 1);
    for (;;) {
      const term = this.#term();
      terms.push(sign < 0 ? { kind: 'negative', of: term } : term);
      if (this.take('+')) sign = 1;
      else if (this.take('-')) sign = -1;
      else break;
    }
    this.#depth--;
    return terms.length === 1 ? terms[0]! : { kind: 'sum', terms };
  }

  /** Products and quotients from left to right; factors side by side are a product. */
  #term(): Expression {
    let left = this.#run();
    for (;;) {
      if (this.take('*') || this.takeWord('cdot', 'times')) {
        const factors = left.kind === 'product' ? left.factors : [left];
        const next = this.#run(true);
        left = product([...factors, ...(next.kind === 'product' ? next.factors : [next])]);
      } else if (this.take('/') || this.takeWord('div')) {
        const { run, units } = this.#denominator(left);
        left = { kind: 'quotient', over: left, under: run };
        if (units.length > 0) left = product([left, ...units]);
      } else return left;
    }
  }

  /** What stands under a slash; a unit after a quotient of bare numbers belongs to the quotient. */
  #denominator(over: Expression): { run: Expression; units: Expression[] } {
    const first = this.#power(true);
    if (!this.#startsFactor()) return { run: first, units: [] };
    const following = this.#factors();
    const allUnits = following.every(isUnit);
    if (allUnits && first.kind === 'number' && !hasUnit(over)) {
      if (this.#strict) throw new Unreadable();
      return { run: first, units: following };
    }
    // 0.5 kg/80 N/m: is the last bar a part of the unit?
    if (allUnits && hasUnit(over) && this.follows('/')) throw new Unreadable();
    if (allUnits && (first.kind === 'number' || isUnit(first)))
      return { run: product([first, ...following]), units: [] };
    throw new Unreadable(); // a/bc
  }

  #run(signed = false): Expression {
    const first = this.#power(signed);
    return product([first, ...this.#factors(first)]);
  }

  /** Factors that follow without a sign between them. */
  #factors(first?: Expression): Expression[] {
    const factors: Expression[] = [];
    let last = first;
    while (this.#startsFactor()) {
      const digitFollows = this.peek()?.kind === 'number';
      const fraction = this.isWord('frac');
      const next = this.#power();
      // 2 3, 2½ and x 2 are not products that anyone can be sure of.
      if (digitFollows) throw new Unreadable();
      if (fraction && last?.kind === 'number' && isNumeric(next)) throw new Unreadable();
      if (next.kind === 'unit' && last !== undefined && !mayHaveUnit(last)) throw new Unreadable();
      factors.push(next);
      last = next;
    }
    return factors;
  }

  #startsFactor(): boolean {
    const token = this.peek();
    switch (token?.kind) {
      case undefined:
      case 'space':
        return false;
      case 'number':
      case 'symbol':
      case 'upright':
        return true;
      case 'word':
        return !['cdot', 'times', 'div', 'right'].includes(token.name);
      case 'mark':
        return ['(', '[', '√', 'π', '°', '%', '{'].includes(token.text);
    }
  }

  #power(signed = false): Expression {
    if (signed && this.take('-')) return { kind: 'negative', of: this.#power() };
    const upright = this.peek()?.kind === 'upright';
    let base = this.#atom();
    for (;;) {
      this.#baseWasUpright = upright;
      if (this.take('!')) base = { kind: 'factorial', of: base };
      else if (this.isPrime()) throw new Unreadable();
      else if (this.take('^')) {
        const circle = this.#circle();
        if (circle !== undefined) base = product([base, circle]);
        else {
          const exponent = this.#exponent();
          this.#baseWasUpright = upright;
          base = this.#raise(base, exponent);
        }
      } else {
        const small = this.#superscript();
        if (small === undefined) return base;
        base = this.#raise(base, small);
      }
    }
  }

  #raise(base: Expression, exponent: Expression): Expression {
    this.count();
    if (base.kind === 'power') throw new Unreadable();
    if (isUnit(base) && base.kind !== 'unit' && this.#baseWasUpright)
      return raiseLast(base, exponent);
    if (base.kind === 'unit' && exponentOf(exponent) === undefined) throw new Unreadable();
    return { kind: 'power', base, exponent };
  }

  #exponent(): Expression {
    if (this.take('-')) return { kind: 'negative', of: this.#single() };
    return this.#single();
  }

  /** What a script or a command takes: a group or one token. */
  #single(): Expression {
    if (this.take('{')) return this.#closed('}');
    const token = this.peek();
    // x^12 in LaTeX is x¹2, \frac12 is a half: a digit at a time.
    if (this.#latex && token?.kind === 'number' && token.text.length > 1) throw new Unreadable();
    return this.#atom();
  }

  /** `^\circ`, `^{\circ}` and `^\degree`. */
  #circle(): Expression | undefined {
    const from = this.at;
    const braced = this.take('{');
    if (this.takeWord('circ', 'degree') && (!braced || this.take('}'))) {
      const next = this.tokens[this.at];
      // A degree Celsius is no multiple of anything.
      if (next?.kind === 'upright' && /^[CF]\b/.test(next.text)) throw new Unreadable();
      if (next?.kind === 'symbol' && /^[CF]$/.test(next.name)) throw new Unreadable();
      return { kind: 'unit', unit: unitNamed('°')! };
    }
    this.at = from;
    return undefined;
  }

  #superscript(): Expression | undefined {
    const minus = this.take('⁻');
    for (const [mark, text] of [
      ['²', '2'],
      ['³', '3'],
      ['¹', '1'],
    ] as const)
      if (this.take(mark)) {
        const digit: Expression = { kind: 'number', text };
        return minus ? { kind: 'negative', of: digit } : digit;
      }
    if (minus) throw new Unreadable();
    return undefined;
  }

  #atom(): Expression {
    this.count();
    const token = this.next();
    switch (token?.kind) {
      case 'number':
        return token;
      case 'symbol':
        if (maybeFunctions.test(token.name.replace(/_.*/, '')) && this.opens())
          throw new Unreadable();
        if (this.opensArgument()) throw new Unreadable();
        if (token.name === 'e') return { kind: 'constant', name: 'e' };
        return token;
      case 'upright':
        return this.#upright(token.text);
      case 'word':
        return this.#word(token.name);
      case 'mark':
        return this.#mark(token.text);
      case 'space':
      case undefined:
        throw new Unreadable();
    }
  }

  #mark(mark: string): Expression {
    switch (mark) {
      case '(':
        return this.#closed(')');
      case '[':
        return this.#closed(']');
      case '{':
        return this.#closed('}');
      case '|':
        return { kind: 'call', name: 'abs', of: this.#closed('|') };
      case 'π':
        return { kind: 'constant', name: 'pi' };
      case '°':
      case '%':
        return { kind: 'unit', unit: unitNamed(mark)! };
      case '√':
        return { kind: 'root', degree: 2, of: this.#atom() };
      default:
        throw new Unreadable();
    }
  }

  #word(name: string): Expression {
    switch (name) {
      case 'pi':
        return { kind: 'constant', name: 'pi' };
      case 'frac': {
        const over = this.#single();
        return { kind: 'quotient', over, under: this.#single() };
      }
      case 'sqrt':
        return this.#root();
      case 'max':
      case 'min':
        return { kind: 'extreme', name, of: this.#values() };
      case 'left':
        return this.#atom();
      case 'degree':
        return { kind: 'unit', unit: unitNamed('°')! };
      default: {
        const called = functionsByWord[name];
        if (called === undefined) throw new Unreadable();
        return this.#call(called);
      }
    }
  }

  /** What is compared: `(350, 500, 300)`. */
  #values(): Expression[] {
    if (!this.take('(')) throw new Unreadable();
    const values = [this.#sum()];
    while (this.take(',')) values.push(this.#sum());
    if (!this.take(')')) throw new Unreadable();
    return values;
  }

  #root(): Expression {
    let degree = 2;
    if (this.#latex && this.take('[')) {
      const token = this.next();
      if (token?.kind !== 'number' || !/^[2-9]$/.test(token.text) || !this.take(']'))
        throw new Unreadable();
      degree = Number(token.text);
    }
    if (!this.#latex && !this.opens()) throw new Unreadable();
    return { kind: 'root', degree, of: this.#single() };
  }

  #call(name: FunctionName): Expression {
    let called = name;
    let exponent: Expression | undefined;
    let base: Expression | undefined;
    if (name === 'log' && this.take('_')) base = this.#single();
    if (this.take('^')) {
      exponent = this.#exponent();
      if (exponentOf(exponent) === -1) {
        const other = inverse[name];
        if (other === undefined) throw new Unreadable();
        [called, exponent] = [other, undefined];
      } else if (!((exponentOf(exponent) ?? 0) > 0)) throw new Unreadable();
    }
    if (!this.#latex && !this.opens()) throw new Unreadable();
    const of = this.#argument();
    const value: Expression =
      base === undefined ? { kind: 'call', name: called, of } : { kind: 'log', base, of };
    return exponent === undefined ? value : { kind: 'power', base: value, exponent };
  }

  /** Of a function: a parenthesis, or what stands close by without a sign: \sin 2x, \cos 30°. */
  #argument(): Expression {
    if (this.opens()) return this.#power();
    const first = this.#power();
    const factors: Expression[] = [first];
    while (['number', 'symbol'].includes(this.peek()?.kind ?? '') || this.takesPi())
      factors.push(this.#power());
    return product(factors);
  }

  #closed(mark: string): Expression {
    const inside = this.#sum();
    this.takeWord('right');
    if (!this.take(mark)) throw new Unreadable();
    return inside;
  }

  #upright(text: string): Expression {
    if (text === 'e' || text === 'exp') {
      if (text === 'e') return { kind: 'constant', name: 'e' };
      return this.#call('exp');
    }
    const name = functionsByWord[text];
    if (name !== undefined) return this.#call(name);
    const before = this.tokens.slice(0, this.at - 1).findLast((token) => token.kind !== 'space');
    const afterValue =
      before?.kind === 'number' ||
      before?.kind === 'upright' ||
      (before?.kind === 'mark' && [')', ']', '}', '/', '*', '²', '³', '¹'].includes(before.text)) ||
      (before?.kind === 'word' && ['pi', 'cdot', 'right', 'times'].includes(before.name)) ||
      // What \frac takes: \frac{\text{m}}{\text{s}}.
      (before?.kind === 'mark' && before.text === '{');
    const unit = afterValue ? unitFromText(text) : null;
    if (unit !== null) return unit;
    // In plain text one letter that follows no number is a variable.
    if (!this.#latex && /^[A-Za-z]$/.test(text) && !afterValue) {
      if (maybeFunctions.test(text) && this.opens()) throw new Unreadable();
      if (this.opensArgument()) throw new Unreadable();
      return text === 'e' ? { kind: 'constant', name: 'e' } : { kind: 'symbol', name: text };
    }
    throw new Unreadable();
  }
}
