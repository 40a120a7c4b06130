/**
 * The PDF reader beside pdf.js's own viewer component, in the same Chromium, on the same file, in turns:
 * `npm run bench:reader [-- FILE.pdf] [--out FILE]`. First page visible, frames while scrolling, memory of
 * the browser after all pages were seen.
 */
import { build } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { copyPdfAssets } from '../../extension/packaging/pdfAssets.ts';
import { readerPage } from '../../extension/pdf/page.ts';
import { viewBundle } from '../../webview/bundle.ts';
import { numbered } from '../fixtures/pdf/make.ts';
import { measure, peerPage, type Measured } from './reader-page.ts';

const root = join(import.meta.dirname, '..', '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, rounds: { type: 'string', default: '3' } },
});
const file = positionals[0];
const bytes = file === undefined ? numbered(300) : readFileSync(file);

const folder = mkdtempSync(join(tmpdir(), 'marginalia-bench-reader-'));
await build({ ...viewBundle('reader', folder), absWorkingDir: root, minify: true });
copyPdfAssets(root, join(folder, 'pdf'));
const ours = readerPage({
  ...{ cspSource: `'self'`, nonce: 'bench', language: 'en', texts: {} },
  ...{ script: '/reader.js', style: '/reader.css', assets: '/pdf/' },
});
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://bench');
  const pages: Readonly<Record<string, string | Uint8Array>> = {
    '/ours': ours,
    '/pdfjs': peerPage,
    '/file.pdf': bytes,
  };
  try {
    const library = pathname.startsWith('/library/');
    const base = library ? join(root, 'node_modules', 'pdfjs-dist') : folder;
    const path = join(base, pathname.replace(/^\/library\//, ''));
    const body = pages[pathname] ?? readFileSync(path);
    const type = types[extname(pathname)] ?? (pathname in pages ? 'text/html' : 'font/woff2');
    response.writeHead(200, { 'content-type': type }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('not listening');

const results: Record<'ours' | 'pdfjs', Measured[]> = { ours: [], pdfjs: [] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const name of ['ours', 'pdfjs'] as const) {
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc'],
    });
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.setDefaultTimeout(120_000);
    results[name].push(await measure(page, `http://127.0.0.1:${address.port}/${name}`, name));
    await browser.close();
  }
}
server.close();
rmSync(folder, { recursive: true, force: true });

const middle = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const rows: readonly [string, keyof Measured, number][] = [
  ['first page visible, ms', 'firstMillis', 0],
  ['frame while scrolling, median ms', 'frameMedian', 1],
  ['frame while scrolling, 95 of 100, ms', 'frameLate', 1],
  ['frames slower than 33 ms, %', 'slowShare', 1],
  ['pages in the document tree after all were seen', 'elements', 0],
  ['pixels kept in canvases after all, millions', 'megapixels', 1],
  ['JavaScript heap after all, MB', 'heap', 0],
];
const count = results.ours[0]?.pages ?? 0;
const lines = [
  `${file === undefined ? 'made for the bench' : (file.split('/').at(-1) ?? '')}, ${count} pages, ${(bytes.length / 1e6).toFixed(1)} MB`,
  `${cpus().length} cores (${cpus()[0]?.model.trim() ?? ''}), no GPU, 1200 x 900, medians of ${values.rounds} rounds in turns`,
  '',
  `${''.padEnd(50)}${'Marginalia'.padStart(12)}${'PDFViewer'.padStart(12)}`,
  ...rows.map(([label, key, digits]) => {
    const cell = (name: 'ours' | 'pdfjs'): string =>
      middle(results[name].map((it) => it[key]))
        .toFixed(digits)
        .padStart(12);
    return `${label.padEnd(50)}${cell('ours')}${cell('pdfjs')}`;
  }),
];
console.log(lines.join('\n'));
if (values.out !== undefined) writeFileSync(values.out, `${lines.join('\n')}\n`);
