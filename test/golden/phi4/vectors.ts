/** numerics.json and numerics.bin: what the official code computed with the tiny model. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const integers = v.array(v.number());
const schema = v.object({
  torch: v.string(),
  transformers: v.string(),
  /** Weights come of `exponent` and of the variant's seed plus their place in this list. */
  tensors: v.array(
    v.object({ name: v.string(), shape: integers, exponent: v.nullable(v.number()) }),
  ),
  variants: v.array(
    v.object({
      name: v.string(),
      seed: v.number(),
      /** What its config.json has otherwise. */
      changes: v.record(v.string(), v.unknown()),
      cases: v.array(
        v.object({
          pictures: v.array(
            v.object({
              ...{ seed: v.number(), mode: v.string(), width: v.number(), height: v.number() },
            }),
          ),
          question: v.string(),
          mode: v.picklist(['auto', 'think', 'nothink']),
          /** -200 where a picture goes. */
          ids: integers,
          /** Positions that each picture takes. */
          rows: integers,
          /** Positions of the prompt whose logits are there. */
          places: integers,
          /** The likeliest tokens, one after the other. */
          answer: integers,
        }),
      ),
    }),
  ),
});

type Parsed = v.InferOutput<typeof schema>;
export type Variant = Parsed['variants'][number];

export interface Case {
  readonly described: Variant['cases'][number];
  /** Of each picture, f32 [every 16th row, width]. */
  readonly features: readonly Float32Array[];
  /** f32 [places, vocabulary]. */
  readonly prefill: Float32Array;
  /** f32 [tokens of the answer but the last, vocabulary]: the logits after each. */
  readonly decoded: Float32Array;
}

export interface Vectors extends Pick<Parsed, 'torch' | 'transformers' | 'tensors'> {
  readonly variants: readonly { readonly variant: Variant; readonly cases: readonly Case[] }[];
}

export const featureStep = 16;
export const vocabulary = 512;
const width = 128;

export async function readVectors(): Promise<Vectors> {
  const folder = import.meta.dirname;
  const text = await readFile(join(folder, 'numerics.json'), 'utf8');
  const { variants, ...rest } = v.parse(v.pipe(v.string(), v.parseJson(), schema), text);
  const bytes = await readFile(join(folder, 'numerics.bin'));
  const numbers = new Float32Array(new Uint8Array(bytes).buffer);
  let read = 0;
  const take = (count: number) => numbers.subarray(read, (read += count));
  return {
    ...rest,
    variants: variants.map((variant) => ({
      variant,
      cases: variant.cases.map((described) => ({
        described,
        features: described.rows.map((rows) => take(Math.ceil(rows / featureStep) * width)),
        prefill: take(described.places.length * vocabulary),
        decoded: take((described.answer.length - 1) * vocabulary),
      })),
    })),
  };
}
