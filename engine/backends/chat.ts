/** One question to a chat server: the request as it is sent, and the answer parted as it streams. */
import { badInput, MarginaliaError } from '../errors.ts';
import type { EncodedImage } from '../image/encode.ts';
import type { Mode } from '../runtime/types.ts';
import type { Delta, ToolCall, ToolOffer } from '../protocol.ts';
import { ThoughtSplitter, type Parted } from '../tasks/thought.ts';
import { CompletionReceiver, type TokenLogprob } from './completion.ts';
import type { Endpoint } from './endpoint.ts';
import { defaultLimits, exchange, type Limits } from './exchange.ts';
import * as problems from './problems.ts';

/** A server that the person has chosen. */
export interface Server {
  readonly endpoint: Endpoint;
  readonly key?: string | undefined;
  readonly limits?: Limits | undefined;
}

/** A message before the question. */
export type Message =
  | {
      readonly role: 'system' | 'user' | 'assistant';
      readonly text: string;
      readonly images: readonly EncodedImage[];
      readonly calls?: readonly ToolCall[] | undefined;
    }
  | { readonly role: 'tool'; readonly text: string; readonly call: string };

export interface Question {
  readonly model: string;
  /** What was said before, the oldest first. */
  readonly history?: readonly Message[] | undefined;
  /** May be empty where the history ends with what a tool gave back. */
  readonly text: string;
  readonly images: readonly EncodedImage[];
  readonly mode: Mode;
  readonly maxTokens: number;
  /** Left out: the server decides. */
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
  /** Asks for the tokens' probabilities too. */
  readonly logprobs?: boolean;
  /** Tools that the answer may call. */
  readonly offer?: ToolOffer | undefined;
  /** Text at which the server is to stop; it is not part of what it sends. */
  readonly stop?: string | undefined;
  /** An answer that has been begun: the server goes on with it. */
  readonly begun?: Begun | undefined;
  /** Parts the answer; one that is gone on with needs the same one again. */
  readonly splitter?: ThoughtSplitter | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onDelta?: ((delta: Delta) => void) | undefined;
}

export interface Begun {
  /** What was written, marks of the thought included. */
  readonly text: string;
  readonly splitter: ThoughtSplitter;
}

export interface Completion extends Parted {
  readonly finish: string;
  readonly calls: readonly ToolCall[];
  readonly promptTokens: number | null;
  readonly tokens: number | null;
  /** Of the answer's tokens, where the server tells; else empty. */
  readonly logprobs: readonly TokenLogprob[];
}

/** What opens the answer of Phi-4-reasoning-vision in each mode; other models have a switch. */
const phiModel = /phi-4-reasoning-vision/i;
/** The prompt itself opens the thought, in mode `think`. */
export const opensThought = (model: string): boolean => phiModel.test(model);
const phiOpening = { think: '<think>', nothink: '<|dummy_84|>' } as const;

/**
 * Asks, and resolves when the answer is whole. Parameters that not every server knows are left out at
 * a second try when the first is refused. @throws MarginaliaError `server-…`, `cancelled`
 */
export async function complete(server: Server, question: Question): Promise<Completion> {
  const attempts = [true, false];
  for (const extras of attempts) {
    try {
      return await attempt(server, question, extras);
    } catch (error) {
      const refused = error instanceof MarginaliaError && error.code === 'server-refused';
      if (!extras || !refused) throw question.offer === undefined ? error : aboutTools(error);
    }
  }
  throw problems.empty(server.endpoint);
}

/** A model that cannot call tools is no model for whoever offers some: it is not asked again without. */
function aboutTools(error: unknown): unknown {
  const refusals = ['server-refused', 'server-failed'];
  if (!(error instanceof MarginaliaError) || !refusals.includes(error.code)) return error;
  return /tool|function|jinja/i.test(error.message) ? problems.refusedTools(error) : error;
}

async function attempt(server: Server, question: Question, extras: boolean): Promise<Completion> {
  const { endpoint, key, limits = defaultLimits } = server;
  const opened = extras && question.mode === 'think' && phiModel.test(question.model);
  const { begun, offer } = question;
  const splitter =
    begun?.splitter ??
    question.splitter ??
    new ThoughtSplitter((delta) => question.onDelta?.(delta), opened);
  const receiver = new CompletionReceiver(endpoint, splitter);
  const body = requestBody(question, extras);
  try {
    const call = { path: 'chat/completions', body, key, signal: question.signal, limits } as const;
    await exchange(endpoint, call, receiver);
    receiver.end();
  } catch (error) {
    // A connection that breaks after the last word has cost nothing.
    if (receiver.finish === undefined || question.signal?.aborted === true) throw error;
  }
  const parted = splitter.end();
  const finish = receiver.finish ?? 'stop';
  const calls = offer === undefined ? [] : receiver.calls.end(offer.tools, finish === 'length');
  const nothing = parted.answer === '' && parted.thought === '' && calls.length === 0;
  if (begun === undefined && nothing) throw problems.empty(endpoint);
  return {
    ...{ ...parted, finish, calls },
    promptTokens: receiver.promptTokens ?? null,
    tokens: receiver.tokens ?? null,
    logprobs: receiver.logprobs,
  };
}

/** The body of the request; images come before the words, as the models were trained. */
export function requestBody(question: Question, extras: boolean): Record<string, unknown> {
  const { model, text, images, history = [], maxTokens, temperature, seed, offer } = question;
  const answersCalls = text === '' && images.length === 0 && history.at(-1)?.role === 'tool';
  const body = {
    ...{ model, stream: true, max_tokens: maxTokens },
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(question.stop === undefined ? {} : { stop: [question.stop] }),
    ...(offer === undefined ? {} : offered(offer)),
    messages: [
      ...history.map(messageOf),
      ...(answersCalls ? [] : [messageOf({ role: 'user', text, images })]),
      ...begunMessages(question, extras),
    ],
  };
  return extras ? { ...body, ...extraParameters(question, body.messages) } : body;
}

interface Sent {
  readonly role: string;
  readonly content: unknown;
  readonly [field: string]: unknown;
}

function messageOf(message: Message): Sent {
  if (message.role === 'tool')
    return { role: 'tool', tool_call_id: message.call, content: message.text };
  const { role, text, images, calls = [] } = message;
  const pictures = images.map(({ type, bytes }) => {
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
    return { type: 'image_url', image_url: { url: `data:${type};base64,${data}` } };
  });
  if (calls.length > 0)
    return {
      ...{ role, content: text === '' ? null : text },
      tool_calls: calls.map(({ id, name, input }) => ({
        ...{ id, type: 'function', function: { name, arguments: input } },
      })),
    };
  return { role, content: pictures.length === 0 ? text : [...pictures, { type: 'text', text }] };
}

/** @throws MarginaliaError `bad-input` for a schema that is no JSON */
function offered({ tools, choice }: ToolOffer): Record<string, unknown> {
  return {
    tools: tools.map(({ name, description, parameters }) => {
      const schema = parameters === undefined ? noParameters : schemaOf(name, parameters);
      return { type: 'function', function: { name, description, parameters: schema } };
    }),
    tool_choice: choice,
  };
}

/** Some servers want a schema even where nothing is given. */
const noParameters = { type: 'object', properties: {} };

function schemaOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(`The schema of the tool "${name}" is no JSON.`, 'Offer it with one.', error);
  }
}

/** A begun answer is handed back; a server that cannot go on with it is asked to in words. */
function begunMessages({ begun }: Question, extras: boolean): Sent[] {
  if (begun === undefined) return [];
  const assistant = { role: 'assistant', content: begun.text };
  if (extras) return [assistant];
  const goOn = 'Go on exactly where you stopped. The calculator has written its result.';
  return [assistant, { role: 'user', content: goOn }];
}

function extraParameters(
  { model, mode, logprobs = false, begun }: Question,
  messages: readonly object[],
): Record<string, unknown> {
  const always = { stream_options: { include_usage: true }, ...(logprobs ? { logprobs } : {}) };
  if (begun !== undefined)
    return { ...always, add_generation_prompt: false, continue_final_message: true };
  if (mode === 'auto') return always;
  if (!phiModel.test(model))
    return { ...always, chat_template_kwargs: { enable_thinking: mode === 'think' } };
  const opening = { role: 'assistant', content: phiOpening[mode] };
  return {
    ...always,
    messages: [...messages, opening],
    ...{ add_generation_prompt: false, continue_final_message: true },
  };
}
