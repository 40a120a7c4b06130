/**
 * How well formulas are found: typesets pages with LaTeX in many fonts and layouts, with each formula in
 * a color of its own; poppler's pixels tell where it is, and the text layer, which knows nothing of
 * colors, is asked to find it. Pages that a browser prints are added, and pages without formulas.
 *
 * Usage: node test/bench/formulas.ts [--seed N] [--fonts WORD] [--documents 1-4] [--out FILE] [--keep FOLDER]
 *        node test/bench/formulas.ts --fixtures FOLDER
 *
 * Needs pdflatex and pdftoppm. Fonts of Unicode mathematics also need lualatex with luaotfload, and printed
 * pages a Chromium: without them these parts are left out. `--keep`: pages made before are taken from there.
 * `--documents`: documents for each set of fonts.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { score } from './formulas-score.ts';
import {
  fontSets,
  hardLayout,
  layouts,
  writeDocument,
  type FontSet,
  type Layout,
} from './formulas-source.ts';
import { tableOf, type Result } from './formulas-table.ts';
import { truthOf, typeset, type Truth } from './formulas-truth.ts';
import { hasBrowser, pagesWithout, printPages, webPages } from './formulas-web.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2027' },
    fonts: { type: 'string', default: '' },
    out: { type: 'string' },
    documents: { type: 'string', default: '4' },
    keep: { type: 'string' },
    fixtures: { type: 'string' },
  },
});

/** Paragraphs that make about three pages; a slide holds one. */
const lengthOf = ({ head, slides }: Layout): number =>
  slides === true ? 6 : head.includes('twocolumn') ? 34 : 19;

const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'marginalia-formulas-'));
const seed = Number(values.seed);

async function bench(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const results = [...(await typesetResults()), ...(await browserResults())];
  const text = tableOf(results, values.seed);
  process.stdout.write(`\n${text}`);
  if (values.out !== undefined) writeFileSync(values.out, text);
}

async function typesetResults(): Promise<Result[]> {
  const unicode = hasLuaotfload();
  if (!unicode) process.stderr.write('Without lualatex and luaotfload: no OpenType fonts.\n');
  const results: Result[] = [];
  for (const [at, fonts] of fontSets.entries()) {
    if (!fonts.name.includes(values.fonts)) continue;
    if (fonts.program === 'lualatex' && !unicode) continue;
    // Each set of fonts in three of the five layouts, in turns, and once with hard words.
    for (const turn of [0, 3, 1, 2].slice(0, Number(values.documents))) {
      const layout = turn === 3 ? hardLayout : layouts[(at + 2 * turn) % layouts.length]!;
      const { pdf, truth } = made(fonts, layout, seed + 31 * at + turn);
      const { name, development } = fonts;
      results.push({
        ...{ fonts: name, layout: layout.name, development, group: 'TeX' },
        ...(await score(pdf, truth)),
      });
      process.stderr.write('.');
    }
  }
  return results;
}

async function browserResults(): Promise<Result[]> {
  if (!hasBrowser() || values.fonts !== '') return [];
  const pages = [...webPages(seed), ...pagesWithout()];
  const paths = await printPages(folder, pages);
  const results: Result[] = [];
  for (const [at, { name, development, marked }] of pages.entries()) {
    results.push({
      ...{ fonts: name, layout: '', development, group: marked.length === 0 ? 'none' : 'browser' },
      ...(await score(paths[at]!, truthOf(paths[at]!, { marked }))),
    });
  }
  return results;
}

/** A document's pages and places, made now or kept from before. */
function made(fonts: FontSet, layout: Layout, own: number): { pdf: string; truth: Truth[][] } {
  const stem = join(folder, `seed${own}`);
  if (existsSync(`${stem}.json`))
    return {
      pdf: `${stem}.pdf`,
      truth: JSON.parse(readFileSync(`${stem}.json`, 'utf8')) as Truth[][],
    };
  const source = writeDocument(fonts, layout, own, lengthOf(layout));
  const pdf = typeset(folder, `seed${own}`, source, fonts.program);
  const truth = truthOf(pdf, source);
  writeFileSync(`${stem}.json`, JSON.stringify(truth));
  return { pdf, truth };
}

function hasLuaotfload(): boolean {
  try {
    return execFileSync('kpsewhich', ['luaotfload.sty'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return false;
  }
}

/** One short page each of a few sets of fonts, with its places, for the unit test. */
function makeFixtures(target: string): void {
  const wanted = [
    ['Computer Modern', 'article'],
    ['newtx (Times)', 'transactions'],
    ['mathpazo (Palatino)', 'amsart'],
    ['Computer Modern, bitmaps', 'article'],
    ['Kp-Fonts', 'amsart, hard words'],
    ['Latin Modern Math (OpenType)', 'beamer'],
    ['STIX Two Math (OpenType)', 'amsart, hard words'],
  ] as const;
  mkdirSync(target, { recursive: true });
  for (const [at, [fontName, layoutName]] of wanted.entries()) {
    const fonts = fontSets.find(({ name }) => name === fontName)!;
    if (fonts.program === 'lualatex' && !hasLuaotfload()) continue;
    const layout = [...layouts, hardLayout].find(({ name }) => name === layoutName)!;
    const source = writeDocument(fonts, layout, 900 + at, 4);
    const word = (text: string): string => /^[\w-]+/.exec(text)![0].toLowerCase();
    const name = `${word(fontName)}-${word(layoutName)}-${at}`;
    const pdf = typeset(folder, name, source, fonts.program);
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

try {
  if (values.fixtures === undefined) await bench();
  else makeFixtures(values.fixtures);
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
