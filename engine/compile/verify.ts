import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { modelCorrupt } from '../errors.ts';
import type { CompileProgress } from './compile-model.ts';
import type { Journal, JournalEntry } from './journal.ts';

interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: CompileProgress) => void) | undefined;
}

type Place = JournalEntry['places'][number] & { readonly key: string };

const readBytes = 4 << 20;

/**
 * Reads the files that a journal names once more, each tensor against the hash that was taken while
 * it was written. Returns the hash of each file. What differs is struck from the journal, so that
 * the next run makes it again, and `model-corrupt` is thrown.
 */
export async function verifyJournal(
  directory: string,
  journal: Journal,
  { signal, onProgress }: VerifyOptions = {},
): Promise<Record<string, string>> {
  const files = new Map<string, Place[]>();
  for (const { key, places } of journal.entries) {
    for (const place of places) {
      files.set(place.file, [...(files.get(place.file) ?? []), { ...place, key }]);
    }
  }
  const total = [...files.values()].reduce((sum, places) => sum + endOf(places), 0);
  const hashes: Record<string, string> = {};
  let before = 0;
  for (const [file, places] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = join(directory, file);
    // An earlier run may have left more behind the last tensor.
    await truncate(path, endOf(places));
    const report = (done: number) =>
      onProgress?.({ phase: 'verify', done: before + done, total, name: file });
    const { hash, wrong } = await checkFile(path, places, report, signal);
    if (wrong) {
      await journal.strike(wrong.key);
      throw modelCorrupt(path, `${wrong.key} is not what was written; run this again to repair it`);
    }
    hashes[file] = hash;
    before += endOf(places);
  }
  return hashes;
}

const endOf = (places: readonly Place[]): number =>
  Math.max(...places.map(({ offset, length }) => offset + length));

async function checkFile(
  path: string,
  places: readonly Place[],
  report: (done: number) => void,
  signal: AbortSignal | undefined,
): Promise<{ hash: string; wrong: Place | undefined }> {
  const whole = createHash('sha256');
  const left = [...places].sort((a, b) => a.offset - b.offset);
  let tensor = createHash('sha256');
  let position = 0;
  let wrong: Place | undefined;
  const options = { highWaterMark: readBytes, ...(signal ? { signal } : {}) };
  for await (const bytes of createReadStream(path, options) as AsyncIterable<Buffer>) {
    whole.update(bytes);
    for (let place = left[0]; place; place = left[0]) {
      const [start, end] = [place.offset - position, place.offset + place.length - position];
      if (start >= bytes.length) break;
      tensor.update(bytes.subarray(Math.max(0, start), end));
      if (end > bytes.length) break;
      if (tensor.digest('hex') !== place.sha256) wrong ??= place;
      tensor = createHash('sha256');
      left.shift();
    }
    position += bytes.length;
    report(position);
  }
  return { hash: whole.digest('hex'), wrong: wrong ?? left[0] };
}
