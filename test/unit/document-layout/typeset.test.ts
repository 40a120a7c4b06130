/**
 * Slides, a textbook's page with notes in its margin, an article with an algorithm, tables and a drawing: what
 * their LaTeX says comes out as Markdown, in its order. Typeset with `pdflatex` from the sources beside them.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { assemble } from '../../../document/assemble.ts';
import { findFormulas } from '../../../document/formulas/index.ts';
import { openOptions, pageText } from '../../../document/glyphs.ts';
import { layoutPage, neighborOf } from '../../../document/layout/page.ts';
import { pageBlocks } from '../../../document/markdown.ts';
import type { PageText } from '../../../document/page.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'layout');

/** The document as Markdown; formulas by their letters, since no model takes part. */
async function markdownOf(name: string): Promise<string> {
  const data = new Uint8Array(readFileSync(join(folder, `${name}.pdf`)));
  const task = getDocument({ data, ...openOptions, verbosity: 0 });
  const document = await task.promise;
  const texts: PageText[] = [];
  for (let page = 1; page <= document.numPages; page++)
    texts.push(await pageText(await document.getPage(page)));
  await task.destroy();
  const neighbors = texts.map((text) => neighborOf(text));
  const pages = texts.map((text, at) => {
    const others = neighbors.filter((_, index) => index !== at && Math.abs(index - at) < 3);
    const draft = layoutPage(text, findFormulas(text), others);
    const latex = draft.formulas.map((formula) => formula.exact ?? formula.text);
    const figures = draft.figures.map((_, index) => `figure-${index + 1}.png`);
    return { page: text.page, blocks: pageBlocks(draft, { latex, figures }) };
  });
  return assemble(pages, 'x.pdf');
}

const wordsOf = (text: string): string[] => text.match(/\p{L}{2,}/gu) ?? [];

/** The words of a source as a reader meets them, without floats; footnotes and notes in the margin come last. */
function sourceWords(name: string): string[] {
  const tex = readFileSync(join(folder, `${name}.tex`), 'utf8').split('\\begin{document}')[1]!;
  const aside: string[] = [];
  const said = tex
    .replaceAll(/\\\[[\s\S]*?\\\]|\$.*?\$/g, ' ')
    .replaceAll(/\\begin\{(algorithm|table|figure)\}[\s\S]*?\\end\{\1\}/g, ' ')
    .replaceAll(
      /\\(?:footnote|marginpar)\{(?:\\footnotesize )?([^{}]*)\}/g,
      (_, note: string) => (aside.push(note), ' '),
    )
    .replaceAll(/\\(?:begin|end)\{\w+\}(?:\[\w+\])?(?:\{[^{}]*\})?/g, ' ')
    .replaceAll(/\\(?:setcounter|vspace)\{.*?\}\{?.*?\}/g, ' ')
    .replaceAll(/\\[a-zA-Z]+/g, ' ');
  return wordsOf([said, ...aside].join(' '));
}

/** Words of `a` that come in `b` in the same order, as a share of `a`. */
function inOrder(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [index, other] of b.entries())
      next.push(word === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    row = next;
  }
  return row.at(-1)! / a.length;
}

const has = (markdown: string, ...lines: readonly string[]): void =>
  assert.ok(markdown.includes(lines.join('\n')), `${lines.join('\n')}\n\nin\n\n${markdown}`);

test('slides: titles, drawn bullets and numbers, colored boxes, columns of a few lines', async (context) => {
  const markdown = await markdownOf('deck');
  const share = inOrder(sourceWords('deck'), wordsOf(markdown));
  context.diagnostic(`${(100 * share).toFixed(2)} % of the words, in order`);
  assert.ok(share > 0.98, `${share}\n${markdown}`);
  has(markdown, '# Tides and Their Causes');
  has(markdown, '## Why the sea rises');
  has(
    markdown,
    '- The difference stretches the ocean',
    '- Two bulges travel around the globe',
    '    - one faces the moon',
    '    - the other one lies opposite',
    '- Continents hold them back',
  );
  has(markdown, '1. measure the distance', '2. compute the force', '3. compare with the gauge');
  has(markdown, 'in one line. Their range is larger than usual.', '', 'Neap tides occur');
  assert.doesNotMatch(markdown, /!\[|Harbor Office\)/);
});

test('a page with notes in its margin: the text is whole, the notes follow it', async (context) => {
  const markdown = await markdownOf('textbook');
  const share = inOrder(sourceWords('textbook'), wordsOf(markdown));
  context.diagnostic(`${(100 * share).toFixed(2)} % of the words, in order`);
  assert.ok(share > 0.98, `${share}\n${markdown}`);
  has(markdown, '# Measures of Land');
  has(markdown, 'one hundred links. Ten square chains make an acre');
  has(markdown, '**Theorem 1.1.** *If two fields have equal sides');
  has(markdown, '*Proof.* The area is the product');
  has(markdown, 'Steps of half a chain were usual on hills.');
  assert.doesNotMatch(markdown, /^41$/m);
});

test('an article: algorithm, tables, a drawing with its labels, paragraphs that floats part', async (context) => {
  const markdown = await markdownOf('algorithm');
  const share = inOrder(sourceWords('algorithm'), wordsOf(markdown));
  context.diagnostic(`${(100 * share).toFixed(2)} % of the words, in order`);
  assert.ok(share > 0.98, `${share}\n${markdown}`);
  has(markdown, 'The loop ends because every round opens at least one door.');
  has(
    markdown,
    '**Algorithm 1** Sending parcels to doors',
    '',
    '- **Require:** a belt with parcels',
    '    - 1: open all doors',
    '    - 2: **while** the belt holds a parcel **do**',
    '        - 3: take the first parcel',
    '        - 4: **if** its door is free **then**',
    '            - 5: push it through the door',
    '        - 6: **else**',
  );
  has(
    markdown,
    '| Method | Rule | Minutes | Blocked |',
    '| --- | --- | --- | --- |',
    '| First | nearest door | 12.5 | 31 |',
  );
  has(markdown, '| Door | Parcels |', '| --- | --- |', '| North | 210 |', '| South | 198 |');
  has(markdown, '![Figure on page 2](figure-1.png)', '', 'Figure 1: Rounds on each day.');
  has(markdown, '[^1]: A fourth method was abandoned during the trial.');
});
