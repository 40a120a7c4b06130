/** Makes a complete model folder with random weights, small enough to compile in milliseconds. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const specials = [
  ...['<pad>', '<unk>', '<s>', '<|end|>', '<|user|>', '<|assistant|>', '<|latex|>'],
  ...['<think>', '</think>', '<nothink>'],
];
const words = [
  '\\alpha ',
  '\\frac ',
  '{',
  '}',
  '^',
  '_',
  '1',
  '2',
  '+',
  ' ',
  ...Array.from('abcdefghijklm'),
];
const vocabulary = [...specials, ...words];

export const tinyConfig = {
  model_type: 'phi4-siglip',
  architectures: ['Phi4ForCausalLMV'],
  hidden_size: 32,
  intermediate_size: 48,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 16,
  rope_theta: 10000,
  partial_rotary_factor: 1,
  rms_norm_eps: 1e-5,
  vocab_size: vocabulary.length,
  max_position_embeddings: 128,
  tie_word_embeddings: false,
  bos_token_id: 2,
  eos_token_id: 3,
  pad_token_id: 0,
  mm_projector_type: 'mlp2x_gelu',
  mm_hidden_size: 16,
  vision_config: {
    model_type: 'marginalia_conv_naflex',
    hidden_size: 16,
    intermediate_size: 24,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    num_channels: 1,
    patch_height: 16,
    patch_width: 8,
    stem_channels: [4, 8, 8, 8, 8, 16],
    stem_strides: [
      ...[
        [2, 2],
        [2, 2],
        [1, 1],
        [2, 2],
        [1, 1],
        [2, 1],
      ], // together one patch of 16×8
    ],
    hidden_act: 'gelu',
    layer_norm_eps: 1e-5,
    max_rows: 8,
    max_columns: 16,
  },
};

export type TinyConfig = typeof tinyConfig;

/** Names and shapes of the tensors of a checkpoint. */
export function tensorShapes(config: TinyConfig): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  const linear = (name: string, inputs: number, outputs: number, bias: boolean): void => {
    shapes.set(`${name}.weight`, [outputs, inputs]);
    if (bias) shapes.set(`${name}.bias`, [outputs]);
  };
  const norm = (name: string, width: number): void => {
    shapes.set(`${name}.weight`, [width]).set(`${name}.bias`, [width]);
  };
  const vision = config.vision_config;
  const [d, h, tower] = [vision.hidden_size, config.hidden_size, 'model.vision_tower'];
  vision.stem_channels.forEach((outputs, k) => {
    const inputs = k === 0 ? vision.num_channels : (vision.stem_channels[k - 1] ?? 0);
    shapes.set(`${tower}.stem.${k}.weight`, [outputs, inputs, 3, 3]);
    shapes.set(`${tower}.stem.${k}.bias`, [outputs]);
  });
  norm(`${tower}.stem_norm`, d);
  norm(`${tower}.post_layernorm`, d);
  for (const [name, width] of [
    [tower, d],
    ['model.mm_projector', h],
  ] as const) {
    shapes.set(`${name}.position_row`, [vision.max_rows, width]);
    shapes.set(`${name}.position_column`, [vision.max_columns, width]);
  }
  for (let i = 0; i < vision.num_hidden_layers; i++) {
    const layer = `${tower}.encoder.layers.${i}`;
    norm(`${layer}.layer_norm1`, d);
    norm(`${layer}.layer_norm2`, d);
    for (const part of ['q', 'k', 'v', 'out'])
      linear(`${layer}.self_attn.${part}_proj`, d, d, true);
    linear(`${layer}.mlp.fc1`, d, vision.intermediate_size, true);
    linear(`${layer}.mlp.fc2`, vision.intermediate_size, d, true);
  }
  linear('model.mm_projector.0', config.mm_hidden_size, 2 * h, true);
  linear('model.mm_projector.2', 2 * h, h, true);
  shapes.set('model.embed_tokens.weight', [config.vocab_size, h]);
  const heads = config.num_attention_heads + 2 * config.num_key_value_heads;
  for (let i = 0; i < config.num_hidden_layers; i++) {
    const layer = `model.layers.${i}`;
    shapes.set(`${layer}.input_layernorm.weight`, [h]);
    shapes.set(`${layer}.post_attention_layernorm.weight`, [h]);
    linear(`${layer}.self_attn.qkv_proj`, h, heads * config.head_dim, false);
    linear(`${layer}.self_attn.o_proj`, config.num_attention_heads * config.head_dim, h, false);
    linear(`${layer}.mlp.gate_up_proj`, h, 2 * config.intermediate_size, false);
    linear(`${layer}.mlp.down_proj`, config.intermediate_size, h, false);
  }
  shapes.set('model.norm.weight', [h]);
  linear('lm_head', h, config.vocab_size, false);
  return shapes;
}

/** Writes a safetensors file (fp32) with the given tensors. */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>,
): Promise<void> {
  const header: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
    parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(new BigUint64Array([BigInt(json.length)]).buffer);
  await writeFile(path, Buffer.concat([length, json, ...parts]));
}

/** Uniform in [-1, 1), the same on each run: a linear congruential generator. */
export function randomValues(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 52 - 1;
  };
}

function randomWeights(config: TinyConfig) {
  const next = randomValues(1);
  const tensors = new Map<string, { shape: number[]; values: Float32Array }>();
  for (const [name, shape] of tensorShapes(config)) {
    const size = shape.reduce((product, n) => product * n, 1);
    const isScale = shape.length === 1 && name.endsWith('.weight');
    const spread = shape.length > 1 ? Math.sqrt(3 / (size / (shape[0] ?? 1))) : 0.1;
    const values = Float32Array.from({ length: size }, () => next() * spread + (isScale ? 1 : 0));
    tensors.set(name, { shape, values });
  }
  return tensors;
}

function tokenizerJson(): unknown {
  const addedTokens = specials.map((content, id) => ({
    ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false },
    special: !content.endsWith('think>') || content === '<nothink>',
  }));
  const regex = '\\\\(?:[A-Za-z]+ ?|[^A-Za-z])|[^\\\\]';
  return {
    ...{ version: '1.0', truncation: null, padding: null, added_tokens: addedTokens },
    ...{ normalizer: null, post_processor: null, decoder: { type: 'Fuse' } },
    pre_tokenizer: {
      type: 'Split',
      pattern: { Regex: regex },
      behavior: 'Isolated',
      invert: false,
    },
    model: {
      ...{ type: 'BPE', unk_token: '<unk>', ignore_merges: true, merges: [] },
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  };
}

const chatTemplate = `{% for message in messages %}{% if message.role == 'user' %}<|user|>{{ message.content }}\
{% else %}<|assistant|>{{ message.content }}<|end|>{% endif %}{% endfor %}\
{% if add_generation_prompt %}<|assistant|>{% endif %}`;

const preprocessor = {
  ...{ image_processor_type: 'MarginaliaImageProcessor', num_channels: 1 },
  ...{ patch_height: 16, patch_width: 8, rescale_factor: 1 / 255 },
  ...{ image_mean: [1], image_std: [-1], padding: 4, x_height: 6.5, x_height_range: [5, 9.5] },
  ...{ min_num_patches: 1, max_num_patches: 128 },
};

/** Writes a whole model folder into a temporary directory that goes away with the test. */
export async function tinyModel(
  context: Pick<TestContext, 'after'>,
  overrides: Partial<TinyConfig> = {},
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-tiny-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const config = { ...tinyConfig, ...overrides };
  await writeSafetensors(join(directory, 'model.safetensors'), randomWeights(config));
  const documents = {
    'config.json': config,
    'tokenizer.json': tokenizerJson(),
    'tokenizer_config.json': { clean_up_tokenization_spaces: false, unk_token: '<unk>' },
    'preprocessor_config.json': preprocessor,
    'generation_config.json': { eos_token_id: 3, pad_token_id: 0, do_sample: false },
  };
  for (const [name, value] of Object.entries(documents)) {
    await writeFile(join(directory, name), JSON.stringify(value, null, 1));
  }
  await writeFile(join(directory, 'chat_template.jinja'), chatTemplate);
  return directory;
}
