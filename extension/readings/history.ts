/**
 * Readings on disk, one small file each with its picture beside it. Several windows may share the
 * folder: files are only ever added, replaced whole or deleted, never rewritten in place.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, missing, writeWhole } from '../wholeFiles.ts';
import { parseEntry, type HistoryEntry } from './historyEntry.ts';
import { pictureExtensions } from './mime.ts';

/** Ours to list and to delete; anything else in the folder is left alone. */
const ours = new RegExp(`^([\\w-]{1,64})\\.(?:json|${pictureExtensions.join('|')}|[\\w-]+\\.tmp)$`);
const largestEntry = 4 * 1024 * 1024;

export class History {
  readonly folder: string;
  readonly #log: (line: string) => void;
  readonly #damaged = new Set<string>();

  constructor(folder: string, log: (line: string) => void) {
    this.folder = folder;
    this.#log = log;
  }

  /** The ids of all entries, in no order. */
  async list(): Promise<string[]> {
    const names = await this.#names();
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  }

  /** Undefined when it is gone or damaged; a damaged one is named in the log, once. */
  async load(id: string): Promise<HistoryEntry | undefined> {
    const path = join(this.folder, `${id}.json`);
    try {
      if ((await stat(path)).size > largestEntry) throw new Error('it is too large');
      return parseEntry(await readFile(path, 'utf8'), id);
    } catch (error) {
      if (isMissing(error)) return undefined;
      if (!this.#damaged.has(id)) this.#log(`Skipped the damaged reading ${path}: ${text(error)}`);
      this.#damaged.add(id);
      return undefined;
    }
  }

  /** Undefined when it is gone. */
  async picture(id: string, extension: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return new Uint8Array(await readFile(this.picturePath(id, extension)));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  picturePath(id: string, extension: string): string {
    return join(this.folder, `${id}.${extension}`);
  }

  async save(entry: HistoryEntry): Promise<void> {
    await writeWhole(this.folder, `${entry.reading.id}.json`, JSON.stringify(entry));
  }

  async savePicture(id: string, extension: string, bytes: Uint8Array): Promise<void> {
    await writeWhole(this.folder, `${id}.${extension}`, bytes);
  }

  async remove(ids: readonly string[]): Promise<void> {
    const gone = new Set(ids);
    const names = await this.#names();
    await this.#delete(names.filter((name) => gone.has(stem(name))));
  }

  async clear(): Promise<void> {
    await this.#delete(await this.#names());
  }

  /** Deletes the entries that were not touched for longest until the rest fits; hands back their ids. */
  async prune(mostBytes: number): Promise<string[]> {
    const entries = new Map<string, { names: string[]; bytes: number; touched: number }>();
    let bytes = 0;
    for (const name of await this.#names()) {
      const found = await stat(join(this.folder, name)).catch(missing);
      if (found === undefined) continue;
      const entry = entries.get(stem(name)) ?? { names: [], bytes: 0, touched: 0 };
      entry.names.push(name);
      entry.bytes += found.size;
      entry.touched = Math.max(entry.touched, found.mtimeMs);
      bytes += found.size;
      entries.set(stem(name), entry);
    }
    const oldestFirst = [...entries].sort(([, a], [, b]) => a.touched - b.touched);
    const gone: string[] = [];
    for (const [id, entry] of oldestFirst) {
      // The newest stays even where it alone is over the cap: a person has just made it.
      if (bytes <= mostBytes || gone.length === oldestFirst.length - 1) break;
      await this.#delete(entry.names);
      bytes -= entry.bytes;
      gone.push(id);
    }
    return gone;
  }

  async #names(): Promise<string[]> {
    const names = (await readdir(this.folder).catch(missing)) ?? [];
    return names.filter((name) => ours.test(name));
  }

  async #delete(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => rm(join(this.folder, name), { force: true })));
  }
}

const stem = (name: string): string => name.slice(0, name.indexOf('.'));
const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));
