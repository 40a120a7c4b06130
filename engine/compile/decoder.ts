import { headSize, rotarySize, type ModelConfig } from './config.ts';
import type { Value } from './graph.ts';
import { weight, type Build } from './layers.ts';
import { rotaryTables } from './rotary.ts';

/** Largest int64: "to the end" for Slice. */
const toEnd = Number.MAX_SAFE_INTEGER;

/**
 * The language model: Phi-3's decoder with its keys and values outside.
 *
 * In: `inputs_embeds` f32 [batch, sequence, hidden]; `attention_mask` i64 [batch, total] of ones,
 * total = positions known so far, these included; `num_logits_to_keep` i64 [], the number of last
 * positions whose logits are wanted (0: all); `past_key_values.i.key|value` f32 [batch, kv heads,
 * capacity, head]. Out: `logits` f32 [batch, kept, vocabulary]; `present.i.key|value`, which may
 * be the very buffers of the past: GroupQueryAttention then writes only the new rows.
 * That past and present share the name of their length says so to the runtime.
 */
export async function buildDecoder(build: Build, config: ModelConfig): Promise<void> {
  const { graph } = build;
  const h = config.hidden_size;
  const cache = ['batch_size', config.num_key_value_heads, 'cache_capacity', headSize(config)];
  const embeddings = graph.input('inputs_embeds', 'float32', ['batch_size', 'sequence_length', h]);
  const mask = graph.input('attention_mask', 'int64', ['batch_size', 'total_sequence_length']);
  const kept = graph.input('num_logits_to_keep', 'int64', []);
  for (let i = 0; i < config.num_hidden_layers; i++) {
    for (const part of ['key', 'value']) {
      graph.input(`past_key_values.${i}.${part}`, 'float32', cache);
      graph.output(`present.${i}.${part}`, 'float32', cache);
    }
  }
  const attention = attentionInputs(build, config, mask);
  let [sum, delta]: [Value, Value | null] = [embeddings, null];
  for (let i = 0; i < config.num_hidden_layers; i++) {
    const name = `model.layers.${i}`;
    const before = await skipNorm(build, config, sum, delta, `${name}.input_layernorm`);
    const attended = await attend(build, config, before.normed, i, attention);
    const between = await skipNorm(
      build,
      config,
      before.sum,
      attended,
      `${name}.post_attention_layernorm`,
    );
    delta = await feedForward(build, config, between.normed, `${name}.mlp`);
    sum = between.sum;
  }
  const { normed } = await skipNorm(build, config, sum, delta, 'model.norm');
  const starts = graph.op('Reshape', [graph.op('Neg', [kept]), graph.integers([1])]);
  const slice = [normed, starts, graph.integers([toEnd]), graph.integers([1])];
  const last = graph.op('Slice', slice, { name: 'last_hidden' });
  const head = config.tie_word_embeddings ? 'model.embed_tokens' : 'lm_head';
  const spec = { name: head, inputs: h, outputs: config.vocab_size, bias: false };
  const logits = await build.linear(build, last, [spec]);
  graph.node('Identity', [logits], ['logits']);
  graph.output('logits', 'float32', ['batch_size', 'kept_length', config.vocab_size]);
}

/** What every attention layer shares: lengths from the mask, and the rotary tables. */
function attentionInputs({ graph }: Build, config: ModelConfig, mask: Value) {
  const attributes = { keepdims: 0 };
  const ones = graph.op('ReduceSum', [mask, graph.integers([1])], { attributes });
  const int32 = { attributes: { to: 6 } };
  const lastPosition = graph.op('Cast', [graph.op('Sub', [ones, graph.integers([1])])], int32);
  const length = graph.op('Gather', [graph.op('Shape', [mask]), graph.integers(1)]);
  const total = graph.op('Cast', [length], int32);
  const tables = rotaryTables(
    config.max_position_embeddings,
    rotarySize(config),
    config.rope_theta,
  );
  const shape = [config.max_position_embeddings, rotarySize(config) / 2];
  const cosine = graph.floats('rotary.cos', shape, tables.cosine);
  const sine = graph.floats('rotary.sin', shape, tables.sine);
  return [lastPosition, total, cosine, sine];
}

/** RMSNorm of x + delta, and that sum, which is the residual stream. */
async function skipNorm(
  build: Build,
  config: ModelConfig,
  x: Value,
  delta: Value | null,
  name: string,
): Promise<{ normed: Value; sum: Value }> {
  const scale = await weight(build, `${name}.weight`, [config.hidden_size]);
  const epsilon = { float: config.rms_norm_eps };
  if (delta === null) {
    const attributes = { axis: -1, epsilon, stash_type: 1 };
    const normed = build.graph.op('SimplifiedLayerNormalization', [x, scale], { attributes, name });
    return { normed, sum: x };
  }
  const outputs = [name, '', '', `${name}.sum`];
  build.graph.node('SkipSimplifiedLayerNormalization', [x, delta, scale], outputs, { epsilon });
  return { normed: name, sum: `${name}.sum` };
}

async function attend(
  build: Build,
  config: ModelConfig,
  x: Value,
  layer: number,
  shared: readonly Value[],
): Promise<Value> {
  const { num_attention_heads: heads, num_key_value_heads: kvHeads } = config;
  const name = `model.layers.${layer}.self_attn`;
  const queries = heads * headSize(config);
  const outputs = queries + 2 * kvHeads * headSize(config);
  const inputs = config.hidden_size;
  const projection = { name: `${name}.qkv_proj`, inputs, outputs, bias: false };
  const qkv = await build.linear(build, x, [projection]);
  const past = [`past_key_values.${layer}.key`, `past_key_values.${layer}.value`];
  const attributes = { num_heads: heads, kv_num_heads: kvHeads, do_rotary: 1 };
  build.graph.node(
    'GroupQueryAttention',
    [qkv, null, null, ...past, ...shared],
    [name, `present.${layer}.key`, `present.${layer}.value`],
    attributes,
  );
  const output = { name: `${name}.o_proj`, inputs: queries, outputs: inputs, bias: false };
  return await build.linear(build, name, [output]);
}

/** SwiGLU: down(silu(gate(x)) · up(x)). */
async function feedForward(
  build: Build,
  config: ModelConfig,
  x: Value,
  name: string,
): Promise<Value> {
  const { graph } = build;
  const { hidden_size: h, intermediate_size: m } = config;
  const both = { name: `${name}.gate_up_proj`, inputs: h, outputs: 2 * m, bias: false };
  const [gate, up] = [`${name}.gate`, `${name}.up`];
  const halves = [await build.linear(build, x, [both]), graph.integers([m, m])];
  graph.node('Split', halves, [gate, up], { axis: -1 });
  // QuickGelu with alpha 1 is silu.
  const silu = graph.op('QuickGelu', [gate], { attributes: { alpha: { float: 1 } } });
  const product = graph.op('Mul', [silu, up]);
  const down = { name: `${name}.down_proj`, inputs: m, outputs: h, bias: false };
  return await build.linear(build, product, [down]);
}
