/**
 * A real VS Code for tests: code-server (VS Code's server and workbench) in its own prefix, driven
 * through Chromium. Each window has a fresh profile, its own port and an installed package.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type Frame, type Locator, type Page } from 'playwright-core';
import { eventually, patience } from '../eventually.ts';

const prefix = process.env['MARGINALIA_HOST'] ?? join(homedir(), '.cache', 'marginalia-host');
const node = join(prefix, 'node_modules', 'node', 'bin', 'node');
const server = join(prefix, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why no window can be opened here, or undefined when one can. */
export function whyNoHost(): string | undefined {
  if (!existsSync(browserPath)) return `no Chromium at ${browserPath} (set CHROMIUM)`;
  if (existsSync(node) && existsSync(server)) return undefined;
  return `no VS Code at ${prefix} (run test/host/install.sh, or set MARGINALIA_HOST)`;
}

export interface WindowOptions {
  readonly vsix: string;
  /** Packages of other extensions beside it. */
  readonly others?: readonly string[] | undefined;
  readonly workspace: string;
  readonly settings?: Record<string, unknown>;
  /** Settings of the machine's own: their place in a window that is a remote one, as code-server's are. */
  readonly machine?: Record<string, unknown>;
  readonly size?: { readonly width: number; readonly height: number };
  /** Folder for screenshots. */
  readonly shots: string;
}

export class VsCodeWindow {
  readonly page: Page;
  /** Content security policy violations seen in any frame. */
  readonly violations: string[] = [];
  readonly #browser: Browser;
  readonly #server: ChildProcess;
  readonly #profile: string;
  readonly #shots: string;

  private constructor(
    page: Page,
    browser: Browser,
    process: ChildProcess,
    profile: string,
    shots: string,
  ) {
    this.page = page;
    this.#browser = browser;
    this.#server = process;
    this.#profile = profile;
    this.#shots = shots;
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.violations.push(message.text());
    });
  }

  static async open(options: WindowOptions): Promise<VsCodeWindow> {
    const { vsix, others = [], workspace, settings, shots } = options;
    const profile = mkdtempSync(join(tmpdir(), 'marginalia-host-'));
    const folders = [
      '--user-data-dir',
      join(profile, 'user'),
      '--extensions-dir',
      join(profile, 'extensions'),
    ];
    mkdirSync(join(profile, 'user', 'User'), { recursive: true });
    writeFileSync(
      join(profile, 'user', 'User', 'settings.json'),
      JSON.stringify({ ...quietSettings, ...settings }),
    );
    mkdirSync(join(profile, 'user', 'Machine'));
    writeFileSync(
      join(profile, 'user', 'Machine', 'settings.json'),
      JSON.stringify(options.machine ?? {}),
    );
    const packages = [vsix, ...others].flatMap((path) => ['--install-extension', path]);
    execFileSync(node, [server, ...folders, ...packages], { stdio: 'pipe' });
    const port = await freePort();
    const child = spawn(
      node,
      [
        server,
        ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...folders],
        ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
        workspace,
      ],
      { stdio: 'ignore' },
    );
    await answering(`http://127.0.0.1:${port}/healthz`);
    const browser = await chromium.launch({
      ...{ executablePath: browserPath, args: browserArguments, timeout: patience },
    });
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const window = new VsCodeWindow(page, browser, child, profile, shots);
    try {
      const url = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`;
      await page.goto(url, { waitUntil: 'commit' });
      await page.locator('.explorer-folders-view').waitFor();
    } catch (error) {
      await window.screenshot('never-opened');
      await window.close();
      throw error;
    }
    return window;
  }

  /** Part of the command line of this window's engine, and of nothing else. */
  get engineMark(): string {
    return this.extensionFile('dist/engine.mjs');
  }

  /** A file of the installed extension. */
  extensionFile(path: string): string {
    const folder = join(this.#profile, 'extensions');
    const name = readdirSync(folder).find((entry) => entry.startsWith('marginalia.'));
    if (name === undefined) throw new Error(`no extension is installed in ${folder}`);
    return join(folder, name, path);
  }

  /** Whether a file in a folder of the extension's own storage holds the text. */
  keeps(folder: string, text: string): boolean {
    const path = join(this.#profile, 'user/User/globalStorage/marginalia.marginalia', folder);
    return readdirSync(path).some((name) => readFileSync(join(path, name), 'utf8').includes(text));
  }

  /** Opens a file of the workspace in the text editor and puts the cursor at its end. */
  async openFile(name: string): Promise<void> {
    await this.#open(name);
    const line = this.page.locator('.editor-group-container.active .monaco-editor .view-line');
    await line.first().click();
    await this.page.keyboard.press('Control+End');
  }

  async #open(name: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    await row.first().dblclick();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Opens a notebook and puts the cursor at the end of its first cell, which is Markdown. */
  async openNotebook(name: string): Promise<void> {
    await this.#open(name);
    const cell = this.page.locator('.notebookOverlay .monaco-list-row.markdown-cell-row').first();
    // The row lies hidden under the rendered Markdown, which a webview shows.
    await cell.waitFor({ state: 'attached' });
    const line = cell.locator('.monaco-editor .view-line').first();
    for (let tries = 0; tries < 12 && !(await appears(line, tries)); tries += 1) {
      await this.page.keyboard.press('Enter'); // the cell that has the focus is edited
    }
    await line.click();
    await this.page.keyboard.press('Control+End');
  }

  /** Puts a PNG image where the next paste takes it from. */
  async copyImage(png: Uint8Array): Promise<void> {
    await this.page.bringToFront();
    await this.page.evaluate(
      async (bytes) => {
        window.focus(); // a view's frame may have it
        const image = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
      },
      [...png],
    );
  }

  /** Drops a PNG file from outside on something in the window, with Shift as the editor wants it. */
  async dropImage(target: Locator, png: Uint8Array, name: string): Promise<void> {
    await target.evaluate(
      (element, { bytes, fileName }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], fileName, { type: 'image/png' }));
        const { right, top, height } = element.getBoundingClientRect();
        const at = { clientX: right - 1, clientY: top + height / 2, shiftKey: true };
        for (const type of ['dragenter', 'dragover', 'drop']) {
          const options = { ...at, dataTransfer: transfer, bubbles: true, cancelable: true };
          element.dispatchEvent(new DragEvent(type, options));
        }
      },
      { bytes: [...png], fileName: name },
    );
  }

  /** Runs a command by its title in the palette, as soon as the extension host has declared it. */
  async command(title: string, timeout = patience): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    const until = Date.now() + timeout;
    for (let tries = 0; Date.now() < until; tries += 1) {
      await this.page.keyboard.press('F1');
      // What takes the focus in that moment closes the palette again.
      const open = await filled(input, `>${title}`);
      if (open && (await appears(row, tries))) {
        await row.click();
        return;
      }
      // The palette does not refresh while it is open: open it again.
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`the palette has no ${title}`);
  }

  /** Chooses an entry of a file's context menu in the Explorer. */
  async explorerMenu(files: readonly string[], entry: string): Promise<void> {
    const row = (name: string) =>
      this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    // With Control, a click selects without opening; a second one takes the row out again.
    const selected = this.page.locator('.explorer-folders-view .monaco-list-row.selected');
    while ((await selected.count()) > 0) await selected.first().click({ modifiers: ['Control'] });
    if (files.length > 1)
      for (const name of files) await row(name).click({ modifiers: ['Control'] });
    const item = this.page.locator('.context-view .action-label', { hasText: entry });
    for (let tries = 0; tries < 12; tries += 1) {
      await row(files.at(-1) ?? '').click({ button: 'right' });
      if (await appears(item, tries)) break;
      // Opened before the extension's menus were known: it does not refresh, so open it again.
      await this.page.keyboard.press('Escape');
    }
    await pause(400); // a menu ignores the mouse for a moment after it opens
    await item.click();
    await item.waitFor({ state: 'hidden' });
  }

  /** The frame of the first webview that holds `selector`. */
  async webview(selector: string, timeout = patience): Promise<Frame> {
    const until = Date.now() + timeout;
    while (Date.now() < until) {
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame()) continue;
        const found = await frame
          .locator(selector)
          .count()
          .catch(() => 0); // a frame may go away while it is asked
        if (found > 0) return frame;
      }
      await pause(200);
    }
    throw new Error(`no webview shows ${selector}`);
  }

  async screenshot(name: string): Promise<string> {
    mkdirSync(this.#shots, { recursive: true });
    const path = join(this.#shots, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#server.kill('SIGTERM');
    await Promise.race([ended, pause(10_000)]);
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  }
}

const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
};

/** Whether it comes soon: on a slow machine later, so each try waits longer than the one before. */
async function appears(thing: Locator, tries: number): Promise<boolean> {
  return thing.waitFor({ timeout: Math.min(20_000, 3_000 * (1 + tries)) }).then(
    () => true,
    () => false,
  );
}

/** Whether an input that may close again could be filled; false also for one that never came. */
async function filled(input: Locator, text: string): Promise<boolean> {
  return input.fill(text, { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function answering(url: string): Promise<void> {
  // Refused until it listens.
  await eventually(async () => {
    if (!(await fetch(url)).ok) throw new Error(`nothing answers well at ${url}`);
  });
}
