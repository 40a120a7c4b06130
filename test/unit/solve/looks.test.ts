/** Solving at several sizes: when another look is taken, which solution wins, and what is heard of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AskJob } from '../../../engine/backends/backend.ts';
import type { Answer } from '../../../engine/protocol.ts';
import type { Signs } from '../../../engine/runtime/calibration.ts';
import type { SolveForm } from '../../../engine/runtime/generation-config.ts';
import { solveProblem, type SolveJob } from '../../../engine/tasks/solve.ts';

const form: SolveForm = {
  ...{ prompt: '<image>{question}', auto: 'think', maxTokens: 400, maxPatches: 1800 },
  ...{ xHeight: 7, xHeightRange: [5, 10] },
};

/** What the model writes at a size, how likely that is, and what it works out on the way from which facts. */
type Written = readonly [answer: string, likelihood: number, call?: string, facts?: string];

/** Solves with a model that writes `first`, and `others` at the sizes that follow. */
async function solve(
  first: Written,
  others: readonly Written[] = [],
  wanted: Partial<SolveJob> = {},
) {
  const zooms: (number | undefined)[] = [];
  const begun: (string | undefined)[] = [];
  const heard: string[] = [];
  let signs: Signs | undefined;
  const ask = (job: AskJob): Promise<Answer> => {
    const [answer, likelihood, call = '1+1', facts = '$a=1$'] =
      [first, ...others][zooms.length] ?? assert.fail('one look more');
    zooms.push(job.zoom);
    begun.push(job.begun?.filter((part) => typeof part === 'string').join(''));
    job.onDelta({ kind: 'answer', text: answer });
    job.interjector?.push(`<<${call}>>`);
    job.onSigns?.({ probabilities: [likelihood], disagreement: 0, sound: true }, null);
    return Promise.resolve({
      ...{ thought: `Facts: ${facts}.`, answer, stopReason: 'end', thoughtCut: false },
      ...{
        confidence: likelihood,
        promptTokens: 1,
        tokens: 1,
        millis: 1,
        device: 'cpu',
        model: 'm',
      },
    } satisfies Answer);
  };
  const solution = await solveProblem(
    ask,
    {
      ...{ images: [new Uint8Array(1)], question: 'Find $x$.', mode: 'think' },
      ...{
        signal: new AbortController().signal,
        onDelta: (delta) => 'text' in delta && heard.push(delta.text),
      },
      onSigns: (found) => (signs = found),
      ...wanted,
    },
    form,
  );
  return { ...solution, zooms, heard, signs, begun };
}

test('what is sure is not looked at again', async () => {
  const { final, zooms, calculations, signs } = await solve(['$x=1$', 0.95]);
  assert.deepEqual([final, zooms, calculations.length], ['$x=1$', [undefined], 1]);
  assert.equal(signs?.disagreement, 0);
});

test('what most looks come to wins, and what it rests on is told', async () => {
  const found = await solve(
    ['$x=1$', 0.7],
    [
      ['$x=2$', 0.5],
      ['$x=2$', 0.6],
    ],
  );
  assert.equal(found.final, '$x=2$');
  assert.equal(found.zooms.length, 3);
  assert.deepEqual(found.signs, { probabilities: [0.6], disagreement: 1 / 2, sound: true });
  assert.deepEqual(found.heard, ['$x=1$'], 'only the first is heard while it is written');
  assert.equal(found.calculations.length, 1, 'of the look that won');
});

test('where two agree no third is taken; blanks make no difference', async () => {
  const found = await solve(['$x = 1$', 0.8], [['$x=1$', 0.7]]);
  assert.deepEqual([found.final, found.zooms.length], ['$x = 1$', 2]);
});

test('where all differ the likeliest wins', async () => {
  const found = await solve(
    ['$x=1$', 0.4],
    [
      ['$x=2$', 0.7],
      ['$x=3$', 0.5],
      ['$x=4$', 0.6],
      ['$x=5$', 0.3],
    ],
  );
  assert.equal(new Set(found.zooms).size, 5, 'each at a size of its own');
  assert.deepEqual([found.final, found.signs?.disagreement], ['$x=2$', 1]);
});

test('where all differ the facts as most looks read them are solved once more, at the usual size', async () => {
  const looks: Written[] = [
    ['$x=3$', 0.4, '1+2', '$a=1$; $b=2$'],
    ['$x=9$', 0.7, '4+5', '$a=4$; $b=5$'],
    ['$x=6$', 0.5, '1+5', '$a=1$; $b=5$; $c=7$'],
    ['$x=2$', 0.2, '1+1', '$a=1$; $b=1$'],
    ['$x=8$', 0.3, '3+5', '$a=3$; $b=5$'],
  ];
  const [first, ...others] = looks as [Written, ...Written[]];
  const found = await solve(first, [...others, ['$x=6$', 0.9, '1+5', '$a=1$; $b=5$']]);
  assert.equal(found.zooms.length, 6);
  assert.equal(found.zooms[5], undefined);
  assert.deepEqual(found.begun.slice(4), [undefined, 'Facts: $a=1$; $b=5$.']);
  assert.equal(found.final, '$x=6$');
  assert.deepEqual(found.heard, ['$x=3$']);
  // Four of five looks came to something else, and the one that came to it was half sure.
  assert.deepEqual(found.signs, { probabilities: [0.5], disagreement: 4 / 5, sound: true });
});

test('a look that calculates with numbers from nowhere is looked over, and counts less', async () => {
  const found = await solve(
    ['$x=1$', 0.99, '17*23'],
    [
      ['$x=2$', 0.5],
      ['$x=3$', 0.5, '17*23'],
      ['$x=4$', 0.9, '17*23'],
      ['$x=5$', 0.9, '17*23'],
    ],
  );
  assert.deepEqual([found.final, found.signs?.sound], ['$x=2$', true]);
});

test('a refusal is an outcome like another, for whatever reason', async () => {
  const refused = (symbol: string): string => `I cannot answer: $${symbol}$ is not given.`;
  const found = await solve(
    ['$x=1$', 0.5],
    [
      [refused('a'), 0.5],
      [refused('b'), 0.6],
    ],
  );
  assert.match(found.refused ?? '', /b/);
  assert.equal(found.final, '');
});

test('without thought, and of a model that does not tell, there is one look', async () => {
  assert.equal((await solve(['$x=1$', 0.1], [], { mode: 'nothink' })).zooms.length, 1);
  let looks = 0;
  const ask = (): Promise<Answer> => {
    looks++;
    return Promise.resolve({
      ...{ thought: '', answer: '$x=1$', stopReason: 'end', thoughtCut: false },
      ...{ promptTokens: 1, tokens: 1, millis: 1, device: 'cpu', model: 'm' },
    } satisfies Answer);
  };
  const signal = new AbortController().signal;
  const job = { images: [new Uint8Array(1)], question: 'Find $x$.', signal };
  await solveProblem(ask, { ...job, mode: 'think', onDelta: () => undefined }, form);
  assert.equal(looks, 1);
});

test('with given facts the model goes on from their list, is heard, and looks once', async () => {
  const fact = { name: 'a', symbol: 'a', value: '7', unit: '', source: 'picture' } as const;
  const given = { thought: 'Facts: $a=1$. Law: $x=a$.', facts: [fact] };
  for (const mode of ['think', 'nothink'] as const) {
    const found = await solve(['$x=7$', 0.1], [], { given, mode });
    assert.deepEqual([found.begun, found.zooms], [['Facts: $a=7$.'], [undefined]]);
    assert.deepEqual(found.heard, ['$x=7$']);
  }
  const bad = { ...given, facts: [{ ...fact, value: 'many' }] };
  await assert.rejects(solve(['$x=7$', 0.1], [], { given: bad }), { code: 'bad-input' });
});

test('a model that is told in words is told the given facts', async () => {
  const fact = { name: 'mass', symbol: 'm', value: '2', unit: 'kg', source: 'picture' } as const;
  let asked = '';
  const ask = (job: AskJob): Promise<Answer> => {
    asked = job.question;
    return Promise.resolve({
      ...{ thought: '', answer: 'Answer: $x=1$', stopReason: 'end', thoughtCut: false },
      ...{ promptTokens: 1, tokens: 1, millis: 1, device: 'cpu', model: 'm' },
    } satisfies Answer);
  };
  const signal = new AbortController().signal;
  const job = { images: [new Uint8Array(1)], question: 'Find $x$.', signal, mode: 'auto' } as const;
  await solveProblem(ask, {
    ...{ ...job, onDelta: () => undefined },
    given: { thought: 'Facts', facts: [fact] },
  });
  assert.match(asked, /use them as they are:\n- mass: m = 2 kg\n/);
});
