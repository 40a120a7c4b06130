/** The bundled model through the real engine process: it reads, and always the same. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EngineClient } from '../../engine/client.ts';
import { mean } from '../../engine/eval/bootstrap.ts';
import { evaluate } from '../../engine/eval/evaluate.ts';
import { readLabels } from '../../engine/eval/labels.ts';

const samples = join(import.meta.dirname, '..', 'samples');
/** A little under what the committed weights reach, so that a fault of the engine shows. */
const LEAST_SIMILARITY = 0.97;

const client = new EngineClient();
after(() => {
  client.dispose();
});

test('the samples are read about as well as when the weights were committed', async () => {
  await client.start();
  const similarities: number[] = [];
  const labels = await readLabels(samples);
  for await (const { row } of evaluate(samples, labels, (image) => client.read(image))) {
    assert.equal(row.error, null, row.file);
    similarities.push(row.score.similarity);
  }
  const reached = mean(similarities);
  assert.ok(reached >= LEAST_SIMILARITY, `mean token edit similarity ${reached.toFixed(3)}`);
});

test('the same image gives the same reading', async () => {
  const image = await readFile(join(samples, 'katex-gaussian.png'));
  const [first, second] = [await client.read(image), await client.read(image)];
  assert.deepEqual({ ...second, millis: null }, { ...first, millis: null });
  assert.equal(
    first.tokens
      .map(({ text }) => text)
      .join('')
      .trim(),
    first.latex,
  );
});
