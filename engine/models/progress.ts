/** What an installation has done so far, told to whoever watches and written down for the next run. */
import type { InstallEvent } from './messages.ts';
import { Meter } from './meter.ts';

const showMillis = 250;
const rememberMillis = 5_000;

/**
 * Counts two kinds of work: bytes that are fetched and bytes that are compiled. The pace shown is
 * that of the network; the time left is that of both together.
 */
export class Progress {
  readonly #onEvent: (event: InstallEvent) => void;
  readonly #remember: (fraction: number) => Promise<void>;
  readonly #work = new Meter(120_000);
  readonly #network = new Meter(15_000);
  #text = '';
  #compiled: number | undefined;
  #shownAt = -Infinity;
  #rememberedAt = -Infinity;
  #writing: Promise<void> = Promise.resolve();

  /** `remember` gets the fraction that is done, now and then. */
  constructor(
    onEvent: (event: InstallEvent) => void,
    remember: (fraction: number) => Promise<void>,
  ) {
    this.#onEvent = onEvent;
    this.#remember = remember;
  }

  /** `total` bytes of work, of which an earlier run did `fraction`. */
  begin(total: number, fraction: number): void {
    this.#work.begin(total, total * fraction);
    this.#compiled = fraction > 0 ? undefined : 0;
  }

  notice(text: string): void {
    this.#onEvent({ kind: 'notice', text });
  }

  /** What is being worked on from now. */
  on(text: string): void {
    this.#text = text;
    this.#shownAt = -Infinity;
    this.#tell();
  }

  fetched(bytes: number): void {
    this.#network.add(bytes);
    this.#work.add(bytes);
    this.#tell();
  }

  /** `done` bytes of the checkpoint are compiled; what an earlier run did is counted already. */
  compiled(text: string, done: number): void {
    if (this.#compiled !== undefined) this.#work.add(Math.max(0, done - this.#compiled));
    this.#compiled = Math.max(done, this.#compiled ?? 0);
    this.#text = text;
    this.#tell();
  }

  get fraction(): number {
    return this.#work.total === 0 ? 0 : this.#work.done / this.#work.total;
  }

  /** Waits for what is being written down. Rejects when that failed. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  #tell(): void {
    const now = performance.now();
    if (now - this.#shownAt < showMillis) return;
    this.#shownAt = now;
    const { done, total, secondsLeft } = this.#work;
    this.#onEvent({
      ...{ kind: 'progress', text: this.#text, done, total },
      perSecond: this.#network.perSecond,
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    });
    if (now - this.#rememberedAt < rememberMillis) return;
    this.#rememberedAt = now;
    this.#writing = this.#writing.then(() => this.#remember(this.fraction));
    // Whoever calls settled() hears of a failure.
    this.#writing.catch(() => undefined);
  }
}
