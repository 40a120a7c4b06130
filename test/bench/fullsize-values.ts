import type { Shard, TensorPlace } from './fullsize-checkpoint.ts';

/** Prime, so that no two rows of a matrix are the same piece of the pattern. */
const patternLength = 4_000_037;

/** Pseudo-random bf16 weights that cost no more than a copy: one long pattern, read from many places. */
export class Values {
  readonly #matrix: Uint8Array;
  readonly #scale: Uint8Array;

  constructor(seed: number) {
    // Sums of uniforms are near enough to normal, with the spread of a trained model's weights.
    this.#matrix = pattern(seed, (sum) => sum * 0.02);
    this.#scale = pattern(seed + 1, (sum) => 1 + sum * 0.05);
  }

  /** Bytes `from` to `to` of a shard, in pieces. */
  *bytes(shard: Shard, from: number, to: number): Generator<Uint8Array> {
    const { header, tensors } = shard;
    if (from < header.length) yield header.subarray(from, Math.min(to, header.length));
    for (const tensor of tensors) {
      const start = Math.max(from - header.length, tensor.start);
      const end = Math.min(to - header.length, tensor.end);
      if (start < end) yield* this.#tensor(tensor, start - tensor.start, end - tensor.start);
    }
  }

  *#tensor({ name, shape }: TensorPlace, from: number, to: number): Generator<Uint8Array> {
    const isScale = shape.length === 1 && /norm\d?\.weight$/.test(name);
    const source = isScale ? this.#scale : this.#matrix;
    const shift = 2 * (hash(name) % patternLength);
    for (let position = from; position < to;) {
      const at = (shift + position) % source.length;
      const piece = source.subarray(at, Math.min(source.length, at + to - position));
      yield piece;
      position += piece.length;
    }
  }
}

function pattern(seed: number, value: (normal: number) => number): Uint8Array {
  const halves = new Uint16Array(patternLength);
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  let state = seed >>> 0;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (let i = 0; i < halves.length; i++) {
    const sum = uniform() + uniform() + uniform() + uniform() - 2;
    float[0] = value(sum * Math.sqrt(3));
    halves[i] = bits[0]! >>> 16;
  }
  return new Uint8Array(halves.buffer);
}

/** FNV-1a. */
function hash(text: string): number {
  let sum = 2166136261;
  for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 16777619);
  return sum >>> 0;
}
