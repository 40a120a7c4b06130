import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { cutPatches, levelTable, naflexPatches, naflexSize } from '../../../engine/image/naflex.ts';

const phi = { patchSize: 16, minPatches: 256, maxPatches: 3600 };

/** Width, height in; width, height out: from the official processor's size search. */
const golden: [number, number, number, number][] = [
  [1280, 720, 1280, 720],
  [1920, 1080, 1280, 720],
  [3840, 2160, 1280, 720],
  [640, 480, 640, 480],
  [640, 488, 640, 480],
  [1024, 768, 1024, 768],
  [1024, 1024, 960, 960],
  [961, 959, 960, 944],
  [257, 255, 256, 256],
  [1170, 2532, 656, 1392],
  [2480, 3508, 800, 1136],
  [100, 100, 256, 256],
  [16, 16, 256, 256],
  [1, 1, 112, 112],
  [300, 200, 304, 208],
  [800, 600, 800, 592],
  [3000, 2000, 1168, 784],
  [4000, 300, 3424, 256],
  [16, 3000, 16, 3008],
  [500, 333, 496, 320],
  [896, 448, 896, 448],
  [1700, 2200, 832, 1088],
  [300, 4000, 256, 3424],
];

for (const [width, height, toWidth, toHeight] of golden) {
  test(`brings ${width}×${height} to ${toWidth}×${toHeight}`, () => {
    assert.deepEqual(naflexSize(width, height, phi), { width: toWidth, height: toHeight });
  });
}

test('sizes are multiples of the patch and within the budget', () => {
  const side = fc.integer({ min: 1, max: 6000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const size = naflexSize(width, height, phi);
      assert.equal(size.width % 16, 0);
      assert.equal(size.height % 16, 0);
      assert.ok((size.width / 16) * (size.height / 16) <= 3600);
    }),
  );
});

test('color patches are flattened as (y, x, channel) and brought to -1..1', () => {
  const data = Uint8Array.from({ length: 256 * 256 * 3 }, (_, i) => (i * 7) % 256);
  const cut = naflexPatches({ width: 256, height: 256, data }, phi);
  assert.deepEqual([cut.rows, cut.columns, cut.patchSize], [16, 16, 768]);
  const at = (x: number, y: number, c: number): number => data[(y * 256 + x) * 3 + c]! / 127.5 - 1;
  const found = cut.pixelValues[17 * 768 + (3 * 16 + 5) * 3 + 2]!;
  assert.ok(Math.abs(found - at(16 + 5, 16 + 3, 2)) < 1e-6);
});

test('what the last patches lack is paper', () => {
  const levels = levelTable(1 / 255, 1, -1);
  const image = { width: 9, height: 17, data: new Uint8Array(9 * 17) };
  const cut = cutPatches(image, { channels: 1, patchHeight: 16, patchWidth: 8, levels });
  assert.deepEqual([cut.rows, cut.columns, cut.patchSize], [2, 2, 128]);
  const ink = cut.pixelValues.reduce((sum, value) => sum + value, 0);
  assert.equal(ink, 9 * 17);
});
