import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journal, JournalEntry } from './journal.ts';
import { Layout } from './layout.ts';
import { inMemory, type Making, type Place, type WeightStore } from './store.ts';

export interface ExternalStoreOptions {
  readonly directory: string;
  readonly journal: Journal;
  /** A making is in hand, `share` of it written; 1 comes once, and at once if an earlier run made it. */
  readonly onProgress: (making: Making, share: number) => void;
}

/** Writes large tensors into files beside the graph, once: what the journal knows is not made again. */
export class ExternalStore implements WeightStore {
  readonly #options: ExternalStoreOptions;
  readonly #layout: Layout;

  constructor(graph: string, options: ExternalStoreOptions) {
    this.#options = options;
    this.#layout = new Layout(graph);
  }

  async place(graph: string, making: Making): Promise<readonly (Place | Uint8Array)[]> {
    const { journal, onProgress } = this.#options;
    const places = this.#layout.next(making);
    if (!places) {
      const bytes = await inMemory.place(graph, making);
      onProgress(making, 1);
      return bytes;
    }
    const key = `${graph}/${making.parts[0]?.name ?? ''}`;
    if (!samePlaces(journal.get(key), places)) await this.#make(key, making, places);
    onProgress(making, 1);
    return places;
  }

  async #make(key: string, making: Making, places: readonly Place[]): Promise<void> {
    const [first] = places;
    if (!first) return;
    const total = places.reduce((sum, { length }) => sum + length, 0);
    const handle = await openForWriting(join(this.#options.directory, first.file));
    try {
      const writers = places.map((place) => new PartWriter(handle, place));
      let written = 0;
      await making.make(async (part, bytes) => {
        await writers[part]!.write(bytes);
        written += bytes.length;
        // The whole is told of once, when it is safe.
        if (written < total) this.#options.onProgress(making, written / total);
      });
      const done = writers.map((writer) => writer.finish());
      // On the disk before the journal says so: a power cut must not leave the journal ahead.
      await handle.datasync();
      await this.#options.journal.add({ key, places: done });
    } finally {
      await handle.close();
    }
  }
}

function samePlaces(entry: JournalEntry | undefined, places: readonly Place[]): boolean {
  return (
    entry?.places.length === places.length &&
    entry.places.every(({ file, offset, length }, i) => {
      const place = places[i];
      return file === place?.file && offset === place.offset && length === place.length;
    })
  );
}

/** Opens for writing at any place, making the file when it is not there. */
async function openForWriting(path: string): Promise<FileHandle> {
  await (await open(path, 'a')).close();
  return await open(path, 'r+');
}

class PartWriter {
  readonly #handle: FileHandle;
  readonly #place: Place;
  readonly #hash: Hash = createHash('sha256');
  #filled = 0;

  constructor(handle: FileHandle, place: Place) {
    this.#handle = handle;
    this.#place = place;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { offset, length } = this.#place;
    if (this.#filled + bytes.length > length)
      throw new RangeError('a tensor is longer than its place');
    this.#hash.update(bytes);
    for (let done = 0; done < bytes.length;) {
      const position = offset + this.#filled + done;
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, position);
      done += bytesWritten;
    }
    this.#filled += bytes.length;
  }

  finish(): JournalEntry['places'][number] {
    if (this.#filled < this.#place.length)
      throw new RangeError('a tensor is shorter than its place');
    return { ...this.#place, sha256: this.#hash.digest('hex') };
  }
}
