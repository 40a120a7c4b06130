import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  fitLogistic,
  readCalibration,
  readingConfidence,
  sequenceFeatures,
  tokenConfidence,
} from '../../../engine/runtime/calibration.ts';

const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

test('the fit finds the weights that made the outcomes', () => {
  let state = 1;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  const wanted = [-0.5, 1.5, -2];
  const rows = Array.from({ length: 20000 }, () => [1, 4 * random() - 2, 4 * random() - 2]);
  const right = rows.map((row) => {
    return random() < logistic(row.reduce((z, x, i) => z + x * wanted[i]!, 0));
  });
  for (const [i, weight] of fitLogistic(rows, right).entries())
    assert.ok(Math.abs(weight - wanted[i]!) < 0.12, `${i}: ${weight}`);
});

test('outcomes that one feature tells apart keep finite weights', () => {
  const rows = [-2, -1, 1, 2].map((x) => [1, x, 0]);
  assert.ok(fitLogistic(rows, [false, false, true, true]).every(Number.isFinite));
});

test('without a calibration: the geometric mean; with one: the logistic of its signs', () => {
  const signs = { probabilities: [0.5, 0.125], disagreement: 1, sound: false };
  assert.ok(Math.abs(readingConfidence(signs, null) - 0.25) < 1e-9);
  const by = { sequence: [0.1, 0.5, 0.25, -1, -2], token: [0, 2] };
  const [, whole, weakest] = sequenceFeatures(signs);
  const z = 0.1 + 0.5 * whole! + 0.25 * weakest! - 1 - 2;
  assert.ok(Math.abs(readingConfidence(signs, by) - logistic(z)) < 1e-9);
  assert.ok(Math.abs(tokenConfidence(0.8, by) - logistic(2 * Math.log(4))) < 1e-9);
  assert.equal(readingConfidence({ ...signs, probabilities: [] }, by), 0);
});

test('certain tokens stay finite', () => {
  const by = { sequence: [0, 1, 1, 0, 0], token: [0, 1] };
  const confidence = readingConfidence({ probabilities: [1, 1], disagreement: 0, sound: true }, by);
  assert.ok(confidence > 0.99 && confidence <= 1);
});

test('a folder without a calibration has none; a broken one is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'calibration-'));
  assert.equal(await readCalibration(folder), null);
  await writeFile(join(folder, 'calibration.json'), '{"sequence": [1], "token": [0, 1]}');
  await assert.rejects(readCalibration(folder), { code: 'model-corrupt' });
});
