/** Formulas found on pages whose formulas' places are known, and what must not be taken for one. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { OPS as theirs } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { findFormulas } from '../../../document/formulas/index.ts';
import { OPS } from '../../../document/operators.ts';
import type { Glyph, PageFont, PageText, Run } from '../../../document/page.ts';
import { score } from '../../bench/formulas-score.ts';
import type { Truth } from '../../bench/formulas-truth.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'formulas');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.pdf'))
  .map((file) => file.slice(0, -4));

test("the numbers of operators are pdf.js's own", () => {
  const table: Readonly<Record<string, number>> = theirs;
  for (const [name, number] of Object.entries(OPS)) assert.equal(number, table[name], name);
});

describe('typeset pages', () => {
  for (const name of names) {
    test(name, async () => {
      const truth = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Truth[][];
      const { counts } = await score(join(folder, `${name}.pdf`), truth);
      const { display, inline } = counts;
      const said = JSON.stringify(counts);
      assert.ok(display.known >= 2 && inline.known >= 8, said);
      assert.ok(display.half >= 0.99 * display.known, said);
      assert.ok(inline.half >= 0.93 * inline.known, said);
      const found = display.found + inline.found;
      const right = display.rightHalf + inline.rightHalf;
      assert.ok(right >= 0.9 * found, said);
    });
  }
});

describe('made-up pages', () => {
  const font = (name: string): PageFont => ({
    ...{ id: name, name, type3: false, bold: false, italic: name.includes('Ital') },
    ...{ monospace: false, ascent: 0.7, descent: -0.2 },
  });
  const roman = font('CMR10');
  const math = font('CMMI10');

  /** Letters of half an em, side by side from x on. */
  function run(text: string, x: number, baseline: number, face: PageFont, size = 10): Run {
    const glyphs = [...text].map((letter, at): Glyph => {
      const start = x + (at * size) / 2;
      const blank = letter === ' ';
      const box = {
        x1: start,
        x2: start + size / 2,
        y1: blank ? baseline : baseline - 0.45 * size,
        y2: baseline,
      };
      return { text: letter, code: -1, start, end: start + size / 2, box, blank };
    });
    return { glyphs, font: face, size, baseline, angle: 0, hidden: false };
  }

  const page = (runs: Run[], rules: PageText['rules'] = []): PageText => ({
    ...{ page: 1, width: 600, height: 800, runs, rules, shapes: [], images: [] },
  });

  test('prose has none', () => {
    const lines = ['In 1998 (see Table 2), 35 of them', 'were measured - twice; a and I', 'end.'];
    const runs = lines.map((line, at) => run(line, 50, 100 + 12 * at, roman));
    assert.deepEqual(findFormulas(page(runs)), []);
  });

  test('a letter of a mathematics font among words is one, without the period', () => {
    const runs = [
      run('Let there be some', 50, 100, roman),
      run('x', 140, 100, math),
      run('.', 145, 100, roman),
    ];
    assert.deepEqual(findFormulas(page(runs)), [
      { kind: 'inline', rectangle: { x1: 140, y1: 95.5, x2: 145, y2: 100 } },
    ]);
  });

  test('a script belongs to its letter, a footnote mark to no formula', () => {
    const found = findFormulas(
      page([
        run('some words and', 50, 100, roman),
        run('x', 125, 100, math),
        run('2', 130, 96, font('CMR7'), 7),
        run('are words', 140, 100, roman),
        run('3', 185, 96, font('CMR7'), 7),
      ]),
    );
    assert.equal(found.length, 1);
    assert.deepEqual([found[0]!.rectangle.x1, found[0]!.rectangle.x2], [125, 133.5]);
  });

  test('a display is whole, its number is not part of it', () => {
    const prose = (y: number): Run =>
      run('these are quite many words that make a line of prose here', 50, y, roman);
    const found = findFormulas(
      page([
        ...[100, 112, 124, 176, 188].map(prose),
        run('x', 170, 150, math),
        run('=', 178, 150, roman),
        run('y', 188, 150, math),
        run('(1)', 320, 150, roman),
      ]),
    );
    assert.deepEqual(found, [
      { kind: 'display', rectangle: { x1: 170, y1: 145.5, x2: 193, y2: 150 } },
    ]);
  });

  const italic = font('CMTI10-Ital');

  test('italic letters are words where variables have a font of their own', () => {
    const runs = [
      run('Let there be', 50, 100, roman),
      ...['w', 'x', 'y', 'z'].map((letter, at) => run(letter, 120 + 30 * at, 100, math)),
      run('not just', 50, 112, roman),
      run('a', 95, 112, italic),
      run('thing and', 105, 112, roman),
      run('i.e.', 155, 112, italic),
      run('some more of it', 180, 112, roman),
    ];
    const found = findFormulas(page(runs));
    assert.deepEqual(
      found.map(({ rectangle }) => rectangle.x1),
      [120, 150, 180, 210],
    );
  });

  test('water is no formula, a letter with an index is', () => {
    const of = (letter: string): number =>
      findFormulas(
        page([
          run('some words and', 50, 100, roman),
          run(letter, 125, 100, roman),
          run('2', 130, 102, font('CMR7'), 7),
          run('are words', 140, 100, roman),
        ]),
      ).length;
    assert.equal(of('H'), 0);
    assert.equal(of('q'), 1);
  });

  test('a line over a footnote is no fraction bar', () => {
    const text = (y: number, size = 10): Run =>
      run('many words of the text that go on and on', 50, y, roman, size);
    const rule = { x1: 50, y1: 127, x2: 130, y2: 127.4 };
    assert.deepEqual(findFormulas(page([text(112), text(124), text(134, 8)], [rule])), []);
    const bar = { x1: 290, y1: 127, x2: 296, y2: 127.4 };
    const fraction = [run('1', 290.5, 125, roman), run('2', 290.5, 134, roman)];
    assert.equal(findFormulas(page([text(112), text(124), ...fraction], [bar])).length, 1);
  });

  test('text from right to left has none', () => {
    const lines = ['הספרייה נפתחה בשנת 1998 (טבלה 2)', 'افتتحت المكتبة سنة 1998 وزارها 35'];
    const runs = lines.map((line, at) => run(line, 50, 100 + 12 * at, font('DejaVuSans')));
    assert.deepEqual(findFormulas(page(runs)), []);
  });

  test('a page of two thousand formulas comes to an end', { timeout: 120_000 }, () => {
    const runs: Run[] = [];
    for (let row = 0; row < 40; row++)
      for (let column = 0; column < 50; column++) {
        const [x, y] = [30 + 45 * row, 30 + 38 * column];
        runs.push(run('x', x, y, math, 5), run('+', x + 8, y, roman, 5), run('y', x + 14, y, math, 5)); // prettier-ignore
      }
    const found = findFormulas({ ...page(runs), width: 2000, height: 2000 });
    assert.ok(found.length > 0);
  });

  test('hidden text under a scan is no formula', () => {
    const hidden = { ...run('x', 140, 100, math), hidden: true };
    assert.deepEqual(findFormulas(page([hidden])), []);
  });
});
