import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as v from 'valibot';
import { prepareImage } from '../../../engine/image/prepare.ts';
import type { SiglipProcessorConfig } from '../../../engine/runtime/image-processor.ts';
import { seededPicture } from '../../fixtures/phi4/pictures.ts';

const folder = join(import.meta.dirname, '../../fixtures/phi4');
const result = { rows: v.number(), columns: v.number(), sha256: v.string() };
const { seeded, files, pillow, transformers } = v.parse(
  v.object({
    pillow: v.string(),
    transformers: v.string(),
    seeded: v.array(
      v.object({
        ...{ seed: v.number(), mode: v.string(), width: v.number(), height: v.number() },
        ...result,
      }),
    ),
    files: v.array(v.object({ file: v.string(), ...result })),
  }),
  JSON.parse(readFileSync(join(folder, 'pictures.json'), 'utf8')),
);

/** preprocessor_config.json of Phi-4-reasoning-vision-15B. */
const processor: SiglipProcessorConfig = {
  image_processor_type: 'Siglip2ImageProcessorNoUpscale',
  ...{ do_convert_rgb: true, do_resize: true, do_rescale: true, do_normalize: true },
  ...{ resample: 2, patch_size: 16, rescale_factor: 0.00392156862745098 },
  ...{ image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] },
  ...{ min_num_patches: 256, max_num_patches: 3600 },
};
const grid = { rows: 3600, columns: 3600 };

async function describe(
  bytes: Uint8Array,
): Promise<v.InferOutput<v.ObjectSchema<typeof result, undefined>>> {
  const { patches } = await prepareImage(bytes, processor, grid);
  const { rows, columns, patchSize, pixelValues } = patches;
  assert.equal(pixelValues.length, rows * columns * patchSize);
  return { rows, columns, sha256: createHash('sha256').update(pixelValues).digest('hex') };
}

const modes = new Set(seeded.map(({ mode }) => mode));
for (const mode of modes) {
  const cases = seeded.filter((one) => one.mode === mode);
  test(`${cases.length} ${mode} pictures are cut as transformers ${transformers} and Pillow ${pillow} do, bit for bit`, async () => {
    for (const one of cases) {
      const { rows, columns, sha256 } = one;
      const name = `${one.width}×${one.height}, seed ${one.seed}`;
      assert.deepEqual(await describe(seededPicture(one)), { rows, columns, sha256 }, name);
    }
  });
}

for (const { file, ...expected } of files) {
  test(`${file} is cut as the official processor does, bit for bit`, async () => {
    assert.deepEqual(await describe(readFileSync(join(folder, 'pictures', file))), expected);
  });
}

test('there are at least 200 pictures of at least ten modes', () => {
  assert.ok(seeded.length >= 200 && modes.size >= 10);
});
