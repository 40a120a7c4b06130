import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readLabels } from '../../engine/eval/labels.ts';
import { renderLayout } from '../../engine/eval/render.ts';
import { normalizeLatex } from '../../engine/text/latex/index.ts';
import { samples } from './make/samples.ts';

const here = import.meta.dirname;

test('each sample has an image, a label and a recipe', async () => {
  const labels = await readLabels(here);
  const images = (await readdir(here)).filter((file) => file.endsWith('.png'));
  assert.ok(images.length >= 24);
  assert.deepEqual(labels.map((label) => label.file).sort(), images.sort());
  assert.deepEqual(
    labels,
    samples.map(({ file, latex }) => ({ file, latex })),
  );
});

test('the samples are small PNG files', async () => {
  let bytes = 0;
  for (const { file } of samples) {
    const image = await readFile(join(here, file));
    assert.equal(image.toString('latin1', 1, 4), 'PNG', file);
    bytes += image.length;
  }
  assert.ok(bytes < 1_500_000);
});

test('each label renders in KaTeX and is within the normalizer’s grammar', () => {
  for (const { file, latex } of samples) {
    const rendered = renderLayout(latex);
    assert.ok(rendered.accepted, `${file}: ${latex}`);
    assert.notEqual(normalizeLatex(latex), null, file);
  }
});
