/** What is inserted at a cursor (‸), in each kind of document. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  documentKind,
  insertion,
  preferences,
  shapeOf,
  type DocumentKind,
  type Preference,
} from '../../../extension/formats/index.ts';
import { placeAt } from '../../../extension/formats/delimiters.ts';
import { latexDocument, markdownDocument, placeIn, typstDocument } from './documents.ts';

const low = 'x^2';
const tall = '\\frac{a}{b}';
const rows = '\\begin{aligned}a&=b\\\\c&=d\\end{aligned}';
const loose = 'a+b \\\\ c';

function put(kind: DocumentKind, marked: string, latex: string, preference: Preference = 'auto') {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const inserted = insertion(latex, { text, offset, kind, preference });
  return text.slice(0, offset) + inserted + text.slice(offset);
}

test('shapes: scripts and roots fit a line, fractions and sums do not, lines are lines', () => {
  for (const latex of [low, 'a+b', '\\sqrt{x^2+y^2}', 'x_{i_j}^{2^n}', '\\hat{A}', '\\lim_{x\\to0}f(x)'])
    assert.equal(shapeOf(latex), 'low', latex);
  for (const latex of [tall, '\\sum_{k=0}^n k', '\\int_0^1 f', '\\begin{pmatrix}a\\\\b\\end{pmatrix}'])
    assert.equal(shapeOf(latex), 'tall', latex);
  for (const latex of [rows, loose, '\\begin{gathered}a\\\\b\\end{gathered}'])
    assert.equal(shapeOf(latex), 'rows', latex);
  assert.equal(shapeOf('\\begin{aligned}a\\\\b\\end{aligned}+c'), 'tall');
  assert.equal(shapeOf('\\frac{'), 'tall');
}); // prettier-ignore

test('LaTeX: inline where it fits, else lines of its own', () => {
  assert.equal(put('latex', 'so ‸ holds', low), 'so $x^2$ holds');
  assert.equal(put('latex', 'so ‸ holds', low, 'brackets'), 'so \\(x^2\\) holds');
  assert.equal(put('latex', 'so ‸', tall), 'so \n\\[\n  \\frac{a}{b}\n\\]');
  assert.equal(put('latex', '  ‸', low), '  \\[\n    x^2\n  \\]');
  assert.equal(put('latex', '‸', tall, 'dollars'), '$$\n\\frac{a}{b}\n$$');
  assert.equal(put('latex', '‸more', tall), '\\[\n  \\frac{a}{b}\n\\]\nmore');
  assert.equal(put('latex', '‸', tall, 'equation'), '\\begin{equation}\n  \\frac{a}{b}\n\\end{equation}');
}); // prettier-ignore

test('LaTeX: several lines take the environment that is made for them', () => {
  assert.equal(put('latex', '‸', rows), '\\begin{align*}\n  a&=b\\\\c&=d\n\\end{align*}');
  assert.equal(put('latex', '‸', rows, 'equation'), '\\begin{align}\n  a&=b\\\\c&=d\n\\end{align}');
  assert.equal(put('latex', '‸', loose), '\\begin{gather*}\n  a+b \\\\ c\n\\end{gather*}');
  assert.equal(put('latex', '‸', rows, 'dollars'), `$$\n${rows}\n$$`);
  assert.equal(put('latex', '\\[ y = ‸ \\]', loose), '\\[ y = \\begin{gathered}a+b \\\\ c\\end{gathered} \\]');
}); // prettier-ignore

test('LaTeX: a document keeps its own manners', () => {
  assert.equal(put('latex', '\\(a\\) and \\(b\\)\nso ‸ holds', low), '\\(a\\) and \\(b\\)\nso \\(x^2\\) holds');
  const numbered = '\\begin{equation}a\\end{equation}\n\n‸';
  assert.match(put('latex', numbered, tall), /\\begin\{equation\}\n {2}\\frac/);
  assert.match(put('latex', '$$a$$\n\n‸', tall), /\n\$\$\n\\frac\{a\}\{b\}\n\$\$$/);
  assert.match(put('latex', '\\begin{align*}a\\end{align*}\n\n‸', tall), /\\\[\n/);
}); // prettier-ignore

test('inside mathematics nothing is added; titles, cells and comments keep their line', () => {
  for (const text of ['$a + ‸$', '\\begin{align}\n  ‸\n\\end{align}', '\\[‸\\]']) {
    assert.equal(put('latex', text, tall), text.replace('‸', tall));
  }
  assert.equal(put('latex', '\\section{On ‸}', tall), `\\section{On $${tall}$}`);
  assert.equal(put('latex', '% see ‸', `${tall}\n+c`), `% see ${tall} +c`);
  assert.equal(put('latex', '$\\text{if ‸}$', low), '$\\text{if $x^2$}$');
  assert.equal(put('markdown', '| a | ‸ |', '|x| \\| y'), '| a | $\\vert x\\vert  \\Vert  y$ |');
});

test('Markdown: dollars always, margins kept in lists and quotes', () => {
  assert.equal(put('markdown', 'so ‸ holds', low, 'brackets'), 'so $x^2$ holds');
  assert.equal(put('markdown', '- ‸', tall), '- $$\n  \\frac{a}{b}\n  $$');
  assert.equal(put('markdown', '> so ‸', tall), '> so \n> $$\n> \\frac{a}{b}\n> $$');
  assert.equal(put('markdown', '‸', rows), `$$\n${rows}\n$$`);
  assert.equal(put('markdown', '`code ‸`', low), '`code x^2`');
  assert.equal(put('markdown', '```\n‸\n```', low), '```\nx^2\n```');
});

test('Typst: its own notation, display by spaces', () => {
  assert.equal(put('typst', 'so ‸ holds', 'x_{10}'), 'so $x_10$ holds');
  assert.equal(put('typst', '‸', tall), '$ a/b $');
  assert.equal(put('typst', '$ y = ‸ $', tall), '$ y = a/b $');
  assert.equal(put('typst', '‸', rows), '$ a &= b \\ c &= d $');
  assert.equal(put('typst', '`raw ‸`', tall), `\`raw ${tall}\``);
  assert.throws(() => put('typst', '‸', '\\undefinedcommand'), { code: 'not-in-typst' });
});

test('anywhere else the bare source', () => {
  assert.equal(put('other', 'so ‸ holds', tall), `so ${tall} holds`);
});

test('the kind of a document: by language, else by name', () => {
  assert.equal(documentKind('latex', 'a.tex'), 'latex');
  assert.equal(documentKind('plaintext', '/a/b.TYP'), 'typst');
  assert.equal(documentKind('plaintext', '/a.typ/b'), 'other');
  assert.equal(documentKind('python', '/a.ipynb'), 'other');
  assert.equal(documentKind('markdown'), 'markdown');
});

test('wherever a formula goes, it lands in mathematics and leaves the rest as it was', () => {
  const documents = { latex: latexDocument, markdown: markdownDocument, typst: typstDocument };
  for (const [name, document] of Object.entries(documents)) {
    const kind = name as DocumentKind;
    const formula = fc.constantFrom(low, tall, rows, loose);
    fc.assert(
      fc.property(placeIn(document), formula, fc.constantFrom(...preferences), (at, latex, preference) => {
        const { text, offset, kind: place } = at;
        // A price and a formula in one paragraph of Markdown cannot be told apart by any reader.
        if (place === 'verbatim' || text.includes('$5 and')) return;
        const inserted = insertion(latex, { text, offset, kind, preference });
        const whole = text.slice(0, offset) + inserted + text.slice(offset);
        const middle = inserted.indexOf(kind === 'typst' ? (latex === low ? 'x' : 'a') : latex.startsWith('\\') ? 'a' : latex.slice(0, 1));
        const landed = placeAt(whole, offset + Math.max(middle, 0), kind).kind;
        if (place === 'prose') assert.equal(landed, 'math', whole);
        const after = placeAt(whole, offset + inserted.length, kind).kind;
        assert.equal(after, place, `after ${inserted} in ${whole}`);
      }),
      { numRuns: 1_000 },
    );
  }
}); // prettier-ignore
