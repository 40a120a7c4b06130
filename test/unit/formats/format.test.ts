/** "Copy as": each format, and Typst for every sample. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatLatex, formats, insertion } from '../../../extension/formats/index.ts';

const samples = join(import.meta.dirname, '..', '..', 'samples', 'labels.jsonl');
const labels = readFileSync(samples, 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { latex: string }).latex);

test('every format of one formula', () => {
  const written = formats.map((format) => formatLatex(' \\frac{1}{2} ', format));
  assert.deepEqual(written, [
    '\\frac{1}{2}',
    '$\\frac{1}{2}$',
    '\\[\n  \\frac{1}{2}\n\\]',
    '\\begin{equation}\n  \\frac{1}{2}\n\\end{equation}',
    '$$\n\\frac{1}{2}\n$$',
    '$ 1/2 $',
  ]);
});

test('several lines', () => {
  const rows = '\\begin{aligned}a&=b\\\\c&=d\\end{aligned}';
  assert.equal(formatLatex(rows, 'equation'), '\\begin{align}\n  a&=b\\\\c&=d\n\\end{align}');
  assert.equal(formatLatex(rows, 'display'), '\\begin{align*}\n  a&=b\\\\c&=d\n\\end{align*}');
  assert.equal(formatLatex(rows, 'inline'), `$${rows}$`);
  assert.equal(formatLatex('a\\\\b', 'markdown'), '$$\n\\begin{gathered}a\\\\b\\end{gathered}\n$$');
});

test('every sample can be written in every format', () => {
  for (const latex of labels) {
    for (const format of formats) assert.ok(formatLatex(latex, format).length > 0, latex);
  }
});

test('Typst: names that the converter lacks or has under an older name', () => {
  assert.equal(formatLatex('\\det A \\otimes \\max_x x', 'typst'), '$ det A times.o max_x x $');
  assert.equal(formatLatex('\\begin{gathered}a\\\\b\\end{gathered}', 'typst'), '$ a \\ b $');
});

test('what Typst has no notation for is an error that says so', () => {
  assert.throws(() => formatLatex('\\nosuchcommand{x}', 'typst'), { code: 'not-in-typst' });
});

test('a line of running text keeps its words as words', () => {
  const line = '\\text{Let }x\\in X\\text{ be a small set}';
  assert.equal(formatLatex(line, 'markdown'), 'Let $x\\in X$ be a small set');
  assert.equal(formatLatex(line, 'inline'), 'Let $x\\in X$ be a small set');
  assert.equal(formatLatex(line, 'latex'), line);
  const at = { offset: 0, preference: 'auto' } as const;
  assert.equal(
    insertion(line, { ...at, text: '', kind: 'markdown' }),
    'Let $x\\in X$ be a small set',
  );
  assert.equal(insertion(line, { ...at, text: '', kind: 'typst' }), 'Let $x in X$ be a small set');
});
