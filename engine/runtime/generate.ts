import { MarginaliaError } from '../errors.ts';
import { mergeRows } from '../fusion/merge.ts';
import { promptLength, splitPrompt, textIds, type Segment } from '../fusion/segments.ts';
import type { ChatTemplate } from '../text/template.ts';
import { TextStream, type TextCodec } from '../text/tokenizer.ts';
import type { TokenWords } from './token-words.ts';
import { drawToken, probabilityOf, seededRandom, topTokens } from './sampling.ts';
import type { Sessions } from './sessions.ts';
import type { DecoderSignature } from './signature.ts';
import { embedTokens, encodeImage, Sequence, type TokenRows } from './steps.ts';
import {
  positionsOf,
  type Candidate,
  type GeneratedToken,
  type GenerateRequest,
  type GenerateResult,
  type GridLimits,
  type PatchedImage,
} from './types.ts';

/** A loaded model's parts, as the steps of a generation use them. */
export interface Parts {
  readonly sessions: Sessions;
  readonly signature: DecoderSignature;
  readonly tokenizer: TextCodec;
  readonly rows: TokenRows;
  readonly words: TokenWords;
  readonly template: ChatTemplate;
  readonly stopIds: ReadonlySet<number>;
  readonly context: number;
  readonly grid: GridLimits;
}

/**
 * Positions in one call of the decoder: no longer is a cancel made to wait. A decoder of billions of
 * weights takes a CPU seconds for a few dozen of them.
 */
const chunkOf = ({ slots, width }: DecoderSignature): number =>
  slots.length * width ** 2 > 1e8 ? 64 : 512;

/** Of so many of the likeliest tokens one is looked for that may be written. */
const mostRefused = 400;
/** How many of the likeliest tokens are told of at each place. */
const candidates = 5;

/**
 * Answers a prompt token by token. Between two tokens the event loop runs and the signal is looked
 * at; a cancelled generation ends with `stopReason: 'cancelled'` and does not throw.
 * Throws `image-count`, `image-grid`, `image-rows`, `bad-prompt`, `prompt-too-long` or, for a mode
 * without a token, `model-unsupported`.
 */
export async function* generate(
  parts: Parts,
  request: GenerateRequest,
): AsyncGenerator<GeneratedToken, GenerateResult> {
  let sequence: Sequence | undefined;
  try {
    return yield* answer(parts, request, (begun) => (sequence = begun));
  } finally {
    sequence?.dispose();
  }
}

async function* answer(
  parts: Parts,
  request: GenerateRequest,
  onSequence: (sequence: Sequence) => void,
): AsyncGenerator<GeneratedToken, GenerateResult> {
  const { sessions, tokenizer, stopIds, words } = parts;
  const segments = promptSegments(parts, request);
  const promptTokens = promptLength(segments);
  const limit = Math.min(request.maxTokens, parts.context - promptTokens);
  const visualTokens = request.images.reduce((sum, image) => sum + positionsOf(image), 0);
  const clock = new Clock();
  let stopProbability: number | null = null;
  const result = (stopReason: GenerateResult['stopReason']): GenerateResult => ({
    ...{ stopReason, stopProbability, visualTokens, promptTokens, millis: clock.millis },
  });

  const images: Float32Array[] = [];
  for (const image of request.images) {
    if (await cancelled(request)) return result('cancelled');
    images.push(await encodeImage(sessions, image));
  }
  clock.lap('vision');

  const sequence = new Sequence(sessions, parts.signature, promptTokens + Math.min(limit, 512));
  onSequence(sequence);
  const embeddings = await embedPrompt(parts, segments, images);
  const chunk = chunkOf(parts.signature) * parts.signature.width;
  let logits: Float32Array = new Float32Array(0);
  for (let start = 0; start < embeddings.length; start += chunk) {
    if (await cancelled(request)) return result('cancelled');
    logits = await sequence.append(embeddings.subarray(start, start + chunk));
    request.onPrefill?.(sequence.length, promptTokens);
  }
  clock.lap('prefill');

  const choose = chooser(request);
  const thought = new ThoughtLimit(tokenizer, request);
  const text = new TextStream(tokenizer);
  const { begun = [] } = request;
  const interjected = begun.flatMap((part) =>
    typeof part === 'number' ? [part] : tokenizer.encode(plainWords(part)),
  );
  for (let made = 0; made < limit; made++) {
    const likeliest = topTokens(logits, candidates);
    if (!Number.isFinite(likeliest[0]?.probability)) throw brokenLogits();
    const inserted = interjected.shift();
    const forced = inserted === undefined ? thought.closing(made) : undefined;
    const id =
      inserted ?? forced ?? allowed(logits, choose(logits, likeliest[0]!.id), request, words);
    thought.hear(id);
    const probability =
      likeliest.find((t) => t.id === id)?.probability ?? probabilityOf(logits, id);
    clock.lap('decode');
    if (inserted === undefined && stopIds.has(id)) {
      stopProbability = probability;
      return result('end');
    }
    const top = likeliest.map((token): Candidate => ({
      ...token,
      text: words.of(token.id),
    }));
    const token = { id, text: text.push(id), probability, top };
    if (inserted !== undefined) yield { ...token, interjected: true };
    else yield forced === undefined ? token : { ...token, forced: true };
    clock.skip();
    if (inserted === undefined) {
      const words = request.interject?.(token.text);
      if (words !== undefined) interjected.push(...tokenizer.encode(plainWords(words)));
    }
    if (await cancelled(request)) return result('cancelled');
    if (made + 1 < limit) logits = await step(parts, sequence, id);
    clock.lap('decode');
  }
  return result('length');
}

async function step({ rows }: Parts, sequence: Sequence, id: number): Promise<Float32Array> {
  return await sequence.step(await rows.row(id));
}

function promptSegments(parts: Parts, { prompt, mode, images }: GenerateRequest): Segment[] {
  const { template, tokenizer, context } = parts;
  const rendered =
    typeof prompt === 'string'
      ? prompt + template.modeToken(mode, tokenizer)
      : template.render(prompt, mode, tokenizer);
  images.forEach((image) => checkGrid(parts.grid, image));
  const rows = images.map(positionsOf);
  const segments = splitPrompt(rendered, rows, tokenizer);
  const length = promptLength(segments);
  if (length > 0 && length < context) return segments;
  throw new MarginaliaError({
    code: 'prompt-too-long',
    message: `The prompt has ${length} tokens; the model takes 1 to ${context - 1}.`,
    action: length === 0 ? 'Write a prompt.' : 'Crop or shrink the images, or shorten the text.',
  });
}

function checkGrid(grid: GridLimits, { rows, columns }: PatchedImage): void {
  if (rows <= grid.rows && columns <= grid.columns) return;
  throw new MarginaliaError({
    code: 'image-grid',
    message: `An image of ${rows}×${columns} patches is beyond the model's ${grid.rows}×${grid.columns}.`,
    action: 'Crop the image to the formula.',
  });
}

async function embedPrompt(
  { sessions, signature }: Parts,
  segments: readonly Segment[],
  images: readonly Float32Array[],
): Promise<Float32Array> {
  const ids = textIds(segments);
  const rows = ids.length > 0 ? await embedTokens(sessions, ids) : new Float32Array(0);
  return mergeRows(segments, rows, images, signature.width);
}

/** The wanted token, or the likeliest that may be written; where too many may not be, the wanted one after all. */
function allowed(
  logits: Float32Array,
  wanted: number,
  { allows }: GenerateRequest,
  words: TokenWords,
): number {
  if (allows === undefined || allows(wanted, words.of(wanted))) return wanted;
  return topTokens(logits, mostRefused).find(({ id }) => allows(id, words.of(id)))?.id ?? wanted;
}

function chooser({ sampling }: GenerateRequest) {
  if (!sampling || sampling.temperature <= 0)
    return (_: Float32Array, likeliest: number) => likeliest;
  const random = seededRandom(sampling.seed);
  return (logits: Float32Array) => drawToken(logits, sampling, random);
}

/** Text that holds no token of the template's. */
const plainWords = (text: string): string => text.replace(/<(?=\||\/?think>)/g, '< ');

/** Watches for a thought that outgrows its share of the tokens. */
class ThoughtLimit {
  readonly #open: number | undefined;
  readonly #close: number | undefined;
  readonly #limit: number;
  #thinking: boolean;

  constructor(tokenizer: TextCodec, { mode, thoughtTokens = Infinity }: GenerateRequest) {
    this.#open = tokenizer.idOf('<think>');
    this.#close = tokenizer.idOf('</think>');
    this.#limit = thoughtTokens;
    this.#thinking = mode === 'think';
  }

  /** The token that closes the thought, when it must be closed after `made` tokens. */
  closing(made: number): number | undefined {
    return this.#thinking && made >= this.#limit ? this.#close : undefined;
  }

  hear(id: number): void {
    if (id === this.#open) this.#thinking = true;
    if (id === this.#close) this.#thinking = false;
  }
}

/** Lets messages in, a cancel among them, and tells whether there was one. */
async function cancelled({ signal }: GenerateRequest): Promise<boolean> {
  await new Promise((resolve) => setImmediate(resolve));
  return signal?.aborted ?? false;
}

function brokenLogits(): MarginaliaError {
  return new MarginaliaError({
    code: 'broken-logits',
    message: 'The model gave numbers that are no probabilities.',
    action: 'Choose the device "cpu"; if it stays so, reinstall the model.',
  });
}

/** Adds up the time of each stage, without the time that the consumer takes. */
class Clock {
  readonly millis = { vision: 0, prefill: 0, decode: 0 };
  #since = performance.now();

  lap(stage: keyof Clock['millis']): void {
    const now = performance.now();
    this.millis[stage] += now - this.#since;
    this.#since = now;
  }

  skip(): void {
    this.#since = performance.now();
  }
}
