/** The engine's side of the protocol: requests in, events out, one reading at a time. */
import type { Duplex } from 'node:stream';
import { badInput, cancelled, toPayload } from './errors.ts';
import {
  encodeFrame,
  FrameReader,
  parseRequest,
  PROTOCOL_VERSION,
  type Delta,
  type Event,
  type ModelInfo,
  type Reading,
  type ReadingToken,
  type Request,
  type ServerModel,
  type ServerProbe,
} from './protocol.ts';
import type { Ask } from './backends/backend.ts';
import type { SolveForm } from './runtime/generation-config.ts';
import { checkText } from './solve/check.ts';
import { recompute } from './solve/facts.ts';
import { solveProblem } from './tasks/solve.ts';
import { DocumentIndexes } from './document/indexes.ts';
import { isQuestion, performQuestion, type QuestionRequest } from './document/requests.ts';
import { Documents } from './pdf/documents.ts';
import { performDocument, type DocumentRequest } from './pdf/requests.ts';

/** A request that is answered in its turn. */
type Job = Exclude<
  Extract<Request, { id: number }>,
  { kind: 'cancel' | 'ping' | 'recompute' | `document-${string}` }
>;
type Result = Extract<Event, { kind: 'result' }>['result'];

export interface ReadJob {
  image: Uint8Array;
  signal: AbortSignal;
  onToken: (token: ReadingToken) => void;
  zoom?: number | undefined;
}

export interface ServerInquiry {
  models(signal: AbortSignal): Promise<ServerModel[]>;
  probe(model: string, signal: AbortSignal): Promise<ServerProbe>;
}

/** What the process can do once its model is there. */
export interface Engine {
  device: string;
  model: string;
  /** Why it runs on this device. */
  reason?: string;
  /** Calls `listener` when the device has changed. */
  onDevice?(listener: () => void): void;
  read(job: ReadJob): Promise<Reading>;
  ask: Ask;
  /** The form in which its model was trained to solve; left out where it is told in words what to do. */
  solving?: SolveForm | undefined;
  models(): Promise<ModelInfo[]>;
  /** The chosen server; a process without one opens no connection. */
  server?: ServerInquiry;
  dispose(): Promise<void>;
}

/**
 * Serves `channel` until its other end closes or asks for shutdown. Announces `ready` or `failed`
 * once `load` has settled; requests that arrive earlier wait for it.
 */
export async function serve(
  channel: Duplex,
  load: Promise<Engine>,
  documents = new Documents(),
): Promise<void> {
  const send = (event: Event): void => void channel.write(encodeFrame(event));
  const aborts = new Map<number, AbortController>();
  let queue: Promise<unknown> = load.catch(() => undefined);

  const answer = async (request: Job): Promise<void> => {
    const { id } = request;
    try {
      const engine = await load;
      const signal = aborts.get(id)?.signal ?? AbortSignal.abort();
      if (signal.aborted) throw cancelled();
      send({ kind: 'result', id, result: await perform(engine, request, signal, send) });
    } catch (error) {
      send({ kind: 'error', id, error: toPayload(error) });
    } finally {
      aborts.delete(id);
    }
  };

  const indexes = new DocumentIndexes(documents);
  /** What documents need of the model comes in turn with everything else, one at a time. */
  const inTurn = <T>(signal: AbortSignal, work: (engine: Engine) => Promise<T>): Promise<T> => {
    const done = queue.then(async () => {
      if (signal.aborted) throw cancelled();
      return await work(await load);
    });
    queue = done.catch(() => undefined); // whoever asked hears of it
    return done;
  };
  const readFormula = async (image: Uint8Array, signal: AbortSignal): Promise<string> =>
    (await inTurn(signal, (engine) => engine.read({ image, signal, onToken: () => undefined })))
      .latex;
  const ask: Ask = (job) => inTurn(job.signal, (engine) => engine.ask(job));

  /** Documents wait for nobody: other processes hold them, and only their formulas need the model. */
  const answerDocument = async (
    request: DocumentRequest | QuestionRequest,
    signal: AbortSignal,
  ): Promise<void> => {
    const { id } = request;
    const onStep = (done: number, total: number): void => send({ kind: 'step', id, done, total });
    const onDelta = (delta: Delta): void => send({ kind: 'delta', id, delta });
    const context = { documents, signal, read: readFormula, onStep };
    try {
      const result = isQuestion(request)
        ? await performQuestion(request, { ...context, indexes, ask, onDelta })
        : await performDocument(request, context);
      send({ kind: 'result', id, result });
    } catch (error) {
      send({ kind: 'error', id, error: toPayload(error) });
    } finally {
      aborts.delete(id);
    }
  };

  /** False when the process is to end. */
  const take = (request: Request): boolean => {
    switch (request.kind) {
      case 'shutdown':
        return false;
      case 'ping':
        send({ kind: 'pong', id: request.id });
        return true;
      case 'recompute':
        send({
          ...{ kind: 'result', id: request.id },
          result: { kind: 'recomputed', quantities: recompute(request.facts, request.derived) },
        });
        return true;
      case 'cancel':
        aborts.get(request.id)?.abort();
        return true;
      case 'read':
      case 'ask':
      case 'solve':
      case 'models':
      case 'server-models':
      case 'server-probe':
        aborts.set(request.id, new AbortController());
        queue = queue.then(() => answer(request));
        return true;
      case 'document-open':
      case 'document-page':
      case 'document-close':
      case 'document-find':
      case 'document-ask': {
        const abort = new AbortController();
        aborts.set(request.id, abort);
        void answerDocument(request, abort.signal);
        return true;
      }
    }
  };

  load.then(
    (engine) => {
      const ready = (): void => {
        const { device, model, reason } = engine;
        const why = reason === undefined ? {} : { reason };
        send({ kind: 'ready', protocol: PROTOCOL_VERSION, device, model, ...why });
      };
      ready();
      engine.onDevice?.(ready); // said again when another device takes over
    },
    (error: unknown) => send({ kind: 'failed', error: toPayload(error) }),
  );
  await listen(channel, take);
  for (const abort of aborts.values()) abort.abort();
  documents.dispose();
  await queue;
  await load.then((engine) => engine.dispose()).catch(() => undefined);
}

/** Does what a request asks for, and tells of its progress on the way. */
async function perform(
  engine: Engine,
  request: Job,
  signal: AbortSignal,
  send: (event: Event) => void,
): Promise<Result> {
  const { id } = request;
  switch (request.kind) {
    case 'read': {
      const onToken = (token: ReadingToken): void => send({ kind: 'token', id, token });
      const { image, zoom } = request;
      return { kind: 'reading', reading: await engine.read({ image, zoom, signal, onToken }) };
    }
    case 'ask': {
      const onDelta = (delta: Delta): void => send({ kind: 'delta', id, delta });
      const answer = await engine.ask({ ...request, signal, onDelta });
      const checks = checkText(answer.answer);
      return { kind: 'answer', answer: checks.length === 0 ? answer : { ...answer, checks } };
    }
    case 'solve': {
      const onDelta = (delta: Delta): void => send({ kind: 'delta', id, delta });
      const ask: Ask = (job) => engine.ask(job);
      return {
        kind: 'solution',
        solution: await solveProblem(ask, { ...request, signal, onDelta }, engine.solving),
      };
    }
    case 'models':
      return { kind: 'models', models: await engine.models() };
    case 'server-models':
      return { kind: 'server-models', models: await serverOf(engine).models(signal) };
    case 'server-probe': {
      const probe = await serverOf(engine).probe(request.model, signal);
      return { kind: 'server-probe', probe };
    }
  }
}

function serverOf({ server }: Engine): ServerInquiry {
  if (server !== undefined) return server;
  throw badInput('No server is chosen.', 'Choose one first: "Use a Server…", or --server URL.');
}

/** Resolves when the channel closes or `take` wants no more. */
function listen(channel: Duplex, take: (request: Request) => boolean): Promise<void> {
  const reader = new FrameReader();
  return new Promise((resolve, reject) => {
    channel.on('data', (chunk: Uint8Array) => {
      try {
        for (const value of reader.push(chunk)) if (!take(parseRequest(value))) resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    channel.on('close', resolve);
    channel.on('end', resolve);
    channel.on('error', () => resolve());
  });
}
