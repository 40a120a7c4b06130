/** The engine's side of the protocol: requests in, events out, one reading at a time. */
import type { Duplex } from 'node:stream';
import { cancelled, toPayload } from './errors.ts';
import {
  encodeFrame,
  FrameReader,
  parseRequest,
  PROTOCOL_VERSION,
  type Event,
  type ModelInfo,
  type Reading,
  type ReadingToken,
  type Request,
} from './protocol.ts';

export interface ReadJob {
  image: Uint8Array;
  signal: AbortSignal;
  onToken: (token: ReadingToken) => void;
  zoom?: number | undefined;
}

/** What the process can do once its model is there. */
export interface Engine {
  device: string;
  model: string;
  read(job: ReadJob): Promise<Reading>;
  models(): Promise<ModelInfo[]>;
  dispose(): Promise<void>;
}

/**
 * Serves `channel` until its other end closes or asks for shutdown. Announces `ready` or `failed`
 * once `load` has settled; requests that arrive earlier wait for it.
 */
export async function serve(channel: Duplex, load: Promise<Engine>): Promise<void> {
  const send = (event: Event): void => void channel.write(encodeFrame(event));
  const aborts = new Map<number, AbortController>();
  let queue: Promise<unknown> = load.catch(() => undefined);

  const answer = async (request: Extract<Request, { id: number }>): Promise<void> => {
    const { id } = request;
    try {
      const engine = await load;
      if (request.kind === 'models')
        send({ kind: 'result', id, result: { kind: 'models', models: await engine.models() } });
      if (request.kind !== 'read') return;
      const signal = aborts.get(id)?.signal ?? AbortSignal.abort();
      if (signal.aborted) throw cancelled();
      const onToken = (token: ReadingToken): void => send({ kind: 'token', id, token });
      const reading = await engine.read({
        ...{ image: request.image, zoom: request.zoom },
        ...{ signal, onToken },
      });
      send({ kind: 'result', id, result: { kind: 'reading', reading } });
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
      case 'cancel':
        aborts.get(request.id)?.abort();
        return true;
      case 'read':
        aborts.set(request.id, new AbortController());
        queue = queue.then(() => answer(request));
        return true;
      case 'models':
        queue = queue.then(() => answer(request));
        return true;
    }
  };

  load.then(
    ({ device, model }) => send({ kind: 'ready', protocol: PROTOCOL_VERSION, device, model }),
    (error: unknown) => send({ kind: 'failed', error: toPayload(error) }),
  );
  await listen(channel, take);
  for (const abort of aborts.values()) abort.abort();
  await queue;
  await load.then((engine) => engine.dispose()).catch(() => undefined);
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
