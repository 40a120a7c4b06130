import { modelCorrupt } from '../errors.ts';
import { addBias, bytesOf, stack, stackedRows, type Linear } from './layers.ts';
import { blockBytes, blocksOf, blockSize, quantizeRows, type Bits } from './quantize.ts';

/** Activations are quantized to int8 a block at a time: the fast kernels of CPUs work on these. */
const int8Activations = 4;

/**
 * A product with block-quantized weights (onnxruntime's MatMulNBits). Both widths go through it: at
 * 8 bits, too, a scale for each 32 values is nearer to the weights than DynamicQuantizeMatMul with
 * its scale for a whole column, and a block that holds an outlier spoils no other.
 * `headBits` is for the product with the vocabulary, where an error goes straight into the logits.
 */
export const blockLinear =
  (bits: Bits, headBits: Bits): Linear =>
  async (build, x, specs) => {
    const { name, inputs, outputs, reads } = stack(specs);
    const width = name.startsWith('model.layers.') ? bits : headBits;
    const blocks = blocksOf(inputs);
    const [codes, scales] = [`${name}.codes`, `${name}.scales`];
    await build.graph.store({
      parts: [
        { name: codes, type: 'uint8', shape: [outputs, blocks, blockBytes(width)] },
        { name: scales, type: 'float32', shape: [outputs, blocks] },
      ],
      reads,
      make: async (write) => {
        for await (const { values } of stackedRows(build.weights, specs)) {
          const quantized = quantize(values, inputs, width, name);
          await write(0, quantized.codes);
          await write(1, bytesOf(quantized.scales));
        }
      },
    });
    const sizes = { K: inputs, N: outputs, bits: width, block_size: blockSize };
    const attributes = { ...sizes, accuracy_level: int8Activations };
    const product = build.graph.op('MatMulNBits', [x, codes, scales], {
      ...{ attributes, name: `${name}.product` },
    });
    return await addBias(build, product, name, specs);
  };

function quantize(values: Float32Array, columns: number, bits: Bits, name: string) {
  try {
    return quantizeRows(values, columns, bits);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw modelCorrupt(`${name}.weight`, error.message, error);
  }
}
