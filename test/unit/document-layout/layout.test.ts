/** Rules of the layout that hold for any page: order of columns, hyphens, running heads, links. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assemble } from '../../../document/assemble.ts';
import { columnsOf } from '../../../document/layout/columns.ts';
import { isLineHyphen, vocabularyOf } from '../../../document/layout/hyphens.ts';
import { linkTo } from '../../../extension/convert/link.ts';

const SIZE = 10;

/** Lines of `columns` columns under a title that spans them, numbered in the order of reading. */
function pageOf(columns: number, lines: number, gutter: number) {
  const width = (500 - gutter * (columns - 1)) / columns;
  const pieces = [{ box: { x1: 0, y1: 0, x2: 500, y2: 14 }, order: 0 }];
  for (let column = 0; column < columns; column++)
    for (let line = 0; line < lines; line++) {
      const x1 = column * (width + gutter);
      const y1 = 40 + 12 * line;
      const order = pieces.length;
      pieces.push({ box: { x1, y1, x2: x1 + width, y2: y1 + 10 }, order });
    }
  return pieces;
}

test('columns are read one after the other, whatever the order of drawing', () => {
  const columns = fc.integer({ min: 1, max: 3 });
  const lines = fc.integer({ min: 6, max: 40 });
  const gutter = fc.integer({ min: 10, max: 40 });
  fc.assert(
    fc.property(
      columns,
      lines,
      gutter,
      fc.array(fc.double({ noNaN: true }), { minLength: 121, maxLength: 121 }),
      (n, m, gap, random) => {
        const pieces = pageOf(n, m, gap);
        const shuffled = pieces.map((piece, index) => [random[index]!, piece] as const);
        const drawn = shuffled.sort((a, b) => a[0] - b[0]).map(([, piece]) => piece);
        const read = columnsOf(drawn, SIZE).flatMap((group) =>
          group.sort((a, b) => a.box.y1 - b.box.y1).map(({ order }) => order),
        );
        assert.deepEqual(
          read,
          pieces.map(({ order }) => order),
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('a size that letters cannot have makes columns neither endless nor too large', () => {
  const pieces = pageOf(2, 1_500, 20);
  for (const size of [0, 1e-9, 0.1, 1e6]) {
    const before = process.cpuUsage();
    assert.equal(columnsOf(pieces, size).flat().length, pieces.length);
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 5e6, `size ${size} took ${(user + system) / 1e6} s`);
  }
});

test('pieces without height, at one place or without end make columns too', () => {
  const dot = { box: { x1: 5, y1: 9, x2: 5, y2: 9 } };
  const endless = { box: { x1: -Infinity, y1: 0, x2: Infinity, y2: Infinity } };
  for (const size of [0, 10]) {
    assert.deepEqual(columnsOf([dot, dot], size), [[dot, dot]]);
    assert.deepEqual(columnsOf([dot, endless], size), [[dot, endless]]);
  }
});

test('a hyphen of the line goes, one of the word stays', () => {
  const words = vocabularyOf(['the state-of-the-art method, an experiment and a set-up']);
  assert.ok(isLineHyphen('an experi-', 'ment', words));
  assert.ok(!isLineHyphen('a set-', 'up', words));
  assert.ok(!isLineHyphen('a well-', 'known fact', words));
  assert.ok(!isLineHyphen('state-of-the-', 'art', new Set()));
  assert.ok(!isLineHyphen('Navier-', 'Stokes', words));
  assert.ok(!isLineHyphen('pages 3-', '7', words));
});

test('pages become one document: a paragraph runs over, a mark that comes again is told apart', () => {
  const paragraph = (markdown: string, continues: boolean, open: boolean) =>
    ({ kind: 'paragraph', markdown, continues, open }) as const;
  const note = (markdown: string) =>
    ({ kind: 'note', markdown, continues: false, open: false }) as const;
  const text = assemble(
    [
      { page: 1, blocks: [paragraph('One[^1] and an experi-', false, true), note('[^1]: First.')] },
      { page: 2, blocks: [paragraph('ment goes on.[^1]', true, false), note('[^1]: Second.')] },
    ],
    'a paper.pdf',
  );
  assert.equal(
    text,
    [
      '[page-1]: <a%20paper.pdf#page=1>',
      'One[^1] and an experiment goes on.[^1-p2]',
      ...['[^1]: First.', '[page-2]: <a%20paper.pdf#page=2>', '[^1-p2]: Second.'],
    ].join('\n\n') + '\n',
  );
});

test('links lead from the Markdown file to the PDF', () => {
  const at = (path: string, scheme = 'file') => ({ scheme, authority: '', path });
  assert.equal(linkTo(at('/a/b/x.pdf'), at('/a/b/x.md')), 'x.pdf');
  assert.equal(linkTo(at('/a/x.pdf'), at('/a/b/c/x.md')), '../../x.pdf');
  assert.equal(linkTo(at('/a/d/x.pdf'), at('/a/b/x.md')), '../d/x.pdf');
  assert.equal(linkTo(at('/a/x.pdf', 'vscode-vfs'), at('/a/x.md')), 'x.pdf');
});
