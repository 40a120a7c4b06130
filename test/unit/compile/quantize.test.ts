import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../../../engine/compile/graph.ts';
import { floatToHalf, halfToFloat } from '../../../engine/compile/half.ts';
import { blockLinear } from '../../../engine/compile/linear-blocks.ts';
import { halfLinear } from '../../../engine/compile/linear-half.ts';
import type { Linear } from '../../../engine/compile/layers.ts';
import { quantizeRows, type Bits } from '../../../engine/compile/quantize.ts';
import { relativeError } from '../../../engine/runtime/device.ts';
import { randomValues } from '../support/tiny-model.ts';

/** Codes back to values, as the definition of MatMulNBits says it: one at a time. */
function dequantize(values: Float32Array, columns: number, bits: Bits): number[] {
  const { codes, scales } = quantizeRows(values, columns, bits);
  const blocks = Math.ceil(columns / 32);
  return Array.from(values, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const block = row * blocks + Math.floor(column / 32);
    const place = (block * 32 + (column % 32)) * bits;
    const code = (codes[place >> 3]! >> (place & 7)) & (2 ** bits - 1);
    return (code - 2 ** (bits - 1)) * scales[block]!;
  });
}

function random(seed: number, length: number): Float32Array {
  const next = randomValues(seed);
  return Float32Array.from({ length }, () => next() + next() + next());
}

test('no value is further from its code than half a step, or a whole one at the clipped end', () => {
  const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 });
  const rows = fc.array(value, { minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(rows, fc.constantFrom<Bits>(4, 8), (list, bits) => {
      const values = Float32Array.from(list);
      const back = dequantize(values, values.length, bits);
      for (let start = 0; start < values.length; start += 32) {
        const block = values.subarray(start, start + 32);
        const step = Math.max(...block.map(Math.abs)) / 2 ** (bits - 1);
        block.forEach((original, i) => {
          const error = Math.abs(back[start + i]! - original);
          const clipped = Math.abs(original) > step * (2 ** (bits - 1) - 1);
          assert.ok(error <= step * (clipped ? 1 : 0.5) * 1.001 + 1e-33, `${original}`);
        });
      }
    }),
  );
});

test('the largest value of a block is kept exactly, and zeros stay zeros', () => {
  const values = new Float32Array(64);
  values.set([0.5, -3, 1]);
  const back = dequantize(values, 32, 4);
  assert.equal(back[1], -3);
  assert.deepEqual(new Set(back.slice(32)), new Set([0]));
});

test('values that are no numbers are refused', () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    const values = new Float32Array(64);
    values[40] = bad;
    assert.throws(() => quantizeRows(values, 32, 4), RangeError);
  }
});

test('fp16 is rounded as the float unit rounds it', () => {
  // Float16Array is newer than the types of this project.
  const { Float16Array } = globalThis as unknown as {
    Float16Array: new (values: Float32Array) => { buffer: ArrayBuffer };
  };
  const edges = [0, -0, 1, 65504, 65519, 65520, -1e9, 6e-8, 2.9e-8, 6.1e-5, NaN, Infinity, 1 / 3];
  fc.assert(
    fc.property(fc.float32Array({ maxLength: 50 }), (array) => {
      const values = Float32Array.from([...array, ...edges]);
      const expected = halfToFloat(new Uint8Array(new Float16Array(values).buffer));
      assert.deepEqual(halfToFloat(new Uint8Array(floatToHalf(values).buffer)), expected);
    }),
  );
});

/** x·Wᵀ + b by onnxruntime, of a graph that the linear layer under test builds. */
async function product(linear: Linear, x: Float32Array, weights: Map<string, Float32Array>) {
  const [inputs, outputs] = [x.length / 3, 7];
  const graph = new Graph('product');
  graph.input('x', 'float32', [1, 3, inputs]);
  const build = {
    ...{ graph, linear },
    weights: {
      shapeOf: () => undefined,
      read: (name: string) => Promise.resolve(Float32Array.from(weights.get(name) ?? [])),
    },
  };
  const name = 'model.layers.0.part';
  const y = await linear(build, 'x', [{ name, inputs, outputs, bias: true }]);
  graph.node('Identity', [y], ['y']);
  graph.output('y', 'float32', [1, 3, outputs]);
  const session = await InferenceSession.create(graph.toBytes('test'), { logSeverityLevel: 3 });
  try {
    const result = await session.run({ x: new Tensor('float32', x, [1, 3, inputs]) });
    return result['y']?.data as Float32Array;
  } finally {
    await session.release();
  }
}

function plainProduct(x: Float32Array, weight: ArrayLike<number>, bias: Float32Array) {
  const inputs = x.length / 3;
  return Float32Array.from({ length: 3 * bias.length }, (_, i) => {
    const [row, output] = [Math.floor(i / bias.length), i % bias.length];
    let sum = bias[output]!;
    for (let k = 0; k < inputs; k++) sum += x[row * inputs + k]! * weight[output * inputs + k]!;
    return sum;
  });
}

test('onnxruntime reads the codes, scales and halves as they are meant', async () => {
  // 96 columns are whole blocks; 80 leave the last block half full.
  for (const inputs of [96, 80]) {
    const [x, weight, bias] = [random(1, 3 * inputs), random(2, 7 * inputs), random(3, 7)];
    const name = 'model.layers.0.part';
    const weights = new Map([
      [`${name}.weight`, weight],
      [`${name}.bias`, bias],
    ]);
    for (const bits of [4, 8] as const) {
      const found = await product(blockLinear(bits, 8), x, weights);
      const expected = plainProduct(x, dequantize(weight, inputs, bits), bias);
      // The activations are rounded to int8, a block at a time.
      const error = relativeError(found, expected);
      assert.ok(error < 1e-2, `${bits} bits, ${inputs} columns: ${error}`);
    }
    const half = await product(halfLinear, x, weights);
    assert.ok(relativeError(half, plainProduct(x, weight, bias)) < 1e-3);
  }
});
