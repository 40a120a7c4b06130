import { basename, join } from 'node:path';
import * as v from 'valibot';
import { modelCorrupt, modelMissing } from '../errors.ts';
import { isFile, readOptional } from '../files.ts';
import { SafetensorsFile } from './safetensors.ts';

const indexSchema = v.object({ weight_map: v.record(v.string(), v.string()) });

/** The weights of a model folder: one safetensors file, or shards with an index. */
export class Checkpoint {
  /** Paths of the files that hold weights, in order of name. */
  readonly files: readonly string[];
  readonly #directory: string;
  readonly #shards: readonly SafetensorsFile[];
  readonly #homes = new Map<string, SafetensorsFile>();

  private constructor(
    directory: string,
    files: readonly string[],
    shards: readonly SafetensorsFile[],
  ) {
    this.#directory = directory;
    this.files = files;
    this.#shards = shards;
    for (const shard of shards) for (const name of shard.names) this.#homes.set(name, shard);
  }

  /** Opens every shard and checks its header. Throws `model-missing` or `model-corrupt`. */
  static async open(directory: string): Promise<Checkpoint> {
    const files = await weightFiles(directory);
    if (files.length === 0) throw modelMissing(directory, 'model.safetensors is not there');
    const shards: SafetensorsFile[] = [];
    try {
      for (const file of files) shards.push(await SafetensorsFile.open(file));
    } catch (error) {
      await Promise.all(shards.map((shard) => shard.close()));
      throw error;
    }
    return new Checkpoint(directory, files, shards);
  }

  shapeOf(name: string): readonly number[] | undefined {
    return this.#homes.get(name)?.shapeOf(name);
  }

  get parameters(): number {
    return this.#shards.reduce((sum, shard) => sum + shard.parameters, 0);
  }

  /** Reads a tensor as fp32, row-major. Throws `model-corrupt` when its shape is not `shape`. */
  async read(name: string, shape: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    const shard = this.#homes.get(name);
    if (!shard) throw modelCorrupt(this.#directory, `tensor ${name} is missing`);
    const found = this.shapeOf(name) ?? [];
    if (found.length !== shape.length || found.some((n, i) => n !== shape[i])) {
      const [is, should] = [found.join(', '), shape.join(', ')];
      throw modelCorrupt(
        this.#directory,
        `tensor ${name} has shape [${is}] where config.json asks for [${should}]`,
      );
    }
    return await shard.read(name);
  }

  async close(): Promise<void> {
    await Promise.all(this.#shards.map((shard) => shard.close()));
  }
}

/** Paths of a folder's safetensors files: none, one, or shards in order of name. */
export async function weightFiles(directory: string): Promise<string[]> {
  const single = join(directory, 'model.safetensors');
  const index = join(directory, 'model.safetensors.index.json');
  const text = await readOptional(index);
  if (text === undefined) return (await isFile(single)) ? [single] : [];
  const names = new Set(Object.values(parseIndex(index, text)));
  for (const name of names) {
    if (name !== basename(name)) throw modelCorrupt(index, `it points outside its folder: ${name}`);
  }
  const files = [...names].sort().map((name) => join(directory, name));
  for (const file of files) {
    if (!(await isFile(file))) throw modelMissing(directory, `${basename(file)} is not there`);
  }
  return files;
}

function parseIndex(path: string, text: string): Record<string, string> {
  try {
    return v.parse(indexSchema, JSON.parse(text)).weight_map;
  } catch (error) {
    throw modelCorrupt(path, 'it is not an index of safetensors shards', error);
  }
}
