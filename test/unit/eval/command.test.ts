import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { evalCommand, parseEvalArguments } from '../../../engine/cli/eval.ts';
import { badImage } from '../../../engine/errors.ts';
import type { Reading } from '../../../engine/protocol.ts';

const reading: Reading = {
  latex: 'x^2',
  confidence: 1,
  tokens: [],
  alternatives: [],
  width: 1,
  height: 1,
  visualTokens: 1,
  millis: { decode: 1, vision: 1, generate: 1, total: 4 },
  device: 'cpu',
  model: 'fake',
};

/** Runs the command on three labels, of which the second image cannot be read. */
async function runOnThree(...words: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-eval-'));
  const names = ['a.png', 'b.png', 'c.png'];
  const printed: string[] = [];
  const complaints: string[] = [];
  try {
    for (const name of names) await writeFile(join(directory, name), name);
    const labels = names.map((file) => JSON.stringify({ file, latex: 'x^{2}' }));
    await writeFile(join(directory, 'labels.jsonl'), labels.join('\n'));
    const code = await evalCommand(parseEvalArguments([directory, ...words]), {
      read: (_image, name) =>
        name === 'b.png'
          ? Promise.reject(badImage('It is cut off.', 'Save it again.'))
          : Promise.resolve(reading),
      print: (line) => printed.push(line),
      complain: (line) => complaints.push(line),
    });
    return { code, printed, complaints };
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('eval prints a table, names the bad image on standard error, and says so in its exit code', async () => {
  const { code, printed, complaints } = await runOnThree();
  assert.equal(code, 2);
  assert.deepEqual(complaints, ['b.png: It is cut off. Save it again.']);
  assert.equal(printed.length, 1);
  assert.match(printed[0] ?? '', /model fake on cpu/);
  assert.match(printed[0] ?? '', /n = 3, errors = 1/);
  assert.match(printed[0] ?? '', /same KaTeX rendering\s+66\.7 %/);
});

test('eval --json prints a line an image and a summary', async () => {
  const { printed } = await runOnThree('--json');
  const lines = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    lines.slice(0, 3).map((line) => [line['file'], line['exact']]),
    [
      ['a.png', true],
      ['b.png', false],
      ['c.png', true],
    ],
  );
  const summary = lines[3]?.['summary'] as Record<string, unknown>;
  assert.equal(summary['n'], 3);
  assert.equal((summary['exact'] as { value: number }).value, 0.6667);
});

test('eval --limit takes the first images', async () => {
  const { code, printed } = await runOnThree('--limit', '1');
  assert.equal(code, 0);
  assert.match(printed[0] ?? '', /n = 1, errors = 0/);
});

test('eval reads each set in each way, and tells the time of the first reading once', async () => {
  const { code, printed } = await runOnThree('--as', 'plain', '--as', 'zoom=2,dark', '--limit=1');
  // What is no picture cannot be changed: an error of the image, said where the others are.
  assert.equal(code, 2);
  assert.equal(printed.length, 2);
  assert.match(
    printed[0] ?? '',
    /marginalia-eval-\w+: model fake on cpu[^]*start to first reading/,
  );
  assert.match(printed[1] ?? '', /marginalia-eval-\w+ as zoom=2,dark: .*\n {2}n = 1, errors = 1/);
  assert.doesNotMatch(printed[1] ?? '', /first reading/);
});

test('arguments that do not fit get the usage', () => {
  const bad = [
    [],
    ['a', '--limit', '0'],
    ['a', '--limit', 'x'],
    ['a', '--no'],
    ['a', '--worst', '3'],
    ['a', '--gallery', 'pictures'],
  ];
  for (const words of bad)
    assert.throws(() => parseEvalArguments(words), {
      code: 'bad-input',
      action: /Usage: eval DIR/,
    });
  assert.deepEqual(parseEvalArguments(['a', 'b', '--json', '--limit=5', '--as', 'jpeg=40']), {
    directories: ['a', 'b'],
    variants: [{ jpeg: 40 }],
    json: true,
    limit: 5,
    gallery: undefined,
    worst: 12,
  });
});
