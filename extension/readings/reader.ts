/** Reads images one after another into the store. Pure: the engine and the files are handed in. */
import { randomBytes } from 'node:crypto';
import { MarginaliaError } from '../../engine/errors.ts';
import type { Reading, ReadingToken } from '../../engine/protocol.ts';
import { largestImage, type FinishedReading, type ReadingView } from '../../webview/protocol.ts';
import { deviceLabel } from './device.ts';
import { mimeOf } from './mime.ts';
import { problemOf } from './problem.ts';
import { isSettled, type ReadingStore } from './store.ts';

/** Something that holds an image: a file, the clipboard, a link in a document. */
export interface ImageSource {
  readonly name: string;
  /** Where it lies, for people. */
  readonly place: string;
  /** Its address, if it is a file: where to look for it in a later session. */
  readonly origin?: string;
  /** Its bytes as they are now. Throws when it cannot be had. */
  load(): Promise<Uint8Array<ArrayBuffer>>;
  /** Shows it in VS Code. */
  open(): Promise<void>;
}

/** Another way of reading the same picture. */
export interface ReadAgain {
  /** How much larger than usual it is looked at. */
  readonly zoom?: number | undefined;
  /** The id of another model. */
  readonly model?: string | undefined;
}

/** The part of the engine's client that reading needs. */
export interface ReadingEngine {
  read(
    image: Uint8Array,
    options: ReadAgain & {
      signal: AbortSignal;
      name: string;
      onToken: (token: ReadingToken) => void;
    },
  ): Promise<Reading>;
}

interface Job {
  readonly id: string;
  readonly made: number;
  readonly earlier: boolean;
  readonly source: ImageSource;
  /** What is shown again when reading once more comes to nothing. */
  previous?: FinishedReading;
  abort: AbortController;
}

/** Failures that a new engine may cure, so restarting reads these images again. */
const isEngineProblem = (code: string): boolean =>
  code.startsWith('engine-') || code.startsWith('model-');

export class Reader {
  readonly #store: ReadingStore;
  readonly #engine: ReadingEngine;
  readonly #logError: (error: unknown, name: string) => void;
  readonly #jobs = new Map<string, Job>();
  #tail: Promise<unknown> = Promise.resolve();

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
    const made = Date.now();
    const jobs = sources.map((source): Job => ({
      ...{ id: newId(made), made, earlier: false, source },
      abort: new AbortController(),
    }));
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
    if (reading === undefined || isSettled(reading)) return;
    if (job.previous === undefined) this.#put(job, { status: 'cancelled' });
    else this.#store.put(job.previous);
  }

  /**
   * Reads the image again, from where it lies, or from the kept bytes when it is gone from there. An
   * earlier result stays until there is a new one; rejects with what kept the new one from coming.
   */
  async retry(id: string, how: ReadAgain = {}): Promise<void> {
    const reading = this.#store.get(id);
    if (reading === undefined || !isSettled(reading)) return;
    const job = this.#jobs.get(id) ?? keptJob(reading);
    this.#jobs.set(id, job);
    job.abort = new AbortController();
    if (reading.status === 'read') job.previous = reading;
    else delete job.previous;
    this.#put(job, { status: 'waiting' });
    await this.#enqueue(job, how);
  }

  /** After a restart: reads again what the old engine could not. */
  async retryEngineFailures(): Promise<void> {
    const failed = this.#store
      .all()
      .filter((reading) => reading.status === 'failed' && isEngineProblem(reading.problem.code));
    await Promise.all(failed.reverse().map(({ id }) => this.retry(id)));
  }

  /** What a reading of this session was made from; undefined for one of an earlier session. */
  sourceOf(id: string): ImageSource | undefined {
    const job = this.#jobs.get(id);
    return job?.earlier === true ? undefined : job?.source;
  }

  #enqueue(job: Job, how: ReadAgain = {}): Promise<void> {
    const { abort } = job;
    const settled = this.#tail.then(() => this.#run(job, abort.signal, how));
    this.#tail = settled.catch(() => undefined); // whoever waits for this one hears of it
    return settled;
  }

  async #run(job: Job, signal: AbortSignal, how: ReadAgain): Promise<void> {
    const cancelled = (): boolean => signal.aborted;
    if (cancelled()) return;
    let latex = '';
    this.#put(job, { status: 'running', latex });
    try {
      const image = await this.#load(job);
      const reading = await this.#engine.read(image, {
        ...how,
        signal,
        name: job.source.name,
        onToken: ({ text }) => {
          if (cancelled()) return;
          latex += text;
          this.#put(job, { status: 'running', latex });
        },
      });
      if (!cancelled()) this.#put(job, finished(reading, job.previous));
    } catch (error) {
      // Cancelling has put its own state already; any other error becomes the reading's state.
      if (cancelled()) return;
      this.#logError(error, job.source.name);
      if (job.previous !== undefined && this.#jobs.has(job.id)) {
        this.#store.put(job.previous);
        throw error;
      }
      this.#put(job, { status: 'failed', problem: problemOf(error) });
    }
  }

  async #load({ id, source }: Job): Promise<Uint8Array<ArrayBuffer>> {
    const kept = await this.#store.findPicture(id);
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = await source.load();
    } catch (error) {
      if (kept === undefined || problemOf(error).code !== 'image-missing') throw error;
      return kept.bytes;
    }
    if (bytes.length > largestImage) throw tooLarge(bytes.length);
    if (kept === undefined || !sameBytes(kept.bytes, bytes)) {
      this.#store.setPicture(id, { bytes, mime: mimeOf(bytes) });
    }
    return bytes;
  }

  #put({ id, made, earlier, source: { name, place } }: Job, state: Unnamed<ReadingView>): void {
    // A removed reading stays removed, even if the engine still answers for it.
    if (!this.#jobs.has(id)) return;
    this.#store.put({ id, name, place, made, earlier, ...state });
  }
}

type Unnamed<T> = T extends ReadingView
  ? Omit<T, 'id' | 'name' | 'place' | 'made' | 'earlier'>
  : never;

/** Other windows make ids for the same history: only chance keeps them apart. */
const newId = (made: number): string => `r${made.toString(36)}-${randomBytes(6).toString('hex')}`;

const nowhere: Pick<ImageSource, 'load' | 'open'> = {
  load: () => Promise.reject(pictureGone()),
  open: () => Promise.reject(pictureGone()),
};

/** For a reading of an earlier session: its picture lies in the archive, if anywhere. */
function keptJob({ id, name, place, made, earlier }: ReadingView): Job {
  const source = { name, place, ...nowhere };
  return { id, made, earlier, source, abort: new AbortController() };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** What was there before is one of the alternatives, the person's own version first. */
function finished(reading: Reading, previous?: FinishedReading): Unnamed<ReadingView> {
  const { latex, confidence, tokens, millis, device, model } = reading;
  const before = previous === undefined ? [] : [previous.edited, previous.latex];
  const alternatives = new Set([...before, ...reading.alternatives]);
  alternatives.delete(latex);
  return {
    status: 'read',
    latex,
    edited: latex,
    confidence,
    tokens,
    alternatives: [...alternatives].slice(0, 8),
    millis: millis.total,
    device: deviceLabel(device),
    model,
  };
}

export function pictureGone(): MarginaliaError {
  return new MarginaliaError({
    code: 'image-missing',
    message: 'The picture of this reading is no longer there.',
    action: 'Its LaTeX can still be used; read the picture anew if you have it elsewhere.',
  });
}

function tooLarge(bytes: number): MarginaliaError {
  return new MarginaliaError({
    code: 'image-too-large',
    message: `The image file has ${Math.round(bytes / 1e6)} MB; at most ${Math.round(largestImage / 1e6)} MB are read.`,
    action: 'Crop it to the formula or save it smaller, then retry.',
  });
}
