/** Decoded image to what the model was trained on: dark ink, white paper, letters of one size. */
import { imageEmpty } from '../errors.ts';
import { components } from './components.ts';
import { estimateXHeight } from './glyph-size.ts';
import { inkOnPaper } from './ink.ts';
import { cropWithMargin, type Box, type Picture, type Plane } from './picture.ts';
import { resizeBilinear } from './resize.ts';

/** What a model wants, as its preprocessor_config.json has it. */
export interface OrientOptions {
  /** Pixels of paper around the ink. */
  padding: number;
  /** Target height of a small letter in pixels, used when it is outside of `x_height_range`. */
  x_height: number;
  x_height_range: readonly [number, number];
  patch_height: number;
  patch_width: number;
  max_num_patches: number;
  /** The model has positions for this many rows and columns of patches. */
  max_rows: number;
  max_columns: number;
  /** The picture is a figure with labels rather than a formula. */
  figure?: boolean | undefined;
}

export interface Oriented {
  plane: Plane;
  /** The trimmed part of the picture that it shows, in the picture's pixels. */
  crop: Box;
  /** Pixels of the plane for one of the picture. */
  scale: number;
}

/** Darker than this is ink for the frame around it: a fifth of full black. */
const TRIM_LEVEL = 204;
/** Darker than this belongs to a glyph: half tones of thin strokes still hold it together. */
const PIECE_LEVEL = 170;

/**
 * `zoom` shows the picture that many times larger than the size found for it, for a second look.
 * @throws MarginaliaError `image-empty` when there is no ink.
 */
export function orient(picture: Picture, options: OrientOptions, zoom = 1): Oriented {
  const whole = inkOnPaper(picture);
  const crop = inkBox(whole);
  const trimmed = cropWithMargin(whole, crop, 0);
  const scale = scaleFor(trimmed, options, zoom);
  const size = (length: number): number => Math.max(Math.round(length * scale), 1);
  const scaled =
    scale === 1 ? trimmed : resizeBilinear(trimmed, size(crop.width), size(crop.height));
  const box = { left: 0, top: 0, width: scaled.width, height: scaled.height };
  return { plane: cropWithMargin(scaled, box, options.padding), crop, scale };
}

function inkBox({ width, height, data }: Plane): Box {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]! >= TRIM_LEVEL) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) throw imageEmpty('Nothing in the image stands out from its background.');
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** 1 while the letters are of a size that the model knows and the patches are not too many. */
function scaleFor(plane: Plane, options: OrientOptions, zoom: number): number {
  const found = estimateXHeight(components(plane, PIECE_LEVEL), options.figure);
  const [least, most] = options.x_height_range;
  const wanted = found === null || (found >= least && found <= most) ? 1 : options.x_height / found;
  return Math.min(wanted * zoom, largestScale(plane, options));
}

/** The largest scale, in steps of 2%, at which the picture fits the model's patches. */
function largestScale(plane: Plane, options: OrientOptions): number {
  const fits = (scale: number): boolean => {
    const side = (length: number, patch: number): number =>
      Math.ceil((Math.max(Math.round(length * scale), 1) + 2 * options.padding) / patch);
    const rows = side(plane.height, options.patch_height);
    const columns = side(plane.width, options.patch_width);
    return (
      rows <= options.max_rows &&
      columns <= options.max_columns &&
      rows * columns <= options.max_num_patches
    );
  };
  let scale = 16;
  while (!fits(scale) && scale > 1e-4) scale /= 1.02;
  return scale;
}
