/** The figures that were drawn by hand: whole, small, and their answers right by a calculation of its own. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { readProblems } from '../../engine/eval/diagrams-set.ts';
import { toldFacts } from '../../engine/solve/told.ts';

interface Row {
  readonly file: string;
  readonly family: string;
  readonly question: string;
  readonly facts: readonly { symbol: string; value: string; unit: string; source: string }[];
  readonly answer: string;
  readonly unit: string;
  readonly refusal: string;
}

const folder = join(import.meta.dirname, '..', 'figures');
const rows = readFileSync(join(folder, 'problems.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);
const degrees = Math.PI / 180;

/** What a textbook does with a family's facts, by symbol; `v` gives their values in their order too. */
const worked: Readonly<Record<string, (f: (symbol: string) => number, v: number[]) => number>> = {
  'springs-cart': (f) => 2 * Math.PI * Math.sqrt(f('m') / f('k')),
  'springs-hanging': (f) => 2 * Math.PI * Math.sqrt(f('m') * (1 / f('k_1') + 1 / f('k_2'))),
  'incline-crate': (f) => f('g') * Math.sin(f('\\alpha') * degrees),
  'incline-friction': (f) => {
    const turn = f('\\alpha') * degrees;
    return f('g') * (Math.sin(turn) - f('\\mu') * Math.cos(turn));
  },
  'atwood-pulley': (f) => (f('g') * (f('m_2') - f('m_1'))) / (f('m_1') + f('m_2')),
  'atwood-table': (f) => (f('g') * f('m_1') * f('m_2')) / (f('m_1') + f('m_2')),
  'lever-seesaw': (f) => (f('F_1') * f('d_1')) / f('d_2'),
  'resistors-row': (f) => f('U') / (f('R_1') + f('R_2') + f('R_3')),
  'resistors-mixed': (f) => f('R_1') + 1 / (1 / f('R_2') + 1 / f('R_3')),
  'rc-charging': (f) => f('R') * 1e3 * f('C') * 1e-6,
  'lens-rays': (f) => 1 / (1 / f('f') - 1 / f('g')),
  'lens-height': (f) => (f('G') / f('g')) * (1 / (1 / f('f') - 1 / f('g'))),
  'triangle-ladder': (f) => Math.sqrt(f('c') ** 2 - f('b') ** 2),
  'triangle-sine': (f) => f('c') * Math.sin(f('\\alpha') * degrees),
  'angle-triangle': (_, [a = 0, b = 0]) => 180 - a - b,
  'similar-shadows': (f) => (f('b') / f('a')) * f("a'"),
  'parallel-lines': (_, [a = 0]) => 180 - a,
  sector: (f) => (Math.PI * f('r') ** 2 * f('\\alpha')) / 360,
  'coordinates-points': () => Math.hypot(4 - -3, 3 - -2),
  'bars-fruit': (_, v) => v.reduce((a, b) => a + b),
  'line-temperature': (_, v) => v[3]! - v[4]!,
  'pie-school': (_, [bus = 0, car = 0, walk = 0, all = 0]) =>
    ((100 - bus - car - walk) / 100) * all,
  'table-prices': (_, v) => v.reduce((a, b) => a + b) / v.length,
  'venn-languages': (_, [only = 0, both = 0]) => only + both,
  'path-towns': (f) =>
    Math.min(
      f('SA') + f('AT'),
      f('SB') + f('AB') + f('AT'),
      f('SB') + f('BC') + f('CT'),
      f('SA') + f('AB') + f('BC') + f('CT'),
    ),
};

const nameOf = ({ file }: Row): string => file.replace('.png', '');

test('thirty figures of every family, each a small picture beside its source', async () => {
  assert.equal(rows.length, 30);
  const families = new Set(rows.map(({ family }) => family));
  assert.equal(families.size, 21, [...families].join(', '));
  assert.equal(rows.filter(({ refusal }) => refusal !== '').length, 4);
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'));
  assert.deepEqual(pictures.sort(), rows.map(({ file }) => file).sort());
  for (const row of rows) {
    const path = join(folder, row.file);
    assert.ok(statSync(path).size < 30_000, `${row.file} is too large`);
    const svg = readFileSync(path.replace('.png', '.svg'), 'utf8');
    const { width, height } = await sharp(path).metadata();
    assert.ok(svg.includes(`width="${width}" height="${height}"`), row.file);
  }
});

test('what is said to stand in a picture stands there, what is told is told', () => {
  for (const row of rows) {
    const svg = readFileSync(join(folder, `${nameOf(row)}.svg`), 'utf8');
    const shown = svg.replace(/<style>[^]*?<\/style>/g, '').replace(/<[^>]*>/g, '|');
    for (const { symbol, value, source } of row.facts) {
      const digits = value.replace('\\%', '');
      // Heights of bars, places of points are read off scales.
      if (/^(?:bar|line) chart$|^coordinates$|^function graph$/.test(row.family)) continue;
      const where = source === 'question' ? row.question : shown;
      assert.match(
        where,
        new RegExp(`(?<![\\d.])${digits}(?![\\d.]*\\d)`),
        `${row.file} ${symbol}`,
      );
    }
  }
});

test('the evaluation reads them, with all of their facts', async () => {
  const problems = await readProblems(folder);
  assert.equal(problems.length, rows.length);
  for (const [at, { thought, refusal }] of problems.entries())
    if (refusal === '') {
      // A point is two numbers.
      const numbers = rows[at]!.facts.flatMap(({ value }) => value.split(', '));
      assert.equal(toldFacts(thought).length, numbers.length, thought);
    }
});

test('every answer follows from its facts', () => {
  for (const row of rows) {
    if (row.refusal !== '' || row.family === 'function graph') continue;
    const facts = new Map(row.facts.map(({ symbol, value }) => [symbol, parseFloat(value)]));
    const values = row.facts.map(({ value }) => parseFloat(value));
    const solve = worked[nameOf(row)];
    assert.ok(solve !== undefined, row.file);
    const value = solve((symbol) => facts.get(symbol) ?? NaN, values);
    const printed = Number(row.answer);
    assert.ok(Math.abs(value - printed) <= Math.abs(printed) * 0.005, `${row.file}: ${value}`);
  }
});
