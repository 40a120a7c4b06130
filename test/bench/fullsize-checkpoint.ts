/** A made-up checkpoint with the sizes of Phi-4-reasoning-vision-15B: names, shapes and documents. */

export interface FullsizeOptions {
  /** 40 in the real model. */
  readonly layers: number;
  /** 27 in the real model, of which 26 are used. */
  readonly visionLayers: number;
}

export interface TensorPlace {
  readonly name: string;
  readonly shape: readonly number[];
  /** Bytes of the data section of its shard. */
  readonly start: number;
  readonly end: number;
}

export interface Shard {
  readonly name: string;
  readonly header: Uint8Array;
  readonly tensors: readonly TensorPlace[];
  readonly bytes: number;
}

const [hidden, inner, vocabulary, heads, kvHeads, head] = [5120, 17920, 100352, 40, 10, 128];
const [visionWidth, visionInner] = [1152, 4304];
const shardBytes = 4.9e9;

export function config({ layers, visionLayers }: FullsizeOptions) {
  return {
    ...{ model_type: 'phi4-siglip', architectures: ['Phi4ForCausalLMV'], dtype: 'bfloat16' },
    ...{ hidden_size: hidden, intermediate_size: inner, num_hidden_layers: layers },
    ...{ num_attention_heads: heads, num_key_value_heads: kvHeads, vocab_size: vocabulary },
    ...{ rms_norm_eps: 1e-5, rope_theta: 500000, rope_scaling: null, partial_rotary_factor: 1 },
    ...{ max_position_embeddings: 32768, tokenizer_model_max_length: 8192, hidden_act: 'silu' },
    ...{ tie_word_embeddings: false, sliding_window: null, attention_bias: false },
    ...{ bos_token_id: 100257, eos_token_id: 100265, pad_token_id: 100349 },
    ...{ mm_hidden_size: visionWidth, mm_projector_type: 'mlp2x_gelu', use_s2: false },
    mm_vision_tower: 'google/siglip2-so400m-patch16-naflex',
    ...{ min_num_patches: 256, max_num_patches: 3600 },
    vision_config: {
      ...{ model_type: 'siglip2_vision_model', hidden_size: visionWidth },
      ...{ intermediate_size: visionInner, num_hidden_layers: visionLayers },
      num_attention_heads: 16,
    },
  };
}

/** Every tensor of the checkpoint in the order of its files, bf16. */
export function tensorShapes({ layers, visionLayers }: FullsizeOptions): [string, number[]][] {
  const shapes: [string, number[]][] = [['model.embed_tokens.weight', [vocabulary, hidden]]];
  for (let i = 0; i < layers; i++) {
    const layer = `model.layers.${i}`;
    shapes.push(
      [`${layer}.input_layernorm.weight`, [hidden]],
      [`${layer}.mlp.down_proj.weight`, [hidden, inner]],
      [`${layer}.mlp.gate_up_proj.weight`, [2 * inner, hidden]],
      [`${layer}.post_attention_layernorm.weight`, [hidden]],
      [`${layer}.self_attn.o_proj.weight`, [hidden, heads * head]],
      [`${layer}.self_attn.qkv_proj.weight`, [(heads + 2 * kvHeads) * head, hidden]],
    );
  }
  shapes.push(['model.norm.weight', [hidden]], ['lm_head.weight', [vocabulary, hidden]]);
  const linear = (name: string, outputs: number, inputs: number): void => {
    shapes.push([`${name}.weight`, [outputs, inputs]], [`${name}.bias`, [outputs]]);
  };
  const norm = (name: string): void => {
    shapes.push([`${name}.weight`, [visionWidth]], [`${name}.bias`, [visionWidth]]);
  };
  linear('model.mm_projector.0', hidden, visionWidth);
  linear('model.mm_projector.2', hidden, hidden);
  const tower = 'model.vision_tower.vision_tower.vision_model';
  linear(`${tower}.embeddings.patch_embedding`, visionWidth, 768);
  shapes.push([`${tower}.embeddings.position_embedding.weight`, [256, visionWidth]]);
  for (let i = 0; i < visionLayers; i++) {
    const layer = `${tower}.encoder.layers.${i}`;
    norm(`${layer}.layer_norm1`);
    norm(`${layer}.layer_norm2`);
    linear(`${layer}.mlp.fc1`, visionInner, visionWidth);
    linear(`${layer}.mlp.fc2`, visionWidth, visionInner);
    for (const part of ['q', 'k', 'v', 'out'])
      linear(`${layer}.self_attn.${part}_proj`, visionWidth, visionWidth);
  }
  norm(`${tower}.post_layernorm`);
  return shapes;
}

/** Cuts the tensors into shards as the real checkpoint is cut, and writes their headers. */
export function shards(options: FullsizeOptions): Shard[] {
  const groups: [string, number[]][][] = [[]];
  let bytes = 0;
  for (const tensor of tensorShapes(options)) {
    const size = 2 * tensor[1].reduce((product, n) => product * n, 1);
    if (bytes > 0 && bytes + size > shardBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(tensor);
    bytes += size;
  }
  const pad = (n: number) => String(n).padStart(5, '0');
  return groups.map((group, i) =>
    shard(`model-${pad(i + 1)}-of-${pad(groups.length)}.safetensors`, group),
  );
}

function shard(name: string, group: readonly [string, number[]][]): Shard {
  const tensors: TensorPlace[] = [];
  const entries: Record<string, unknown> = {};
  let start = 0;
  for (const [tensor, shape] of group) {
    const end = start + 2 * shape.reduce((product, n) => product * n, 1);
    entries[tensor] = { dtype: 'BF16', shape, data_offsets: [start, end] };
    tensors.push({ name: tensor, shape, start, end });
    start = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const header = new Uint8Array(8 + json.length);
  new DataView(header.buffer).setBigUint64(0, BigInt(json.length), true);
  header.set(json, 8);
  return { name, header, tensors, bytes: header.length + start };
}

export function index(all: readonly Shard[]) {
  const map = all.flatMap(({ name, tensors }) => tensors.map((tensor) => [tensor.name, name]));
  return { weight_map: Object.fromEntries(map) as Record<string, string> };
}
