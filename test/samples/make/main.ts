/**
 * Makes the samples again: npm ci --prefix test/samples/make && node test/samples/make/main.ts
 * Needs Chromium (/usr/bin/chromium or CHROMIUM), pdflatex with the font packages, and pdftoppm.
 */
import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { photographPdf } from './pdf.ts';
import { samples } from './samples.ts';
import { photographWebPage } from './web.ts';

const here = import.meta.dirname;
const types: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.pdf': 'application/pdf',
  '.woff2': 'font/woff2',
};

/** Serves the packages of the repository and of this folder, and the PDFs, to the browser. */
async function serve(work: string): Promise<Server> {
  const roots: Record<string, string> = {
    root: join(here, '../../../node_modules'),
    make: join(here, 'node_modules'),
    pdf: work,
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const [, top = '', ...rest] = path.split('/');
    const root = roots[top];
    if (root === undefined) {
      response.setHeader('content-type', 'text/html').end('');
      return;
    }
    readFile(join(root, ...rest)).then(
      (body) => {
        response
          .setHeader('content-type', types[extname(path)] ?? 'application/octet-stream')
          .end(body);
      },
      (error: unknown) => {
        response.writeHead(404).end(String(error));
      },
    );
  });
  return await new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    }),
  );
}

/** Makes all samples, or those whose file names contain one of the words. */
async function main(only: readonly string[]): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'marginalia-samples-'));
  const server = await serve(work);
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    // The old headless mode has no PDF viewer.
    ignoreDefaultArgs: ['--headless', '--disable-extensions'],
    args: ['--headless=new', '--no-sandbox'],
  });
  for (const sample of samples) {
    if (only.length > 0 && !only.some((word) => sample.file.includes(word))) continue;
    const page = await browser.newPage({
      viewport: { width: 1000, height: 700 },
      deviceScaleFactor: sample.scale,
    });
    const png =
      'zoom' in sample.source
        ? await photographPdf(page, origin, sample, work)
        : await photographWebPage(page, origin, sample);
    await sharp(png)
      .removeAlpha()
      .png({ compressionLevel: 9 })
      .toFile(join(here, '..', sample.file));
    await page.close();
    process.stdout.write(`${sample.file}\n`);
  }
  await browser.close();
  server.close();
  await rm(work, { recursive: true });
  const lines = samples.map(({ file, latex }) => JSON.stringify({ file, latex }));
  await writeFile(join(here, '../labels.jsonl'), `${lines.join('\n')}\n`);
}

await main(process.argv.slice(2));
