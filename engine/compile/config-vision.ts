import * as v from 'valibot';
import { count } from './config-fields.ts';

const stride = v.tuple([count, count]);
const activation = v.picklist(['gelu', 'gelu_pytorch_tanh']);

/** The convolutional encoder of the bundled model: a stem, then SigLIP blocks. */
export const convVisionSchema = v.object({
  model_type: v.literal('marginalia_conv_naflex'),
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_channels: count,
  patch_height: count,
  patch_width: count,
  stem_channels: v.array(count),
  stem_strides: v.array(stride),
  hidden_act: activation,
  layer_norm_eps: v.number(),
  max_rows: count,
  max_columns: count,
  /** Only patches that `pixel_attention_mask` marks go on behind the stem. */
  drops_masked_patches: v.optional(v.boolean(), false),
});

/** SigLIP 2 with NaFlex. What the file leaves out has the defaults of transformers' Siglip2VisionConfig. */
export const siglipVisionSchema = v.object({
  model_type: v.literal('siglip2_vision_model'),
  hidden_size: count,
  intermediate_size: count,
  // The features are those before the last layer, so there must be one more.
  num_hidden_layers: v.pipe(count, v.minValue(2)),
  num_attention_heads: count,
  num_channels: v.optional(count, 3),
  /** Side of a patch in pixels; where it is left out, the tower's name tells it. */
  patch_size: v.nullish(count),
  /** Length of the position table, a square. */
  num_patches: v.optional(count, 256),
  hidden_act: v.optional(activation, 'gelu_pytorch_tanh'),
  layer_norm_eps: v.optional(v.number(), 1e-6),
});

export type ConvVisionConfig = v.InferOutput<typeof convVisionSchema>;
export type SiglipVisionConfig = v.InferOutput<typeof siglipVisionSchema>;
export type VisionConfig = ConvVisionConfig | SiglipVisionConfig;

/** What ails a vision tower's sizes beyond the ranges of single fields; undefined when nothing does. */
export function visionProblem(vision: VisionConfig): string | undefined {
  if (vision.hidden_size % vision.num_attention_heads !== 0)
    return `vision_config.hidden_size ${vision.hidden_size} is no multiple of its num_attention_heads`;
  if (vision.model_type === 'marginalia_conv_naflex') return stemProblem(vision);
  const side = Math.sqrt(vision.num_patches);
  return Number.isInteger(side) ? undefined : `num_patches ${vision.num_patches} is no square`;
}

function stemProblem(vision: ConvVisionConfig): string | undefined {
  const cell = (axis: 0 | 1) => vision.stem_strides.reduce((size, step) => size * step[axis], 1);
  if (cell(0) !== vision.patch_height || cell(1) !== vision.patch_width)
    return 'stem_strides do not multiply to the size of a patch';
  if (vision.stem_strides.length !== vision.stem_channels.length)
    return 'stem_strides and stem_channels differ in length';
  if (vision.stem_channels.at(-1) !== vision.hidden_size)
    return 'the last of stem_channels is not hidden_size';
  return undefined;
}
