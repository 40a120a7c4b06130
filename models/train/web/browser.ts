/** A headless Chromium with KaTeX, its style sheet and its fonts, all from node_modules. */
import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { EM, type Batch } from './rows.ts';
import type { Item } from './page.ts';

export const KATEX = join(import.meta.dirname, '../../../node_modules/katex/dist');
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** One page that typesets batch after batch. */
export class Typesetter {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(page: Page, browser: Browser, folder: string) {
    this.page = page;
    this.#browser = browser;
    this.#folder = folder;
  }

  static async start(): Promise<Typesetter> {
    const folder = mkdtempSync(join(tmpdir(), 'marginalia-web-'));
    const built = await build({
      entryPoints: [join(import.meta.dirname, 'page.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'layouts',
    });
    const style = pathToFileURL(join(KATEX, 'katex.min.css')).href;
    // Every formula is as wide as it wants to be, and its number stands near it.
    const own = `.katex{font-size:${EM}px}.formula,.formula>*{width:max-content;margin:0!important}.formula .katex-tag{position:static!important;margin-left:var(--gap)}`;
    writeFileSync(join(folder, 'page.js'), built.outputFiles[0]!.text);
    writeFileSync(
      join(folder, 'index.html'),
      `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="${style}"><style>${own}</style><script src="page.js"></script><body></body>`,
    );
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      // Without hinting, advances are not rounded to pixels.
      args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--allow-file-access-from-files'], // prettier-ignore
    });
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
    await page.evaluate('layouts.loadFonts()');
    return new Typesetter(page, browser, folder);
  }

  async typeset(items: readonly Item[]): Promise<Batch> {
    return await this.page.evaluate<Batch>(`layouts.typeset(${JSON.stringify(items)})`);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
