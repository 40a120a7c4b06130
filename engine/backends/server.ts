/** The engine whose model is elsewhere: a chat server that the person has chosen. */
import { badInput, cancelled } from '../errors.ts';
import { encodeForServer, type EncodedImage } from '../image/encode.ts';
import type { Answer, Said } from '../protocol.ts';
import type { Engine } from '../server.ts';
import { ThoughtSplitter } from '../tasks/thought.ts';
import type { AskJob } from './backend.ts';
import {
  complete,
  opensThought,
  type Begun,
  type Completion,
  type Message,
  type Question,
  type Server,
} from './chat.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Limits } from './exchange.ts';
import { probeImages, serverModels } from './probe.ts';
import { readOnServer } from './read.ts';

export interface ServerOptions {
  url: string;
  /** Left out: the only one that the server has. */
  model?: string | undefined;
  key?: string | undefined;
  limits?: Limits;
}

/** Thought and answer together; enough for a long proof, and an end to a model that lost its way. */
const MAX_TOKENS = 16_384;

/** Nothing is sent before the first request. @throws MarginaliaError `bad-input` for a bad address */
export async function openServer({ url, model, key, limits }: ServerOptions): Promise<Engine> {
  const server: Server = { endpoint: parseEndpoint(url), key, limits };
  const device = `server ${server.endpoint.host}`;
  let only: string | undefined;
  const chosen = async (signal: AbortSignal): Promise<string> =>
    model ?? (only ??= await onlyModel(server, signal));
  return await Promise.resolve({
    device,
    model: model ?? server.endpoint.host,
    read: async (job) => readOnServer(server, await chosen(job.signal), job),
    ask: async (job) => askServer(server, await chosen(job.signal), job),
    models: () => Promise.resolve([]),
    server: {
      models: (signal) => serverModels(server, signal),
      probe: (name, signal) => probeImages(server, name, signal),
    },
    dispose: () => Promise.resolve(),
  });
}

async function onlyModel(server: Server, signal: AbortSignal): Promise<string> {
  const names = (await serverModels(server, signal)).map(({ name }) => name);
  if (names.length === 1) return names[0]!;
  const { host } = server.endpoint;
  const listed = names.slice(0, 20).join(', ');
  throw badInput(
    names.length === 0
      ? `The server ${host} has no model loaded.`
      : `The server ${host} has several models: ${listed}.`,
    names.length === 0 ? 'Load one there.' : 'Choose one with --server-model NAME.',
  );
}

async function askServer(server: Server, model: string, job: AskJob): Promise<Answer> {
  const start = performance.now();
  const images = [];
  for (const image of job.images) {
    if (job.signal.aborted) throw cancelled();
    images.push(await encodeForServer(image));
  }
  const { history, rest } = parted(job.history ?? [], images);
  const done = await written(server, model, { ...job, history }, rest);
  const cut = done.finish === 'length';
  const calls = done.calls.length === 0 ? {} : { calls: [...done.calls] };
  return {
    ...{ thought: done.thought, answer: done.answer, ...calls },
    stopReason: cut ? 'length' : 'end',
    thoughtCut: cut && (done.open || (done.answer === '' && done.calls.length === 0)),
    ...{ promptTokens: done.promptTokens, tokens: done.tokens },
    millis: performance.now() - start,
    ...{ device: `server ${server.endpoint.host}`, model },
  };
}

/** Each message of the history with its images, and the images that are left for the question. */
function parted(history: readonly Said[], images: readonly EncodedImage[]) {
  let next = 0;
  const messages = history.map((said): Message => {
    if (said.role === 'tool') return said;
    const { images: count, ...rest } = said;
    const own = images.slice(next, next + count);
    if (own.length < count)
      throw badInput('The conversation shows more images than were given.', 'Give all.');
    next += count;
    return { ...rest, images: own };
  });
  return { history: messages, rest: images.slice(next) };
}

/** Calls of one answer that a server is stopped for. */
const MAX_CALLS = 32;

/**
 * The whole answer. Where it may be written into, the server stops at the end of each call and goes on
 * with the result; one that does not stop writes its own numbers, which nobody then takes for ours.
 */
async function written(
  server: Server,
  model: string,
  job: Omit<AskJob, 'history'> & { history: readonly Message[] },
  images: readonly EncodedImage[],
): Promise<Completion> {
  const { mode, temperature, seed, signal, onDelta, interjector, question: text, history } = job;
  let left = job.maxTokens ?? MAX_TOKENS;
  const question: Question = {
    ...{ model, history, text, images, mode, maxTokens: left, temperature, seed, signal, onDelta },
  };
  if (interjector === undefined) return await complete(server, { ...question, offer: job.offer });
  const splitter = new ThoughtSplitter(
    (delta) => {
      if (delta.kind !== 'was-thought') heard += delta.text;
      onDelta(delta);
    },
    mode === 'think' && opensThought(model),
  );
  let heard = '';
  let begun: Begun = { text: '', splitter };
  let tokens = 0;
  for (let calls = 0; ; calls++) {
    const stop = calls < MAX_CALLS ? interjector.closing : undefined;
    const again = calls === 0 ? {} : { begun };
    const first = calls === 0 ? { splitter } : {};
    const done = await complete(server, { ...question, ...first, ...again, maxTokens: left, stop });
    tokens += done.tokens ?? 0;
    interjector.push(heard);
    heard = '';
    const result =
      done.finish !== 'length' && interjector.open
        ? interjector.push(interjector.closing)
        : undefined;
    left -= done.tokens ?? 256;
    if (result === undefined || left <= 0 || stop === undefined)
      return { ...done, tokens: done.tokens === null ? null : tokens };
    splitter.insert(`${interjector.closing}${result}`);
    heard = '';
    begun = { text: splitter.written(), splitter };
  }
}
