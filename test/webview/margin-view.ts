/**
 * The PDF reader with its margin in a plain browser: the real pages of a real document under a strict policy,
 * a fake host on the other end of the channel.
 */
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { viewBundle } from '../../webview/bundle.ts';
import type { FromMargin, ThreadView, ToMargin, TurnView } from '../../webview/margin/protocol.ts';
import { Heard } from './heard.ts';
import themes from './themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;

const root = join(import.meta.dirname, '..', '..');
const paper = join(root, 'test', 'fixtures', 'margin', 'paper.pdf');
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface OpenOptions {
  readonly theme?: Theme;
  readonly size?: readonly [number, number];
  readonly direction?: 'ltr' | 'rtl';
  /** What VS Code kept of the view. */
  readonly state?: unknown;
  readonly texts?: Readonly<Record<string, string>>;
}

const page = ({ direction = 'ltr', texts = {} }: OpenOptions): string => {
  const content = JSON.stringify(texts).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const policy = [
    `default-src 'none'; img-src blob: data:; font-src 'self' data:; style-src 'self'`,
    `connect-src 'self'; worker-src blob:; script-src 'nonce-dGVzdA' 'wasm-unsafe-eval' blob:`,
  ].join('; ');
  return `<!doctype html><html lang="en" dir="${direction}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="assets" content="/assets/"><meta name="texts" content="${content}">
<link rel="stylesheet" href="/reader.css"></head><body><script nonce="dGVzdA" src="/reader.js"></script></body></html>`;
};

export class MarginServer {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #folder: string;
  /** What was asked of the server that is not part of the page. */
  readonly strays: string[] = [];

  private constructor(browser: Browser, server: Server, folder: string) {
    this.#browser = browser;
    this.#server = server;
    this.#folder = folder;
  }

  static async start(): Promise<MarginServer> {
    const folder = mkdtempSync(join(tmpdir(), 'marginalia-margin-'));
    await build({ ...viewBundle('reader', folder), absWorkingDir: root });
    const library = join(root, 'node_modules', 'pdfjs-dist');
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://view');
      const asset = /^\/assets\/(.*)$/.exec(pathname)?.[1];
      const base = asset === undefined ? folder : library;
      const inside = asset?.replace(/^(?=pdf\.)/, 'build/') ?? pathname.slice(1);
      try {
        const html = pathname === '/';
        const options = JSON.parse(searchParams.get('options') ?? '{}') as OpenOptions;
        if (relative(base, join(base, inside)).startsWith('..')) throw new Error('outside');
        const body = html ? page(options) : readFileSync(join(base, inside));
        const type = html ? 'text/html; charset=utf-8' : (types[extname(inside)] ?? 'text/plain');
        response.writeHead(200, { 'content-type': type }).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    return new MarginServer(browser, server, folder);
  }

  async open(options: OpenOptions = {}): Promise<MarginView> {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    const [width, height] = options.size ?? [1100, 760];
    const context = await this.#browser.newContext({ viewport: { width, height } });
    context.setDefaultTimeout(40_000); // the machine may be busy with something else
    const view = new MarginView(await context.newPage());
    await view.load(`http://127.0.0.1:${address.port}/`, options);
    return view;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

interface FromView {
  readonly type: string;
  readonly name?: string;
  readonly message?: FromMargin;
  readonly generation?: number;
  readonly begin?: number;
  readonly end?: number;
}

export class MarginView {
  readonly page: Page;
  readonly sent: FromMargin[] = [];
  /** What the reader reported as a failure of its own, and what the policy forbade. */
  readonly faults: string[] = [];
  readonly requests: string[] = [];
  readonly #heard: Heard;
  #state: unknown;

  constructor(page: Page) {
    this.page = page;
    this.#heard = new Heard(page);
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.faults.push(message.text());
    });
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('request', (request) => this.requests.push(request.url()));
  }

  /** What the view asked VS Code to keep. */
  get state(): unknown {
    return this.#state;
  }

  async load(url: string, options: OpenOptions): Promise<void> {
    const bytes = readFileSync(paper);
    await this.page.exposeFunction('keep', (state: unknown) => (this.#state = state));
    await this.page.exposeFunction('toHost', async (message: FromView) => {
      if (message.type === 'ready') {
        const open = { type: 'open', generation: 0, name: 'paper.pdf', length: bytes.length };
        await this.page.evaluate((it) => window.postMessage(it), open);
      } else if (message.type === 'range') {
        const { generation = 0, begin = 0, end = 0 } = message;
        const base64 = bytes.subarray(begin, end).toString('base64');
        await this.page.evaluate(
          ({ generation: of, begin: from, base64: text }) => {
            const part = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            window.postMessage({ type: 'bytes', generation: of, begin: from, bytes: part });
          },
          { generation, begin, base64 },
        );
      } else if (message.type === 'fault') {
        this.faults.push(JSON.stringify(message));
      } else if (message.type === 'part' && message.name === 'margin' && message.message) {
        this.sent.push(message.message);
      }
    });
    await this.page.addInitScript(
      (look) => {
        const send = Reflect.get(window, 'toHost') as (message: unknown) => Promise<void>;
        const keep = Reflect.get(window, 'keep') as (state: unknown) => Promise<void>;
        let { state } = look;
        const acquire = (): object => ({
          postMessage: (message: unknown) => void send(message),
          getState: () => state,
          setState: (next: unknown) => {
            state = next;
            void keep(next);
          },
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
    const { direction, texts } = options;
    const query = encodeURIComponent(JSON.stringify({ direction, texts }));
    await this.page.goto(`${url}?options=${query}`);
    await this.until('margin-ready');
  }

  async post(message: ToMargin): Promise<void> {
    await this.page.evaluate((inner) => {
      window.postMessage({ type: 'part', name: 'margin', message: inner });
    }, message);
    await this.settle();
  }

  /** As if nothing had been asked: no threads, the top of the document, nothing sent yet. */
  async reset(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.threads([]);
    await this.page.locator('.viewport').evaluate((pages) => pages.scrollTo(0, 0));
    await this.settle();
    this.sent.length = 0;
    this.faults.length = 0;
  }

  /** Two frames and a while: messages arrive in later tasks, cards are placed before the next frame. */
  async settle(): Promise<void> {
    await this.page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }

  threads(threads: readonly ThreadView[], extra: object = {}): Promise<void> {
    return this.post({ type: 'threads', threads: [...threads], models: [], ...extra });
  }

  card(id: string): Locator {
    return this.page.locator(`.thread-card[data-thread="${id}"]`);
  }

  until<T extends FromMargin['type']>(type: T): Promise<Extract<FromMargin, { type: T }>> {
    const isIt = (message: FromMargin): message is Extract<FromMargin, { type: T }> =>
      message.type === type;
    return this.#heard.until(
      () => this.sent.findLast(isIt),
      () => `the margin never sent ${type}: ${JSON.stringify([this.sent, this.faults])}`,
    );
  }

  async screenshot(name: string): Promise<Buffer> {
    const shots = join(root, 'test-output', 'webview');
    mkdirSync(shots, { recursive: true });
    return this.page.screenshot({ path: join(shots, `margin-${name}.png`) });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

export const turn = (id: string, question: string, rest: Partial<TurnView> = {}): TurnView => ({
  ...{ id, question, made: 1_700_000_000_000, mode: 'auto', state: 'answered' },
  ...{ thought: '', answer: '', citations: [], quoted: false },
  ...{ model: 'Phi-4-reasoning-vision', device: 'CPU', millis: 4_200 },
  ...rest,
});

export const thread = (
  id: string,
  anchor: ThreadView['anchor'],
  turns: TurnView[],
  rest: Partial<ThreadView> = {},
): ThreadView => ({ id, anchor, turns, anchorState: 'placed', hasCrop: false, ...rest });
