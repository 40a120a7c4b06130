/** A chat completion as it arrives, streamed or whole, held to its schema. Pure: bytes in, deltas out. */
import { createParser, type EventSourceParser } from 'eventsource-parser';
import * as v from 'valibot';
import { MarginaliaError } from '../errors.ts';
import type { ThoughtSplitter } from '../tasks/thought.ts';
import type { Endpoint } from './endpoint.ts';
import type { Receiver } from './exchange.ts';
import { wordsOf } from './exchange.ts';
import * as problems from './problems.ts';
import { callPieces, ToolCallAssembler } from './tool-calls.ts';

const text = v.nullish(v.string());
/** Content is a string nearly everywhere; some servers send a list of parts. */
const content = v.nullish(
  v.union([v.string(), v.array(v.looseObject({ type: v.optional(v.string()), text }))]),
);
const message = v.object({
  ...{ content, reasoning_content: text, reasoning: text },
  tool_calls: callPieces,
});
/** Nice to have: a server that sends them in another shape is as one that sends none. */
const logprobs = v.fallback(
  v.nullish(v.object({ content: v.array(v.object({ token: v.string(), logprob: v.number() })) })),
  undefined,
);
const choice = v.object({
  delta: v.nullish(message),
  message: v.nullish(message),
  finish_reason: text,
  logprobs,
});
const count = v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)));
const completion = v.object({
  choices: v.optional(v.array(choice), []),
  usage: v.fallback(
    v.nullish(v.object({ prompt_tokens: count, completion_tokens: count })),
    undefined,
  ),
});
const failure = v.looseObject({ error: v.union([v.string(), v.looseObject({})]) });

export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
}

/** One event is a token or a few; a server that sends more than this at once is broken. */
const longestEvent = 4 * 1024 * 1024;

export class CompletionReceiver implements Receiver {
  readonly #endpoint: Endpoint;
  readonly #splitter: ThoughtSplitter;
  readonly #decoder = new TextDecoder();
  readonly #parser: EventSourceParser;
  #whole: string[] | undefined;
  #events = 0;
  #done = false;
  /** Why the server ended its answer; undefined while it has not. */
  finish: string | undefined;
  promptTokens: number | undefined;
  tokens: number | undefined;
  readonly logprobs: TokenLogprob[] = [];
  readonly calls: ToolCallAssembler;

  constructor(endpoint: Endpoint, splitter: ThoughtSplitter) {
    this.calls = new ToolCallAssembler(endpoint);
    this.#endpoint = endpoint;
    this.#splitter = splitter;
    this.#parser = createParser({
      maxBufferSize: longestEvent,
      onEvent: ({ data }) => this.#event(data),
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded')
          throw problems.tooLong(endpoint, 'an event without an end');
        // Older llama-server names the field itself "error".
        if (error.field === 'error') throw problems.gaveUp(endpoint, wordsOf(error.value ?? ''));
      },
    });
  }

  begin(type: string): void {
    if (type === 'text/html') throw problems.notAnApi(this.#endpoint, 'it sends a web page');
    // Some servers and proxies do not stream, whatever they are asked.
    if (type === 'application/json') this.#whole = [];
  }

  take(chunk: Uint8Array): boolean {
    const piece = this.#decoder.decode(chunk, { stream: true });
    if (this.#whole === undefined) this.#parser.feed(piece);
    else this.#whole.push(piece);
    return this.#done;
  }

  /** Called after the last byte. @throws MarginaliaError when the answer is not whole */
  end(): void {
    if (this.#done) return;
    try {
      if (this.#whole !== undefined) this.#event(this.#whole.join('') + this.#decoder.decode());
      else this.#parser.feed(`${this.#decoder.decode()}\n\n`);
    } catch (error) {
      // Half an event at the end is a broken connection, not a broken server.
      if (!isBadStream(error) || this.#events === 0) throw error;
    }
    if (this.finish !== undefined) return;
    if (this.#events === 0) throw problems.notAnApi(this.#endpoint, 'it sends no events');
    throw problems.dropped(this.#endpoint, 'it ended without saying why');
  }

  #event(data: string): void {
    if (this.#done) return;
    if (data.trim() === '[DONE]') {
      this.finish ??= 'stop';
      this.#done = true;
      return;
    }
    const value = this.#json(data);
    const failed = v.safeParse(failure, value);
    if (failed.success) throw problems.gaveUp(this.#endpoint, wordsOf(data));
    const parsed = v.safeParse(completion, value);
    if (!parsed.success) {
      const issue = parsed.issues[0];
      const where = v.getDotPath(issue) ?? 'event';
      throw problems.badStream(this.#endpoint, `${where}: ${issue.message}`);
    }
    this.#events++;
    this.#take(parsed.output);
  }

  #take({ choices, usage }: v.InferOutput<typeof completion>): void {
    this.promptTokens = usage?.prompt_tokens ?? this.promptTokens;
    this.tokens = usage?.completion_tokens ?? this.tokens;
    const first = choices[0];
    if (first === undefined) return;
    const said = first.delta ?? first.message;
    // Servers in between two names send the same text under both.
    const thought = said?.reasoning_content ?? said?.reasoning ?? '';
    if (thought !== '') this.#splitter.pushThought(thought);
    const words = plain(said?.content);
    if (words !== '') this.#splitter.push(words);
    for (const call of said?.tool_calls ?? []) this.calls.push(call);
    this.logprobs.push(...(first.logprobs?.content ?? []));
    this.finish = first.finish_reason ?? this.finish;
  }

  #json(data: string): unknown {
    try {
      return JSON.parse(data);
    } catch {
      throw problems.badStream(this.#endpoint, `"${problems.quote(data, 80)}" is not JSON`);
    }
  }
}

const isBadStream = (error: unknown): boolean =>
  error instanceof MarginaliaError && error.code === 'server-bad-stream';

function plain(value: v.InferOutput<typeof content>): string {
  if (typeof value === 'string') return value;
  return (value ?? []).map((part) => part.text ?? '').join('');
}
