/**
 * Writes test/golden/inputs/: what the samples look like to the model, as small gray pictures; and to its solver
 * those of test/fixtures/diagrams, in test/golden/solver/inputs/.
 * Both sides of the golden test read these, so that it holds the model's numbers and nothing else.
 * usage: node test/golden/make-inputs.ts [MODEL_DIR]
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { formProcessor } from '../../engine/tasks/trained.ts';
import { gridLimits, readConfig } from '../../engine/compile/config.ts';
import { bundledModelDir } from '../../engine/models/catalogue.ts';
import { prepareImage } from '../../engine/image/prepare.ts';
import { readGenerationConfig } from '../../engine/runtime/generation-config.ts';
import { readImageProcessor } from '../../engine/runtime/image-processor.ts';

async function main(model: string, samples: string, inputs: string): Promise<void> {
  const grid = gridLimits(await readConfig(model));
  const { solve } = await readGenerationConfig(model, await readConfig(model));
  const processor = formProcessor(await readImageProcessor(model), solve);
  if (processor.image_processor_type !== 'MarginaliaImageProcessor')
    throw new TypeError(`${model} takes its pictures in color`);
  await rm(inputs, { recursive: true, force: true });
  await mkdir(inputs, { recursive: true });
  for (const name of (await readdir(samples)).filter((file) => file.endsWith('.png'))) {
    const bytes = await readFile(join(samples, name));
    const { plane } = (await prepareImage(bytes, processor, grid)).oriented;
    const raw = { width: plane.width, height: plane.height, channels: 1 as const };
    const gray = sharp(plane.data, { raw }).toColourspace('b-w');
    await gray.png({ compressionLevel: 9 }).toFile(join(inputs, name));
  }
}

const model = process.argv[2] ?? bundledModelDir();
const here = import.meta.dirname;
await main(model, join(here, '..', 'samples'), join(here, 'inputs'));
const figures = join(here, '..', 'fixtures', 'diagrams', 'pictures');
await main(join(model, 'solver'), figures, join(here, 'solver', 'inputs'));
