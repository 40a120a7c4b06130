import type { SiglipVisionConfig } from './config.ts';
import type { Value } from './graph.ts';
import { weight, type Build } from './layers.ts';
import type { Grid } from './positions.ts';
import { siglipBlock } from './vision-siglip-block.ts';
import { resizedPositions } from './vision-siglip-positions.ts';

const tower = 'model.vision_tower.vision_tower.vision_model';

/**
 * SigLIP 2 with NaFlex as Phi-4-reasoning-vision reads it: the hidden states before the last
 * layer, without the norm and the pooling head after it. `patch` is the number of values of one
 * patch. Returns f32 [1, rows·columns, width].
 *
 * The mask only tells the padding, which comes last: it is cut off before the first layer, so that
 * attention needs no mask and never holds a matrix of 3600 by 3600.
 */
export async function buildSiglipEncoder(
  build: Build,
  vision: SiglipVisionConfig,
  patch: number,
): Promise<Value> {
  const { graph } = build;
  const grid: Grid = { rows: 'rows', columns: 'columns' };
  const sizes = graph.op('Reshape', ['spatial_shapes', graph.integers([2])]);
  graph.node('Split', [sizes, graph.integers([1, 1])], [grid.rows, grid.columns], { axis: 0 });
  const patches = graph.op('Mul', [grid.rows, grid.columns]);
  const slice = ['pixel_values', graph.integers([0]), patches, graph.integers([1])];
  const used = graph.op('Slice', slice);
  const width = vision.hidden_size;
  const embedding = {
    ...{ name: `${tower}.embeddings.patch_embedding`, inputs: patch, outputs: width, bias: true },
  };
  const embedded = await build.linear(build, used, [embedding]);
  const table = await weight(build, `${tower}.embeddings.position_embedding.weight`, [
    vision.num_patches,
    width,
  ]);
  const positions = resizedPositions(graph, table, Math.sqrt(vision.num_patches), width, grid);
  let x = graph.op('Add', [embedded, positions], { name: `${tower}.embeddings` });
  for (let i = 0; i < vision.num_hidden_layers - 1; i++) {
    x = await siglipBlock(build, vision, x, `${tower}.encoder.layers.${i}`);
  }
  return x;
}
