/** Block-wise round-to-nearest quantization in the layout of onnxruntime's MatMulNBits. */

export type Bits = 4 | 8;

/** Values that share one scale. */
export const blockSize = 32;

/** fp32 magnitudes from here on are infinite or not a number. */
const infiniteBits = 0x7f800000;

/** From here on (4e-34) a scale made of the magnitude has an inverse that is finite. */
const normalBits = 0x08000000;

export interface QuantizedRows {
  /** u8 [rows, blocks, blockSize·bits/8]: codes of one block side by side, low nibble first. */
  readonly codes: Uint8Array<ArrayBuffer>;
  /** f32 [rows, blocks]. */
  readonly scales: Float32Array<ArrayBuffer>;
}

/** Blocks of a row; the last is filled up with zeros. */
export const blocksOf = (columns: number): number => Math.ceil(columns / blockSize);

/** Bytes of one block's codes. */
export const blockBytes = (bits: Bits): number => (blockSize * bits) / 8;

/**
 * Quantizes rows, f32 [rows, columns]. A value is (code - 2^(bits-1))·scale: symmetric, so that no
 * zero points are stored. The scale maps the value of largest magnitude, with its sign, to code 0,
 * since there is one step more below the middle than above it.
 * Throws a RangeError when a value is infinite or not a number.
 */
export function quantizeRows(values: Float32Array, columns: number, bits: Bits): QuantizedRows {
  const padded = columns % blockSize === 0 ? values : padRows(values, columns);
  const codes = new Uint8Array((padded.length / blockSize) * blockBytes(bits));
  const scales = new Float32Array(padded.length / blockSize);
  const magnitudes = new Uint32Array(padded.buffer, padded.byteOffset, padded.length);
  const pack = bits === 4 ? packNibbles : packBytes;
  for (let b = 0; b < scales.length; b++) {
    const start = b * blockSize;
    let peak = 0;
    let place = start;
    for (let i = start; i < start + blockSize; i++) {
      // The magnitudes of floats are ordered as their bits are.
      const magnitude = magnitudes[i]! & 0x7fffffff;
      if (magnitude > peak) {
        peak = magnitude;
        place = i;
      }
    }
    if (peak >= infiniteBits) throw new RangeError('a weight is infinite or not a number');
    // A block below the normal floats is zero: its inverse scale would be infinite.
    scales[b] = peak < normalBits ? 0 : padded[place]! / -(2 ** (bits - 1));
    const scale = scales[b]!;
    pack(padded, start, scale === 0 ? 0 : 1 / scale, codes);
  }
  return { codes, scales };
}

// Rounded to nearest by the floor; the code above the highest, 2^bits, is brought down to it.
function packNibbles(values: Float32Array, start: number, inverse: number, codes: Uint8Array) {
  let at = start >> 1;
  for (let i = start; i < start + blockSize; i += 2) {
    const low = (values[i]! * inverse + 8.5) | 0;
    const high = (values[i + 1]! * inverse + 8.5) | 0;
    codes[at++] = (low - (low >> 4)) | ((high - (high >> 4)) << 4);
  }
}

function packBytes(values: Float32Array, start: number, inverse: number, codes: Uint8Array) {
  for (let i = start; i < start + blockSize; i++) {
    const code = (values[i]! * inverse + 128.5) | 0;
    codes[i] = code - (code >> 8);
  }
}

/** Fills the last block of each row up with zeros. */
function padRows(values: Float32Array, columns: number): Float32Array {
  const width = blocksOf(columns) * blockSize;
  const rows = values.length / columns;
  const padded = new Float32Array(rows * width);
  for (let r = 0; r < rows; r++) {
    padded.set(values.subarray(r * columns, (r + 1) * columns), r * width);
  }
  return padded;
}
