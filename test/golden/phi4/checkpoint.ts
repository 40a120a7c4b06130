/** The tiny model as a checkpoint: two bf16 shards and their index, weights made of seeds. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scramble } from '../../fixtures/phi4/pictures.ts';
import type { Variant, Vectors } from './vectors.ts';

const model = join(import.meta.dirname, '../../fixtures/phi4/model');

/** Writes a whole model folder for a variant. */
export async function writeCheckpoint(
  directory: string,
  { tensors }: Pick<Vectors, 'tensors'>,
  { seed, changes }: Pick<Variant, 'seed' | 'changes'>,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const name of await readdir(model)) await copyFile(join(model, name), join(directory, name));
  const config = JSON.parse(await readFile(join(model, 'config.json'), 'utf8')) as object;
  await writeFile(join(directory, 'config.json'), JSON.stringify({ ...config, ...changes }));
  const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  const index: Record<string, string> = {};
  for (const [half, file] of shards.entries()) {
    const mine = tensors
      .map((tensor, i) => ({ ...tensor, seed: seed + i }))
      .filter((_, i) => i % 2 === half);
    await writeFile(join(directory, file), shard(mine));
    for (const { name } of mine) index[name] = file;
  }
  const text = JSON.stringify({ metadata: {}, weight_map: index });
  await writeFile(join(directory, 'model.safetensors.index.json'), text);
}

type Tensor = Vectors['tensors'][number] & { readonly seed: number };

/** One safetensors file. */
function shard(tensors: readonly Tensor[]): Buffer {
  const header: Record<string, unknown> = {};
  const parts: Buffer[] = [];
  let end = 0;
  for (const tensor of tensors) {
    const bytes = bfloats(tensor);
    parts.push(bytes);
    const offsets = [end, (end += bytes.length)];
    header[tensor.name] = { dtype: 'BF16', shape: tensor.shape, data_offsets: offsets };
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...parts]);
}

/** Numbers of eight bits, so that bf16 holds them exactly: the upper half of their fp32. */
function bfloats({ seed, shape, exponent }: Tensor): Buffer {
  const count = shape.reduce((product, n) => product * n, 1);
  const start = scramble(seed);
  const values = Float32Array.from({ length: count }, (_, i) => {
    const bits = scramble((i + start) >>> 0) >>> 24;
    return exponent === null ? (128 + (bits & 254)) / 256 : (2 * bits - 255) * 2 ** (exponent - 8);
  });
  const upper = Uint16Array.from(new Uint32Array(values.buffer), (bits) => bits >>> 16);
  return Buffer.from(upper.buffer);
}
