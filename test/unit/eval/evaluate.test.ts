import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { badImage, engineDied } from '../../../engine/errors.ts';
import { evaluate, type ReadImage } from '../../../engine/eval/evaluate.ts';
import { readLabels } from '../../../engine/eval/labels.ts';
import { rowJson, summaryJson, summaryText } from '../../../engine/eval/report.ts';
import { scoreReading } from '../../../engine/eval/score.ts';
import { summarize, type EvalRow } from '../../../engine/eval/summary.ts';
import type { Reading } from '../../../engine/protocol.ts';

const subject = {
  ...{ set: 'tiny', as: 'plain', model: 'fake', device: 'cpu' },
  firstReadingMillis: 812.25,
};

/** A folder of images whose bytes are the LaTeX that the fake reader finds in them. */
async function withSet(
  files: Record<string, string>,
  labels: string,
  body: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-eval-'));
  try {
    for (const [file, bytes] of Object.entries(files))
      await writeFile(join(directory, file), bytes);
    await writeFile(join(directory, 'labels.jsonl'), labels);
    await body(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

const reading = (latex: string): Reading => ({
  latex,
  confidence: 0.5,
  tokens: [],
  alternatives: [],
  width: 10,
  height: 10,
  visualTokens: 1,
  millis: { decode: 1, vision: 1, generate: 1, total: 3 },
  device: 'cpu',
  model: 'fake',
});

const readBytes: ReadImage = (image) => {
  const text = new TextDecoder().decode(image);
  if (text === '') return Promise.reject(badImage('The file is empty.', 'Choose another.'));
  return Promise.resolve(reading(text));
};

async function evaluateAll(directory: string, read = readBytes): Promise<EvalRow[]> {
  const rows: EvalRow[] = [];
  for await (const { row } of evaluate(directory, await readLabels(directory), read))
    rows.push(row);
  return rows;
}

test('right, almost right, unreadable and missing images are each scored and named', async () => {
  const labels = [
    '{"file": "right.png", "latex": "x^{2}"}',
    '',
    '{"file": "close.png", "latex": "a + b"}',
    '{"file": "empty.png", "latex": "y"}',
    '{"file": "missing.png", "latex": "z"}',
  ].join('\n');
  const files = { 'right.png': 'x^2', 'close.png': 'a-b', 'empty.png': '' };
  await withSet(files, labels, async (directory) => {
    const rows = await evaluateAll(directory);
    assert.deepEqual(
      rows.map((row) => [row.file, row.score.exact, row.error?.code ?? null]),
      [
        ['right.png', true, null],
        ['close.png', false, null],
        ['empty.png', false, 'bad-image'],
        ['missing.png', false, 'image-missing'],
      ],
    );
    const summary = summarize(rows);
    assert.equal(summary.n, 4);
    assert.equal(summary.errors, 2);
    assert.equal(summary.figures.exact?.value, 0.25);
    assert.equal(summary.figures.render?.value, 0.25);
    assert.equal(summary.figures.katex?.value, 0.5);
    assert.ok(Math.abs((summary.figures.similarity?.value ?? 0) - (1 + 2 / 3) / 4) < 1e-12);
    assert.equal(summary.figures.millisMedian?.value, 3);

    const text = summaryText(subject, summary);
    assert.match(text, /n = 4, errors = 2/);
    assert.match(text, /start to first reading\s+812 ms/);
    assert.match(text, /exact match, normalized\s+25\.0 %/);
    const line = JSON.parse(summaryJson(subject, summary)) as { summary: Record<string, unknown> };
    assert.equal(line.summary['n'], 4);
    assert.equal(line.summary['firstReadingMillis'], 812.3);
    // Confidence 0.5 in both that were read, one of them right; the unreadable ones have none.
    assert.deepEqual((line.summary['calibration'] as { value: number }).value, 0);
    assert.deepEqual(Object.keys(line.summary['bleu'] as object), ['value', 'low', 'high']);
    const row = JSON.parse(rowJson(rows[3] ?? assert.fail())) as Record<string, unknown>;
    assert.equal(row['file'], 'missing.png');
    assert.equal(row['millis'], null);
  });
});

test('a dead engine ends the evaluation', async () => {
  await withSet({ 'a.png': 'x' }, '{"file": "a.png", "latex": "x"}', async (directory) => {
    await assert.rejects(
      evaluateAll(directory, () => Promise.reject(engineDied('it was killed'))),
      { code: 'engine-died' },
    );
  });
});

const badLabels: [string, string, RegExp][] = [
  ['no labels', '\n\n', /has no labels/],
  [
    'a line that is not JSON',
    '{"file": "a.png", "latex": "x"}\n{file}',
    /labels\.jsonl:2 is not JSON/,
  ],
  ['a label without LaTeX', '{"file": "a.png"}', /labels\.jsonl:1 is not a label: latex/],
  ['a label with a number', '{"file": 3, "latex": "x"}', /labels\.jsonl:1 is not a label: file/],
  ['a line that is a list', '[]', /labels\.jsonl:1 is not a label/],
  [
    'a file named twice',
    '{"file": "a.png", "latex": "x"}\n{"file": "a.png", "latex": "y"}',
    /:2 names a\.png again; line 1/,
  ],
];

for (const [name, labels, message] of badLabels)
  test(`${name} gets a message that names the line`, async () => {
    await withSet({}, labels, async (directory) => {
      await assert.rejects(readLabels(directory), { code: 'bad-input', message });
    });
  });

test('a missing folder and a folder without labels are told apart', async () => {
  await assert.rejects(readLabels('/no/such/folder'), {
    code: 'bad-input',
    message: /no such file/,
  });
  await assert.rejects(readLabels(import.meta.filename), {
    code: 'bad-input',
    message: /not a folder/,
  });
  await assert.rejects(readLabels(import.meta.dirname), {
    code: 'bad-input',
    message: /labels\.jsonl/,
  });
});

test('spelling habits do not count as errors, and an empty reading is not accepted', () => {
  const same = scoreReading('\\frac {a} {b} ^ {2}', '{\\frac{a}{b}}^2');
  assert.ok(same.similarity > 0.5);
  const equal = scoreReading('x_{i}\\leq \\mathrm{sin}', 'x_i \\le \\mathrm {sin}');
  assert.ok(
    equal.exact && equal.rendersAlike && equal.similarity === 1 && equal.characterDistance === 0,
  );
  assert.equal(scoreReading('x', '').accepted, false);
  assert.equal(scoreReading('x', '\\frac{').accepted, false);
  assert.equal(scoreReading('\\nosuch', '\\nosuch').rendersAlike, false);
});
