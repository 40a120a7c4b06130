/** Tokens of a formula one after the other, with what a parser asks of those ahead. */
import type { Token } from './lex.ts';

/** Parts: far beyond what a solution writes, far below what hurts. */
const mostParts = 400;

/** It cannot be read in exactly one way. */
export class Unreadable extends Error {}

export class TokenReader {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  #parts = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected takesPi(): boolean {
    const token = this.peek();
    return (
      (token?.kind === 'word' && token.name === 'pi') ||
      (token?.kind === 'mark' && (token.text === 'π' || token.text === '°'))
    );
  }

  /** `x(2)`, `v(t)`: a letter before one plain thing in parentheses is rather a function. */
  protected opensArgument(): boolean {
    const [open, inside, close] = this.tokens.slice(this.at, this.at + 3);
    return (
      open?.kind === 'mark' &&
      open.text === '(' &&
      (inside?.kind === 'symbol' || inside?.kind === 'number' || inside?.kind === 'upright') &&
      close?.kind === 'mark' &&
      close.text === ')'
    );
  }

  protected opens(): boolean {
    const token = this.peek();
    return (
      (token?.kind === 'mark' && '([|'.includes(token.text)) ||
      (token?.kind === 'word' && token.name === 'left')
    );
  }

  protected follows(mark: string): boolean {
    const token = this.peek();
    return token?.kind === 'mark' && token.text === mark;
  }

  protected isPrime(): boolean {
    const token = this.peek();
    return token?.kind === 'mark' && token.text === "'";
  }

  protected isWord(name: string): boolean {
    const token = this.peek();
    return token?.kind === 'word' && token.name === name;
  }

  protected takeWord(...names: readonly string[]): boolean {
    const token = this.peek();
    if (token?.kind !== 'word' || !names.includes(token.name)) return false;
    this.at++;
    return true;
  }

  protected take(mark: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'mark' || token.text !== mark) return false;
    this.at++;
    return true;
  }

  protected peek(): Token | undefined {
    while (this.tokens[this.at]?.kind === 'space') this.at++;
    return this.tokens[this.at];
  }

  protected next(): Token | undefined {
    const token = this.peek();
    this.at++;
    return token;
  }

  protected count(): void {
    if (++this.#parts > mostParts) throw new Unreadable();
  }
}
