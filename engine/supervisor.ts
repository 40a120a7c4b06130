/**
 * The engine's process under supervision: started, watched, started again when it dies, and its death an error
 * for each request in flight.
 */
import { fileURLToPath } from 'node:url';
import { serverEnvironment } from './backends/environment.ts';
import { Connection } from './connection.ts';
import { cancelled, engineDied, engineGaveUp, MarginaliaError } from './errors.ts';
import {
  PROTOCOL_VERSION,
  type Delta,
  type EngineState,
  type Event,
  type ReadingToken,
} from './protocol.ts';

export interface EngineClientOptions {
  /** The Node that runs the engine; by default the one that runs the client. */
  nodePath?: string;
  /** The engine's entry; by default the one beside this file. */
  enginePath?: string;
  /** Model folder; by default the bundled one. */
  modelDir?: string;
  device?: string;
  /** A chat server instead of a model on this machine; `model` left out: the only one it has. */
  server?: { url: string; model?: string };
  /** Added to the environment of the process: a server's key, proxies. */
  env?: Readonly<Record<string, string>>;
  /** Lines for a log: progress, and whatever the process printed. */
  log?: (line: string) => void;
}

type Result = Extract<Event, { kind: 'result' }>['result'];

interface Pending {
  resolve(result: Result | null): void;
  reject(error: Error): void;
  onToken?: ((token: ReadingToken) => void) | undefined;
  onDelta?: ((delta: Delta) => void) | undefined;
  onStep?: ((done: number, total: number) => void) | undefined;
}

/** Pauses before the process is started again; after the last one the client gives up. */
const BACKOFF_MILLIS = [100, 500, 2_000, 8_000];
/** A process that lived this long starts the count of its deaths anew. */
const HEALTHY_MILLIS = 30_000;

export class EngineSupervisor {
  readonly #options: EngineClientOptions;
  readonly #listeners = new Set<(state: EngineState) => void>();
  readonly #pending = new Map<number, Pending>();
  #state: EngineState = { kind: 'stopped' };
  #connection: Connection | undefined;
  #starting: Promise<void> | undefined;
  #settle: { resolve(): void; reject(error: Error): void } | undefined;
  #retry: NodeJS.Timeout | undefined;
  #deaths = 0;
  #readyAt = 0;
  #lastId = 0;

  constructor(options: EngineClientOptions = {}) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** The process id while a process is there; for tests and logs. */
  get pid(): number | undefined {
    return this.#connection?.pid;
  }

  onState(listener: (state: EngineState) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /**
   * Resolves when the engine is ready. Safe to call at any time; a failed engine is tried anew.
   * @throws MarginaliaError `engine-died` or whatever kept the model from loading
   */
  start(): Promise<void> {
    if (this.#starting !== undefined) return this.#starting;
    this.#deaths = 0;
    this.#drop();
    return this.#begin();
  }

  /** Ends the process, if there is one, and starts a new one. Requests in flight fail. */
  async restart(): Promise<void> {
    this.#stop('it was restarted');
    await this.start();
  }

  /** Ends the process. Requests in flight fail; a later `start` begins again. */
  dispose(): void {
    this.#stop('it was stopped');
    this.#setState({ kind: 'stopped' });
  }

  #begin(): Promise<void> {
    this.#setState({ kind: 'starting' });
    this.#starting = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever called start() hears of a failure; a restart by itself has only the state.
    this.#starting.catch(() => undefined);
    this.#spawn();
    return this.#starting;
  }

  #spawn(): void {
    const { nodePath, enginePath, modelDir, device, server, env, log } = this.#options;
    const args = [
      ...(server === undefined ? [] : ['--server', server.url]),
      ...(server?.model === undefined ? [] : ['--server-model', server.model]),
      ...(modelDir === undefined ? [] : ['--model', modelDir]),
      ...(device === undefined ? [] : ['--device', device]),
    ];
    const connection = new Connection(
      {
        nodePath: nodePath ?? process.execPath,
        enginePath: enginePath ?? besideThis(),
        args,
        env: { ...env, ...(server === undefined ? {} : serverEnvironment(process.env, env)) },
      },
      {
        event: (event) => {
          if (this.#connection === connection) this.#onEvent(event);
        },
        ended: (reason) => {
          if (this.#connection === connection) this.#onEnded(reason);
        },
        log: (line) => log?.(line),
      },
    );
    this.#connection = connection;
  }

  /**
   * Resolves with what the engine answers, null for a pong; call `start` before.
   * @throws MarginaliaError for a dead engine, cancellation, and what the engine says
   */
  protected request(
    make: (id: number) => Parameters<Connection['send']>[0],
    {
      signal,
      onToken,
      onDelta,
      onStep,
    }: Pick<Pending, 'onToken' | 'onDelta' | 'onStep'> & { signal?: AbortSignal | undefined } = {},
  ): Promise<Result | null> {
    const connection = this.#connection;
    if (connection === undefined) return Promise.reject(engineDied('it is not running'));
    if (signal?.aborted === true) return Promise.reject(cancelled());
    const id = ++this.#lastId;
    return new Promise<Result | null>((resolve, reject) => {
      const onAbort = (): void => {
        connection.send({ kind: 'cancel', id });
        this.#take(id)?.reject(cancelled());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T): void => {
          signal?.removeEventListener('abort', onAbort);
          then(value);
        };
      this.#pending.set(id, {
        resolve: settle(resolve),
        reject: settle(reject),
        ...{ onToken, onDelta, onStep },
      });
      connection.send(make(id));
    });
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #onEvent(event: Event): void {
    switch (event.kind) {
      case 'ready':
        return this.#onReady(event);
      case 'failed':
        return this.#fail(new MarginaliaError(event.error));
      case 'progress':
        return this.#options.log?.(event.text);
      case 'token':
        return this.#pending.get(event.id)?.onToken?.(event.token);
      case 'delta':
        return this.#pending.get(event.id)?.onDelta?.(event.delta);
      case 'step':
        return this.#pending.get(event.id)?.onStep?.(event.done, event.total);
      // An answer to a request that was cancelled meanwhile has nobody waiting: it is dropped.
      case 'result':
        return this.#take(event.id)?.resolve(event.result);
      case 'pong':
        return this.#take(event.id)?.resolve(null);
      case 'error':
        return this.#take(event.id)?.reject(new MarginaliaError(event.error));
    }
  }

  #onReady(event: Extract<Event, { kind: 'ready' }>): void {
    if (event.protocol !== PROTOCOL_VERSION)
      return this.#fail(engineGaveUp(`it speaks version ${event.protocol} of the protocol`));
    this.#readyAt = performance.now();
    const { device, model, reason } = event;
    this.#setState({ kind: 'ready', device, model, ...(reason === undefined ? {} : { reason }) });
    this.#settle?.resolve();
  }

  #onEnded(reason: string): void {
    this.#connection = undefined;
    if (this.#state.kind === 'failed') return;
    const error = engineDied(reason);
    this.#rejectAll(error);
    const wasReady = this.#state.kind === 'ready';
    if (wasReady && performance.now() - this.#readyAt > HEALTHY_MILLIS) this.#deaths = 0;
    const pause = BACKOFF_MILLIS[this.#deaths++];
    // One that never got ready the first time will hardly do so the second.
    const firstStart = !wasReady && this.#deaths === 1;
    if (pause === undefined || firstStart) return this.#fail(engineGaveUp(reason));
    if (wasReady) this.#newStart();
    this.#setState({ kind: 'starting' });
    this.#retry = setTimeout(() => this.#spawn(), pause);
  }

  /** The promise that callers of `start` get while the process is started again. */
  #newStart(): void {
    this.#starting = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#starting.catch(() => undefined);
  }

  #fail(error: MarginaliaError): void {
    this.#setState({ kind: 'failed', reason: error.message, action: error.action });
    this.#settle?.reject(error);
    this.#starting = undefined;
    this.#settle = undefined;
    this.#rejectAll(error);
    this.#drop();
  }

  #stop(reason: string): void {
    const error = engineDied(reason);
    this.#settle?.reject(error);
    this.#starting = undefined;
    this.#settle = undefined;
    this.#rejectAll(error);
    this.#drop();
  }

  /** Lets go of the process; nothing that it still says is heard. */
  #drop(): void {
    clearTimeout(this.#retry);
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close();
  }

  #rejectAll(error: Error): void {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of waiting) pending.reject(error);
  }

  #setState(state: EngineState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** main.ts in a checkout, its bundle in a build. */
function besideThis(): string {
  const name = import.meta.url.endsWith('.ts') ? 'main.ts' : 'engine.mjs';
  return fileURLToPath(new URL(name, import.meta.url));
}
