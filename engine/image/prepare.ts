/** The whole way of an image: bytes -> pixels -> patches, as the model's own processor cuts them. */
import type { GrayProcessorConfig, ImageProcessorConfig } from '../runtime/image-processor.ts';
import type { Frame, GridLimits, PatchedImage } from '../runtime/types.ts';
import { decodeImage } from './decode.ts';
import { cutPatches, levelTable } from './naflex.ts';
import { orient, type Oriented } from './orient.ts';
import type { Picture } from './picture.ts';
import { siglipPatches } from './siglip.ts';
import { decodeRgb } from './siglip-pixels.ts';

export interface Prepared {
  /** Pixels of the upright image before anything was cut off. */
  width: number;
  height: number;
  patches: PatchedImage;
  /** The same picture shown larger (`zoom` above 1) or smaller. */
  zoomed(zoom: number): PatchedImage;
}

/** In gray, what was made of the picture before it was cut: dark ink on white paper. */
export interface PreparedGray extends Prepared {
  oriented: Oriented;
}

/**
 * Gray processors find the ink and bring it to size; SigLIP's takes the whole picture in color.
 * @throws MarginaliaError `bad-image`, `image-is-pdf`, `image-too-large`, `image-empty`
 */
export function prepareImage(
  bytes: Uint8Array,
  processor: GrayProcessorConfig,
  grid: GridLimits,
): Promise<PreparedGray>;
export function prepareImage(
  bytes: Uint8Array,
  processor: ImageProcessorConfig,
  grid: GridLimits,
): Promise<Prepared>;
export async function prepareImage(
  bytes: Uint8Array,
  processor: ImageProcessorConfig,
  grid: GridLimits,
): Promise<Prepared> {
  if (processor.image_processor_type === 'MarginaliaImageProcessor')
    return await prepareGray(bytes, processor, grid);
  const rgb = await decodeRgb(bytes);
  const patches = siglipPatches(rgb, processor);
  const zoomed = (zoom: number) => siglipPatches(rgb, processor, zoom);
  return { width: rgb.width, height: rgb.height, patches, zoomed };
}

function frameOf({ crop, scale }: Oriented, picture: Picture, padding: number): Frame {
  const { width, height } = picture;
  return {
    left: (crop.left - padding / scale) / width,
    top: (crop.top - padding / scale) / height,
    across: 1 / (scale * width),
    down: 1 / (scale * height),
  };
}

async function prepareGray(
  bytes: Uint8Array,
  processor: GrayProcessorConfig,
  grid: GridLimits,
): Promise<PreparedGray> {
  const picture = await decodeImage(bytes);
  const limits = { ...processor, ...{ max_rows: grid.rows, max_columns: grid.columns } };
  const cut = (oriented: Oriented): PatchedImage => ({
    ...cutPatches(oriented.plane, {
      channels: processor.num_channels,
      patchHeight: processor.patch_height,
      patchWidth: processor.patch_width,
      levels: levelTable(processor.rescale_factor, processor.image_mean[0], processor.image_std[0]),
      blankBelow: processor.blank_below,
    }),
    frame: frameOf(oriented, picture, processor.padding),
  });
  const oriented = orient(picture, limits);
  return {
    ...{ width: picture.width, height: picture.height, oriented, patches: cut(oriented) },
    zoomed: (zoom) => cut(orient(picture, limits, zoom)),
  };
}
