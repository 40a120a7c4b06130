import type { Graph, Value } from './graph.ts';

/** Where weights come from: a checkpoint, or made-up values in tests. Values are fp32, row-major. */
export interface Weights {
  /** Undefined for a tensor that is not there. */
  shapeOf(name: string): readonly number[] | undefined;
  read(name: string, shape: readonly number[]): Promise<Float32Array<ArrayBuffer>>;
}

/** A linear layer as PyTorch stores it: `<name>.weight` [outputs, inputs], `<name>.bias` [outputs]. */
export interface LinearSpec {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly bias: boolean;
}

/**
 * Adds x·Wᵀ + b to a graph. Several specs with the same input width become one product whose
 * outputs lie side by side. The precision of a graph is the choice of this function.
 */
export type Linear = (build: Build, x: Value, specs: readonly LinearSpec[]) => Promise<Value>;

/** What a graph builder needs: the graph to add to, the weights, and the kind of product. */
export interface Build {
  readonly graph: Graph;
  readonly weights: Weights;
  readonly linear: Linear;
}

/** fp32 product: one MatMul with the transposed weights, and one Add for the biases. */
export const floatLinear: Linear = async (build, x, specs) => {
  const { name, inputs, outputs, weight } = await stackedWeight(build.weights, specs);
  const transposed = transpose(weight, outputs, inputs);
  const matrix = build.graph.floats(`${name}.weight`, [inputs, outputs], transposed);
  const product = build.graph.op('MatMul', [x, matrix], { name: `${name}.product` });
  return await addBias(build, product, name, specs);
};

/** Reads the weights of several layers with one input as one matrix [sum of outputs, inputs]. */
export async function stackedWeight(weights: Weights, specs: readonly LinearSpec[]) {
  const first = specs[0];
  if (!first) throw new RangeError('a linear layer needs at least one weight');
  const { name, inputs } = first;
  const parts: Float32Array[] = [];
  for (const spec of specs) {
    parts.push(await weights.read(`${spec.name}.weight`, [spec.outputs, inputs]));
  }
  const outputs = specs.reduce((sum, spec) => sum + spec.outputs, 0);
  return { name, inputs, outputs, weight: concatenate(parts) };
}

/** Adds the biases of the specs, if they have any, to their product. */
export async function addBias(
  build: Build,
  product: Value,
  name: string,
  specs: readonly LinearSpec[],
): Promise<Value> {
  if (!specs.some((spec) => spec.bias)) return product;
  const parts: Float32Array[] = [];
  for (const spec of specs) {
    const { outputs } = spec;
    const bias = spec.bias ? await build.weights.read(`${spec.name}.bias`, [outputs]) : undefined;
    parts.push(bias ?? new Float32Array(outputs));
  }
  const values = concatenate(parts);
  const bias = build.graph.floats(`${name}.bias`, [values.length], values);
  return build.graph.op('Add', [product, bias], { name: `${name}.output` });
}

/** Reads one tensor and adds it to the graph under its own name. */
export async function weight(build: Build, name: string, shape: readonly number[]): Promise<Value> {
  return build.graph.floats(name, shape, await build.weights.read(name, shape));
}

/** LayerNorm over the last axis, with `<name>.weight` and `<name>.bias` [width]. */
export async function layerNorm(
  build: Build,
  x: Value,
  name: string,
  width: number,
  epsilon: number,
): Promise<Value> {
  const scale = await weight(build, `${name}.weight`, [width]);
  const bias = await weight(build, `${name}.bias`, [width]);
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  return build.graph.op('LayerNormalization', [x, scale, bias], { attributes, name });
}

/** GELU, exact (erf) or by tanh, as config.json names them. */
export function gelu(graph: Graph, x: Value, kind: 'gelu' | 'gelu_pytorch_tanh'): Value {
  const approximate = kind === 'gelu' ? 'none' : 'tanh';
  return graph.op('Gelu', [x], { attributes: { approximate } });
}

/** [rows, columns] to [columns, rows]. */
export function transpose(
  values: Float32Array,
  rows: number,
  columns: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) result[c * rows + r] = values[r * columns + c]!;
  }
  return result;
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const result = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
