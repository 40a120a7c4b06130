/**
 * A file's bytes through its changes. A program that writes a PDF writes it in pieces: new bytes count when
 * the file has come to rest and its end is there, and until then the old ones do. No `vscode` here.
 */
import { Emitter } from '../emitter.ts';

export interface WatchedFile {
  /** Throws when there is no such file. */
  stat(): Promise<{ readonly size: number; readonly mtime: number }>;
  read(): Promise<Uint8Array>;
}

export type FileState =
  | { readonly kind: 'whole' }
  /** It has changed and is not complete yet. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'gone'; readonly error: unknown };

export interface WatchTimes {
  /** Milliseconds in which a file at rest must not change. */
  readonly rest: number;
  /** How often a file without an end is looked at before it is taken as it is. */
  readonly looks: number;
  wait(millis: number): Promise<void>;
}

const usual: WatchTimes = {
  rest: 300,
  looks: 20,
  wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
};

export class FileWatch {
  /** New bytes are there, or the state has changed. */
  readonly changes = new Emitter<FileState>();
  readonly #file: WatchedFile;
  readonly #times: WatchTimes;
  #bytes: Uint8Array | undefined;
  #again = false;
  #looking: Promise<void> | undefined;
  #disposed = false;
  #state: FileState['kind'] = 'whole';

  constructor(file: WatchedFile, times: WatchTimes = usual) {
    this.#file = file;
    this.#times = times;
  }

  /** The bytes to show; reads them the first time. */
  async bytes(): Promise<Uint8Array> {
    this.#bytes ??= await this.#file.read();
    return this.#bytes;
  }

  /** Something happened to the file. Resolves when the file has been looked at. */
  touched(): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  /** Forgets the bytes, for another try. */
  forget(): void {
    this.#bytes = undefined;
  }

  dispose(): void {
    this.#disposed = true;
  }

  async #look(): Promise<void> {
    let looks = 0;
    while (this.#again && !this.#disposed) {
      this.#again = false;
      try {
        if (await this.#isMoving()) {
          this.#again = true;
          continue;
        }
        const bytes = await this.#file.read();
        looks += 1;
        if (!looksWhole(bytes) && looks < this.#times.looks) {
          this.#tell({ kind: 'unfinished' });
          this.#again = true;
          continue;
        }
        looks = 0;
        this.#take(bytes);
      } catch (error) {
        this.#tell({ kind: 'gone', error });
      }
    }
  }

  async #isMoving(): Promise<boolean> {
    const before = await this.#file.stat();
    await this.#times.wait(this.#times.rest);
    const after = await this.#file.stat();
    return before.size !== after.size || before.mtime !== after.mtime;
  }

  #take(bytes: Uint8Array): void {
    const same = this.#bytes !== undefined && Buffer.compare(this.#bytes, bytes) === 0;
    if (same && this.#state === 'whole') return;
    this.#bytes = bytes;
    this.#state = 'whole';
    if (!this.#disposed) this.changes.fire({ kind: 'whole' });
  }

  #tell(state: FileState): void {
    if (this.#state === state.kind || this.#disposed) return;
    this.#state = state.kind;
    this.changes.fire(state);
  }
}

/** Whether a PDF's beginning and its end are there: a file that is still being written has no end. */
export function looksWhole(bytes: Uint8Array): boolean {
  const text = (from: number, to: number): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
  const { length } = bytes;
  return (
    text(0, 1_024).includes('%PDF-') && text(Math.max(0, length - 2_048), length).includes('%%EOF')
  );
}
