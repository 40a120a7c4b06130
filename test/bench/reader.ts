/**
 * The PDF reader beside pdf.js's own viewer component, in the same Chromium, on the same file, in turns:
 * `npm run bench:reader [-- FILE.pdf] [--out FILE] [--rounds N]`. First page visible, frames while
 * scrolling, memory after all pages were seen; and from a box to its LaTeX, which the other cannot do.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { timeBoxes, type BoxTimes } from './reader-box.ts';
import { installHost } from './reader-host.ts';
import { look, seeEverything, type Kept, type Looked } from './reader-page.ts';
import { longPaper } from './reader-paper.ts';
import { serve } from './reader-server.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, rounds: { type: 'string', default: '3' } },
});
const viewers = [
  { name: 'ours', scroller: '.viewport' },
  { name: 'pdfjs', scroller: '#container' },
] as const;
type Name = (typeof viewers)[number]['name'];

const folder = mkdtempSync(join(tmpdir(), 'marginalia-bench-reader-'));
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const [file] = positionals;
  const paper =
    file === undefined
      ? longPaper(folder)
      : { name: basename(file), bytes: new Uint8Array(readFileSync(file)) };
  const server = await serve(folder);
  const results: Record<Name, Looked[]> = { ours: [], pdfjs: [] };
  const kept = new Map<Name, Kept>();
  try {
    server.show(paper.bytes);
    for (let round = 0; round < Number(values.rounds); round += 1) {
      // Whoever is second finds the machine warmer: they take turns in that too.
      for (const { name, scroller } of round % 2 === 0 ? viewers : viewers.toReversed())
        await inBrowser(async (browser, page) => {
          if (name === 'ours') await installHost(page, () => Promise.resolve(''));
          const url = `${server.url}/${name}`;
          results[name].push(await look(page, url, scroller));
          if (round === 0) kept.set(name, await seeEverything(browser, page, scroller));
        });
    }
    const { numPages } = await getDocument({ data: Uint8Array.from(paper.bytes) }).promise;
    const megabytes = (paper.bytes.length / 1e6).toFixed(1);
    const lines = [
      `${paper.name}: ${numPages} pages, ${megabytes} MB`,
      `${cpus().length} cores (${cpus()[0]?.model.trim() ?? ''}), no GPU, 1200 x 900, medians of ${values.rounds} rounds in turns; all pages seen in the first`,
      '',
      ...table(results, kept),
      '',
    ];
    console.log(lines.join('\n'));
    const boxes = boxLines(await inBrowser((_, page) => timeBoxes(page, server)));
    console.log(boxes.join('\n'));
    lines.push(...boxes);
    if (values.out !== undefined) writeFileSync(values.out, `${lines.join('\n')}\n`);
  } finally {
    server.close();
  }
}

async function inBrowser<T>(work: (browser: Browser, page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.setDefaultTimeout(200_000);
    return await work(browser, page);
  } finally {
    await browser.close();
  }
}

function table(
  results: Readonly<Record<Name, readonly Looked[]>>,
  kept: ReadonlyMap<Name, Kept>,
): string[] {
  const rows: readonly [string, keyof Looked, number][] = [
    ['first page visible, ms', 'firstMillis', 0],
    ['frame while scrolling, median ms', 'frameMedian', 1],
    ['frame while scrolling, 95 of 100, ms', 'frameLate', 1],
    ['frames slower than 33 ms, %', 'slowShare', 1],
    ['frames with no picture yet in the middle, %', 'blankShare', 1],
  ];
  const after: readonly [string, keyof Kept, number][] = [
    ['all pages seen one after the other, s', 'seenSeconds', 1],
    ['pages in the document tree then', 'elements', 0],
    ['pixels kept in canvases then, millions', 'megapixels', 1],
    ['memory of the page processes then, MB', 'memory', 0],
  ];
  return [
    `${''.padEnd(50)}${'Marginalia'.padStart(12)}${'PDFViewer'.padStart(12)}`,
    ...rows.map(([label, key, digits]) =>
      row(label, digits, (name) => middle(results[name].map((it) => it[key]))),
    ),
    ...after.map(([label, key, digits]) =>
      row(label, digits, (name) => kept.get(name)?.[key] ?? Number.NaN),
    ),
  ];
}

function row(label: string, digits: number, value: (name: Name) => number): string {
  const cell = (name: Name): string => value(name).toFixed(digits).padStart(12);
  return `${label.padEnd(50)}${cell('ours')}${cell('pdfjs')}`;
}

function boxLines({ whole, model, right, count }: BoxTimes): string[] {
  return [
    `From a box to its LaTeX beside the page, ${count} formulas of a typeset page, bundled model: median ` +
      `${middle(whole).toFixed(0)} ms (slowest ${Math.max(...whole).toFixed(0)}),`,
    `of which the model ${middle(model).toFixed(0)} ms; ${right} of ${count} read to the last token.`,
  ];
}

function middle(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
