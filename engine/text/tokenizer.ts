import { join } from 'node:path';
import * as library from '@huggingface/tokenizers';
import * as v from 'valibot';
import { MarginaliaError, modelCorrupt } from '../errors.ts';
import { readModelJson } from '../files.ts';

/** The part of the library's class that is used here: its own types do not resolve under Node's rules. */
interface Tokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] };
  decode(ids: number[], options: { skip_special_tokens: boolean }): string;
  token_to_id(token: string): number | undefined;
  get_added_tokens_decoder(): Map<number, { id: number; special: boolean }>;
}

const { Tokenizer } = library as unknown as {
  Tokenizer: new (tokenizer: object, config: object) => Tokenizer;
};

/** What the rest of the engine asks of a tokenizer. */
export interface TextCodec {
  /** Ids of a text. Nothing is put before or after it; special tokens in it become their ids. */
  encode(text: string): number[];
  /** The text of some ids, special tokens left out. */
  decode(ids: readonly number[]): string;
  /** The id of a token by its text, or undefined where the vocabulary lacks it. */
  idOf(token: string): number | undefined;
  /** True for a token that marks structure (role, end, padding) and has no text. */
  isSpecial(id: number): boolean;
}

/** Text to token ids and back, by the tokenizer.json of a model folder. */
export class TextTokenizer implements TextCodec {
  readonly #tokenizer: Tokenizer;
  readonly #special: ReadonlySet<number>;
  /** The id of `eos_token`, which tokenizer_config.json gives as a text. */
  readonly stopId: number | undefined;

  constructor(tokenizer: Tokenizer, eosToken?: string) {
    this.#tokenizer = tokenizer;
    this.stopId = eosToken === undefined ? undefined : tokenizer.token_to_id(eosToken);
    const added = tokenizer.get_added_tokens_decoder().values();
    this.#special = new Set([...added].filter((token) => token.special).map((token) => token.id));
  }

  /** Reads tokenizer.json and tokenizer_config.json. Throws `model-missing` or `model-corrupt`. */
  static async load(directory: string): Promise<TextTokenizer> {
    const tokenizer = await readObject(directory, 'tokenizer.json');
    const config = await readObject(directory, 'tokenizer_config.json');
    try {
      return new TextTokenizer(new Tokenizer(tokenizer, config), eosToken(config));
    } catch (error) {
      throw modelCorrupt(join(directory, 'tokenizer.json'), 'it is not a tokenizer', error);
    }
  }

  /** Throws `bad-prompt` when the vocabulary has no token for a part of the text. */
  encode(text: string): number[] {
    if (text === '') return [];
    const ids: number[] = this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
    if (ids.every((id) => Number.isInteger(id))) return ids;
    throw new MarginaliaError({
      code: 'bad-prompt',
      message: `The model's vocabulary has no token for a part of ${JSON.stringify(text)}.`,
      action: 'Leave characters out that the model does not know.',
    });
  }

  decode(ids: readonly number[]): string {
    if (ids.length === 0) return '';
    return this.#tokenizer.decode([...ids], { skip_special_tokens: true });
  }

  idOf(token: string): number | undefined {
    return this.#tokenizer.token_to_id(token);
  }

  isSpecial(id: number): boolean {
    return this.#special.has(id);
  }
}

/**
 * Turns ids that arrive one by one into text that can be shown at once. A byte-level token may
 * hold half a character: its text comes with the token that completes it.
 */
export class TextStream {
  readonly #tokenizer: TextCodec;
  #pending: number[] = [];

  constructor(tokenizer: TextCodec) {
    this.#tokenizer = tokenizer;
  }

  /** The text that this token adds; empty for a special token and for half a character. */
  push(id: number): string {
    if (this.#tokenizer.isSpecial(id)) return '';
    this.#pending.push(id);
    const text = this.#tokenizer.decode(this.#pending);
    // U+FFFD at the end is a character cut in two; four bytes are the longest that UTF-8 has.
    if (text.endsWith('\uFFFD') && this.#pending.length < 4) return '';
    this.#pending = [];
    return text;
  }
}

// Written as a bare text, or with the options of an added token around it.
const eosSchema = v.object({
  eos_token: v.union([
    v.string(),
    v.pipe(
      v.object({ content: v.string() }),
      v.transform(({ content }) => content),
    ),
  ]),
});

function eosToken(config: object): string | undefined {
  const parsed = v.safeParse(eosSchema, config);
  return parsed.success ? parsed.output.eos_token : undefined;
}

async function readObject(directory: string, name: string): Promise<object> {
  const value = await readModelJson(directory, name);
  if (typeof value === 'object' && value !== null) return value;
  throw modelCorrupt(join(directory, name), 'it is not a JSON object');
}
