/** `ask`: a question, with images or without; the thought to standard error, the answer to standard output. */
import { parseArgs } from 'node:util';
import type { EngineClient } from '../client.ts';
import { badInput, isInputError } from '../errors.ts';
import type { Answer, Delta, Mode } from '../protocol.ts';
import { imageBytes } from './images.ts';
import { out, warn } from './output.ts';

export const askUsage =
  'ask [--image FILE]... [--mode auto|think|nothink] [--max-tokens N] [--temperature T] [--seed N] [--json] "QUESTION"';

export interface AskArguments {
  question: string;
  images: string[];
  mode: Mode;
  json: boolean;
  settings: { maxTokens?: number; temperature?: number; seed?: number };
}

const modes = ['auto', 'think', 'nothink'] as const;

/** @throws MarginaliaError `bad-input` with the usage when the words do not fit */
export function parseAskArguments(
  words: readonly string[],
  command = 'ask',
  form = askUsage,
): AskArguments {
  const usage = `Usage: ${form}`;
  const option = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        ...{ image: { type: 'string', multiple: true }, mode: option, json: { type: 'boolean' } },
        ...{ 'max-tokens': option, temperature: option, seed: option },
      },
      allowPositionals: true,
    });
    const mode = modes.find((name) => name === (values.mode ?? 'auto'));
    if (mode === undefined) throw badInput(`There is no mode "${values.mode ?? ''}".`, usage);
    const question = positionals.join(' ').trim();
    if (question === '') throw badInput(`${command} needs a question.`, usage);
    const [maxTokens, temperature, seed] = [
      numeric('max-tokens', values['max-tokens'], /^[1-9]\d{0,6}$/, usage),
      numeric('temperature', values.temperature, /^\d(\.\d+)?$/, usage),
      numeric('seed', values.seed, /^\d{1,9}$/, usage),
    ];
    const settings = {
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(seed === undefined ? {} : { seed }),
    };
    return { question, images: values.image ?? [], mode, json: values.json ?? false, settings };
  } catch (error) {
    if (isInputError(error)) throw error;
    throw badInput(error instanceof Error ? error.message : String(error), usage, error);
  }
}

function numeric(name: string, text: string | undefined, form: RegExp, usage: string) {
  if (text === undefined) return undefined;
  if (form.test(text)) return Number(text);
  throw badInput(`--${name} does not take "${text}".`, usage);
}

/** Interrupting (Ctrl+C) cancels the answer and keeps what was written of it. */
export async function askCommand(
  { question, images, mode, json, settings }: AskArguments,
  client: Pick<EngineClient, 'ask'>,
  signal: AbortSignal,
): Promise<0> {
  const bytes = await Promise.all(images.map(imageBytes));
  const printer = new AnswerPrinter();
  const onDelta = (delta: Delta): void => printer.print(delta);
  const options = { images: bytes, mode, signal, ...settings };
  try {
    const answer = await client.ask(question, json ? options : { ...options, onDelta });
    if (json) out(JSON.stringify({ question, images, mode, ...answer }));
    else printer.end();
    remark(answer);
    return 0;
  } catch (error) {
    printer.end();
    throw error;
  }
}

/** What the text itself does not say about its end. */
function remark({ thoughtCut, stopReason, answer }: Answer): void {
  if (stopReason === 'end' && answer === '') warn('The model ended without an answer.');
  if (thoughtCut && answer === '') warn('The limit of tokens ended the thought before an answer.');
  else if (thoughtCut)
    warn('The thought was cut at its limit of tokens; the answer follows from what there was.');
  if (stopReason === 'length' && answer !== '') warn('The answer was cut at the limit of tokens.');
  if (stopReason === 'length' || thoughtCut)
    warn('Allow more with --max-tokens, or use --mode nothink.');
}

/** Thought dimmed on a terminal, behind a bar elsewhere; never on standard output. */
export class AnswerPrinter {
  readonly #dim = process.stderr.isTTY;
  #part: 'none' | 'thought' | 'answer' = 'none';
  #lineOpen = false;
  #aside = false;

  /** `aside`: the answer goes to standard error too, for what is made of it follows. */
  print(delta: Delta, aside = false): void {
    this.#aside = aside;
    if (delta.kind === 'was-thought') {
      this.#close();
      warn('(What stands above was the thought of the model; here is the answer.)');
      return;
    }
    if (delta.kind !== this.#part) this.#close();
    this.#part = delta.kind;
    this.#lineOpen = !delta.text.endsWith('\n');
    if (delta.kind === 'answer' && !aside) process.stdout.write(printable(delta.text));
    else if (delta.kind === 'answer') process.stderr.write(printable(delta.text));
    else this.#thought(printable(delta.text));
  }

  end(): void {
    this.#close();
  }

  #thought(text: string): void {
    process.stderr.write(this.#dim ? `\x1b[2m${text}\x1b[22m` : text);
  }

  #close(): void {
    if (this.#lineOpen)
      (this.#part === 'answer' && !this.#aside ? process.stdout : process.stderr).write('\n');
    this.#lineOpen = false;
    this.#part = 'none';
  }
}

/** A model's text may hold what a terminal obeys; line ends and tabs are all that it needs. */
// eslint-disable-next-line no-control-regex -- those are what is taken out
export const printable = (text: string): string => text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '');
