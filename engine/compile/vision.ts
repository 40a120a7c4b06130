import { patchValues, type ConvVisionConfig, type ModelConfig } from './config.ts';
import type { Value } from './graph.ts';
import { gelu, type Build } from './layers.ts';
import { addPositions } from './positions.ts';
import { buildConvEncoder } from './vision-conv.ts';
import { buildSiglipEncoder } from './vision-siglip.ts';

/**
 * The vision graph: encoder, then projector to the decoder's width.
 *
 * In: `pixel_values` f32 [1, patches, patch values], row-major, each patch flattened as
 * (y, x, channel); `pixel_attention_mask` i64 [1, patches]; `spatial_shapes` i64 [1, 2], rows and
 * columns. Patches past rows·columns are padding. Out: `image_features` f32 [rows·columns, hidden]; of a model
 * that drops masked patches only the rows that the mask marks.
 */
export async function buildVision(build: Build, config: ModelConfig): Promise<void> {
  const { graph } = build;
  const vision = config.vision_config;
  const patch = patchValues(config);
  graph.input('pixel_values', 'float32', [1, 'num_patches', patch]);
  graph.input('pixel_attention_mask', 'int64', [1, 'num_patches']);
  graph.input('spatial_shapes', 'int64', [1, 2]);
  const features =
    vision.model_type === 'siglip2_vision_model'
      ? await project(build, config, await buildSiglipEncoder(build, vision, patch))
      : await convFeatures(build, config, vision);
  const flat = graph.integers([-1, config.hidden_size]);
  graph.node('Reshape', [features, flat], ['image_features']);
  graph.output('image_features', 'float32', ['num_image_tokens', config.hidden_size]);
}

/** The bundled model tells the decoder each row's place once more, after the projector. */
async function convFeatures(
  build: Build,
  config: ModelConfig,
  vision: ConvVisionConfig,
): Promise<Value> {
  const encoded = await buildConvEncoder(build, vision);
  const projected = await project(build, config, encoded.features);
  const limits = [vision.max_rows, vision.max_columns] as const;
  const name = 'model.mm_projector';
  return await addPositions(build, projected, name, encoded, limits, config.hidden_size);
}

/** Two linear layers with an exact GELU between them (mlp2x_gelu). */
async function project(build: Build, config: ModelConfig, x: Value): Promise<Value> {
  const { mm_hidden_size: inputs, hidden_size: outputs } = config;
  const name = 'model.mm_projector';
  // config.json does not tell the width between the two; the official model has the decoder's.
  const inner = build.weights.shapeOf(`${name}.0.bias`)?.[0] ?? outputs;
  const wide = { name: `${name}.0`, inputs, outputs: inner, bias: true };
  const activated = gelu(build.graph, await build.linear(build, x, [wide]), 'gelu');
  const narrow = { name: `${name}.2`, inputs: inner, outputs, bias: true };
  return await build.linear(build, activated, [narrow]);
}
