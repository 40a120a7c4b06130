import type { TextCodec } from '../text/tokenizer.ts';

/** The text of single tokens, each decoded once: it is told of five candidates at every place. */
export class TokenWords {
  readonly #tokenizer: TextCodec;
  readonly #words = new Map<number, string>();

  constructor(tokenizer: TextCodec) {
    this.#tokenizer = tokenizer;
  }

  of(id: number): string {
    let word = this.#words.get(id);
    if (word === undefined) {
      word = this.#tokenizer.decode([id]);
      this.#words.set(id, word);
    }
    return word;
  }
}
