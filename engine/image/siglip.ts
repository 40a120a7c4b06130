/** RGB pixels to patches, as Phi-4-reasoning-vision's own processor makes them, to the bit. */
import type { SiglipProcessorConfig } from '../runtime/image-processor.ts';
import type { PatchedImage } from '../runtime/types.ts';
import { cutPatches, naflexSize } from './naflex.ts';
import { resizeBilinear, type Pixels } from './resize.ts';

/**
 * Resizes an RGB image, also one that would fit as it is, and cuts it into patches. Each patch
 * becomes one position of the prompt; there is no padding. `zoom` gives the picture that many
 * times the pixels on each side, as far as the model's largest number of patches allows.
 */
export function siglipPatches(
  rgb: Pixels,
  processor: SiglipProcessorConfig,
  zoom = 1,
): PatchedImage {
  const size = siglipSize(rgb, processor, zoom);
  const image = resizeBilinear(rgb, size.width, size.height, 3);
  const side = processor.patch_size;
  const levels = siglipLevels(processor);
  return cutPatches(image, { channels: 3, patchHeight: side, patchWidth: side, levels });
}

/** The size in pixels that an image is brought to: both sides multiples of the patch. */
export function siglipSize(
  { width, height }: { width: number; height: number },
  { patch_size: patchSize, min_num_patches, max_num_patches }: SiglipProcessorConfig,
  zoom = 1,
): { width: number; height: number } {
  const limits = { patchSize, minPatches: min_num_patches, maxPatches: max_num_patches };
  const own = naflexSize(width, height, limits);
  if (zoom === 1) return own;
  const patches = Math.round((own.width / patchSize) * (own.height / patchSize) * zoom ** 2);
  const target = Math.min(Math.max(patches, 1), max_num_patches);
  return naflexSize(width, height, { patchSize, minPatches: target, maxPatches: target });
}

/** The float of each 8-bit sample, channel by channel, rounded to fp32 where NumPy rounds. */
function siglipLevels(processor: SiglipProcessorConfig): Float32Array {
  const { rescale_factor: scale, image_mean, image_std } = processor;
  const levels = image_mean.flatMap((channelMean, c) => {
    const [mean, std] = [Math.fround(channelMean), Math.fround(image_std[c]!)];
    return Array.from({ length: 256 }, (_, sample) =>
      Math.fround(Math.fround(Math.fround(sample * scale) - mean) / std),
    );
  });
  return Float32Array.from(levels);
}
