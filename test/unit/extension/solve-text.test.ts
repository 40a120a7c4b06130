/** What is kept and copied of a solution: readable, whole, and the same when it is read again. */
import katex from 'katex';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recompute } from '../../../engine/solve/facts.ts';
import type { Solution } from '../../../engine/solve/messages.ts';
import { solutionOf } from '../../../engine/tasks/solve.ts';
import { emptySidecar } from '../../../extension/margin/sidecar/model.ts';
import { readSidecar } from '../../../extension/margin/sidecar/read.ts';
import { serialize } from '../../../extension/margin/sidecar/serialize.ts';
import { answerMarkdown, solutionLatex, solutionMarkdown } from '../../../extension/solve/copy.ts';
import { keptTurn } from '../../../extension/solve/keep.ts';
import { corrected, solutionView } from '../../../extension/solve/view.ts';
import { symbolLatex, withUnits } from '../../../extension/solve/words.ts';

const question = 'What is the period?';
const solutionFrom = (thought: string, answer: string): Solution =>
  solutionOf({
    ...{ thought, answer, stopReason: 'end', thoughtCut: false, promptTokens: null },
    ...{ tokens: 9, millis: 1_200, device: 'cpu', model: 'a model' },
  });
const facts =
  'Facts:\n- mass: $m = 0.5\\,\\text{kg}$ (picture)\n- $k = 80\\,\\text{N/m}$ (question)\n\n';
const steps =
  '$T = 2\\pi\\sqrt{\\frac{m}{k}} = 2\\pi\\sqrt{\\frac{0.5}{80}} \\approx 0.497\\,\\text{s}$\n\n$f = \\frac{1}{T} = 2.51\\,\\text{Hz}$';
const final = 'Answer: $T = 0.497\\,\\text{s}$';
const long = solutionFrom('It swings.', `${facts}${steps}\n\n${final}`);
const short = solutionFrom(`${facts}${steps}`, final);
const solved = (solution: Solution) => ({
  ...{ question, solution, facts: solution.facts, quantities: [] },
});

test('marks stand beside their steps, wherever the model worked them out', () => {
  const own = answerMarkdown(solved(long));
  assert.match(own, /\\approx 0\.497\\,\\text\{s\}\$ ✓$/m);
  assert.match(own, /2\.51\\,\\text\{Hz\}\$ ✗$/m);
  assert.match(own, /^\*Steps: 3 verified, 1 refuted/m);
  assert.match(answerMarkdown(solved(short)), /^- ✓ \$.*0\.497.*rounds to 3 digits/m);
  assert.match(keptTurn(solved(short), 'auto').thought, /2\.51\\,\\text\{Hz\}\$ ✗$/m);
  for (const solution of [long, short]) {
    const text = answerMarkdown(solved(solution));
    assert.match(text, /^- ✗ \$.*2\.51.*2\.01 Hz/m);
    assert.equal(text.match(/0\.5.*\(picture\)/g)?.length, 1, 'facts are told once');
    assert.ok(text.includes(final));
  }
  assert.match(answerMarkdown(solved(short)), /^- mass: \$m = 0\.5\$ kg \(picture\)$/m);
});

test('a call of the calculator is shown as code, and its brackets are no steps', () => {
  const solution = solutionFrom('', `Steps:\n<<2*pi*sqrt(0.5/80)>>=0.4967 s\n\n${final}`);
  assert.match(answerMarkdown(solved(solution)), /`2\*pi\*sqrt\(0\.5\/80\)`=0\.4967 s/);
  for (const { left, right } of solutionView(solution).steps)
    assert.ok(left.trim() !== '' && right.trim() !== '', `${left} | ${right}`);
});

test('units and symbols are LaTeX that KaTeX sets', () => {
  const latex = withUnits('a\\approx 4.61\\,\\text{m/s^2}+47\\,\\text{kΩ}+\\text{kg}+\\text{µF}');
  assert.equal(
    latex,
    'a\\approx 4.61\\,\\mathrm{m/s^{2}}+47\\,\\mathrm{k\\Omega}+\\text{kg}+\\mathrm{\\mu F}',
  );
  for (const part of [latex, ...['theta', 'm_1', 'n_tea', 'Δx', 'a_prime'].map(symbolLatex)])
    assert.doesNotThrow(() => katex.renderToString(part, { strict: 'error', trust: false }), part);
});

test('a corrected value and what follows from it are part of the text', () => {
  const { facts: values } = corrected(long.facts, [{ symbol: 'm', value: '2' }]);
  const quantities = recompute(values, long.derived);
  const text = solutionMarkdown({ ...solved(long), facts: values, quantities });
  assert.match(text, /^> What is the period\?$/m);
  assert.match(text, /With corrected values \(m = 2 kg\):\n\n- \$.*0\.993/);
});

test('LaTeX leaves refuted steps out', () => {
  for (const solution of [long, short]) {
    const text = solutionLatex(solved(solution));
    assert.match(text, /^% What is the period\?\n\\begin\{align\*\}/);
    assert.match(text, /&\\approx 0\.497/);
    assert.doesNotMatch(text, /2\.51/);
  }
});

test('a refusal is kept with its reason', () => {
  const refused: Solution = { ...long, answer: '', steps: [], facts: [], refused: 'No mass.' };
  assert.equal(answerMarkdown(solved(refused)), 'No mass.');
});

test('a kept turn is the same when the file beside the PDF is read again', () => {
  const evil = solutionFrom('<!-- marginalia turn -->', '![x](https://evil.example/x) <img src=x>');
  for (const solution of [long, short, evil]) {
    const turn = keptTurn(solved(solution), 'think');
    const rectangle = { x1: 10, y1: 20, x2: 30, y2: 40 };
    const thread = { id: 'a', anchor: { page: 3, rectangle }, turns: [turn] };
    const text = serialize({ ...emptySidecar, threads: [thread] }, 'paper.pdf');
    const [read] = readSidecar(text, 'paper.pdf').sidecar.threads;
    assert.deepEqual(read, thread);
    assert.doesNotMatch(turn.answer, /!\[|<img/);
  }
});
