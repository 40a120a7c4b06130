/** Asking a model on this machine: streaming, modes, limits and cancelling with real graphs. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bundledModelDir } from '../../engine/models/catalogue.ts';
import type { Answer, Delta } from '../../engine/protocol.ts';
import { loadModel, type FusionModel } from '../../engine/runtime/model.ts';
import { askModel } from '../../engine/tasks/ask.ts';
import type { AskJob } from '../../engine/backends/backend.ts';
import { tinyModel } from '../unit/support/tiny-model.ts';
import { cli, lines } from './support/cli.ts';
import { drawing } from './support/images.ts';

const cleanups: (() => unknown)[] = [];
let directory: string;
let model: FusionModel;

before(async () => {
  directory = await tinyModel({ after: (clean) => void cleanups.push(clean as () => unknown) });
  model = await loadModel(directory);
  cleanups.unshift(() => model.dispose());
});
after(async () => {
  for (const clean of cleanups) await clean();
});

async function ask(changes: Partial<AskJob> = {}): Promise<{ answer: Answer; heard: Delta[] }> {
  const heard: Delta[] = [];
  const answer = await askModel(model, {
    ...{ images: [], question: 'abc', mode: 'nothink', maxTokens: 24 },
    ...{ signal: new AbortController().signal, onDelta: (delta: Delta) => heard.push(delta) },
    ...changes,
  });
  return { answer, heard };
}

const told = (heard: readonly Delta[], kind: Delta['kind']): string =>
  heard.map((delta) => (delta.kind === kind && 'text' in delta ? delta.text : '')).join('');

test('what is streamed is what is answered, with images and without', async () => {
  for (const images of [[], [await drawing()], [await drawing(), await drawing(40, 30)]]) {
    const { answer, heard } = await ask({ images });
    assert.equal(told(heard, 'answer').trim(), answer.answer);
    assert.equal(told(heard, 'thought').trim(), answer.thought);
    assert.ok(answer.tokens! > 0 && answer.tokens! <= 24);
    assert.equal(answer.device, 'cpu');
  }
});

test('a thought that takes all it can is closed, said so, and followed by an answer', async () => {
  const { answer } = await ask({ question: 'c', mode: 'think', maxTokens: 40 });
  assert.equal(answer.thoughtCut, true);
  assert.equal(answer.stopReason, 'length');
  assert.ok(answer.thought.length > 0);
  assert.ok(answer.answer.length > 0, 'a fourth of the tokens is left for the answer');
  assert.equal(answer.tokens, 40);
});

test('the same seed gives the same answer, another one another', async () => {
  const settings = { temperature: 2, seed: 5 };
  const first = await ask(settings);
  assert.equal((await ask(settings)).answer.answer, first.answer.answer);
  assert.notEqual((await ask({ ...settings, seed: 6 })).answer.answer, first.answer.answer);
});

test('cancelled in the middle: nothing more is heard', async () => {
  const controller = new AbortController();
  let pieces = 0;
  const asking = ask({
    ...{ signal: controller.signal, maxTokens: 90 },
    onDelta: () => {
      pieces++;
      setImmediate(() => controller.abort());
    },
  });
  await assert.rejects(asking, { code: 'cancelled' });
  assert.ok(pieces < 20);
});

test('an empty question, a bad image, a prompt beyond the context', async () => {
  await assert.rejects(ask({ question: ' ' }), { code: 'bad-input' });
  await assert.rejects(ask({ images: [Buffer.from('x')] }), { code: 'bad-image' });
  await assert.rejects(ask({ question: 'a'.repeat(300) }), { code: 'prompt-too-long' });
});

test('the bundled model says that it cannot answer, and what can', async () => {
  const path = join(bundledModelDir(), 'generation_config.json');
  const { tasks } = JSON.parse(await readFile(path, 'utf8')) as { tasks?: string[] };
  assert.deepEqual(tasks, ['read']);
  const config = join(directory, 'generation_config.json');
  const whole = JSON.parse(await readFile(config, 'utf8')) as object;
  await writeFile(config, JSON.stringify({ ...whole, tasks }));
  try {
    const reader = await loadModel(directory);
    cleanups.unshift(() => reader.dispose());
    const job = { images: [], question: 'a', mode: 'auto', onDelta: () => undefined } as const;
    await assert.rejects(askModel(reader, { ...job, signal: new AbortController().signal }), {
      ...{ code: 'model-cannot-answer', message: /reads formulas/ },
      action: /larger model.*server/,
    });
  } finally {
    await writeFile(config, JSON.stringify(whole));
  }
});

test('ask on the command line: answer on standard output, thought and remarks on standard error', async () => {
  const words = ['ask', '--mode', 'think', '--max-tokens', '40', 'c', '--model', directory];
  const plain = await cli(words);
  assert.equal(plain.code, 0, plain.stderr);
  assert.match(plain.stderr, /thought was cut at its limit/);
  const json = await cli([...words, '--json']);
  const [object] = lines(json.stdout).map((line) => JSON.parse(line) as Answer);
  assert.equal(object!.thoughtCut, true);
  assert.equal(plain.stdout.trim(), object!.answer);
  assert.ok(plain.stderr.includes(object!.thought.slice(0, 8)));
  const missing = await cli(['ask', '--image', 'nowhere.png', 'abc', '--model', directory]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /no such file: nowhere\.png/);
});
