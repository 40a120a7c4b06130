import { Tensor } from 'onnxruntime-node';
import { createCache, type KvCache } from './cache.ts';
import { modelCorrupt } from '../errors.ts';
import type { Sessions } from './sessions.ts';
import type { DecoderSignature } from './signature.ts';
import type { PatchedImage } from './types.ts';

/** Runs the vision graph on one image. Returns f32 [rows·columns, width]. */
export async function encodeImage(
  { vision }: Sessions,
  { pixelValues, rows, columns, patchSize }: PatchedImage,
): Promise<Float32Array> {
  const patches = rows * columns;
  const feeds = {
    pixel_values: new Tensor('float32', pixelValues, [1, patches, patchSize]),
    pixel_attention_mask: ones(patches),
    spatial_shapes: new Tensor('int64', BigInt64Array.of(BigInt(rows), BigInt(columns)), [1, 2]),
  };
  return floats(await vision.run(feeds), 'image_features');
}

/** Embeddings of tokens, f32 [ids, width]. */
export async function embedTokens(
  { embedding }: Sessions,
  ids: readonly number[],
): Promise<Float32Array> {
  const tensor = new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
  return floats(await embedding.run({ input_ids: tensor }), 'inputs_embeds');
}

/** A sequence on its way through the decoder. */
export class Sequence {
  readonly #sessions: Sessions;
  readonly #signature: DecoderSignature;
  readonly #cache: KvCache;
  #length = 0;

  /** `expected` is the number of positions that the sequence will likely have. */
  constructor(sessions: Sessions, signature: DecoderSignature, expected: number) {
    this.#sessions = sessions;
    this.#signature = signature;
    this.#cache = createCache(signature, expected, sessions.cacheOnDevice);
  }

  /** Lets go of what lies on a device. The sequence is of no use afterwards. */
  dispose(): void {
    this.#cache.dispose();
  }

  /** Positions so far. */
  get length(): number {
    return this.#length;
  }

  /**
   * Appends positions, f32 [n, width], and returns the logits of the last `keep` of them,
   * f32 [keep, vocabulary] (0: of all).
   */
  async append(embeddings: Float32Array, keep = 1): Promise<Float32Array> {
    const { width, wantsPositionIds, prunesLogits } = this.#signature;
    const count = embeddings.length / width;
    const total = this.#length + count;
    const feeds: Record<string, Tensor> = {
      inputs_embeds: new Tensor('float32', embeddings, [1, count, width]),
      attention_mask: ones(total),
      ...this.#cache.feeds(total),
    };
    if (wantsPositionIds) feeds['position_ids'] = range(this.#length, count);
    if (prunesLogits) {
      feeds['num_logits_to_keep'] = new Tensor('int64', BigInt64Array.of(BigInt(keep)), []);
    }
    const fetches = { logits: null, ...this.#cache.fetches() };
    const shared = this.#signature.sharesBuffers;
    const { decoder } = this.#sessions;
    const outputs = await (shared ? decoder.run(feeds, fetches) : decoder.run(feeds));
    this.#cache.accept(outputs);
    this.#length = total;
    const logits = floats(outputs, 'logits');
    const vocabulary = outputs['logits']?.dims.at(-1) ?? 0;
    return keep === 0 ? logits : logits.subarray(logits.length - keep * vocabulary);
  }
}

function ones(length: number): Tensor {
  return new Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]);
}

function range(start: number, count: number): Tensor {
  const values = BigInt64Array.from({ length: count }, (_, i) => BigInt(start + i));
  return new Tensor('int64', values, [1, count]);
}

function floats(outputs: Readonly<Record<string, Tensor>>, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw modelCorrupt('onnx', `a graph does not return ${name} as float32`);
}
