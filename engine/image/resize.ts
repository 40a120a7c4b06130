/**
 * Pillow's `Image.resize(size, Image.BILINEAR)` on 8-bit images, bit for bit: a triangle filter
 * whose support grows with the reduction, 22-bit fixed-point weights, and rounding to 8 bits
 * between the horizontal and the vertical pass. Models of this family were trained behind it.
 * (Pillow 13 turns the passes around for some tall images, which moves some samples by one level.)
 */

const PRECISION = 22;

export interface Pixels {
  width: number;
  height: number;
  /** Interleaved samples, `width * height * channels`. */
  data: Uint8Array;
}

interface Weights {
  /** Number of weights kept for each output sample. */
  size: number;
  first: Int32Array;
  count: Int32Array;
  weights: Int32Array;
}

/** Resizes an image of `channels` interleaved 8-bit samples to `width` × `height`. */
export function resizeBilinear(image: Pixels, width: number, height: number, channels = 1): Pixels {
  let { data } = image;
  if (width !== image.width) data = horizontally({ ...image, data }, width, channels);
  if (height !== image.height)
    data = vertically({ width, height: image.height, data }, height, channels);
  return { width, height, data: data === image.data ? data.slice() : data };
}

/** The weights of each output sample over the input samples that its triangle covers. */
function triangle(from: number, to: number): Weights {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const size = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * size);
  const exact = new Float64Array(size);
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * scale;
    const start = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), from);
    let sum = 0;
    for (let k = 0; k < end - start; k++) {
      const distance = Math.abs((k + start - center + 0.5) * (1 / support));
      const weight = distance < 1 ? 1 - distance : 0;
      exact[k] = weight;
      sum += weight;
    }
    for (let k = 0; k < end - start; k++) {
      const share = sum === 0 ? exact[k]! : exact[k]! / sum;
      weights[i * size + k] = Math.trunc(0.5 + share * (1 << PRECISION));
    }
    first[i] = start;
    count[i] = end - start;
  }
  return { size, first, count, weights };
}

/** Fixed point back to 8 bits; the half that rounds is in the sum already. */
const clip = (sum: number): number => {
  const value = Math.floor(sum / (1 << PRECISION));
  return value < 0 ? 0 : value > 255 ? 255 : value;
};

function horizontally(image: Pixels, width: number, channels: number): Uint8Array {
  const { size, first, count, weights } = triangle(image.width, width);
  const out = new Uint8Array(width * image.height * channels);
  for (let y = 0; y < image.height; y++) {
    const row = y * image.width * channels;
    for (let x = 0; x < width; x++) {
      const start = row + first[x]! * channels;
      for (let c = 0; c < channels; c++) {
        let sum = 1 << (PRECISION - 1);
        for (let k = 0; k < count[x]!; k++)
          sum += image.data[start + k * channels + c]! * weights[x * size + k]!;
        out[(y * width + x) * channels + c] = clip(sum);
      }
    }
  }
  return out;
}

function vertically(image: Pixels, height: number, channels: number): Uint8Array {
  const { size, first, count, weights } = triangle(image.height, height);
  const stride = image.width * channels;
  const out = new Uint8Array(stride * height);
  const sums = new Float64Array(stride);
  for (let y = 0; y < height; y++) {
    sums.fill(1 << (PRECISION - 1));
    for (let k = 0; k < count[y]!; k++) {
      const weight = weights[y * size + k]!;
      const from = (first[y]! + k) * stride;
      for (let x = 0; x < stride; x++) sums[x]! += image.data[from + x]! * weight;
    }
    for (let x = 0; x < stride; x++) out[y * stride + x] = clip(sums[x]!);
  }
  return out;
}
