/** Weights on their way into a graph: made piece by piece, kept in memory or in a file beside it. */

/** One tensor that is being made; bytes are little-endian, row-major. */
export interface Part {
  readonly name: string;
  readonly type: 'float32' | 'float16' | 'uint8';
  readonly shape: readonly number[];
}

/** Appends bytes to the part with this number. They may be overwritten once it has resolved. */
export type WritePart = (part: number, bytes: Uint8Array) => Promise<void>;

/** A tensor of the checkpoint. */
export interface TensorRef {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Tensors that come from one reading of the checkpoint, such as codes and their scales. */
export interface Making {
  readonly parts: readonly Part[];
  /** Tensors of the checkpoint that are read for it. */
  readonly reads: readonly TensorRef[];
  /** Writes every part whole. Not called when an earlier run has made them. */
  readonly make: (write: WritePart) => Promise<void>;
}

/** Where a tensor lies: `length` bytes from `offset` of a file beside the graph. */
export interface Place {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

export interface WeightStore {
  /** Sees to it that the parts exist, and tells for each its bytes or its place. */
  place(graph: string, making: Making): Promise<readonly (Place | Uint8Array)[]>;
}

const widths: Record<Part['type'], number> = { float32: 4, float16: 2, uint8: 1 };

export const partBytes = ({ type, shape }: Part): number =>
  shape.reduce((product, n) => product * n, widths[type]);

/** Makes the parts and holds them in memory. */
export const inMemory: WeightStore = {
  async place(_graph, { parts, make }) {
    const held = parts.map((part) => ({ bytes: new Uint8Array(partBytes(part)), filled: 0 }));
    await make((i, bytes) => {
      const part = held[i]!;
      part.bytes.set(bytes, part.filled);
      part.filled += bytes.length;
      return Promise.resolve();
    });
    return held.map(({ bytes, filled }, i) => {
      if (filled === bytes.length) return bytes;
      throw new RangeError(
        `${parts[i]?.name ?? ''} has ${bytes.length} bytes, ${filled} were made`,
      );
    });
  },
};
