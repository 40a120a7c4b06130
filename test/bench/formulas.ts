/**
 * How well formulas are found: typesets pages with LaTeX in many fonts and layouts, with each formula in
 * a color of its own; poppler's pixels tell where it is, and the text layer, which knows nothing of
 * colors, is asked to find it.
 *
 * Usage: node test/bench/formulas.ts [--seed N] [--fonts WORD] [--out FILE] [--fixtures FOLDER]
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { add, noCounts, score, type Count, type Counts } from './formulas-score.ts';
import { fontSets, layouts, writeDocument, type FontSet, type Layout } from './formulas-source.ts';
import { truthOf, typeset } from './formulas-truth.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2027' },
    fonts: { type: 'string', default: '' },
    out: { type: 'string' },
    fixtures: { type: 'string' },
  },
});

/** Paragraphs that make about three pages; a slide holds one. */
const lengthOf = ({ head, slides }: Layout): number =>
  slides === true ? 6 : head.includes('twocolumn') ? 34 : 19;

const folder = mkdtempSync(join(tmpdir(), 'marginalia-formulas-'));

async function bench(): Promise<void> {
  const byFonts = new Map<string, Counts>();
  const byLayout = new Map<string, Counts>();
  const halves = { development: noCounts(), reporting: noCounts() };
  let [pages, finding, reading] = [0, 0, 0];
  for (const [at, fonts] of fontSets.entries()) {
    if (!fonts.name.includes(values.fonts)) continue;
    // Each set of fonts in three of the five layouts, in turns.
    for (const turn of [0, 1, 2]) {
      const layout = layouts[(at + 2 * turn) % layouts.length]!;
      const done = await one(fonts, layout, Number(values.seed) + 31 * at + turn);
      for (const [map, key] of [
        [byFonts, fonts.name],
        [byLayout, layout.name],
      ] as const) {
        if (!map.has(key)) map.set(key, noCounts());
        add(map.get(key)!, done.counts);
      }
      add(fonts.development ? halves.development : halves.reporting, done.counts);
      pages += done.pages;
      finding += done.finding;
      reading += done.reading;
      process.stderr.write('.');
    }
  }
  const known = [...byFonts.values()].reduce((sum, c) => sum + c.display.known + c.inline.known, 0);
  const text = [
    `${pages} pages, ${known} formulas, seed ${values.seed}; per page ${(reading / pages).toFixed(1)} ms to read the text layer, ${(finding / pages).toFixed(1)} ms to find`,
    '',
    'R: share of the formulas that a found rectangle covers (intersection over union at least 0.50 or 0.75)',
    'P: share of the found rectangles that fit a formula so',
    '',
    heading('fonts'),
    ...fontSets
      .filter(({ name }) => byFonts.has(name))
      .map(({ name, development }) => row(`${name}${development ? '' : ' *'}`, byFonts.get(name)!)),
    '',
    heading('layout'),
    ...[...byLayout].map(([name, counts]) => row(name, counts)),
    '',
    heading(''),
    row('fonts looked at', halves.development),
    row('* fonts never looked at', halves.reporting),
    '',
  ].join('\n');
  process.stdout.write(`\n${text}`);
  if (values.out !== undefined) writeFileSync(values.out, text);
}

function one(fonts: FontSet, layout: Layout, seed: number) {
  const name = `seed${seed}`;
  const source = writeDocument(fonts, layout, seed, lengthOf(layout));
  const pdf = typeset(folder, name, source);
  return score(pdf, truthOf(pdf, source));
}

/** One short page each of a few sets of fonts, with its places, for the unit test. */
function makeFixtures(target: string): void {
  const wanted = [
    ['Computer Modern', 'article'],
    ['newtx (Times)', 'transactions'],
    ['mathpazo (Palatino)', 'amsart'],
    ['Computer Modern, bitmaps', 'article'],
  ] as const;
  mkdirSync(target, { recursive: true });
  for (const [at, [fontName, layoutName]] of wanted.entries()) {
    const fonts = fontSets.find(({ name }) => name === fontName)!;
    const layout = layouts.find(({ name }) => name === layoutName)!;
    const source = writeDocument(fonts, layout, 900 + at, 4);
    const name = `${fontName.split(' ')[0]!.toLowerCase()}-${layoutName.split(' ')[0]!}-${at}`;
    const pdf = typeset(folder, name, source);
    const places = truthOf(pdf, source).map((page) =>
      page.map(({ kind, latex, rectangle: { x1, y1, x2, y2 } }) => ({
        ...{ kind, latex },
        rectangle: { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) },
      })),
    );
    copyFileSync(pdf, join(target, `${name}.pdf`));
    writeFileSync(join(target, `${name}.json`), `${JSON.stringify(places)}\n`);
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;

const percent = (part: number, whole: number): string =>
  whole === 0 ? '    –' : ((100 * part) / whole).toFixed(1).padStart(5);

function heading(name: string): string {
  const kinds = ['displays', 'inline'].map((kind) =>
    `${kind.padEnd(8)} R50   R75   P50   P75`.padEnd(36),
  );
  return `${name.padEnd(26)}${kinds.join('')}`.trimEnd();
}

function row(name: string, counts: Counts): string {
  const cells = ({ known, half, most, found, rightHalf, rightMost }: Count): string =>
    [
      String(known).padStart(6),
      percent(half, known),
      percent(most, known),
      percent(rightHalf, found),
      percent(rightMost, found),
    ]
      .join(' ')
      .padEnd(36);
  return `${name.padEnd(26)}${cells(counts.display)}${cells(counts.inline)}`.trimEnd();
}

try {
  if (values.fixtures === undefined) await bench();
  else makeFixtures(values.fixtures);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
