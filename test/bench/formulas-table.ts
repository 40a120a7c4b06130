/** The bench's results as text. */
import {
  add,
  noCounts,
  type Count,
  type Counts,
  type Scored,
  type Time,
} from './formulas-score.ts';

/** One document: in what it was set, and what was found in it. */
export interface Result extends Scored {
  readonly fonts: string;
  readonly layout: string;
  readonly development: boolean;
  readonly group: 'TeX' | 'browser' | 'none';
}

export function tableOf(results: readonly Result[], seed: string): string {
  const pages = results.reduce((sum, result) => sum + result.pages, 0);
  const known = results.reduce(
    (sum, { counts }) => sum + counts.display.known + counts.inline.known,
    0,
  );
  const typeset = results.filter(({ group }) => group === 'TeX');
  return [
    `${pages} pages, ${known} formulas, seed ${seed}`,
    speed(results, pages),
    '',
    'R: share of the formulas that a found rectangle covers (intersection over union at least 0.50 or 0.75)',
    'P: share of the found rectangles that fit a formula so',
    '*: never looked at while the rules were made',
    '',
    ...section('fonts', typeset, ({ fonts, development }) => fonts + (development ? '' : ' *')),
    ...section('layout', typeset, ({ layout }) => layout),
    ...section(
      'printed by a browser',
      results.filter(({ group }) => group === 'browser'),
      ({ fonts, development }) => fonts + (development ? '' : ' *'),
    ),
    ...section('all', typeset, ({ development }) =>
      development ? 'fonts looked at' : '* fonts never looked at',
    ),
    ...withoutFormulas(results.filter(({ group }) => group === 'none')),
  ].join('\n');
}

function speed(results: readonly Result[], pages: number): string {
  const each = (key: keyof Time): number =>
    results.reduce((sum, { time }) => sum + time[key], 0) / pages;
  const [theirs, reading, finding] = [each('theirs'), each('reading'), each('finding')];
  const ratio = (reading + finding) / theirs;
  return `processor time of a page: ${reading.toFixed(1)} ms to read the text layer and ${finding.toFixed(1)} ms to find; pdf.js takes ${theirs.toFixed(1)} ms for its list of operators and its text content (ratio ${ratio.toFixed(2)})`;
}

function section(
  name: string,
  results: readonly Result[],
  keyOf: (result: Result) => string,
): string[] {
  const byKey = new Map<string, Counts>();
  for (const result of results) {
    const key = keyOf(result);
    if (!byKey.has(key)) byKey.set(key, noCounts());
    add(byKey.get(key)!, result.counts);
  }
  if (byKey.size === 0) return [];
  return [heading(name), ...[...byKey].map(([key, counts]) => row(key, counts)), ''];
}

function withoutFormulas(results: readonly Result[]): string[] {
  if (results.length === 0) return [];
  return [
    `${'pages without formulas'.padEnd(WIDTH)}  pages  found`,
    ...results.map(({ fonts, development, pages, counts }) => {
      const found = counts.display.found + counts.inline.found;
      const name = fonts + (development ? '' : ' *');
      return `${name.padEnd(WIDTH)}${String(pages).padStart(7)}${String(found).padStart(7)}`;
    }),
    '',
  ];
}

const WIDTH = 36;

const percent = (part: number, whole: number): string =>
  whole === 0 ? '    –' : ((100 * part) / whole).toFixed(1).padStart(5);

function heading(name: string): string {
  const kinds = ['displays', 'inline'].map((kind) =>
    `${kind.padEnd(8)} R50   R75   P50   P75`.padEnd(36),
  );
  return `${name.padEnd(WIDTH)}${kinds.join('')}`.trimEnd();
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
  return `${name.padEnd(WIDTH)}${cells(counts.display)}${cells(counts.inline)}`.trimEnd();
}
