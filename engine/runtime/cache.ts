import { Tensor } from 'onnxruntime-node';
import type { CacheSlot, CacheType, DecoderSignature } from './signature.ts';

type Feeds = Record<string, Tensor>;
/** Null: the step makes the tensor itself. */
type Fetches = Record<string, Tensor | null>;

/** Keys and values of the positions so far. */
export interface KvCache {
  /** Past tensors for a step that brings the sequence to `total` positions. */
  feeds(total: number): Feeds;
  /** Where the step shall write, or an empty object where it makes tensors of its own. */
  fetches(): Fetches;
  /** Takes what the step gave. */
  accept(outputs: Readonly<Feeds>): void;
  /** Lets go of what lies on a device; the cache is of no use afterwards. */
  dispose(): void;
}

/**
 * The cache that suits a decoder. `expected` positions are given room at once where that helps;
 * `onDevice`: the session leaves what it makes on its device, and so do we.
 */
export function createCache(
  signature: DecoderSignature,
  expected: number,
  onDevice: boolean,
): KvCache {
  if (onDevice) return new PassedCache(signature, signature.sharesBuffers ? expected : 0);
  return signature.sharesBuffers
    ? new SharedCache(signature, expected)
    : new PassedCache(signature, 0);
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

  fetches(): Fetches {
    return this.#named('present');
  }

  accept(): void {
    // The step wrote into the buffers themselves.
  }

  dispose(): void {
    this.#buffers.clear();
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

/**
 * What a step makes is what the next one gets, wherever it lies. For graphs that return the past and
 * the new rows as new tensors, and for devices that keep them: nothing crosses the bus but the logits.
 */
class PassedCache implements KvCache {
  readonly #slots: readonly CacheSlot[];
  #past: Feeds = {};

  /** `room` positions, for graphs that write into the past that they get. */
  constructor(signature: DecoderSignature, room: number) {
    const { slots, cacheType, kvHeads, headSize } = signature;
    this.#slots = slots;
    for (const slot of slots) {
      const values = emptyValues(cacheType, kvHeads * room * headSize);
      this.#past[slot.past] = cacheTensor(signature, values, room);
    }
  }

  feeds(): Feeds {
    return this.#past;
  }

  fetches(): Fetches {
    return Object.fromEntries(this.#slots.map((slot) => [slot.present, null]));
  }

  accept(outputs: Readonly<Feeds>): void {
    const past: Feeds = {};
    for (const slot of this.#slots) {
      const tensor = outputs[slot.present];
      if (!tensor) throw new TypeError(`the decoder did not return ${slot.present}`);
      past[slot.past] = tensor;
    }
    this.dispose();
    this.#past = past;
  }

  dispose(): void {
    for (const tensor of Object.values(this.#past)) {
      // Memory of this process is collected; that of a device is not.
      if (tensor.location === 'gpu-buffer') tensor.dispose();
    }
    this.#past = {};
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
