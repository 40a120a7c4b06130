import type { ConvVisionConfig } from './config.ts';
import type { Value } from './graph.ts';
import { layerNorm, weight, type Build } from './layers.ts';
import { addPositions, keptOf, type Grid } from './positions.ts';
import { siglipBlock } from './vision-siglip-block.ts';

const tower = 'model.vision_tower';

/** An encoder's output before the projector. */
export interface EncodedImage extends Grid {
  /** f32 [1, kept, mm_hidden_size], row by row. */
  readonly features: Value;
}

/** The bundled model's encoder: patches back to a picture, convolutions, SigLIP blocks. */
export async function buildConvEncoder(
  build: Build,
  vision: ConvVisionConfig,
): Promise<EncodedImage> {
  const { graph } = build;
  const width = vision.hidden_size;
  const [rows, columns] = ['rows', 'columns'];
  const sizes = graph.op('Reshape', ['spatial_shapes', graph.integers([2])]);
  graph.node('Split', [sizes, graph.integers([1, 1])], [rows, columns], { axis: 0 });
  const picture = assemble(build, vision, rows, columns);
  const map = await stem(build, vision, picture);
  const flat = graph.op('Reshape', [map, graph.integers([1, width, -1])]);
  const sequence = graph.op('Transpose', [flat], { attributes: { perm: [0, 2, 1] } });
  const epsilon = vision.layer_norm_eps;
  const normed = await layerNorm(build, sequence, `${tower}.stem_norm`, width, epsilon);
  const limits = [vision.max_rows, vision.max_columns] as const;
  const grid = { rows, columns, kept: keptPatches(build, vision, rows, columns) };
  const shown = keptOf(build, normed, grid);
  let x = await addPositions(build, shown, tower, grid, limits, width);
  for (let i = 0; i < vision.num_hidden_layers; i++) {
    x = await siglipBlock(build, vision, x, `${tower}.encoder.layers.${i}`);
  }
  const features = await layerNorm(build, x, `${tower}.post_layernorm`, width, epsilon);
  return { features, ...grid };
}

/** Indices of the patches that the mask marks, i64 [kept]; undefined for a model that takes all. */
function keptPatches(
  { graph }: Build,
  { drops_masked_patches: drops }: ConvVisionConfig,
  rows: Value,
  columns: Value,
): Value | undefined {
  if (!drops) return undefined;
  const all = graph.op('Reshape', ['pixel_attention_mask', graph.integers([-1])]);
  const count = graph.op('Mul', [rows, columns]);
  const mask = graph.op('Slice', [all, graph.integers([0]), count, graph.integers([0])]);
  return graph.op('Reshape', [graph.op('NonZero', [mask]), graph.integers([-1])]);
}

/** [1, patches, (y, x, channel)] to the picture [1, channels, rows·patch height, columns·patch width]. */
function assemble({ graph }: Build, vision: ConvVisionConfig, rows: Value, columns: Value): Value {
  const { patch_height: height, patch_width: width, num_channels: channels } = vision;
  const patches = graph.op('Mul', [rows, columns]);
  const slice = ['pixel_values', graph.integers([0]), patches, graph.integers([1])];
  const used = graph.op('Slice', slice);
  const concat = { attributes: { axis: 0 } };
  const grid = graph.op(
    'Concat',
    [rows, columns, graph.integers([height, width, channels])],
    concat,
  );
  const split = graph.op('Reshape', [used, grid]);
  const woven = graph.op('Transpose', [split], { attributes: { perm: [4, 0, 2, 1, 3] } });
  const pixelRows = graph.op('Mul', [rows, graph.integers([height])]);
  const pixelColumns = graph.op('Mul', [columns, graph.integers([width])]);
  const shape = [graph.integers([1, channels]), pixelRows, pixelColumns];
  return graph.op('Reshape', [woven, graph.op('Concat', shape, concat)], { name: 'picture' });
}

/** 3×3 convolutions with ReLU; the strides together bring one patch to one cell. */
async function stem(build: Build, vision: ConvVisionConfig, picture: Value): Promise<Value> {
  let [x, channels] = [picture, vision.num_channels];
  for (const [k, outputs] of vision.stem_channels.entries()) {
    const name = `${tower}.stem.${k}`;
    const kernel = await weight(build, `${name}.weight`, [outputs, channels, 3, 3]);
    const bias = await weight(build, `${name}.bias`, [outputs]);
    const strides = vision.stem_strides[k] ?? [1, 1];
    const attributes = { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides };
    const convolved = build.graph.op('Conv', [x, kernel, bias], { attributes, name });
    [x, channels] = [build.graph.op('Relu', [convolved]), outputs];
  }
  return x;
}
