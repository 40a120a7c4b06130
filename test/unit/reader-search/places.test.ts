/** Where text lies on the page: from pdf.js's runs, and exactly from glyphs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { Matrix } from '../../../document/geometry.ts';
import { openOptions, pageText } from '../../../document/glyphs.ts';
import { finder } from '../../../webview/reader/search/find.ts';
import { letterEdges } from '../../../webview/reader/search/glyphBoxes.ts';
import { readPage, rectangles } from '../../../webview/reader/search/searchText.ts';
import { TextIndex } from '../../../webview/reader/search/textIndex.ts';

const paper = join(import.meta.dirname, '..', '..', 'webview', 'reader-sidebar', 'paper.pdf');
const even = (text: string): number => text.length;
const query = { matchCase: false, matchMarks: false, wholeWord: false };

describe('places of text', () => {
  let document: PDFDocumentProxy;
  before(async () => {
    const data = new Uint8Array(readFileSync(paper));
    document = await getDocument({ data, verbosity: 0, ...openOptions }).promise;
  });
  after(() => document.loadingTask.destroy());

  it('gives a rectangle for each line of a match, inside the page', async () => {
    const index = new TextIndex((page) => document.getPage(page));
    const text = await index.page(1);
    // Set as "incomprehensibil-" and "ities".
    const matches = finder({ ...query, text: 'incomprehensibilities' })!(text.text);
    assert.ok(matches.length > 0);
    const boxes = matches.map(({ start, end }) => rectangles(text, start, end, even));
    assert.ok(boxes.some((lines) => lines.length === 2));
    for (const [first, second] of boxes) {
      assert.ok(first!.x1 > 0 && first!.x2 < 426 && first!.y2 > first!.y1);
      if (second !== undefined) assert.ok(second.y1 > first!.y1 && second.x1 < first!.x1);
    }
  });

  it('places letters where their glyphs are', async () => {
    const proxy = await document.getPage(1);
    const text = await new TextIndex(() => Promise.resolve(proxy)).page(1);
    const glyphs = await pageText(proxy);
    const edges = letterEdges(text, glyphs);
    const known = [...text.text].filter((_, at) => !Number.isNaN(edges.left[at]!)).length;
    const letters = text.text.replace(/\s/g, '').length;
    assert.equal(known, letters);
    const [match] = finder({ ...query, text: 'efficient' })!(text.text);
    const [box] = rectangles(text, match!.start, match!.end, even, edges);
    // The word between the glyphs that stand beside it.
    const line = glyphs.runs.flatMap((run) => run.glyphs).filter(({ blank }) => !blank);
    const first = line.find(({ start }) => Math.abs(start - box!.x1) < 1e-6);
    const last = line.find(({ end }) => Math.abs(end - box!.x2) < 1e-6);
    assert.equal(first?.text, 'e');
    assert.equal(last?.text, 't');
  });

  it('turns and mirrors with the text', () => {
    const item = { str: 'abcd', width: 40, height: 10, fontName: 'f', hasEOL: false };
    const styles = { f: { ascent: 0.8, descent: -0.2, vertical: false, fontFamily: 'serif' } };
    const page: Matrix = [1, 0, 0, -1, 0, 100];
    const place = (dir: string, transform: number[], start: number, end: number) => {
      const items = [{ ...item, dir, transform }];
      const content = { items, styles, lang: null } as unknown as Parameters<typeof readPage>[0];
      return rectangles(readPage(content, page, 100), start, end, even)[0]!;
    };
    const upright = [10, 0, 0, 10, 20, 50];
    assert.deepEqual(place('ltr', upright, 1, 2), { x1: 30, y1: 42, x2: 40, y2: 52 });
    assert.deepEqual(place('rtl', upright, 0, 1), { x1: 50, y1: 42, x2: 60, y2: 52 });
    const up = place('ltr', [0, 10, -10, 0, 20, 50], 0, 2);
    assert.deepEqual(up, { x1: 12, y1: 30, x2: 22, y2: 50 });
  });
});
