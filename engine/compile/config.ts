import * as v from 'valibot';
import { modelUnsupported } from '../errors.ts';
import { readModelJson } from '../files.ts';
import { count } from './config-fields.ts';
import { convVisionSchema, siglipVisionSchema, visionProblem } from './config-vision.ts';

const id = v.pipe(v.number(), v.integer(), v.minValue(0));

const configSchema = v.object({
  model_type: v.literal('phi4-siglip'),
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  head_dim: v.nullish(count),
  hidden_act: v.optional(v.literal('silu'), 'silu'),
  attention_bias: v.optional(v.literal(false), false),
  rope_theta: v.number(),
  rope_scaling: v.nullish(v.null()),
  sliding_window: v.nullish(v.null()),
  partial_rotary_factor: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1)), 1),
  rms_norm_eps: v.number(),
  vocab_size: count,
  max_position_embeddings: count,
  /** Longest prompt that the model was trained on, pictures included; it has no say over the answer. */
  tokenizer_model_max_length: v.nullish(count),
  tie_word_embeddings: v.optional(v.boolean(), false),
  bos_token_id: v.nullish(id),
  eos_token_id: v.nullish(v.union([id, v.array(id)])),
  pad_token_id: v.nullish(id),
  mm_projector_type: v.literal('mlp2x_gelu'),
  mm_hidden_size: count,
  mm_vision_tower: v.nullish(v.string()),
  use_s2: v.optional(v.literal(false), false),
  max_num_patches: v.optional(count, 3600),
  vision_config: v.variant('model_type', [convVisionSchema, siglipVisionSchema]),
});

export type { ConvVisionConfig, SiglipVisionConfig, VisionConfig } from './config-vision.ts';

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
  throw modelUnsupported(directory, `config.json: ${details.slice(0, 3).join('; ')}`);
}

// What the graphs' operators demand beyond the ranges of single fields.
function checkSizes(directory: string, config: ModelConfig): ModelConfig {
  const problem = decoderProblem(config) ?? visionProblem(config.vision_config);
  if (problem !== undefined) throw modelUnsupported(directory, problem);
  return config;
}

function decoderProblem(config: ModelConfig): string | undefined {
  const { num_attention_heads: heads, num_key_value_heads: kvHeads, mm_hidden_size } = config;
  const [head, rotary] = [headSize(config), rotarySize(config)];
  const width = config.vision_config.hidden_size;
  if (head % 16 !== 0) return `a head of ${head} values is no multiple of 16`;
  if (rotary % 16 !== 0) return `${rotary} rotary values in a head are no multiple of 16`;
  if (heads % kvHeads !== 0) return `${heads} heads cannot share ${kvHeads} keys evenly`;
  if (mm_hidden_size !== width)
    return `mm_hidden_size is ${mm_hidden_size} where the vision tower has ${width}`;
  return undefined;
}

/** Width of one attention head of the decoder. */
export function headSize(config: ModelConfig): number {
  return config.head_dim ?? config.hidden_size / config.num_attention_heads;
}

/** How many values of each head are turned by their position; the others stay as they are. */
export function rotarySize(config: ModelConfig): number {
  return Math.trunc(headSize(config) * config.partial_rotary_factor);
}

/** How many rows and columns of patches the vision tower takes. */
export function gridLimits(config: ModelConfig): { rows: number; columns: number } {
  const vision = config.vision_config;
  if (vision.model_type === 'marginalia_conv_naflex')
    return { rows: vision.max_rows, columns: vision.max_columns };
  return { rows: config.max_num_patches, columns: config.max_num_patches };
}

/** Number of values of one patch of a picture. */
export function patchValues(config: ModelConfig): number {
  const vision = config.vision_config;
  if (vision.model_type === 'marginalia_conv_naflex')
    return vision.patch_height * vision.patch_width * vision.num_channels;
  // Where the side is left out, the official code reads it off the tower's name.
  const named = config.mm_vision_tower?.includes('patch14') ? 14 : 16;
  return (vision.patch_size ?? named) ** 2 * vision.num_channels;
}
