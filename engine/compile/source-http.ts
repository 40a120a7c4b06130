import { MarginaliaError } from '../errors.ts';
import { downloadFailed } from '../models/errors.ts';
import { get, type Answer } from '../models/http.ts';
import { Transient, usualPolicy, withRetries, type RetryPolicy } from '../models/retry.ts';
import { sourceBroken, type Source, type SourceFile } from './source.ts';

/** A checkpoint on a server, read by ranges: nothing of it is kept on this machine. */
export class HttpSource implements Source {
  readonly label: string;
  readonly #base: URL;
  readonly #policy: RetryPolicy;

  /** `address` is that of the folder in which config.json lies. */
  constructor(address: URL, policy: RetryPolicy = usualPolicy) {
    this.#base = new URL(address);
    if (!this.#base.pathname.endsWith('/')) this.#base.pathname += '/';
    this.label = `${this.#base.origin}${this.#base.pathname}`;
    this.#policy = policy;
  }

  /** Throws `download-failed`, `download-refused` or `download-redirect`. */
  async open(name: string, signal?: AbortSignal): Promise<SourceFile | undefined> {
    const address = new URL(encodeURIComponent(name), this.#base);
    address.search = this.#base.search;
    const file = new RemoteTensors(name, address, this.#policy);
    return (await file.measure(signal)) ? file : undefined;
  }
}

class RemoteTensors implements SourceFile {
  readonly label: string;
  readonly #name: string;
  readonly #address: URL;
  readonly #policy: RetryPolicy;
  #size = 0;
  #tag: string | null = null;

  constructor(name: string, address: URL, policy: RetryPolicy) {
    this.label = `${address.origin}${address.pathname}`;
    this.#name = name;
    this.#address = address;
    this.#policy = policy;
  }

  get size(): number {
    return this.#size;
  }

  /** Asks for the size; false when there is no such file. */
  async measure(signal?: AbortSignal): Promise<boolean> {
    try {
      await this.#retry(signal, async () => {
        const answer = await this.#get(0, 1, signal);
        await answer.discard();
        const total = /\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1];
        const size = answer.status === 200 ? answer.headers.get('content-length') : total;
        if (size === null || size === undefined)
          throw new Transient('it does not say how long it is');
        this.#size = Number(size);
        this.#tag = answer.headers.get('etag');
      });
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  }

  async *stream(start: number, end: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    let position = start;
    let body: AsyncIterator<Uint8Array> | undefined;
    const close = async () => {
      await body?.return?.();
      body = undefined;
    };
    try {
      while (position < end) {
        // Each piece may be tried again: what has arrived is not asked for twice.
        const piece = await this.#retry(signal, async () => {
          try {
            body ??= await this.#bodyAt(position, end, signal);
            const next = await body.next();
            if (next.done === true) throw new Transient(`the connection ended at byte ${position}`);
            return next.value;
          } catch (error) {
            await close();
            throw error;
          }
        });
        position += piece.length;
        if (position > end)
          throw sourceBroken(this.label, 'the server sends more than was asked for');
        yield piece;
      }
    } finally {
      await close();
    }
  }

  async close(): Promise<void> {
    // Connections belong to requests; between two there is nothing to close.
  }

  async #bodyAt(
    start: number,
    end: number,
    signal?: AbortSignal,
  ): Promise<AsyncIterator<Uint8Array>> {
    const answer = await this.#get(start, end, signal);
    try {
      this.#check(answer, start, end);
    } catch (error) {
      await answer.discard();
      throw error;
    }
    return answer.body[Symbol.asyncIterator]();
  }

  #check({ status, headers }: Answer, start: number, end: number): void {
    const tag = headers.get('etag');
    if (tag !== null && this.#tag !== null && tag !== this.#tag)
      throw sourceBroken(this.label, 'it has changed on the server since it was opened');
    if (status === 200 && start === 0 && end === this.#size) return;
    if (status === 200) throw noRanges(this.label);
    if (status === 416) throw sourceBroken(this.label, `the server has no byte ${start} of it`);
    const range = headers.get('content-range') ?? 'no range';
    if (range === `bytes ${start}-${end - 1}/${this.#size}`) return;
    throw new Transient(`it sent ${range} for bytes ${start} to ${end - 1} of ${this.#size}`);
  }

  async #get(start: number, end: number, signal: AbortSignal | undefined): Promise<Answer> {
    const headers = { range: `bytes=${start}-${end - 1}` };
    return await get(this.#address, { file: this.#name, policy: this.#policy, signal, headers });
  }

  async #retry<T>(signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
    const giveUp = ({ message, cause }: Transient) =>
      downloadFailed(this.#name, this.#address.host, message, cause);
    return await withRetries(this.#policy, signal, giveUp, attempt);
  }
}

/** Whether a server said that there is no such file; other refusals (401, 403) are no answer. */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof MarginaliaError &&
    error.code === 'download-refused' &&
    /\((404|410)\)/.test(error.message)
  );
}

const noRanges = (label: string): MarginaliaError =>
  new MarginaliaError({
    code: 'download-refused',
    message: `The server of ${label} sends whole files only: it knows no ranges.`,
    action: 'Use another mirror, or download the model and compile it from its folder.',
  });
