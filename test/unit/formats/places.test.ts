/** Where a cursor is: in prose, in mathematics, or where nothing may be added. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeAt } from '../../../extension/formats/delimiters.ts';
import type { DocumentKind } from '../../../extension/formats/index.ts';
import { latexDocument, markdownDocument, placeIn, typstDocument } from './documents.ts';

const at = (kind: DocumentKind, marked: string): string => {
  const offset = marked.indexOf('‸');
  const place = placeAt(marked.replace('‸', ''), offset, kind);
  return place.kind === 'prose' && place.tight ? 'tight' : place.kind;
};

const documents = { latex: latexDocument, markdown: markdownDocument, typst: typstDocument };
for (const [kind, document] of Object.entries(documents)) {
  test(`every place of a ${kind} document is known`, () => {
    fc.assert(
      fc.property(placeIn(document), ({ text, offset, kind: expected }) => {
        const place = placeAt(text, offset, kind as DocumentKind);
        assert.equal(place.kind, expected, `${text.slice(0, offset)}‸${text.slice(offset)}`);
      }),
      { numRuns: 3_000 },
    );
  });

  test(`no text puts the ${kind} scanner out, and a long one takes no time`, () => {
    const marks = ['$', '$$', '\\', '\\[', '\\]', '{', '}', '`', '```', '"', '#', '[', ']', '(', '%'];
    const junk = fc.array(fc.oneof(fc.constantFrom(...marks, '\n', '\n\n', '/*', '<!--'), fc.string()));
    fc.assert(
      fc.property(junk, fc.nat(), (pieces, where) => {
        const text = pieces.join('');
        placeAt(text, text.length === 0 ? 0 : where % (text.length + 1), kind as DocumentKind);
      }),
      { numRuns: 2_000 },
    );
    for (const piece of ['$a ', '`', '``` x ', '$$ ', '\\[', '{', '#f(', 'h', '"', '\n', '/*', '\\verb|']) {
      const text = piece.repeat(40_000 / piece.length);
      const from = performance.now();
      placeAt(text, text.length, kind as DocumentKind);
      assert.ok(performance.now() - from < 5_000, `${JSON.stringify(piece)} took too long`);
    }
  }); // prettier-ignore
}

test('LaTeX: what was never closed ends with its paragraph, environments do not', () => {
  assert.equal(at('latex', 'a $x and‸'), 'math');
  assert.equal(at('latex', 'a $x and\n\nnext ‸'), 'prose');
  assert.equal(at('latex', '\\[ x\n  \n next ‸'), 'prose');
  assert.equal(at('latex', '\\begin{align}\n a\n\n‸\n\\end{align}'), 'math');
  assert.equal(at('latex', '\\begin{align} a \\end{align} ‸'), 'prose');
});

test('LaTeX: between two dollars is inside', () => {
  assert.equal(at('latex', 'a $‸$ b'), 'math');
  assert.equal(at('latex', 'a $$‸$$ b'), 'math');
  assert.equal(at('latex', 'a $x$‸$y$'), 'prose');
  assert.equal(at('markdown', 'a $‸$ b'), 'math');
  assert.equal(at('markdown', 'a $$‸$$ b'), 'math');
  assert.equal(at('typst', 'a $‸$ b'), 'math');
});

test('titles and cells are tight', () => {
  assert.equal(at('latex', '\\section{On ‸}'), 'tight');
  assert.equal(at('latex', '\\caption[a]{On {‸}}'), 'tight');
  assert.equal(at('latex', '\\section{On} ‸'), 'prose');
  assert.equal(at('latex', '\\begin{tabular}{cc} a & ‸ \\\\ \\end{tabular}'), 'tight');
  assert.equal(at('markdown', '## On ‸'), 'tight');
  assert.equal(at('markdown', '| a | ‸ |'), 'tight');
  assert.equal(at('typst', '== On ‸'), 'tight');
});

test('Markdown: front matter, blocks with empty lines, what is not closed', () => {
  assert.equal(at('markdown', '---\ntitle: ‸\n---\nx'), 'verbatim');
  assert.equal(at('markdown', '$$\na\n\n‸\n$$\n'), 'math');
  assert.equal(at('markdown', '$$\n‸'), 'math');
  assert.equal(at('markdown', '$$ a\n\n‸'), 'prose');
  assert.equal(at('markdown', '```\n‸'), 'verbatim');
  assert.equal(at('markdown', 'a ` b ‸'), 'prose');
  assert.equal(at('markdown', '$\\text{if ‸}$'), 'tight');
});

test('Windows line ends are line ends', () => {
  assert.equal(at('latex', 'a $x\r\n\r\nb ‸'), 'prose');
  assert.equal(at('markdown', '$$\r\na\r\n\r\n‸\r\n$$\r\n'), 'math');
  assert.equal(at('latex', 'a % b\r\n‸'), 'prose');
});
