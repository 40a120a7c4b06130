/** The readings that the views show, newest first. Pure: knows neither VS Code nor the engine. */
import type { ReadingView } from '../../webview/protocol.ts';
import { Emitter } from '../emitter.ts';

export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: string;
}

export type StoreChange =
  | { readonly kind: 'put'; readonly reading: ReadingView; readonly from: unknown }
  | { readonly kind: 'picture'; readonly id: string; readonly picture: Picture }
  | { readonly kind: 'removed'; readonly ids: readonly string[]; readonly from: unknown };

/** Where pictures that memory has let go can still be found. */
export interface PictureArchive {
  /** Whether the picture is safe there. */
  has(id: string): boolean;
  picture(id: string): Promise<Picture | undefined>;
}

const mostReadings = 500;
const mostBytes = 256 * 1024 * 1024;

/** A reading that can no longer change by itself. */
export const isSettled = ({ status }: ReadingView): boolean =>
  status !== 'waiting' && status !== 'running';

/** Holds what the views show; the oldest settled readings go when there are too many. */
export class ReadingStore {
  readonly #readings = new Map<string, ReadingView>();
  readonly #pictures = new Map<string, Picture>();
  readonly #changes = new Emitter<StoreChange>();
  #archive: PictureArchive | undefined;

  get size(): number {
    return this.#readings.size;
  }

  /** From now on pictures that lie in `archive` need not stay in memory. */
  set archive(archive: PictureArchive) {
    this.#archive = archive;
  }

  onChange(listener: (change: StoreChange) => void): { dispose(): void } {
    return this.#changes.on(listener);
  }

  get(id: string): ReadingView | undefined {
    return this.#readings.get(id);
  }

  /** The picture if it is in memory. */
  picture(id: string): Picture | undefined {
    return this.#pictures.get(id);
  }

  /** The picture from memory or from the archive; undefined when it is gone. */
  async findPicture(id: string): Promise<Picture | undefined> {
    return this.#pictures.get(id) ?? (await this.#archive?.picture(id));
  }

  /** Newest first; of those asked for at once, the first on top. */
  all(): ReadingView[] {
    return [...this.#readings.values()].reverse().sort((a, b) => b.made - a.made);
  }

  /** Adds a reading or replaces its state. `from` names who did it, if that one need not hear of it. */
  put(reading: ReadingView, from?: unknown): void {
    this.#readings.set(reading.id, reading);
    this.#changes.fire({ kind: 'put', reading, from });
    this.#trim();
  }

  setPicture(id: string, picture: Picture): void {
    if (!this.#readings.has(id)) return;
    this.#pictures.set(id, picture);
    this.#changes.fire({ kind: 'picture', id, picture });
    this.#trim();
  }

  remove(ids: readonly string[], from?: unknown): void {
    const known = ids.filter((id) => this.#readings.delete(id));
    for (const id of known) this.#pictures.delete(id);
    if (known.length > 0) this.#changes.fire({ kind: 'removed', ids: known, from });
  }

  #trim(): void {
    let bytes = 0;
    for (const picture of this.#pictures.values()) bytes += picture.bytes.length;
    let count = this.#readings.size;
    if (count <= mostReadings && bytes <= mostBytes) return;
    const gone: string[] = [];
    for (const { id, status } of this.all().reverse()) {
      if (count <= mostReadings && bytes <= mostBytes) break;
      if (status === 'waiting' || status === 'running' || count === 1) continue;
      const size = this.#pictures.get(id)?.bytes.length ?? 0;
      if (count <= mostReadings && size === 0) continue;
      bytes -= size;
      if (count <= mostReadings && this.#archive?.has(id) === true) {
        this.#pictures.delete(id);
        continue;
      }
      gone.push(id);
      count -= 1;
    }
    this.remove(gone);
  }
}
