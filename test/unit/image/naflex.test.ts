import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { cutPatches, levelTable, naflexSize } from '../../../engine/image/naflex.ts';
import { siglipPatches, siglipSize } from '../../../engine/image/siglip.ts';
import type { SiglipProcessorConfig } from '../../../engine/runtime/image-processor.ts';

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

const processor: SiglipProcessorConfig = {
  image_processor_type: 'Siglip2ImageProcessorNoUpscale',
  ...{ do_convert_rgb: true, do_resize: true, do_rescale: true, do_normalize: true },
  ...{ resample: 2, patch_size: 16, rescale_factor: 1 / 255 },
  ...{ image_mean: [0.5, 0.4, 0.3], image_std: [0.5, 0.25, 0.2] },
  ...{ min_num_patches: 256, max_num_patches: 3600 },
};

test('color patches are flattened as (y, x, channel), each channel with its own mean', () => {
  const data = Uint8Array.from({ length: 256 * 256 * 3 }, (_, i) => (i * 7) % 256);
  const cut = siglipPatches({ width: 256, height: 256, data }, processor);
  assert.deepEqual([cut.rows, cut.columns, cut.patchSize], [16, 16, 768]);
  for (const c of [0, 1, 2]) {
    const sample = data[((16 + 3) * 256 + 16 + 5) * 3 + c]! / 255;
    const expected = (sample - processor.image_mean[c]!) / processor.image_std[c]!;
    const found = cut.pixelValues[17 * 768 + (3 * 16 + 5) * 3 + c]!;
    assert.ok(Math.abs(found - expected) < 1e-6);
  }
});

test('a larger view has more patches, as far as the model goes', () => {
  const own = siglipSize({ width: 640, height: 480 }, processor);
  assert.deepEqual(own, { width: 640, height: 480 });
  const larger = siglipSize({ width: 640, height: 480 }, processor, 1.5);
  assert.deepEqual(larger, { width: 960, height: 720 });
  const largest = siglipSize({ width: 640, height: 480 }, processor, 10);
  assert.ok((largest.width / 16) * (largest.height / 16) <= 3600);
});

test('what the last patches lack is paper', () => {
  const levels = levelTable(1 / 255, 1, -1);
  const image = { width: 9, height: 17, data: new Uint8Array(9 * 17) };
  const cut = cutPatches(image, { channels: 1, patchHeight: 16, patchWidth: 8, levels });
  assert.deepEqual([cut.rows, cut.columns, cut.patchSize], [2, 2, 128]);
  const ink = cut.pixelValues.reduce((sum, value) => sum + value, 0);
  assert.equal(ink, 9 * 17);
});
