/** The whole way of an image: bytes -> pixels -> ink on paper -> patches. */
import type { ImageProcessorConfig } from '../runtime/image-processor.ts';
import type { GridLimits, PatchedImage } from '../runtime/types.ts';
import { decodeImage } from './decode.ts';
import { cutPatches, levelTable } from './naflex.ts';
import { orient, type Oriented } from './orient.ts';

export interface Prepared {
  /** Pixels of the upright image before anything was cut off. */
  width: number;
  height: number;
  oriented: Oriented;
  patches: PatchedImage;
  /** The same picture shown larger (`zoom` above 1) or smaller. */
  zoomed(zoom: number): PatchedImage;
}

/** @throws MarginaliaError `bad-image`, `image-is-pdf`, `image-too-large`, `image-empty` */
export async function prepareImage(
  bytes: Uint8Array,
  processor: ImageProcessorConfig,
  grid: GridLimits,
): Promise<Prepared> {
  const picture = await decodeImage(bytes);
  const limits = { ...processor, ...{ max_rows: grid.rows, max_columns: grid.columns } };
  const cut = ({ plane }: Oriented): PatchedImage =>
    cutPatches(plane, {
      channels: processor.num_channels,
      patchHeight: processor.patch_height,
      patchWidth: processor.patch_width,
      levels: levelTable(processor.rescale_factor, processor.image_mean[0], processor.image_std[0]),
    });
  const oriented = orient(picture, limits);
  return {
    ...{ width: picture.width, height: picture.height, oriented, patches: cut(oriented) },
    zoomed: (zoom) => cut(orient(picture, limits, zoom)),
  };
}
