/** The PDF reader in a plain browser: the extension's own page and policy, a fake host that has one file. */
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { readerPage } from '../../../extension/pdf/page.ts';
import { viewBundle } from '../../../webview/bundle.ts';
import type { FromReader, Place } from '../../../webview/reader/protocol.ts';
import themes from '../themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;

const root = join(import.meta.dirname, '..', '..', '..');
const library = join(root, 'node_modules', 'pdfjs-dist');
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const shots = join(root, 'test-output', 'webview');
export const paper = readFileSync(join(import.meta.dirname, 'paper.pdf'));

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
};

export interface OpenOptions {
  readonly theme?: Theme;
  readonly size?: readonly [number, number];
  readonly language?: string;
  /** What VS Code kept of the view. */
  readonly state?: unknown;
  /** What the extension kept of the file. */
  readonly place?: Place;
  readonly bytes?: Uint8Array;
}

/** One browser and one bundle for all pages of a test file. */
export class ReaderServer {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #folder: string;
  /** Paths that were asked for and are no part of the view. */
  readonly strays: string[];

  private constructor(browser: Browser, server: Server, folder: string, strays: string[]) {
    this.#browser = browser;
    this.#server = server;
    this.#folder = folder;
    this.strays = strays;
  }

  static async start(): Promise<ReaderServer> {
    const folder = mkdtempSync(join(tmpdir(), 'marginalia-reader-'));
    await build({ ...viewBundle('reader', folder), absWorkingDir: root });
    const strays: string[] = [];
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://view');
      const asset = /^\/assets\/(.*)$/.exec(pathname)?.[1];
      const base = asset === undefined ? folder : library;
      const inside = asset?.replace(/^(?=pdf\.)/, 'build/') ?? pathname.slice(1);
      try {
        if (relative(base, join(base, inside)).startsWith('..')) throw new Error('outside');
        const html = pathname === '/';
        const language = searchParams.get('language') ?? 'en';
        const body = html ? page(language) : readFileSync(join(base, inside));
        const type = html ? 'text/html; charset=utf-8' : (types[extname(inside)] ?? 'font/woff2');
        response.writeHead(200, { 'content-type': type }).end(body);
      } catch {
        if (pathname !== '/favicon.ico') strays.push(pathname);
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    return new ReaderServer(browser, server, folder, strays);
  }

  async open(options: OpenOptions = {}): Promise<ReaderView> {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    const [width, height] = options.size ?? [1000, 700];
    const context = await this.#browser.newContext({ viewport: { width, height } });
    context.setDefaultTimeout(90_000); // the machine may be busy with something else
    const view = new ReaderView(await context.newPage(), options.bytes ?? paper, options.place);
    await view.load(`http://127.0.0.1:${address.port}/`, options);
    return view;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function page(language: string): string {
  return readerPage({
    ...{ cspSource: `'self'`, nonce: 'dGVzdC1ub25jZQ', language, texts: {} },
    ...{ script: '/reader.js', style: '/reader.css', assets: '/assets/' },
  });
}

export class ReaderView {
  readonly page: Page;
  readonly sent: FromReader[] = [];
  /** What broke the policy, or was thrown and caught by nobody. */
  readonly violations: string[] = [];
  readonly requests: string[] = [];
  /** What was offered, by generation: an older document may still ask for its own. */
  readonly #files: Buffer[] = [];
  readonly #place: Place | undefined;

  constructor(page: Page, bytes: Uint8Array, place?: Place) {
    this.page = page;
    this.#place = place;
    this.#files.push(Buffer.from(bytes));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.violations.push(message.text());
    });
    page.on('pageerror', (error) => this.violations.push(String(error)));
    page.on('request', (request) => this.requests.push(request.url()));
  }

  async load(url: string, options: OpenOptions): Promise<void> {
    await this.page.exposeFunction('toHost', (message: FromReader) => this.#receive(message));
    await this.page.addInitScript(
      (look) => {
        const toHost = Reflect.get(window, 'toHost') as (message: unknown) => Promise<void>;
        let { state } = look;
        const acquire = (): object => ({
          postMessage: (message: unknown) => void toHost(message),
          getState: () => state,
          setState: (next: unknown) => (state = next),
        });
        Reflect.set(window, 'acquireVsCodeApi', acquire);
        document.addEventListener('DOMContentLoaded', () => {
          document.body.classList.add(...look.classes.split(' '), 'vscode-reduce-motion');
          const { style } = document.documentElement;
          for (const [name, value] of Object.entries(look.variables))
            style.setProperty(name, value);
        });
      },
      { ...themes[options.theme ?? 'dark'], state: options.state },
    );
    await this.page.goto(`${url}?language=${options.language ?? 'en'}`);
    await this.until('ready');
    await this.reload();
  }

  /** Offers the file, as at first and whenever it has changed. */
  async reload(bytes?: Uint8Array): Promise<void> {
    const file = bytes === undefined ? this.#files.at(-1)! : Buffer.from(bytes);
    const generation = this.#files.push(file) - 1;
    const place = this.#place === undefined ? {} : { place: this.#place };
    await this.#post({
      type: 'open',
      name: 'paper.pdf',
      length: file.length,
      generation,
      ...place,
    });
  }

  post(message: object): Promise<void> {
    return this.#post(message);
  }

  async #post(message: object): Promise<void> {
    await this.page.evaluate((plain) => window.postMessage(plain), message);
  }

  async #receive(message: FromReader): Promise<void> {
    this.sent.push(message);
    if (message.type !== 'range') return;
    const { generation, begin, end } = message;
    const base64 = this.#files[generation]!.subarray(begin, end).toString('base64');
    await this.page.evaluate(
      ({ of, from, text }) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        window.postMessage({ type: 'bytes', generation: of, begin: from, bytes });
      },
      { of: generation, from: begin, text: base64 },
    );
  }

  /** Waits for a message of this type and hands back the latest. */
  async until<T extends FromReader['type']>(type: T): Promise<Extract<FromReader, { type: T }>> {
    for (let left = 2_400; left > 0; left -= 1) {
      const found = this.sent.findLast((message) => message.type === type);
      if (found !== undefined) return found as Extract<FromReader, { type: T }>;
      await this.page.waitForTimeout(25);
    }
    throw new Error(`the reader never sent ${type}; it sent ${JSON.stringify(this.sent)}`);
  }

  /** The latest place that holds what the part of this name keeps. */
  async placed(part: string): Promise<Extract<FromReader, { type: 'place' }>> {
    for (let left = 1_200; left > 0; left -= 1) {
      const found = this.sent.findLast((message) => message.type === 'place');
      if (found?.type === 'place' && part in found.place.parts) return found;
      await this.page.waitForTimeout(25);
    }
    throw new Error(`the reader never kept what ${part} has`);
  }

  /** Opens the search, types, and waits until all pages have been looked through. */
  async find(text: string): Promise<void> {
    await this.page.keyboard.press('Control+f');
    await this.search(text);
  }

  /** Another text for the search that is open. */
  async search(text: string): Promise<void> {
    await this.page.locator('.find-text').fill(text);
    await this.searched();
  }

  async option(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await this.searched();
  }

  /** The pause after typing is over, and so is the search. */
  async searched(): Promise<void> {
    await this.page.waitForTimeout(200);
    await this.page.waitForFunction(() =>
      /of [\d+]+$|No matches/.test(document.querySelector('.find-count')?.textContent ?? ''),
    );
    await this.page.waitForTimeout(150);
  }

  /** The reader's own failures, as they reach the log. */
  get faults(): string[] {
    return this.sent.flatMap((message) => (message.type === 'fault' ? [message.message] : []));
  }

  /** All pages and small pages in sight have their pictures. */
  async drawn(): Promise<void> {
    await this.page.locator('.page > canvas').first().waitFor();
    await this.page.waitForFunction(() => {
      const inSight = (element: Element): boolean => {
        const { top, bottom } = element.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      };
      const pages = [...document.querySelectorAll('.page')].filter(inSight);
      const rows = [...document.querySelectorAll('.thumbnails .row')].filter(inSight);
      return (
        pages.every((it) => it.querySelector('canvas, .page-message') !== null) &&
        rows.every((it) => it.hasAttribute('data-drawn'))
      );
    });
    await this.page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }

  async screenshot(name: string): Promise<Buffer> {
    mkdirSync(shots, { recursive: true });
    return this.page.screenshot({ path: join(shots, `reader-sidebar-${name}.png`) });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
