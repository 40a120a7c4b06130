import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderLayout } from '../../../engine/eval/render.ts';

const layout = (latex: string): string => {
  const rendered = renderLayout(latex);
  assert.ok(rendered.accepted, latex);
  return rendered.layout;
};

const alike: [string, string][] = [
  ['x^{a}', 'x^a'],
  ['{x}_{1}^{2}', 'x^2_1'],
  ['\\frac{a}{b}', '{\\frac ab}'],
  ['\\mathrm{d}x', '\\text{d}x'],
  ['\\displaystyle \\sum_{i} i', '\\sum_i{i}'],
  ['a\\le b', 'a\\leq b'],
  ['\\operatorname{sin}x', '\\sin x'],
  ['{\\cal B}', '\\mathcal{B}'],
];

const different: [string, string][] = [
  ['x^a', 'x_a'],
  ['xa', 'x^a'],
  ['a', '\\mathrm{a}'],
  ['\\frac{a}{b}', '\\frac{b}{a}'],
  ['a+b', 'a-b'],
  ['\\sqrt{x}', '\\sqrt[3]{x}'],
  ['\\sqrt{x}+1', '\\sqrt{x+1}'],
  ['\\hat{x}', '\\tilde{x}'],
  ['\\hat{x}', 'x'],
  ['\\overline{ab}', '\\underline{ab}'],
  ['f\\left(\\frac12\\right)', 'f(\\frac12)'],
  ['\\begin{pmatrix}a&b\\end{pmatrix}', '\\begin{bmatrix}a&b\\end{bmatrix}'],
  ['\\begin{matrix}a&b\\end{matrix}', '\\begin{matrix}a\\\\b\\end{matrix}'],
  ['a\\quad b', 'a b'],
  ['\\color{red}{x}', 'x'],
];

for (const [left, right] of alike)
  test(`${left} looks like ${right}`, () => {
    assert.equal(layout(left), layout(right));
  });

for (const [left, right] of different)
  test(`${left} does not look like ${right}`, () => {
    assert.notEqual(layout(left), layout(right));
  });

test('what KaTeX refuses comes back with its reason', () => {
  for (const latex of ['\\frac{a', '\\nosuchcommand', 'a_b_c', '\\left( x']) {
    const rendered = renderLayout(latex);
    assert.ok(!rendered.accepted && rendered.reason.includes('KaTeX parse error'), latex);
  }
});

test('any text at all gets an answer, never an exception', () => {
  const piece = fc.constantFrom(
    '\\frac',
    '{',
    '}',
    '^',
    '_',
    '&',
    '\\\\',
    '\\left',
    '(',
    'x',
    '#',
    '$',
    '\\',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join(' ')),
      ),
      (latex) => {
        const rendered = renderLayout(latex);
        assert.ok(rendered.accepted ? !rendered.layout.includes('\u0000') : rendered.reason !== '');
      },
    ),
  );
});
