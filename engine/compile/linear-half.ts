/** Weights stored as fp16 and widened when the graph is loaded: half the disk, fp32 arithmetic. */
import { floatToHalf } from './half.ts';
import type { Value } from './graph.ts';
import { addBias, bytesOf, pieces, scatterColumns, stack, stackedRows } from './layers.ts';
import type { Build, Linear } from './layers.ts';

/** One MatMul with the transposed weights in fp16, and one Add for the biases in fp32. */
export const halfLinear: Linear = async (build, x, specs) => {
  const { name, inputs, outputs, reads } = stack(specs);
  const matrix = `${name}.weight`;
  await build.graph.store({
    parts: [{ name: matrix, type: 'float16', shape: [inputs, outputs] }],
    reads,
    make: async (write) => {
      const columns = new Uint16Array(inputs * outputs);
      for await (const { values, row } of stackedRows(build.weights, specs)) {
        scatterColumns(floatToHalf(values), inputs, row, columns, outputs);
      }
      await write(0, bytesOf(columns));
    },
  });
  const attributes = { to: 1 };
  const widened = build.graph.op('Cast', [matrix], { attributes, name: `${matrix}.widened` });
  const product = build.graph.op('MatMul', [x, widened], { name: `${name}.product` });
  return await addBias(build, product, name, specs);
};

/** Adds a tensor as fp16, under its own name. */
export async function halfTable(
  build: Build,
  name: string,
  shape: readonly number[],
): Promise<Value> {
  await build.graph.store({
    parts: [{ name, type: 'float16', shape }],
    reads: [{ name, shape }],
    make: async (write) => {
      for await (const values of pieces(build.weights, name, shape)) {
        await write(0, bytesOf(floatToHalf(values)));
      }
    },
  });
  return name;
}
