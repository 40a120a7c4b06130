import * as v from 'valibot';
import { modelUnsupported } from '../errors.ts';
import { readModelJson } from '../files.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));

/** Models that take pictures at their native size, in gray. */
const grayConfig = v.object({
  image_processor_type: v.literal('MarginaliaImageProcessor'),
  num_channels: v.literal(1),
  patch_height: count,
  patch_width: count,
  rescale_factor: positive,
  image_mean: v.tuple([v.number()]),
  image_std: v.tuple([v.number()]),
  /** Pixels of paper around the ink. */
  padding: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Height of a small letter in pixels that pictures are scaled to when outside the range. */
  x_height: positive,
  x_height_range: v.tuple([positive, positive]),
  min_num_patches: count,
  max_num_patches: count,
  /** A patch is shown only with a pixel at least so far from paper, of 255; left out: all are. */
  blank_below: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255))),
  /** Pictures are figures with labels rather than formulas. */
  figure: v.optional(v.boolean()),
});

const always = v.optional(v.literal(true), true);
const three = v.tuple([v.number(), v.number(), v.number()]);
const half: [number, number, number] = [0.5, 0.5, 0.5];

/** Phi-4-reasoning-vision; what the file leaves out has the official processor's defaults. */
const siglipConfig = v.object({
  image_processor_type: v.literal('Siglip2ImageProcessorNoUpscale'),
  ...{ do_convert_rgb: always, do_resize: always, do_rescale: always, do_normalize: always },
  /** Pillow's number for bilinear. */
  resample: v.optional(v.literal(2), 2),
  patch_size: v.optional(count, 16),
  rescale_factor: v.optional(positive, 1 / 255),
  image_mean: v.optional(three, half),
  image_std: v.optional(three, half),
  min_num_patches: v.optional(count, 256),
  max_num_patches: v.optional(count, 3600),
});

const schema = v.variant('image_processor_type', [grayConfig, siglipConfig]);

/** Values are (gray · rescale_factor − mean) / std. */
export type GrayProcessorConfig = v.InferOutput<typeof grayConfig>;
export type SiglipProcessorConfig = v.InferOutput<typeof siglipConfig>;

/** How pictures become patches for a model, by its preprocessor_config.json. */
export type ImageProcessorConfig = GrayProcessorConfig | SiglipProcessorConfig;

/** Throws `model-missing`, `model-corrupt` or `model-unsupported`. */
export async function readImageProcessor(directory: string): Promise<ImageProcessorConfig> {
  const parsed = v.safeParse(schema, await readModelJson(directory, 'preprocessor_config.json'));
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const where = v.getDotPath(issue) ?? 'preprocessor_config.json';
  throw modelUnsupported(directory, `preprocessor_config.json: ${where}: ${issue.message}`);
}

/** Number of values of one patch. */
export function valuesOfPatch(processor: ImageProcessorConfig): number {
  return processor.image_processor_type === 'MarginaliaImageProcessor'
    ? processor.patch_height * processor.patch_width * processor.num_channels
    : processor.patch_size ** 2 * 3;
}
