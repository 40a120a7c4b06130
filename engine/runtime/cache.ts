import { Tensor } from 'onnxruntime-node';
import type { CacheSlot, CacheType, DecoderSignature } from './signature.ts';

type Feeds = Record<string, Tensor>;

/** Keys and values of the positions so far. */
export interface KvCache {
  /** Past tensors for a step that brings the sequence to `total` positions. */
  feeds(total: number): Feeds;
  /** Where the step shall write, or an empty object where it makes tensors of its own. */
  fetches(): Feeds;
  /** Takes what the step gave. */
  accept(outputs: Readonly<Feeds>): void;
}

/** The cache that suits a decoder. `expected` positions are given room at once where that helps. */
export function createCache(signature: DecoderSignature, expected: number): KvCache {
  return signature.sharesBuffers
    ? new SharedCache(signature, expected)
    : new GrowingCache(signature);
}

/** One buffer per slot, past and present at once: a step writes its rows and copies nothing. */
class SharedCache implements KvCache {
  readonly #signature: DecoderSignature;
  #capacity = 0;
  #buffers = new Map<CacheSlot, Tensor>();

  constructor(signature: DecoderSignature, expected: number) {
    this.#signature = signature;
    this.#grow(expected);
  }

  feeds(total: number): Feeds {
    if (total > this.#capacity) this.#grow(Math.max(total, 2 * this.#capacity));
    return this.#named('past');
  }

  fetches(): Feeds {
    return this.#named('present');
  }

  accept(): void {
    // The step wrote into the buffers themselves.
  }

  #named(side: keyof CacheSlot): Feeds {
    const feeds: Feeds = {};
    for (const [slot, tensor] of this.#buffers) feeds[slot[side]] = tensor;
    return feeds;
  }

  #grow(capacity: number): void {
    const { slots, cacheType, kvHeads, headSize } = this.#signature;
    const old = this.#capacity;
    for (const slot of slots) {
      const values = emptyValues(cacheType, kvHeads * capacity * headSize);
      const known = this.#buffers.get(slot)?.data as typeof values | undefined;
      for (let head = 0; known && head < kvHeads; head++) {
        const rows = known.subarray(head * old * headSize, (head + 1) * old * headSize);
        values.set(rows, head * capacity * headSize);
      }
      this.#buffers.set(slot, cacheTensor(this.#signature, values, capacity));
    }
    this.#capacity = capacity;
  }
}

/** For graphs that return the past and the new rows as a new tensor each time. */
class GrowingCache implements KvCache {
  readonly #slots: readonly CacheSlot[];
  #past: Feeds = {};

  constructor(signature: DecoderSignature) {
    this.#slots = signature.slots;
    for (const slot of signature.slots) {
      this.#past[slot.past] = cacheTensor(signature, emptyValues(signature.cacheType, 0), 0);
    }
  }

  feeds(): Feeds {
    return this.#past;
  }

  fetches(): Feeds {
    return {};
  }

  accept(outputs: Readonly<Feeds>): void {
    const past: Feeds = {};
    for (const slot of this.#slots) {
      const tensor = outputs[slot.present];
      if (!tensor) throw new TypeError(`the decoder did not return ${slot.present}`);
      past[slot.past] = tensor;
    }
    this.#past = past;
  }
}

// onnxruntime takes fp16 as the raw sixteen bits.
function emptyValues(type: CacheType, length: number): Float32Array | Uint16Array {
  return type === 'float32' ? new Float32Array(length) : new Uint16Array(length);
}

function cacheTensor(
  { cacheType, kvHeads, headSize }: DecoderSignature,
  values: Float32Array | Uint16Array,
  positions: number,
): Tensor {
  const dims = [1, kvHeads, positions, headSize];
  return new Tensor(cacheType, values as Float32Array, dims);
}
