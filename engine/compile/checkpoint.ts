import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { modelCorrupt, modelMissing } from '../errors.ts';
import { SafetensorsFile } from './safetensors.ts';
import { FolderSource } from './source-folder.ts';
import { readSmall, type Source } from './source.ts';

const indexSchema = v.object({ weight_map: v.record(v.string(), v.string()) });

const single = 'model.safetensors';
const index = 'model.safetensors.index.json';

/** An index names each tensor once; more than this is no index. */
const maxIndexBytes = 32 << 20;

/** The weights of a model: one safetensors file, or shards with an index. */
export class Checkpoint {
  readonly #label: string;
  readonly #shards: readonly SafetensorsFile[];
  readonly #homes = new Map<string, SafetensorsFile>();
  readonly #signal: AbortSignal | undefined;

  private constructor(source: Source, shards: readonly SafetensorsFile[], signal?: AbortSignal) {
    this.#label = source.label;
    this.#shards = shards;
    this.#signal = signal;
    for (const shard of shards) for (const name of shard.names) this.#homes.set(name, shard);
  }

  /**
   * Opens every shard and checks its header, and that the index names only tensors that are there.
   * Throws `model-missing` or `model-corrupt`.
   */
  static async open(from: string | Source, signal?: AbortSignal): Promise<Checkpoint> {
    const source = typeof from === 'string' ? new FolderSource(from) : from;
    const map = await readIndex(source, signal);
    const names = map ? [...new Set(map.values())].sort() : [single];
    const shards = new Map<string, SafetensorsFile>();
    try {
      for (const name of names) {
        const file = await source.open(name, signal);
        if (!file) throw modelMissing(source.label, `${name} is not there`);
        shards.set(name, await SafetensorsFile.from(file, signal));
      }
      for (const [tensor, name] of map ?? []) {
        if (shards.get(name)?.shapeOf(tensor)) continue;
        throw modelCorrupt(
          `${source.label}/${index}`,
          `it says that tensor ${tensor} is in ${name}, where it is not`,
        );
      }
    } catch (error) {
      await Promise.all([...shards.values()].map((shard) => shard.close()));
      throw error;
    }
    return new Checkpoint(source, [...shards.values()], signal);
  }

  shapeOf(name: string): readonly number[] | undefined {
    return this.#homes.get(name)?.shapeOf(name);
  }

  /** Bytes of a tensor in the checkpoint. */
  bytesOf(name: string): number {
    return this.#homes.get(name)?.bytesOf(name) ?? 0;
  }

  get parameters(): number {
    return this.#shards.reduce((sum, shard) => sum + shard.parameters, 0);
  }

  /** A hash of every shard's name, size and header: another checkpoint has another one. */
  get fingerprint(): string {
    const sum = createHash('sha256');
    for (const shard of this.#shards) sum.update(shard.describe()).update('\0');
    return sum.digest('hex');
  }

  /** Reads a tensor as fp32, row-major. Throws `model-corrupt` when its shape is not `shape`. */
  async read(name: string, shape: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    return await this.#home(name, shape).read(name);
  }

  /** A tensor as fp32, row-major, in pieces of `length` values. Throws as `read` does. */
  stream(
    name: string,
    shape: readonly number[],
    length: number,
  ): AsyncGenerator<Float32Array<ArrayBuffer>> {
    return this.#home(name, shape).stream(name, length, this.#signal);
  }

  /** Throws `model-corrupt` when the tensor is missing, of another shape, or no float type. */
  check(name: string, shape: readonly number[]): void {
    this.#home(name, shape).decoderOf(name);
  }

  async close(): Promise<void> {
    await Promise.all(this.#shards.map((shard) => shard.close()));
  }

  #home(name: string, shape: readonly number[]): SafetensorsFile {
    const shard = this.#homes.get(name);
    if (!shard) throw modelCorrupt(this.#label, `tensor ${name} is missing`);
    const found = this.shapeOf(name) ?? [];
    if (found.length === shape.length && found.every((n, i) => n === shape[i])) return shard;
    const [is, should] = [found.join(', '), shape.join(', ')];
    throw modelCorrupt(
      this.#label,
      `tensor ${name} has shape [${is}] where config.json asks for [${should}]`,
    );
  }
}

/** Paths of a folder's safetensors files: none, one, or shards in order of name. */
export async function weightFiles(directory: string): Promise<string[]> {
  const source = new FolderSource(directory);
  const map = await readIndex(source);
  const names = map ? [...new Set(map.values())].sort() : [single];
  const found: string[] = [];
  for (const name of names) {
    const file = await source.open(name);
    await file?.close();
    if (file) found.push(join(directory, name));
    else if (map) throw modelMissing(directory, `${name} is not there`);
  }
  return found;
}

/** The shard of each tensor; undefined without an index. */
async function readIndex(
  source: Source,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  const bytes = await readSmall(source, index, maxIndexBytes, signal);
  if (!bytes) return undefined;
  const label = `${source.label}/${index}`;
  const map = new Map(Object.entries(parseIndex(label, bytes)));
  for (const name of map.values()) {
    if (name !== basename(name) || /[\\:]/.test(name))
      throw modelCorrupt(label, `it points outside its folder: ${name}`);
    if (!name.endsWith('.safetensors'))
      throw modelCorrupt(label, `it names a file that is no safetensors shard: ${name}`);
  }
  return map;
}

function parseIndex(label: string, bytes: Uint8Array): Record<string, string> {
  try {
    return v.parse(indexSchema, JSON.parse(new TextDecoder().decode(bytes))).weight_map;
  } catch (error) {
    throw modelCorrupt(label, 'it is not an index of safetensors shards', error);
  }
}
