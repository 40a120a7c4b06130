/**
 * NaFlex: patches at an image's own shape. The size search is that of SigLIP 2's processor
 * (transformers `get_image_size_for_max_num_patches`) with Phi-4-reasoning-vision's patch targets.
 */
import type { PatchedImage } from '../runtime/types.ts';
import type { Pixels } from './resize.ts';

export interface NaflexOptions {
  patchSize: number;
  minPatches: number;
  maxPatches: number;
}

/** The size, in pixels, that an image is brought to: both sides multiples of the patch. */
export function naflexSize(
  width: number,
  height: number,
  { patchSize, minPatches, maxPatches }: NaflexOptions,
): { width: number; height: number } {
  const own = Math.max(Math.floor(width / patchSize) * Math.floor(height / patchSize), 1);
  const target = Math.min(Math.max(own, minPatches), maxPatches);
  const side = (length: number, scale: number): number =>
    Math.max(patchSize, Math.ceil((length * scale) / patchSize) * patchSize);
  let low = 1e-6;
  let high = 100;
  while (high - low >= 1e-5) {
    const middle = (low + high) / 2;
    const patches = (side(width, middle) / patchSize) * (side(height, middle) / patchSize);
    if (patches <= target) low = middle;
    else high = middle;
  }
  return { width: side(width, low), height: side(height, low) };
}

/** The float that each 8-bit sample becomes: `(value * rescale - mean) / std`. */
export function levelTable(rescale: number, mean: number, std: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => (value * rescale - mean) / std);
}

export interface CutOptions {
  channels: number;
  patchHeight: number;
  patchWidth: number;
  /** The float of each of 256 samples: one table for all channels, or one for each in turn. */
  levels: Float32Array;
  /** Patches without a sample at least so far below paper are not shown; left out: all are. */
  blankBelow?: number | undefined;
}

/**
 * Cuts an image into row-major patches, each flattened as (y, x, channel). What the last row and
 * column of patches lack is paper, level 255.
 */
export function cutPatches(image: Pixels, options: CutOptions): PatchedImage {
  const { channels, patchHeight, patchWidth, levels } = options;
  const rows = Math.ceil(image.height / patchHeight);
  const columns = Math.ceil(image.width / patchWidth);
  const patchSize = patchHeight * patchWidth * channels;
  const table = levels.length > 256 ? 256 : 0;
  const pixelValues = new Float32Array(rows * columns * patchSize).fill(levels[255]!);
  for (let y = 0; y < image.height; y++) {
    const row = Math.floor(y / patchHeight) * columns;
    const inRow = (y % patchHeight) * patchWidth * channels;
    for (let x = 0; x < image.width; x++) {
      const patch = (row + Math.floor(x / patchWidth)) * patchSize;
      const to = patch + inRow + (x % patchWidth) * channels;
      for (let c = 0; c < channels; c++)
        pixelValues[to + c] =
          levels[c * table + image.data[(y * image.width + x) * channels + c]!]!;
    }
  }
  const { blankBelow } = options;
  const cut = { pixelValues, rows, columns, patchSize };
  return blankBelow === undefined ? cut : { ...cut, shown: inked(image, options, blankBelow) };
}

/** Which patches hold ink, as training leaves the others out (models/train/diagrams/batches.py); one at least does. */
function inked(
  { data, width, height }: Pixels,
  { channels, patchHeight, patchWidth }: CutOptions,
  least: number,
): Uint8Array {
  const columns = Math.ceil(width / patchWidth);
  const shown = new Uint8Array(Math.ceil(height / patchHeight) * columns);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / patchHeight) * columns;
    for (let x = 0; x < width * channels; x++) {
      if (255 - data[y * width * channels + x]! >= least)
        shown[row + Math.floor(x / channels / patchWidth)] = 1;
    }
  }
  if (!shown.includes(1)) shown[0] = 1;
  return shown;
}
