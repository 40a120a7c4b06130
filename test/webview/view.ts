/**
 * The readings view in a plain browser: the real page, script and policy, a fake host on the other end
 * of the channel, and the colors of VS Code's own themes.
 */
import { build } from 'esbuild';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { readingsPage } from '../../extension/readings/html.ts';
import type { FromWebview, ToWebview } from '../../webview/protocol.ts';
import { viewBundle } from '../../webview/bundle.ts';
import { Heard } from './heard.ts';
import themes from './themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;
export const themeNames = Object.keys(themes) as Theme[];

const root = join(import.meta.dirname, '..', '..');
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const shots = join(root, 'test-output', 'webview');

/** Why the tests cannot run here, or false. */
export const skipViews = existsSync(browserPath)
  ? false
  : `no Chromium at ${browserPath} (set CHROMIUM)`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

export interface OpenOptions {
  /** VS Code's display language; `xx` has translations of a few texts. */
  readonly language?: string;
  /** What VS Code kept of the view. */
  readonly state?: unknown;
}

/** One browser and one bundle for all pages of a test file. */
export class ViewServer {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #folder: string;

  private constructor(browser: Browser, server: Server, folder: string) {
    this.#browser = browser;
    this.#server = server;
    this.#folder = folder;
  }

  static async start(): Promise<ViewServer> {
    const folder = mkdtempSync(join(tmpdir(), 'marginalia-view-'));
    await build({ ...viewBundle('readings', folder), absWorkingDir: root });
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://view').pathname;
      const named = /^\/[a-z]*$/.test(path);
      const type = types[named ? '.html' : extname(path)];
      const file = join(folder, path);
      if (type === undefined || relative(folder, file).startsWith('..')) {
        response.writeHead(404).end();
      } else {
        const body = named ? page(path.slice(1)) : readFileSync(file);
        response.writeHead(200, { 'content-type': type }).end(body);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    return new ViewServer(browser, server, folder);
  }

  async open(theme: Theme, width: number, height = 640, options: OpenOptions = {}): Promise<View> {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    const context = await this.#browser.newContext({ viewport: { width, height } });
    context.setDefaultTimeout(120_000); // the machine may be busy with something else
    const view = new View(await context.newPage());
    const path = options.language ?? '';
    await view.load(`http://127.0.0.1:${address.port}/${path}`, theme, options);
    return view;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const translations = {
  'Read a formula': 'Læs en formel',
  'Press {0} to paste an image here.': '{0}!',
};

function page(language: string): string {
  return readingsPage({
    cspSource: `'self'`,
    nonce: 'dGVzdC1ub25jZQ',
    language,
    texts: language === 'xx' ? translations : {},
    script: '/readings.js',
    style: '/readings.css',
  });
}

/** One open view, seen from the host's side. */
export class View {
  readonly page: Page;
  /** What the view has sent, oldest first. */
  readonly sent: FromWebview[] = [];
  readonly #heard: Heard;
  readonly violations: string[] = [];

  constructor(page: Page) {
    this.page = page;
    this.#heard = new Heard(page);
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.violations.push(message.text());
    });
    page.on('pageerror', (error) => this.violations.push(String(error)));
  }

  async load(url: string, theme: Theme, options: OpenOptions): Promise<void> {
    await this.page.exposeFunction('toHost', (message: FromWebview) => this.sent.push(message));
    await this.page.addInitScript(
      (look) => {
        const toHost: unknown = Reflect.get(window, 'toHost');
        let state: unknown = look.state;
        const acquire = (): object => ({
          postMessage: toHost,
          getState: () => state,
          setState: (next: unknown) => (state = next),
        });
        Reflect.set(window, 'acquireVsCodeApi', acquire);
        document.addEventListener('DOMContentLoaded', () => {
          document.body.classList.add(...look.classes.split(' '));
          const { style } = document.documentElement;
          for (const [name, value] of Object.entries(look.variables))
            style.setProperty(name, value);
          // VS Code paints the room around a view; a plain page must do it itself.
          style.backgroundColor = 'var(--vscode-editor-background)';
        });
      },
      { ...themes[theme], state: options.state },
    );
    await this.page.goto(url);
    await this.until('ready');
  }

  /** Posts a message as the host would; bytes arrive as bytes. */
  async post(message: ToWebview): Promise<void> {
    if (message.type === 'image') {
      const { bytes, ...rest } = message;
      await this.page.evaluate(
        ({ rest, numbers }) => window.postMessage({ ...rest, bytes: new Uint8Array(numbers) }),
        { rest, numbers: [...bytes] },
      );
    } else {
      await this.page.evaluate((plain) => window.postMessage(plain), message);
    }
    // The message is handled in a later task than this call.
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
  }

  /** Waits for a message of this type that came after those handed back, and hands back the latest. */
  until<T extends FromWebview['type']>(type: T): Promise<Extract<FromWebview, { type: T }>> {
    const isIt = (message: FromWebview): message is Extract<FromWebview, { type: T }> =>
      message.type === type;
    return this.#heard.until(
      () => this.sent.findLast(isIt),
      () => `the view never sent ${type}; it sent ${JSON.stringify(this.sent)}`,
    );
  }

  /** Fills a reading's source and waits until its formula is drawn. */
  async edit(source: Locator, latex: string): Promise<void> {
    await source.fill(latex);
    await this.drawn();
  }

  /** Resolves when no formula waits for a pause between keys to be drawn. */
  async drawn(): Promise<void> {
    await this.page.waitForFunction(
      () => document.querySelector('.formula[aria-busy="true"]') === null,
    );
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
