import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { katexRefusal, latexOf, repairTokens, textOf } from '../../engine/text/latex/index.ts';

const repaired = (text: string): string => {
  const tokens = text.split(' ');
  return latexOf(textOf(tokens, repairTokens(tokens)));
};

test('what is open is closed, what was never opened goes', () => {
  const cases: [string, string][] = [
    ['\\frac { a } { b', '\\frac{a}{b}'],
    ['a } + b', 'a+b'],
    ['\\left( \\frac { a } { b }', '\\left(\\frac{a}{b}\\right.'],
    ['x \\right ) y', 'xy'],
    ['\\begin{pmatrix} a & b \\\\ c', '\\begin{pmatrix} a & b \\\\ c \\end{pmatrix}'],
    ['a & b', 'ab'],
    ['x ^ 2 ^ 3', 'x^23'],
    ['x _', 'x'],
    ['x _ { i } ^ 2', 'x_{i}^2'],
    ['\\sqrt [ 3 ] { x } \\end{cases} + 1', '\\sqrt[3]{x}+1'],
  ];
  for (const [given, wanted] of cases) {
    const tokens = given.split(' ').flatMap((t) => (t === '\\left(' ? ['\\left', '('] : [t]));
    assert.equal(latexOf(textOf(tokens, repairTokens(tokens))), wanted, given);
  }
});

test('good LaTeX stays as it is', () => {
  for (const good of ['x ^ { 2 } _ i', '\\sum _ { \\substack { a \\\\ b } } c', "f ' ( x )"])
    assert.equal(repaired(good), latexOf(good.split(' ')));
});

test('whatever tokens come, KaTeX accepts what is left', () => {
  const token = fc.constantFrom(
    ...'a b 1 { } { } _ ^ & \\\\ \\frac \\sqrt \\left \\right ( ) . \\begin{pmatrix} \\end{pmatrix} \\begin{array} \\begin{cases} \\end{cases} \\hat \\mathrm \\sum \\not \\text \\operatorname* \\limits \\hline \\xrightarrow [ ] \\middle | \\ce \\substack'.split(' '), // prettier-ignore
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
      const latex = latexOf(textOf(tokens, repairTokens(tokens)));
      assert.equal(katexRefusal(latex), null, latex);
    }),
    { numRuns: 300 },
  );
});
