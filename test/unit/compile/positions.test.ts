import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import * as v from 'valibot';
import { Graph } from '../../../engine/compile/graph.ts';
import { resizedPositions } from '../../../engine/compile/vision-siglip-positions.ts';
import { scramble } from '../../fixtures/phi4/pictures.ts';

const [side, width] = [16, 2];
const cases = v.parse(
  v.array(v.object({ rows: v.number(), columns: v.number(), values: v.array(v.number()) })),
  JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/phi4/positions.json'), 'utf8')),
);

test('a position table is resized as PyTorch does, with antialiasing', async () => {
  const graph = new Graph('positions');
  for (const name of ['rows', 'columns']) graph.input(name, 'int64', [1]);
  const values = Float32Array.from(
    { length: side * side * width },
    (_, i) => (scramble(i) >>> 16) / 32768 - 1,
  );
  const table = graph.floats('table', [side * side, width], values);
  const grid = { rows: 'rows', columns: 'columns' };
  const resized = resizedPositions(graph, table, side, width, grid);
  graph.node('Identity', [resized], ['positions']);
  graph.output('positions', 'float32', [1, 'patches', width]);
  const session = await InferenceSession.create(graph.toBytes('test'));
  for (const { rows, columns, values: expected } of cases) {
    const { positions } = await session.run({
      rows: new Tensor('int64', BigInt64Array.of(BigInt(rows)), [1]),
      columns: new Tensor('int64', BigInt64Array.of(BigInt(columns)), [1]),
    });
    assert.deepEqual(positions?.dims, [1, rows * columns, width]);
    const found = positions.data as Float32Array;
    expected.forEach((value, i) =>
      assert.ok(Math.abs(found[i]! - value) < 2e-6, `${rows}×${columns}, value ${i}`),
    );
  }
  await session.release();
});
