import { Tensor } from 'onnxruntime-node';
import { createCache, type KvCache } from './cache.ts';
import { modelCorrupt } from '../errors.ts';
import type { Sessions } from './sessions.ts';
import type { DecoderSignature } from './signature.ts';
import type { PatchedImage } from './types.ts';

/** Runs the vision graph on one image. Returns f32 [positions of the image, width]. */
export async function encodeImage(
  { vision }: Sessions,
  { pixelValues, rows, columns, patchSize, shown }: PatchedImage,
): Promise<Float32Array> {
  const patches = rows * columns;
  const feeds = {
    pixel_values: new Tensor('float32', pixelValues, [1, patches, patchSize]),
    pixel_attention_mask: shown
      ? new Tensor('int64', BigInt64Array.from(shown, BigInt), [1, patches])
      : ones(patches),
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

/** Bytes of embedding rows that are kept: some thousand tokens of the largest model. */
const keptRows = 64 << 20;

/** Rows of the embedding table, each asked of its graph once: an answer says most tokens many times. */
export class TokenRows {
  readonly #sessions: Sessions;
  readonly #rows = new Map<number, Float32Array>();
  #bytes = 0;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** The embedding of one token, f32 [width]; not to be written to. */
  async row(id: number): Promise<Float32Array> {
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    const row = await embedTokens(this.#sessions, [id]);
    if (this.#bytes > keptRows) {
      this.#rows.clear();
      this.#bytes = 0;
    }
    this.#bytes += row.byteLength;
    this.#rows.set(id, row);
    return row;
  }
}

/** A sequence on its way through the decoder. */
export class Sequence {
  readonly #sessions: Sessions;
  readonly #signature: DecoderSignature;
  readonly #cache: KvCache;
  #length = 0;
  // What a step reuses: making tensors costs more than a small model's arithmetic on them.
  #mask = new BigInt64Array(0);
  #row: Tensor | undefined;
  #logits: Tensor | undefined;

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
   * Appends one position, f32 [width], and returns its logits, f32 [vocabulary]: a buffer that the next
   * step writes again.
   */
  async step(embedding: Float32Array): Promise<Float32Array> {
    const { width, sharesBuffers, prunesLogits, wantsPositionIds } = this.#signature;
    const { decoder, cacheOnDevice } = this.#sessions;
    if (!sharesBuffers || !prunesLogits || wantsPositionIds || cacheOnDevice)
      return await this.append(embedding);
    const total = this.#length + 1;
    if (total > this.#mask.length) this.#mask = new BigInt64Array(2 * total).fill(1n);
    this.#row ??= new Tensor('float32', new Float32Array(width), [1, 1, width]);
    (this.#row.data as Float32Array).set(embedding);
    const feeds: Record<string, Tensor> = {
      inputs_embeds: this.#row,
      attention_mask: new Tensor('int64', this.#mask.subarray(0, total), [1, total]),
      num_logits_to_keep: keepOne,
      ...this.#cache.feeds(total),
    };
    const outputs = await decoder.run(feeds, {
      logits: this.#logits ?? null,
      ...this.#cache.fetches(),
    });
    this.#cache.accept(outputs);
    this.#length = total;
    this.#logits = outputs['logits'];
    return floats(outputs, 'logits');
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

const keepOne = new Tensor('int64', BigInt64Array.of(1n), []);

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
