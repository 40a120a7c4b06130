/**
 * Names that a question asks about stand in the picture. Where a letter of a name that is being read is in doubt, the
 * one with which it goes on as a word of the question is the likelier. Pure.
 */

/** How much likelier. */
const ASKED = 3;
/** A letter that the picture hardly shows stays unread. */
const LEAST = 0.05;
const shortest = 3;
/** Letters of a name after which the others are weighed. */
const seen = 2;
/** The part of a name that is written so far, from its beginning or its last blank. */
const begun = /\\text ?\{(?:[^{}]* )?([^{} ]*)$/;
const listed = /^Facts: (?:(?!\. ).)*$/s;

export class AskedNames {
  readonly #words: readonly string[];

  constructor(question: string) {
    const words = question.match(/[\p{L}\d]+/gu) ?? [];
    this.#words = [...new Set(words)].filter(({ length }) => length >= shortest);
  }

  /** What the probability of a token is to be multiplied by, behind the text that was written so far. */
  weigh(text: string, token: string, probability: number): number {
    if (token === '' || probability < LEAST || !listed.test(text)) return 1;
    const before = begun.exec(text)?.[1];
    // Which name it is is seen and not guessed: what is asked about may be what the picture leaves open.
    if (before === undefined || before.length < seen) return 1;
    const isEnd = token.startsWith('}');
    const name = isEnd ? before : before + token;
    const fits = this.#words.some((word) => {
      if (text.includes(`{${word}}`)) return false;
      return isEnd ? word === name : word.startsWith(name);
    });
    return fits ? ASKED : 1;
  }
}
