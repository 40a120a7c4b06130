import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { compileModel, ensureCompiled, type Precision } from '../../../engine/compile/compile.ts';
import { Tensor } from 'onnxruntime-node';
import { relativeError } from '../../../engine/runtime/device.ts';
import { loadModel } from '../../../engine/runtime/model.ts';
import { openSessions, releaseSessions } from '../../../engine/runtime/sessions.ts';
import { encodeImage } from '../../../engine/runtime/steps.ts';
import { prepareImage } from '../../../engine/image/prepare.ts';
import { seededPicture } from '../../fixtures/phi4/pictures.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { runCases } from './numerics.ts';
import { readVectors } from './vectors.ts';

const vectors = await readVectors();

async function folder(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-phi4-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

const limits: Partial<Record<Precision, number>> = { fp32: 1e-4, fp16: 1e-2 };

for (const { variant, cases } of vectors.variants) {
  for (const [precision, limit] of Object.entries(limits)) {
    test(`${precision}, ${variant.name} rotary: the official logits with none, one and three pictures`, async (context) => {
      const source = await folder(context);
      await writeCheckpoint(source, vectors, variant);
      const outDir = join(source, precision);
      await compileModel(source, { precision: precision as Precision, outDir });
      const runs = await runCases(outDir, cases);
      assert.deepEqual(
        cases.map(({ features }) => features.length),
        [0, 1, 3],
      );
      const worst = { features: 0, prefill: 0, decoded: 0 };
      for (const [i, { features, prefill, decoded, described }] of cases.entries()) {
        assert.equal(described.answer.length - 1, 32);
        const errors = {
          features: features.map((one, k) => relativeError(runs[i]!.features[k]!, one)),
          prefill: [relativeError(runs[i]!.prefill, prefill)],
          decoded: [relativeError(runs[i]!.decoded, decoded)],
        };
        for (const part of ['features', 'prefill', 'decoded'] as const) {
          const error = Math.max(0, ...errors[part]);
          assert.ok(error < limit, `case ${i}, ${part}: relative error ${error}`);
          worst[part] = Math.max(worst[part], error);
        }
      }
      const told = Object.entries(worst).map(
        ([part, error]) => `${part} ${error.toExponential(1)}`,
      );
      context.diagnostic(`largest relative errors: ${told.join(', ')}`);
    });
  }
}

test('the engine gives the official answers, from picture files to tokens', async (context) => {
  const { variant, cases } = vectors.variants[0]!;
  const directory = await folder(context);
  await writeCheckpoint(directory, vectors, variant);
  await ensureCompiled(directory);
  const model = await loadModel(directory, { device: 'cpu' });
  context.after(() => model.dispose());
  for (const { described } of cases) {
    const { pictures, question, mode, answer, rows } = described;
    const images = [];
    for (const picture of pictures) {
      const bytes = seededPicture(picture);
      images.push((await prepareImage(bytes, model.imageProcessor, model.grid)).patches);
    }
    const prompt = [{ role: 'user', content: question }] as const;
    const stream = model.generate({ images, prompt, mode, maxTokens: answer.length });
    const ids: number[] = [];
    for (;;) {
      const step = await stream.next();
      if (!step.done) {
        ids.push(step.value.id);
        continue;
      }
      assert.equal(
        step.value.visualTokens,
        rows.reduce((sum, count) => sum + count, 0),
      );
      break;
    }
    assert.deepEqual(ids, answer);
  }
});

test('padding patches change nothing', async (context) => {
  const directory = await folder(context);
  await writeCheckpoint(directory, vectors, vectors.variants[0]!.variant);
  await ensureCompiled(directory);
  const sessions = await openSessions(directory, 'cpu', 1);
  context.after(() => releaseSessions(sessions));
  const [rows, columns, patch, all] = [3, 5, 768, 40];
  const used = rows * columns;
  const pixels = Float32Array.from({ length: all * patch }, (_, i) => Math.sin(i));
  const image = { pixelValues: pixels.slice(0, used * patch), rows, columns, patchSize: patch };
  const mask = BigInt64Array.from({ length: all }, (_, i) => (i < used ? 1n : 0n));
  const { image_features: padded } = await sessions.vision.run({
    pixel_values: new Tensor('float32', pixels, [1, all, patch]),
    pixel_attention_mask: new Tensor('int64', mask, [1, all]),
    spatial_shapes: new Tensor('int64', BigInt64Array.of(BigInt(rows), BigInt(columns)), [1, 2]),
  });
  assert.deepEqual(padded?.data, await encodeImage(sessions, image));
});

test('a processor that cuts other patches than the tower takes is refused', async (context) => {
  const directory = await folder(context);
  await writeCheckpoint(directory, vectors, vectors.variants[0]!.variant);
  const path = join(directory, 'preprocessor_config.json');
  const processor = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...processor, patch_size: 14 }));
  await assert.rejects(loadModel(directory), {
    code: 'model-unsupported',
    message: /preprocessor_config\.json cuts patches of 588 values where config\.json asks for 768/,
  });
});
