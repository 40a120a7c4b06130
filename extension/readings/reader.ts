/** Reads images one after another into the store. Pure: the engine and the files are handed in. */
import { MarginaliaError } from '../../engine/errors.ts';
import type { Reading, ReadingToken } from '../../engine/protocol.ts';
import type { ReadingView } from '../../webview/protocol.ts';
import { deviceLabel } from './device.ts';
import { mimeOf } from './mime.ts';
import { problemOf } from './problem.ts';
import { isSettled, type ReadingStore } from './store.ts';

/** Something that holds an image: a file now, a clipboard or a region of a page later. */
export interface ImageSource {
  readonly name: string;
  /** Where it lies, for people. */
  readonly place: string;
  /** Its bytes as they are now. Throws when it cannot be had. */
  load(): Promise<Uint8Array<ArrayBuffer>>;
  /** Shows it in VS Code. */
  open(): Promise<void>;
}

/** The part of the engine's client that reading needs. */
export interface ReadingEngine {
  read(
    image: Uint8Array,
    options: { signal: AbortSignal; name: string; onToken: (token: ReadingToken) => void },
  ): Promise<Reading>;
}

interface Job {
  readonly id: string;
  readonly source: ImageSource;
  abort: AbortController;
}

const largestImage = 64 * 1024 * 1024;

/** Failures that a new engine may cure, so restarting reads these images again. */
const isEngineProblem = (code: string): boolean =>
  code.startsWith('engine-') || code.startsWith('model-');

export class Reader {
  readonly #store: ReadingStore;
  readonly #engine: ReadingEngine;
  readonly #logError: (error: unknown, name: string) => void;
  readonly #jobs = new Map<string, Job>();
  #tail: Promise<unknown> = Promise.resolve();
  #count = 0;

  constructor(
    store: ReadingStore,
    engine: ReadingEngine,
    logError: (error: unknown, name: string) => void,
  ) {
    this.#store = store;
    this.#engine = engine;
    this.#logError = logError;
    store.onChange((change) => {
      if (change.kind !== 'removed') return;
      for (const id of change.ids) {
        this.cancel(id);
        this.#jobs.delete(id);
      }
    });
  }

  /**
   * Queues images, to be read in the order given. `settled` resolves when the reading has come to an
   * end, whatever end. Among themselves they are shown in that order too, above all older ones.
   */
  read(sources: readonly ImageSource[]): { id: string; settled: Promise<void> }[] {
    const jobs = sources.map((source): Job => {
      this.#count += 1;
      return { id: `reading-${this.#count}`, source, abort: new AbortController() };
    });
    for (const job of jobs.toReversed()) {
      this.#jobs.set(job.id, job);
      this.#put(job, { status: 'waiting' });
    }
    return jobs.map((job) => ({ id: job.id, settled: this.#enqueue(job) }));
  }

  cancel(id: string): void {
    const job = this.#jobs.get(id);
    const reading = this.#store.get(id);
    if (job === undefined) return;
    job.abort.abort();
    if (reading !== undefined && !isSettled(reading)) this.#put(job, { status: 'cancelled' });
  }

  /** Reads the image again, from where it lies, or from the kept bytes when it is gone from there. */
  async retry(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    const reading = this.#store.get(id);
    if (job === undefined || reading === undefined || !isSettled(reading)) return;
    job.abort = new AbortController();
    this.#put(job, { status: 'waiting' });
    await this.#enqueue(job);
  }

  /** After a restart: reads again what the old engine could not. */
  async retryEngineFailures(): Promise<void> {
    const failed = this.#store
      .all()
      .filter((reading) => reading.status === 'failed' && isEngineProblem(reading.problem.code));
    await Promise.all(failed.reverse().map(({ id }) => this.retry(id)));
  }

  async open(id: string): Promise<void> {
    await this.#jobs.get(id)?.source.open();
  }

  #enqueue(job: Job): Promise<void> {
    const { abort } = job;
    const settled = this.#tail.then(() => this.#run(job, abort.signal));
    this.#tail = settled;
    return settled;
  }

  async #run(job: Job, signal: AbortSignal): Promise<void> {
    const cancelled = (): boolean => signal.aborted;
    if (cancelled()) return;
    let latex = '';
    this.#put(job, { status: 'running', latex });
    try {
      const image = await this.#load(job);
      const reading = await this.#engine.read(image, {
        signal,
        name: job.source.name,
        onToken: ({ text }) => {
          if (cancelled()) return;
          latex += text;
          this.#put(job, { status: 'running', latex });
        },
      });
      if (!cancelled()) this.#put(job, finished(reading));
    } catch (error) {
      // Cancelling has put its own state already; any other error becomes the reading's state.
      if (cancelled()) return;
      this.#logError(error, job.source.name);
      this.#put(job, { status: 'failed', problem: problemOf(error) });
    }
  }

  async #load({ id, source }: Job): Promise<Uint8Array<ArrayBuffer>> {
    const kept = this.#store.picture(id);
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = await source.load();
    } catch (error) {
      if (kept === undefined || problemOf(error).code !== 'image-missing') throw error;
      return kept.bytes;
    }
    if (bytes.length > largestImage) throw tooLarge(bytes.length);
    this.#store.setPicture(id, { bytes, mime: mimeOf(bytes) });
    return bytes;
  }

  #put({ id, source: { name, place } }: Job, state: Unnamed<ReadingView>): void {
    // A removed reading stays removed, even if the engine still answers for it.
    if (!this.#jobs.has(id)) return;
    this.#store.put({ id, name, place, ...state });
  }
}

type Unnamed<T> = T extends ReadingView ? Omit<T, 'id' | 'name' | 'place'> : never;

function finished(reading: Reading): Unnamed<ReadingView> {
  const { latex, confidence, tokens, alternatives, millis, device } = reading;
  return {
    status: 'read',
    latex,
    edited: latex,
    confidence,
    tokens,
    alternatives,
    millis: millis.total,
    device: deviceLabel(device),
  };
}

function tooLarge(bytes: number): MarginaliaError {
  return new MarginaliaError({
    code: 'image-too-large',
    message: `The image file has ${Math.round(bytes / 1e6)} MB; at most ${Math.round(largestImage / 1e6)} MB are read.`,
    action: 'Crop it to the formula or save it smaller, then retry.',
  });
}
