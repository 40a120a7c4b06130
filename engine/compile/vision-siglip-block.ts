import type { VisionConfig } from './config.ts';
import type { Value } from './graph.ts';
import { gelu, layerNorm, type Build } from './layers.ts';

type VisionBlockConfig = Pick<
  VisionConfig,
  'hidden_size' | 'intermediate_size' | 'num_attention_heads' | 'hidden_act' | 'layer_norm_eps'
>;

/** Pre-norm transformer block with full attention, as in SigLIP. */
export async function siglipBlock(
  build: Build,
  vision: VisionBlockConfig,
  x: Value,
  name: string,
): Promise<Value> {
  const { graph } = build;
  const { hidden_size: width, intermediate_size: inner, layer_norm_eps: epsilon } = vision;
  const before = await layerNorm(build, x, `${name}.layer_norm1`, width, epsilon);
  const attended = await selfAttention(build, vision, before, `${name}.self_attn`);
  const middle = graph.op('Add', [x, attended]);
  const normed = await layerNorm(build, middle, `${name}.layer_norm2`, width, epsilon);
  const wide = { name: `${name}.mlp.fc1`, inputs: width, outputs: inner, bias: true };
  const activated = gelu(graph, await build.linear(build, normed, [wide]), vision.hidden_act);
  const narrow = { name: `${name}.mlp.fc2`, inputs: inner, outputs: width, bias: true };
  return graph.op('Add', [middle, await build.linear(build, activated, [narrow])]);
}

async function selfAttention(
  build: Build,
  vision: VisionBlockConfig,
  x: Value,
  name: string,
): Promise<Value> {
  const width = vision.hidden_size;
  const square = (part: string) => ({
    ...{ name: `${name}.${part}`, inputs: width, outputs: width, bias: true },
  });
  const qkv = await build.linear(build, x, [square('q_proj'), square('k_proj'), square('v_proj')]);
  const parts = ['q', 'k', 'v'].map((part) => `${name}.${part}`);
  const sizes = build.graph.integers([width, width, width]);
  build.graph.node('Split', [qkv, sizes], parts, { axis: -1 });
  const attributes = { num_heads: vision.num_attention_heads };
  const attended = build.graph.op('MultiHeadAttention', parts, { attributes, name });
  return await build.linear(build, attended, [square('out_proj')]);
}
