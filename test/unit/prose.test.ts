import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proseLine, proseOf } from '../../engine/text/latex/index.ts';

test('a line of text becomes words with formulas between dollars', () => {
  assert.equal(
    proseLine('\\text{Let }x\\in X\\text{ be a small set, and }\\frac{a}{b}=1'),
    'Let $x\\in X$ be a small set, and $\\frac{a}{b}=1$',
  );
  assert.deepEqual(proseOf('f(x)\\text{ for all such }x'), [
    { kind: 'mathematics', source: 'f(x)' },
    { kind: 'words', source: ' for all such ' },
    { kind: 'mathematics', source: 'x' },
  ]);
});

test('escaped marks stay as documents want them', () => {
  assert.equal(proseLine('\\text{about 50\\% of the mass }m'), 'about 50\\% of the mass $m$');
});

test('a formula with a word or two stays a formula, and text inside braces is part of its formula', () => {
  for (const latex of [
    'x>0\\text{ if }y',
    'E=mc^2',
    '\\begin{cases} 1 & \\text{if this is so} \\\\ 0 & \\text{in all other cases} \\end{cases}',
    '\\underbrace{a+b}_{\\text{the sum of two numbers}}',
    '\\text{never closed here we go',
  ])
    assert.equal(proseOf(latex), null, latex);
});
