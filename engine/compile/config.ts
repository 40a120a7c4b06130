import * as v from 'valibot';
import { modelUnsupported } from '../errors.ts';
import { readModelJson } from '../files.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const stride = v.tuple([count, count]);

/** The convolutional encoder of the bundled model: a stem, then SigLIP blocks. */
const convVisionSchema = v.object({
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
  hidden_act: v.picklist(['gelu', 'gelu_pytorch_tanh']),
  layer_norm_eps: v.number(),
  max_rows: count,
  max_columns: count,
});

const configSchema = v.object({
  model_type: v.literal('phi4-siglip'),
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  head_dim: v.optional(count),
  rope_theta: v.number(),
  partial_rotary_factor: v.optional(v.literal(1), 1),
  rms_norm_eps: v.number(),
  vocab_size: count,
  max_position_embeddings: count,
  tie_word_embeddings: v.optional(v.boolean(), false),
  bos_token_id: v.nullish(id),
  eos_token_id: v.nullish(v.union([id, v.array(id)])),
  pad_token_id: v.nullish(id),
  mm_projector_type: v.literal('mlp2x_gelu'),
  mm_hidden_size: count,
  vision_config: v.variant('model_type', [convVisionSchema]),
});

export type ConvVisionConfig = v.InferOutput<typeof convVisionSchema>;

/** What config.json says. Every size of the graphs comes from here. */
export type ModelConfig = v.InferOutput<typeof configSchema>;

/**
 * Reads config.json of a model folder.
 * Throws `model-missing` (no file), `model-corrupt` (no JSON) or `model-unsupported` (another family).
 */
export async function readConfig(directory: string): Promise<ModelConfig> {
  const parsed = v.safeParse(configSchema, await readModelJson(directory, 'config.json'));
  if (parsed.success) return checkSizes(directory, parsed.output);
  const details = parsed.issues.map((issue) => {
    const where = v.getDotPath(issue) ?? 'config.json';
    return `${where} is ${issue.received}, expected ${issue.expected ?? issue.type}`;
  });
  throw modelUnsupported(directory, details.slice(0, 3).join('; '));
}

// What the graphs' operators demand beyond the ranges of single fields.
function checkSizes(directory: string, config: ModelConfig): ModelConfig {
  const vision = config.vision_config;
  const cell = (axis: 0 | 1) => vision.stem_strides.reduce((size, step) => size * step[axis], 1);
  if (headSize(config) % 16 !== 0) {
    throw modelUnsupported(directory, `a head of ${headSize(config)} values is no multiple of 16`);
  }
  if (cell(0) !== vision.patch_height || cell(1) !== vision.patch_width) {
    throw modelUnsupported(directory, 'stem_strides do not multiply to the size of a patch');
  }
  if (vision.stem_strides.length !== vision.stem_channels.length) {
    throw modelUnsupported(directory, 'stem_strides and stem_channels differ in length');
  }
  if (vision.stem_channels.at(-1) !== vision.hidden_size) {
    throw modelUnsupported(directory, 'the last of stem_channels is not hidden_size');
  }
  return config;
}

/** Width of one attention head of the decoder. */
export function headSize(config: ModelConfig): number {
  return config.head_dim ?? config.hidden_size / config.num_attention_heads;
}
