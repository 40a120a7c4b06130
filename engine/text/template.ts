import { join } from 'node:path';
import { Template } from '@huggingface/jinja';
import * as v from 'valibot';
import { MarginaliaError, modelCorrupt, modelMissing } from '../errors.ts';
import { readOptional } from '../files.ts';
import type { TextCodec } from './tokenizer.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  /** May hold `<image>` where a picture goes. */
  readonly content: string;
}

/** Who decides whether the model thinks before it answers: itself, or the person who asks. */
export type Mode = 'auto' | 'think' | 'nothink';

/** Tokens that open the answer in each mode, best known name first. */
const modeTokens: Readonly<Record<Mode, readonly string[]>> = {
  auto: [],
  think: ['<think>'],
  nothink: ['<nothink>', '<|dummy_84|>'],
};

const configSchema = v.object({ chat_template: v.string() });

/** Renders a conversation as the prompt that the model was trained on. */
export class ChatTemplate {
  readonly #directory: string;
  readonly #template: Template;

  private constructor(directory: string, template: Template) {
    this.#directory = directory;
    this.#template = template;
  }

  /** Reads chat_template.jinja, else `chat_template` of tokenizer_config.json. */
  static async load(directory: string): Promise<ChatTemplate> {
    const source = await readTemplate(directory);
    try {
      return new ChatTemplate(directory, new Template(source));
    } catch (error) {
      throw modelCorrupt(join(directory, 'chat_template.jinja'), 'it does not parse', error);
    }
  }

  /**
   * The prompt up to where the answer begins, with the token of the mode.
   * Throws `model-corrupt` when the template cannot render, `model-unsupported` as `modeToken` does.
   */
  render(messages: readonly ChatMessage[], mode: Mode, tokenizer: TextCodec): string {
    const token = this.modeToken(mode, tokenizer);
    try {
      return this.#template.render({ messages, add_generation_prompt: true }) + token;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const path = join(this.#directory, 'chat_template.jinja');
      throw modelCorrupt(path, `it does not render the conversation (${reason})`, error);
    }
  }

  /** Throws `model-unsupported` when the vocabulary has no token for the mode. */
  modeToken(mode: Mode, tokenizer: TextCodec): string {
    const names = modeTokens[mode];
    if (names.length === 0) return '';
    const token = names.find((name) => tokenizer.idOf(name) !== undefined);
    if (token !== undefined) return token;
    throw new MarginaliaError({
      code: 'model-unsupported',
      message:
        `${join(this.#directory, 'tokenizer.json')} has no token for the mode "${mode}" ` +
        `(${names.join(' or ')}).`,
      action: 'Get tokenizer.json anew from where the model came from, or choose the mode "auto".',
    });
  }
}

async function readTemplate(directory: string): Promise<string> {
  const own = await readOptional(join(directory, 'chat_template.jinja'));
  if (own !== undefined) return own;
  const config = await readOptional(join(directory, 'tokenizer_config.json'));
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), configSchema), config);
  if (parsed.success) return parsed.output.chat_template;
  throw modelMissing(directory, 'chat_template.jinja is not there');
}
