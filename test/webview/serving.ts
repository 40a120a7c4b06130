/** One Chromium and one bundle for all pages of a test file, served as the extension serves a view. */
import { build } from 'esbuild';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { viewBundle } from '../../webview/bundle.ts';
import { patience } from '../eventually.ts';

export const root = join(import.meta.dirname, '..', '..');
/** Where the pictures go that tests take. */
export const shots = join(root, 'test-output', 'webview');
const library = join(root, 'node_modules', 'pdfjs-dist');
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why the tests cannot run here, or false. */
export const skipViews = existsSync(executablePath)
  ? false
  : `no Chromium at ${executablePath} (set CHROMIUM)`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

export type Size = readonly [width: number, height: number];

export interface Serving {
  /** Of the page; what follows the question mark is for `html`. */
  readonly address: string;
  /** Paths that were asked for and are no part of the view. */
  readonly strays: readonly string[];
  /** A page of its own, still empty. */
  open(size: Size, options?: BrowserContextOptions): Promise<Page>;
  stop(): Promise<void>;
}

/** @param html the page, at the root; the view's own files lie beside it and pdf.js's under `assets/` */
export async function serve(
  view: Parameters<typeof viewBundle>[0],
  html: (asked: URLSearchParams) => string,
): Promise<Serving> {
  const folder = mkdtempSync(join(tmpdir(), `marginalia-${view}-`));
  await build({ ...viewBundle(view, folder), absWorkingDir: root });
  const strays: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://view');
    const asset = /^\/assets\/(.*)$/.exec(pathname)?.[1];
    const base = asset === undefined ? folder : library;
    const inside = asset?.replace(/^(?=pdf\.)/, 'build/') ?? pathname.slice(1);
    try {
      if (relative(base, join(base, inside)).startsWith('..')) throw new Error('outside');
      const isPage = pathname === '/';
      const body = isPage ? html(searchParams) : readFileSync(join(base, inside));
      const type = types[isPage ? '.html' : extname(inside)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(body);
    } catch {
      if (pathname !== '/favicon.ico') strays.push(pathname);
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
    timeout: patience,
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    strays,
    async open([width, height], options) {
      const context = await browser.newContext({ viewport: { width, height }, ...options });
      context.setDefaultTimeout(patience);
      return context.newPage();
    },
    async stop() {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
