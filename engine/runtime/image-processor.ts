import * as v from 'valibot';
import { modelUnsupported } from '../errors.ts';
import { readModelJson } from '../files.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));

/** preprocessor_config.json of models that take pictures at their native size, in gray. */
const schema = v.object({
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
});

/** How pictures become patches for a model. Values are (gray · rescale_factor − mean) / std. */
export type ImageProcessorConfig = v.InferOutput<typeof schema>;

/** Throws `model-missing`, `model-corrupt` or `model-unsupported`. */
export async function readImageProcessor(directory: string): Promise<ImageProcessorConfig> {
  const parsed = v.safeParse(schema, await readModelJson(directory, 'preprocessor_config.json'));
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const where = v.getDotPath(issue) ?? 'preprocessor_config.json';
  throw modelUnsupported(directory, `preprocessor_config.json: ${where}: ${issue.message}`);
}
