/** The session's readings, newest first. Pure: knows neither VS Code nor the engine. */
import type { ReadingView } from '../../webview/protocol.ts';
import { Emitter } from '../emitter.ts';

export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: string;
}

export type StoreChange =
  | { readonly kind: 'put'; readonly reading: ReadingView; readonly from: unknown }
  | { readonly kind: 'picture'; readonly id: string; readonly picture: Picture }
  | { readonly kind: 'removed'; readonly ids: readonly string[] };

const mostReadings = 200;
const mostBytes = 256 * 1024 * 1024;

/** A reading that can no longer change by itself. */
export const isSettled = ({ status }: ReadingView): boolean =>
  status !== 'waiting' && status !== 'running';

/** Holds what the views show; the oldest settled readings go when there are too many. */
export class ReadingStore {
  readonly #readings = new Map<string, ReadingView>();
  readonly #pictures = new Map<string, Picture>();
  readonly #changes = new Emitter<StoreChange>();

  get size(): number {
    return this.#readings.size;
  }

  onChange(listener: (change: StoreChange) => void): { dispose(): void } {
    return this.#changes.on(listener);
  }

  get(id: string): ReadingView | undefined {
    return this.#readings.get(id);
  }

  picture(id: string): Picture | undefined {
    return this.#pictures.get(id);
  }

  /** Newest first. */
  all(): ReadingView[] {
    return [...this.#readings.values()].reverse();
  }

  /** Adds a reading or replaces its state. `from` names the view whose edit this is, if any. */
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

  remove(ids: readonly string[]): void {
    const known = ids.filter((id) => this.#readings.delete(id));
    for (const id of known) this.#pictures.delete(id);
    if (known.length > 0) this.#changes.fire({ kind: 'removed', ids: known });
  }

  #trim(): void {
    let bytes = 0;
    for (const picture of this.#pictures.values()) bytes += picture.bytes.length;
    let count = this.#readings.size;
    const gone: string[] = [];
    for (const [id, reading] of this.#readings) {
      if (count <= mostReadings && bytes <= mostBytes) break;
      if (!isSettled(reading) || count === 1) continue;
      gone.push(id);
      count -= 1;
      bytes -= this.#pictures.get(id)?.bytes.length ?? 0;
    }
    this.remove(gone);
  }
}
