/** Scores of solved problems: against worked examples, in words of the recipe and of other models. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  evalDiagramsCommand,
  parseEvalDiagramsArguments,
} from '../../../engine/cli/eval-diagrams.ts';
import { badImage } from '../../../engine/errors.ts';
import { isRight } from '../../../engine/eval/diagrams-answer.ts';
import { judgeStep } from '../../../engine/eval/diagrams-judge.ts';
import type { DiagramProblem } from '../../../engine/eval/diagrams-set.ts';
import { readProblems } from '../../../engine/eval/diagrams-set.ts';
import type { Solution } from '../../../engine/solve/messages.ts';
import { trainedSolution } from '../../../engine/tasks/trained.ts';
import { drawing } from '../../engine/support/images.ts';

const spring = {
  ...{ file: 'a.png', family: 'springs', question: 'What is the period?', refusal: '' },
  thought:
    'Facts: $m=0.5$ kg; $k=80$ N/m (question).\nLaw: $T=2\\pi\\sqrt{\\frac{m}{k}}$.\n$T=$ <<2*pi*sqrt(0.5/80)>>=0.496729413 s.',
  ...{ answer: '0.497', unit: 's' },
};
const of = (answer: string, unit = '', thought = ''): DiagramProblem => ({
  ...{ file: 'a.png', family: 'f', question: '?', refusal: '', thought, answer, unit },
});

const answers: [DiagramProblem, string, boolean][] = [
  [spring, '$T=0.497$ s', true],
  [spring, '$T = 0.497\\,\\text{s}$', true],
  [spring, '$T \\approx 497$ ms', true],
  [spring, '$T=0.4967$ s', true],
  [spring, '$T=0.498$ s', false],
  [spring, '$T=0.5$ s', false],
  [spring, '$T=0.497$', false],
  [spring, '$T=0.497$ m', false],
  [spring, '', false],
  [of('420', '', 'Sum: <<200+220>>=420.'), '$420$', true],
  [of('420', '', 'Sum: <<200+220>>=420.'), '$421$', false],
  [of('1230', 'N', '$F=$ <<1234.5*1>>=1234.5 N.'), '$F=1230$ N', true],
  [of('1230', 'N', '$F=$ <<1234.5*1>>=1234.5 N.'), '$F=1234.5$ N', true],
  [of('1230', 'N', '$F=$ <<1234.5*1>>=1234.5 N.'), '$F=1220$ N', false],
  [of('0.503', 's'), '$T=0.5033$ s', true],
  [of('0.503', 's'), '$T=0.504$ s', false],
  [of('95', '^\\circ'), '$x=95^\\circ$', true],
  [of('95', '^\\circ'), '$x=95$', false],
  [of('95', '^\\circ'), '95 degrees', true],
  [of('70.2', '$\\Omega$', '<<50+20.1923>>=70.1923'), '$R=70.2$ $\\Omega $', true],
  [of('4.2', 'k$\\Omega$'), '$R=4200$ $\\Omega$', true],
  [of('40\\%'), '$40\\%$', true],
  [of('40\\%'), '$40$', false],
  [of('(0, 1.5)'), '$M=(0, 1.5)$', true],
  [of('(0, 1.5)'), '$M=(1.5, 0)$', false],
  [of('-0.5'), '$m=-\\frac{1}{2}$', true],
  [of('\\text{Tue}'), '$\\text{Tue}$', true],
  [of('\\text{Tue}'), '$\\text{Thu}$', false],
  [of('12', 'cm$^2$'), '$A=12$ cm$^2$', true],
  [of('12', 'cm$^2$'), '$A=12$ cm', false],
];
for (const [problem, final, right] of answers)
  test(`${JSON.stringify(final)} for ${problem.answer} ${problem.unit} is ${right ? 'right' : 'wrong'}`, () =>
    assert.equal(isRight(problem, final), right));

test('the answers of the recipe are right', () => {
  const file = join(import.meta.dirname, '../../fixtures/diagrams/told.json');
  const told = JSON.parse(readFileSync(file, 'utf8')) as (DiagramProblem & { say: string })[];
  for (const one of told) if (one.refusal === '') assert.ok(isRight(one, one.say), one.say);
});

const steps: [string, string, boolean | null][] = [
  ['2\\pi\\sqrt{\\frac{0.5}{80}}', '0.496729413\\,\\text{s}', true],
  ['2\\pi\\sqrt{\\frac{0.5}{80}}', '0.497729413\\,\\text{s}', false],
  ['180^\\circ-85^\\circ', '95^\\circ', true],
  ['180^\\circ-85^\\circ', '96^\\circ', false],
  ['9.8\\sin 30^\\circ', '4.9\\,\\text{m/s^2}', true],
  ['24\\cdot (1-e^{-2})', '20.7519532\\,\\text{V}', true],
  ['T', '0.5', null],
];
for (const [left, right, verdict] of steps)
  test(`a second opinion on ${left} = ${right}`, () =>
    assert.equal(judgeStep({ left, right, latex: true }), verdict));

const written = (thought: string, answer: string): Solution =>
  trainedSolution({
    ...{ thought: thought.replaceAll('\n', ' '), answer, stopReason: 'end', thoughtCut: false },
    ...{ promptTokens: 1, tokens: 1, millis: 2000, device: 'cpu', model: 'fake', confidence: 0.9 },
  });

/** Four problems: one right, one misread and wrong, one refused as it should be, one picture that is broken. */
async function runOnFour(...words: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-diagrams-'));
  const printed: string[] = [];
  const complaints: string[] = [];
  const refusal = 'I cannot answer: this is not a kind of picture that I know.';
  const rows = [
    spring,
    { ...spring, file: 'b.png', question: 'B' },
    { ...of('', '', refusal), file: 'c.png', family: 'other', question: 'C', refusal },
    { ...spring, file: 'd.png', question: 'D' },
  ];
  const replies: Record<string, Solution> = {
    [spring.question]: written(spring.thought, '$T=0.497$ s'),
    B: written(spring.thought.replace('m=0.5', 'm=0.6'), '$T=0.544$ s'),
    C: written(refusal, refusal),
  };
  try {
    await mkdir(join(directory, 'set'));
    const set = join(directory, 'set');
    for (const { file } of rows) await writeFile(join(set, file), await drawing());
    await writeFile(join(set, 'problems.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
    const gallery = join(directory, 'gallery.md');
    const code = await evalDiagramsCommand(
      parseEvalDiagramsArguments([set, ...words, '--gallery', gallery]),
      {
        solve: (_image, question) => {
          const reply = replies[question];
          return reply === undefined
            ? Promise.reject(badImage('It is cut off.', 'Save it again.'))
            : Promise.resolve(reply);
        },
        print: (line) => printed.push(line),
        complain: (line) => complaints.push(line),
      },
    );
    return { code, printed, complaints, gallery: await readFile(gallery, 'utf8') };
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('the table: right, facts, refusals, errors; the gallery shows what failed', async () => {
  const { code, printed, complaints, gallery } = await runOnFour();
  assert.equal(code, 2);
  assert.deepEqual(complaints, ['d.png: It is cut off. Save it again.']);
  const table = printed.join('\n');
  assert.match(table, /set, mode think: 3 problems, model fake on cpu/);
  assert.match(table, /\| springs \| 3 \| 33 \([^|]+\| 50 \([^|]+\| 0 \([^|]+\| 2\.0 \|/);
  assert.match(table, /pictures of no family 100/);
  assert.match(table, /0 were false/);
  assert.match(table, /Errors: 1/);
  assert.match(gallery, /## 1\. springs, think: `b\.png`\n\n!\[/);
  assert.match(gallery, /\$0\.497\$ s/);
  assert.ok(!gallery.includes('a.png'));
});

test('--json: a line a problem, and a summary', async () => {
  const { printed } = await runOnFour('--json', '--mode', 'both');
  const lines = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.equal(lines.length, 2 * (4 + 1));
  assert.deepEqual(
    lines.slice(0, 3).map(({ right, refused, facts }) => [right, refused, facts]),
    [
      [true, false, { read: 1, of: 1 }],
      [false, false, { read: 0, of: 1 }],
      [true, true, null],
    ],
  );
  const summary = lines[4]?.['summary'] as { mean: { right: number }; worst: unknown };
  assert.equal(summary.mean.right, 1 / 3);
  assert.deepEqual(summary.worst, { family: 'springs', right: 1 / 3 });
});

test('bad arguments and bad sets are told of', async (context) => {
  for (const words of [[], ['d', '--mode', 'fast'], ['d', '--limit', '0'], ['d', '--worst', '3']])
    assert.throws(() => parseEvalDiagramsArguments(words), { code: 'bad-input' });
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-diagrams-'));
  context.after(() => rm(directory, { recursive: true }));
  await assert.rejects(readProblems(directory), { code: 'bad-input', message: /cannot be read/ });
  await writeFile(join(directory, 'problems.jsonl'), '{"file": "a.png"}\n');
  await assert.rejects(readProblems(directory), { message: /problems\.jsonl:1 is not a problem/ });
});
