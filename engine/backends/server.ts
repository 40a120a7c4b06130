/** The engine whose model is elsewhere: a chat server that the person has chosen. */
import { badInput, cancelled } from '../errors.ts';
import { encodeForServer } from '../image/encode.ts';
import type { Answer } from '../protocol.ts';
import type { Engine } from '../server.ts';
import type { AskJob } from './backend.ts';
import { complete, type Server } from './chat.ts';
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
  const names = await serverModels(server, signal);
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
  const { mode, temperature, seed, signal, onDelta } = job;
  const done = await complete(server, {
    ...{ model, text: job.question, images, mode },
    ...{ maxTokens: job.maxTokens ?? MAX_TOKENS, temperature, seed, signal, onDelta },
  });
  const cut = done.finish === 'length';
  return {
    ...{ thought: done.thought, answer: done.answer },
    stopReason: cut ? 'length' : 'end',
    thoughtCut: cut && (done.open || done.answer === ''),
    ...{ promptTokens: done.promptTokens, tokens: done.tokens },
    millis: performance.now() - start,
    ...{ device: `server ${server.endpoint.host}`, model },
  };
}
