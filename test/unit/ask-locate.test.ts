/** Settings of a question by mode, boxes in an answer, and what never reaches a template. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseAskArguments } from '../../engine/cli/ask.ts';
import { clientOptions, splitEngineOptions } from '../../engine/cli/options.ts';
import { promptOf } from '../../engine/tasks/ask.ts';
import { askSettings } from '../../engine/tasks/ask-settings.ts';
import { locatedBoxes, locateQuestion, parseBoxes } from '../../engine/tasks/locate.ts';

const generation = {
  ...{ stopIds: new Set([1]), tasks: undefined, maxTokens: undefined },
  sampling: { temperature: 0.8, topP: 0.95 },
};
const job = {
  ...{ images: [], question: '?', signal: new AbortController().signal },
  onDelta: () => undefined,
};

test('thinking draws as the model’s folder says, answering at once takes the likeliest', () => {
  for (const mode of ['auto', 'think'] as const)
    assert.deepEqual(askSettings({ generation }, { ...job, mode }), {
      ...{ maxTokens: 4096, thoughtTokens: 3072 },
      sampling: { temperature: 0.8, topP: 0.95, seed: 0 },
    });
  assert.deepEqual(askSettings({ generation }, { ...job, mode: 'nothink' }), {
    ...{ maxTokens: 1024, thoughtTokens: 768, sampling: undefined },
  });
  const greedy = { generation: { ...generation, sampling: undefined, maxTokens: 10 } };
  assert.deepEqual(askSettings(greedy, { ...job, mode: 'think' }), {
    ...{ maxTokens: 10, thoughtTokens: 7, sampling: undefined },
  });
  const wanted = { ...job, mode: 'nothink', maxTokens: 5, temperature: 1.5, seed: 9 } as const;
  assert.deepEqual(askSettings({ generation }, wanted), {
    ...{ maxTokens: 5, thoughtTokens: 3 },
    sampling: { temperature: 1.5, topP: 0.95, seed: 9 },
  });
});

test('a question cannot speak for the template', () => {
  assert.equal(promptOf(' why? ', 2), '<image>\n<image>\nwhy?');
  const marks = ['<image>', '<think>', '</think>', '<|im_end|>', '<|im_start|>', '<nothink>'];
  for (const mark of marks) assert.ok(!promptOf(`a ${mark} b`, 0).includes(mark), mark);
  assert.equal(promptOf('a < b and c <d', 0), 'a < b and c <d');
});

test('boxes in what models write', () => {
  const boxes: [answer: string, found: number[][]][] = [
    ['[0.174, 0.868, 0.224, 0.977]', [[0.174, 0.868, 0.224, 0.977]]],
    ['It is at [0.1,0.2,0.3,0.4].', [[0.1, 0.2, 0.3, 0.4]]],
    [
      '```json\n[[0.1, 0.2, 0.3, 0.4], [0, 0, 1, 1]]\n```',
      [
        [0.1, 0.2, 0.3, 0.4],
        [0, 0, 1, 1],
      ],
    ],
    ['(.5, .5, 1., 1.0)', [[0.5, 0.5, 1, 1]]],
    ['[0.3, 0.4, 0.1, 0.2]', [[0.1, 0.2, 0.3, 0.4]]],
    ['[-0.01, 0, 1.01, 1]', [[0, 0, 1, 1]]],
    ['[0.1, 0.2, 0.3, 0.4] or [0.1, 0.2, 0.3, 0.4]', [[0.1, 0.2, 0.3, 0.4]]],
    ['[1e-1, 0.2, 0.3, 0.4]', [[0.1, 0.2, 0.3, 0.4]]],
    ['[120, 40, 300, 90]', []],
    ['[0.5, 0.5, 0.5, 0.9]', []],
    ['[0.1, 0.2, 0.3]', []],
    ['[0.1, 0.2, 0.3, NaN]', []],
    ['nothing of the kind', []],
    ['', []],
  ];
  for (const [answer, found] of boxes) assert.deepEqual(parseBoxes(answer), found, answer);
  assert.throws(() => locatedBoxes('I cannot\nsee it.'), {
    code: 'no-box',
    message: /cannot see it/,
  });
  assert.match(locateQuestion('start playback.'), /describes: start playback\. Output/);
});

test('whatever a model writes, a box is a box in the picture, and finding it is quick', () => {
  const side = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(side, side, side, side, fc.string(), (a, b, c, d, around) => {
      const words = [a, b, c, d].map((value) => value.toFixed(4));
      const [x1, y1, x2, y2] = words.map(Number) as [number, number, number, number];
      const found = parseBoxes(`${around} [${words.join(', ')}] ${around}`);
      const wanted = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
      if (x1 !== x2 && y1 !== y2) assert.ok(found.some((box) => box.join() === wanted.join()));
      for (const [left, top, right, bottom] of found)
        assert.ok(
          0 <= left && left < right && right <= 1 && 0 <= top && top < bottom && bottom <= 1,
        );
    }),
  );
  const start = performance.now();
  for (const part of ['[', '[1', '1', '[0.1,', ' ', '[0.1, 0.2, 0.3, '])
    parseBoxes(part.repeat(200_000 / part.length));
  assert.ok(performance.now() - start < 5_000);
});

test('the words of the command', () => {
  const parsed = parseAskArguments([
    '--image',
    'a.png',
    '--image=b.png',
    '--mode',
    'think',
    'What',
    'is it?',
  ]);
  assert.deepEqual(parsed, {
    ...{ question: 'What is it?', images: ['a.png', 'b.png'], mode: 'think', json: false },
    settings: {},
  });
  const settings = ['--max-tokens', '9', '--temperature', '0.5', '--seed', '3', '?'];
  assert.deepEqual(parseAskArguments(settings).settings, {
    maxTokens: 9,
    temperature: 0.5,
    seed: 3,
  });
  for (const words of [
    [],
    ['  '],
    ['--mode', 'hard', '?'],
    ['--max-tokens', '0', '?'],
    ['--seed', 'x', '?'],
    ['-x', '?'],
  ])
    assert.throws(() => parseAskArguments(words), { code: 'bad-input' }, words.join(' '));
});

test('a server stands in place of a model', () => {
  const server = ['--server', 'localhost:1', '--server-model=m'];
  const { engine, rest } = splitEngineOptions(['ask', ...server, '?']);
  assert.deepEqual(rest, ['ask', '?']);
  assert.deepEqual(clientOptions(engine), { server: { url: 'localhost:1', model: 'm' } });
  for (const words of [['--server-model', 'm'], [...server, '--model', '/x'], ['--server']])
    assert.throws(() => splitEngineOptions(words), { code: 'bad-input' });
});
