/**
 * A checkpoint on a server as the compiler reads it: tensor by tensor, yet every byte out of a file
 * whose hash has been checked. A shard is fetched when its first tensor is wanted and let go when its
 * last one has been read, so the whole checkpoint is never on this disk.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../compile/source-folder.ts';
import { readBytes, sourceBroken, type Source, type SourceFile } from '../compile/source.ts';
import { downloadCorrupt } from './errors.ts';
import { download, type DownloadOptions, type RemoteFile } from './download.ts';
import { get } from './http.ts';
import { Transient, withRetries } from './retry.ts';

export interface ShardOptions extends DownloadOptions {
  /** Folder for shards that are being read; nothing else may be in it. */
  readonly directory: string;
  /** Shards on disk at most, in bytes; the one that is being read counts whatever its size. */
  readonly budget: number;
  readonly addressOf: (name: string) => URL;
  /** A shard begins to be fetched. */
  readonly onShard?: ((file: RemoteFile) => void) | undefined;
}

/** A safetensors header beyond this is noise or an attack (the format's own limit). */
const maxHeaderBytes = 100_000_000;

export class ShardSource implements Source {
  readonly label: string;
  readonly #files: ReadonlyMap<string, RemoteFile>;
  readonly #options: ShardOptions;
  /** Headers that were read before their shard was there; the shard must begin with the same. */
  readonly #headers = new Map<string, Uint8Array>();
  /** Shards on disk, least recently used first, and the parts of each that have been read. */
  readonly #present = new Map<string, Map<string, number>>();

  constructor(label: string, files: readonly RemoteFile[], options: ShardOptions) {
    this.label = label;
    this.#files = new Map(files.map((file) => [file.name, file]));
    this.#options = options;
  }

  open(name: string): Promise<SourceFile | undefined> {
    const file = this.#files.get(name);
    if (!file) return Promise.resolve(undefined);
    return Promise.resolve({
      label: this.#options.addressOf(name).href,
      size: file.bytes,
      stream: (start: number, end: number, signal?: AbortSignal) =>
        this.#stream(file, start, end, signal),
      close: () => Promise.resolve(),
    });
  }

  /** Takes away what is left on disk. */
  async clear(): Promise<void> {
    this.#present.clear();
    await rm(this.#options.directory, { recursive: true, force: true });
  }

  async *#stream(
    file: RemoteFile,
    start: number,
    end: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    if (!this.#present.has(file.name)) {
      const header = await this.#header(file, signal);
      if (end <= header.length) {
        yield header.subarray(start, end);
        return;
      }
      await this.#fetch(file, header);
    }
    yield* this.#readLocal(file, start, end, signal);
  }

  async *#readLocal(
    file: RemoteFile,
    start: number,
    end: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    const parts = this.#present.get(file.name) ?? new Map<string, number>();
    this.#present.delete(file.name);
    this.#present.set(file.name, parts); // the most recently used is the last
    const local = await openFile(this.#path(file.name));
    if (!local) throw sourceBroken(this.#path(file.name), 'it has been taken away');
    try {
      yield* local.stream(start, end, signal);
    } finally {
      await local.close();
    }
    parts.set(`${start}-${end}`, end - start);
    const header = this.#headers.get(file.name)?.length ?? 0;
    const read = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (read >= file.bytes - header) await this.#drop(file.name);
  }

  /** The bytes before the tensors: two small ranges of a shard that need not be here. */
  async #header(file: RemoteFile, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const known = this.#headers.get(file.name);
    if (known) return known;
    const address = this.#options.addressOf(file.name);
    if (file.bytes < 8) throw sourceBroken(address.href, `it has only ${file.bytes} bytes`);
    const prefix = await this.#range(file, 0, 8, signal);
    const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
    if (length > Math.min(maxHeaderBytes, file.bytes - 8))
      throw sourceBroken(address.href, `its header claims ${length} bytes of ${file.bytes}`);
    const rest = await this.#range(file, 8, 8 + length, signal);
    const header = Buffer.concat([prefix, rest]);
    this.#headers.set(file.name, header);
    return header;
  }

  async #range(
    file: RemoteFile,
    start: number,
    end: number,
    signal = this.#options.signal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { policy, addressOf } = this.#options;
    const address = addressOf(file.name);
    const bytes = new Uint8Array(end - start);
    const giveUp = (last: Transient) =>
      downloadCorrupt(file.name, address.host, `${last.message} where its header was asked for`);
    await withRetries(policy, signal, giveUp, async () => {
      const headers = { range: `bytes=${start}-${end - 1}` };
      const answer = await get(address, { file: file.name, policy, signal, headers });
      try {
        // A server without ranges sends the file from its beginning: read up to what is wanted.
        let position = answer.status === 206 ? start : 0;
        if (answer.status === 416) throw new Transient('status 416');
        for await (const piece of answer.body) {
          const from = Math.max(0, start - position);
          const wanted = piece.subarray(from, Math.max(from, end - position));
          if (wanted.length > 0) bytes.set(wanted, position + from - start);
          position += piece.length;
          if (position >= end) return;
        }
        throw new Transient(`the connection ended at byte ${position} of ${end}`);
      } finally {
        await answer.discard();
      }
    });
    return bytes;
  }

  async #fetch(file: RemoteFile, header: Uint8Array): Promise<void> {
    const { directory, addressOf, onShard } = this.#options;
    await mkdir(directory, { recursive: true });
    await this.#makeRoom(file);
    onShard?.(file);
    await download(addressOf(file.name), file, this.#path(file.name), this.#options);
    this.#present.set(file.name, new Map());
    const local = await openFile(this.#path(file.name));
    const found = local && (await readBytes(local, 0, header.length));
    await local?.close();
    if (found && Buffer.compare(found, header) === 0) return;
    await this.#drop(file.name);
    throw downloadCorrupt(file.name, addressOf(file.name).host, 'its header changed meanwhile');
  }

  /** Lets shards go until `next` fits, those that an earlier run left behind first. */
  async #makeRoom(next: RemoteFile): Promise<void> {
    const { directory, budget } = this.#options;
    for (const name of await readdir(directory)) {
      const shard = name.replace(/\.part$/, '');
      if (shard !== next.name && !this.#present.has(shard)) await rm(join(directory, name));
    }
    const held = () =>
      [...this.#present.keys()].reduce((sum, name) => sum + this.#files.get(name)!.bytes, 0);
    while (this.#present.size > 0 && held() + next.bytes > budget) {
      await this.#drop([...this.#present.keys()][0]!);
    }
  }

  async #drop(name: string): Promise<void> {
    this.#present.delete(name);
    await rm(this.#path(name), { force: true });
  }

  #path(name: string): string {
    return join(this.#options.directory, name);
  }
}
