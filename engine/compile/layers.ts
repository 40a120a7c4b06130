import type { Graph, Value } from './graph.ts';

/** Where weights come from: a checkpoint, or made-up values in tests. Values are fp32, row-major. */
export interface Weights {
  /** Undefined for a tensor that is not there. */
  shapeOf(name: string): readonly number[] | undefined;
  read(name: string, shape: readonly number[]): Promise<Float32Array<ArrayBuffer>>;
  /** The same values in pieces of `length`; without it, tensors are read whole. */
  stream?(
    name: string,
    shape: readonly number[],
    length: number,
  ): AsyncIterable<Float32Array<ArrayBuffer>>;
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
  /** How tables are stored from which rows are picked; fp32 when it is left out. */
  readonly tables?: 'float32' | 'float16';
}

/** Values that are in memory at once while a tensor passes through: 16 MiB as fp32. */
const pieceValues = 4 << 20;

/** fp32 product: one MatMul with the transposed weights, and one Add for the biases. */
export const floatLinear: Linear = async (build, x, specs) => {
  const { name, inputs, outputs, reads } = stack(specs);
  const matrix = `${name}.weight`;
  await build.graph.store({
    parts: [{ name: matrix, type: 'float32', shape: [inputs, outputs] }],
    reads,
    make: async (write) => {
      const columns = new Float32Array(inputs * outputs);
      for await (const { values, row } of stackedRows(build.weights, specs)) {
        scatterColumns(values, inputs, row, columns, outputs);
      }
      await write(0, bytesOf(columns));
    },
  });
  const product = build.graph.op('MatMul', [x, matrix], { name: `${name}.product` });
  return await addBias(build, product, name, specs);
};

/** What several layers with one input are as one: a matrix [sum of outputs, inputs]. */
export function stack(specs: readonly LinearSpec[]) {
  const first = specs[0];
  if (!first) throw new RangeError('a linear layer needs at least one weight');
  const { name, inputs } = first;
  const outputs = specs.reduce((sum, spec) => sum + spec.outputs, 0);
  const reads = specs.map((spec) => ({
    name: `${spec.name}.weight`,
    shape: [spec.outputs, inputs],
  }));
  return { name, inputs, outputs, reads };
}

/** The rows of that matrix, some at a time: f32 [rows, inputs], from row number `row`. */
export async function* stackedRows(
  weights: Weights,
  specs: readonly LinearSpec[],
): AsyncGenerator<{ values: Float32Array; row: number }> {
  const { inputs, reads } = stack(specs);
  let row = 0;
  for (const { name, shape } of reads) {
    for await (const values of pieces(weights, name, shape)) {
      yield { values, row };
      row += values.length / inputs;
    }
  }
}

/** A tensor in pieces of whole rows (of its last axis). */
export async function* pieces(
  weights: Weights,
  name: string,
  shape: readonly number[],
): AsyncGenerator<Float32Array> {
  const width = shape.at(-1) ?? 1;
  const length = Math.max(1, Math.floor(pieceValues / width)) * width;
  if (weights.stream) yield* weights.stream(name, shape, length);
  else yield await weights.read(name, shape);
}

/** Writes rows, [rows, width], as columns from number `first` of a matrix [width, columns]. */
export function scatterColumns<T extends Float32Array | Uint16Array>(
  rows: T,
  width: number,
  first: number,
  matrix: T,
  columns: number,
): void {
  const count = rows.length / width;
  for (let c = 0; c < width; c++) {
    const start = c * columns + first;
    for (let r = 0; r < count; r++) matrix[start + r] = rows[r * width + c]!;
  }
}

/** Adds the biases of the specs, if they have any, to their product. */
export async function addBias(
  build: Build,
  product: Value,
  name: string,
  specs: readonly LinearSpec[],
): Promise<Value> {
  const biased = specs.filter((spec) => spec.bias);
  if (biased.length === 0) return product;
  const bias = `${name}.bias`;
  await build.graph.store({
    parts: [{ name: bias, type: 'float32', shape: [stack(specs).outputs] }],
    reads: biased.map((spec) => ({ name: `${spec.name}.bias`, shape: [spec.outputs] })),
    make: async (write) => {
      for (const { name, outputs, bias } of specs) {
        const values = bias ? await build.weights.read(`${name}.bias`, [outputs]) : undefined;
        await write(0, bytesOf(values ?? new Float32Array(outputs)));
      }
    },
  });
  return build.graph.op('Add', [product, bias], { name: `${name}.output` });
}

/** Reads one tensor and adds it to the graph under its own name. */
export async function weight(build: Build, name: string, shape: readonly number[]): Promise<Value> {
  await build.graph.store({
    parts: [{ name, type: 'float32', shape }],
    reads: [{ name, shape }],
    make: async (write) => {
      for await (const values of pieces(build.weights, name, shape))
        await write(0, bytesOf(values));
    },
  });
  return name;
}

/** The bytes of a typed array, not copied. */
export const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

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
