/** The bundled model solves problems from pictures: the whole road with the real weights. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EngineClient } from '../../engine/client.ts';
import { isRight } from '../../engine/eval/diagrams-answer.ts';
import { readProblems } from '../../engine/eval/diagrams-set.ts';
import { recompute } from '../../engine/solve/facts.ts';
import { cli } from './support/cli.ts';
import { needsSolver, solverDir } from './support/solves.ts';

// Drawn by models/train/diagrams/draw.py with templates and styles of the training.
const pictures = join(import.meta.dirname, '..', 'fixtures', 'diagrams', 'pictures');
const problems = await readProblems(pictures);
const inFamilies = problems.filter(({ refusal }) => refusal === '');
const client = new EngineClient({ modelDir: solverDir });
after(() => client.dispose());
const skip = needsSolver;
const pictureOf = ({ file }: { file: string }): Promise<Buffer> => readFile(join(pictures, file));

test(
  'most problems are solved; facts are listed, calls are verified, facts can be corrected',
  { skip },
  async () => {
    let right = 0;
    let corrected = 0;
    let [read, placed] = [0, 0];
    for (const problem of inFamilies) {
      const solution = await client.solve(problem.question, { images: [await pictureOf(problem)] });
      const { facts, derived, finalSymbol, calculations, steps, confidence } = solution;
      assert.ok(confidence !== null && confidence > 0 && confidence <= 1);
      assert.ok(calculations.every(({ result }) => result.startsWith('=')));
      assert.equal(
        steps.filter(({ mark }) => mark === 'refuted').length === 0 || facts.length > 0,
        true,
      );
      const seen = facts.filter(({ source }) => source === 'picture');
      read += seen.length;
      placed += seen.filter(({ places = [] }) => places.length > 0).length;
      if (!isRight(problem, solution.final)) continue;
      right++;
      assert.ok(solution.thought.startsWith('Facts:'), solution.thought);
      assert.ok(facts.length > 0);
      if (finalSymbol === null) continue;
      const values = recompute(facts, derived).filter(({ symbol }) => symbol === finalSymbol);
      assert.notEqual(values[0]?.value ?? null, null);
      corrected++;
    }
    assert.ok(right >= 5, `${right} of ${inFamilies.length} were right`);
    assert.ok(placed > 0.8 * read, `${placed} of ${read} facts of pictures have their place`);
    assert.ok(corrected >= 3, `${corrected} can be corrected`);
  },
);

test('facts that a person corrected are what it goes on from', { skip }, async () => {
  const images = [await readFile(join(import.meta.dirname, '..', 'figures', 'graph-parabola.png'))];
  const question = 'What are the coordinates of the lowest point of the graph?';
  const { thought, facts } = await client.solve(question, { images });
  assert.deepEqual(
    facts.map(({ symbol }) => symbol),
    ['x_S', 'y_S'],
  );
  const values: Record<string, string> = { x_S: '-4', y_S: '−1' };
  const given = facts.map((fact) => ({ ...fact, value: values[fact.symbol]! }));
  const heard: string[] = [];
  const solved = await client.solve(question, {
    ...{ images, given: { thought, facts: given } },
    onDelta: (delta) => 'text' in delta && heard.push(delta.text),
  });
  assert.deepEqual(
    solved.facts.map(({ value }) => value),
    ['-4', '-1'],
  );
  assert.equal(solved.final.replaceAll(' ', ''), '$S=(-4,-1)$');
  assert.match(heard.join(''), /^Facts: \$S=\(-4, -1\)\$\./);
});

test('without thought there is an answer and nothing else', { skip }, async () => {
  const [problem] = inFamilies;
  const options = { images: [await pictureOf(problem!)], mode: 'nothink' } as const;
  const solution = await client.solve(problem!.question, options);
  assert.equal(solution.thought, '');
  assert.deepEqual(solution.calculations, []);
  assert.notEqual(solution.answer, '');
});

test(
  'the same problem has the same solution, and signs beyond the vocabulary are told of',
  { skip },
  async () => {
    const images = [await pictureOf(problems[0]!)];
    const { question } = problems[0]!;
    const [first, second] = [
      await client.solve(question, { images }),
      await client.solve(`${question} 図`, { images }),
    ];
    assert.deepEqual({ ...second, millis: 0, notice: '' }, { ...first, millis: 0, notice: '' });
    assert.match(second.notice ?? '', /left out: 図/);
  },
);

test('a picture of no family is refused with a reason, and exit code 2', { skip }, async () => {
  const problem = problems.find(({ family }) => family === 'other')!;
  const told = await cli([
    'solve',
    join(pictures, problem.file),
    problem.question,
    '--model',
    solverDir,
  ]);
  assert.equal(told.code, 2, told.stdout);
  assert.match(told.stdout, /No answer\n {2}this is not a kind of picture/);
  assert.match(told.stderr, /larger model .*or a server/);
});

test('no question, several pictures: what to do is said', { skip }, async () => {
  const image = await pictureOf(problems[0]!);
  await assert.rejects(client.solve('  ', { images: [image] }), {
    code: 'bad-input',
    message: /question is empty/,
  });
  await assert.rejects(client.solve('What is it?', { images: [image, image] }), {
    code: 'bad-input',
    message: /one picture; 2 were given/,
  });
});

test('eval-diagrams scores the folder', { skip }, async () => {
  const told = await cli([
    'eval-diagrams',
    pictures,
    '--limit',
    '1',
    '--mode',
    'nothink',
    '--model',
    solverDir,
  ]);
  assert.equal(told.code, 0, told.stderr);
  assert.match(told.stdout, /\| springs \| 1 \|/);
  assert.match(told.stdout, /mean of families/);
});
