import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { latexAnswer } from '../../../engine/backends/latex-answer.ts';

const wrapped: ((latex: string) => string)[] = [
  (latex) => latex,
  (latex) => `$${latex}$`,
  (latex) => `$$\n${latex}\n$$`,
  (latex) => `\\[ ${latex} \\]`,
  (latex) => `\\(${latex}\\)`,
  (latex) => `\\begin{equation*}\n${latex}\n\\end{equation*}`,
  (latex) => `\`\`\`latex\n${latex}\n\`\`\``,
  (latex) => `Here is the formula:\n\n\`\`\`\n\\[${latex}\\]\n\`\`\`\nIt says much.`,
  (latex) => `The formula is:\n\\[ ${latex} \\]`,
  (latex) => `\`${latex}\``,
  (latex) => `LaTeX: $${latex}$`,
];

test('the formula without fences, delimiters and chatter, in one spelling', () => {
  const formulas = [
    ['\\frac { 1 } { 2 }', '\\frac{1}{2}'],
    ['x_1^2+\\alpha', 'x_1^2+\\alpha'],
    ['\\begin{matrix}a&b\\\\c&d\\end{matrix}', '\\begin{matrix} a & b \\\\ c & d \\end{matrix}'],
  ] as const;
  for (const [given, wanted] of formulas)
    for (const wrap of wrapped) assert.equal(latexAnswer(wrap(given)), wanted, wrap(given));
});

test('what is outside the grammar stays as it was written', () => {
  assert.equal(latexAnswer('$\\unknowncommand{x}$'), '\\unknowncommand{x}');
  assert.equal(latexAnswer('```\n\n```'), '');
  assert.equal(latexAnswer('  '), '');
});

test('no answer makes it fail or take long', () => {
  const word = fc.constantFrom(
    '$',
    '$$',
    '\\[',
    '\\]',
    '```',
    '\n',
    '`',
    '{',
    '}',
    '\\frac',
    'x',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      assert.equal(typeof latexAnswer(words.join('')), 'string');
    }),
  );
  const start = performance.now();
  for (const part of ['$$', '```\n', '\\[', '`$', '$ '])
    latexAnswer(part.repeat(20_000 / part.length));
  assert.ok(performance.now() - start < 5_000);
});
