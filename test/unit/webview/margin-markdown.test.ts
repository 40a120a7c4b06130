/** Answers as blocks: mathematics, citations, nothing that loads, and no text that takes long. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import type { Token } from 'markdown-it';
import { answerAsLatex } from '../../../webview/margin/latex.ts';
import { parseAnswer } from '../../../webview/margin/markdown.ts';

const cited = new Set([1, 2, 3, 4, 5]);
const blocks = (text: string, streaming = false) => parseAnswer({ text, cited, streaming });
const flat = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
const all = (text: string, type: string, streaming = false): Token[] =>
  blocks(text, streaming)
    .flatMap(({ tokens }) => flat(tokens))
    .filter((token) => token.type === type);
const formulas = (text: string): [string, boolean][] =>
  all(text, 'math').map(({ content, meta }) => [content, meta?.['display'] === true]);
const numbers = (text: string) => all(text, 'citation').map(({ meta }) => meta?.['numbers']);

test('all four delimiters, and what is inside them is not Markdown', () => {
  assert.deepEqual(formulas('$a_1*b*c$ and \\(x_2\\)'), [
    ['a_1*b*c', false],
    ['x_2', false],
  ]);
  assert.deepEqual(formulas('so $$E = mc^2$$ holds, \\[ y \\] too'), [
    ['E = mc^2', true],
    ['y', true],
  ]);
  assert.deepEqual(formulas('We get\n$$\na\n- b\n\n= c\n$$\nnext'), [['a\n- b\n\n= c', true]]);
  assert.deepEqual(formulas('- item\n  \\[ x\n  + y \\]\n- two'), [['x\n+ y', true]]);
  assert.deepEqual(formulas('\\$5 and $x$'), [['x', false]]);
  assert.deepEqual(formulas('`$x$` and\n\n```\n$y$\n```'), []);
});

test('prices and lonely delimiters are text', () => {
  for (const text of [
    'It costs $5 and $10.',
    'a $ b',
    '$$',
    '\\[ open',
    'x $$ y',
    '$ x $',
    '\\(  \\)',
  ])
    assert.deepEqual(formulas(text), [], text);
});

test('a displayed formula that is still being written waits, and then becomes one', () => {
  const [open] = all('Thus\n\n\\[ a\n- b', 'math_open_end', true);
  assert.equal(open?.content, 'a\n- b');
  assert.deepEqual(all('Thus\n\n\\[ a\n- b', 'math_open_end'), []);
  assert.equal(all('Thus\n\n\\[ a\n- b\n\\]', 'math', true).length, 1);
});

test('numbers in brackets are citations where there is such a passage', () => {
  assert.deepEqual(numbers('a [1], b [2, 3] and c [3–5]'), [[1], [2, 3], [3, 4, 5]]);
  assert.deepEqual(numbers('[9] [1, 9] [1](https://x.org) `[1]` $a[1]$ [5-3] [0]'), []);
  assert.deepEqual(numbers('[1]: see above'), [[1]]);
});

test('no HTML and no definitions that act from afar', () => {
  const html = blocks('<img src=x onerror=alert(1)> <b>x</b>\n\n<script>alert(1)</script>');
  const types = html.flatMap(({ tokens }) => flat(tokens)).map(({ type }) => type);
  assert.ok(!types.some((type) => type.startsWith('html')));
  assert.deepEqual(all('[here]\n\n[here]: https://x.org', 'link_open'), []);
});

test('50 kB of anything that opens and never closes take a moment, not minutes', () => {
  const pieces = ['$a ', '$', '$$ ', '$$\n', '\\[\n', '\\[', '\\( ', '[', '![', '*', '_', '`', '>'];
  pieces.push('- ', '[1', '|a', '~~', '**a ', '$x$ ', '](', 'a\n$$\n', '<a', '&', '*a _');
  for (const piece of pieces) {
    const from = performance.now();
    blocks(piece.repeat(50_000 / piece.length), true);
    const millis = performance.now() - from;
    assert.ok(millis < 6_000, `${JSON.stringify(piece)} took ${Math.round(millis)} ms`);
  }
});

const snippets = fc.array(
  fc.constantFrom(
    ...['a', ' ', '\n', '\n\n', '$', '$$', '\\(', '\\)', '\\[', '\\]', '[1]', '[1, 2]', '- ', '> '],
    ...['`', '```\n', '**', '_', '|', '---', 'x^2', '\\frac{1}{2}', '# ', '1. ', '\\', '<b>', '5'],
  ),
  { maxLength: 40 },
);

test('equal keys mean equal blocks, whatever stands before them', () => {
  fc.assert(
    fc.property(snippets, snippets, (some, others) => {
      const known = new Map<string, string>();
      for (const text of [some.join(''), others.join(''), [...some, ...others].join('')]) {
        for (const { key, tokens } of blocks(text)) {
          const strip = ({ type, content, meta, attrs, children }: Token): unknown => [
            type,
            children === null ? content : '',
            meta,
            attrs,
            children?.map(strip),
          ];
          const drawn = JSON.stringify(tokens.map(strip));
          assert.equal(known.get(key) ?? drawn, drawn);
          known.set(key, drawn);
        }
      }
    }),
  );
});

test('as LaTeX: text escaped, formulas untouched, environments closed', () => {
  const text = 'By **law** 5% of $x_1$ [1]:\n\n- `a_b`\n\n| a | b |\n|--|--|\n| 1 | 2 |';
  const latex = answerAsLatex(text, cited);
  assert.match(latex, /\\textbf\{law\} 5\\% of \$x_1\$ \[1\]:/);
  assert.match(latex, /\\texttt\{a\\_b\}/);
  assert.match(latex, /\\begin\{tabular\}\{ll\}\na & b \\\\\n1 & 2 \\\\\n\\end\{tabular\}/);
  fc.assert(
    fc.property(snippets, (parts) => {
      const written = answerAsLatex(parts.join(''), cited);
      const count = (what: string) => written.split(what).length;
      for (const name of ['itemize', 'enumerate', 'quote', 'verbatim', 'tabular'])
        assert.equal(count(`\\begin{${name}}`), count(`\\end{${name}}`));
    }),
  );
});
