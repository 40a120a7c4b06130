/**
 * A test file's story in a real VS Code: one window, steps that build on each other, and at the end no
 * content security policy was violated.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { matches } from '../eventually.ts';
import { processesWith } from './processes.ts';
import { VsCodeWindow, whyNoHost } from './vscode.ts';

export const root = join(import.meta.dirname, '..', '..');
const vsix = process.env['MARGINALIA_VSIX'];
const skip = whyNoHost() ?? (vsix === undefined ? 'run it with npm run test:host' : false);

/** A screenshot of test/samples. */
export const sample = (name: string): Buffer =>
  readFileSync(join(root, 'test', 'samples', `${name}.png`));

/** Files are saved as soon as they are typed, so that a test sees on the disk what the editor holds. */
export const savedAtOnce = { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 };

export interface StoryOptions {
  /** Short, for folders and screenshots. */
  readonly name: string;
  readonly settings?: Record<string, unknown>;
  readonly machine?: () => Record<string, unknown>;
  /** Packages of other extensions. */
  readonly others?: () => readonly string[];
  /** The workspace as it is before the window opens. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

export class Story {
  readonly #options: StoryOptions;
  #code: VsCodeWindow | undefined;
  #workspace = '';
  #broken: string | undefined;

  constructor(options: StoryOptions) {
    this.#options = options;
  }

  get code(): VsCodeWindow {
    if (this.#code === undefined) throw new Error('the window is not open');
    return this.#code;
  }

  get workspace(): string {
    return this.#workspace;
  }

  /** A file of the workspace. */
  path = (name: string): string => join(this.#workspace, name);

  read = (name: string): string => readFileSync(this.path(name), 'utf8');

  /** Waits until the saved file fits. */
  until = (name: string, pattern: RegExp): Promise<string> =>
    matches(() => this.read(name), pattern);

  /** The id of the engine's process. */
  get engine(): number {
    const [pid] = processesWith(this.code.engineMark);
    assert.ok(pid !== undefined, 'the engine runs');
    return pid;
  }

  /**
   * Waits until the extension answers and its engine is ready: VS Code asks only providers that are there,
   * so a first paste must not come before.
   */
  async engineReady(): Promise<void> {
    await this.code.command('Marginalia: Restart Engine');
    await this.code.page.locator('.statusbar-item', { hasText: 'Marginalia: CPU' }).waitFor();
  }

  /** Chooses a chat server for questions, through every dialog. */
  async useServer(url: string): Promise<void> {
    const { page } = this.code;
    await this.code.command('Marginalia: Use a Server');
    await page.locator('.quick-input-titlebar', { hasText: 'Use a Server' }).waitFor();
    await page.locator('.quick-input-widget input').first().fill(url);
    await page.keyboard.press('Enter');
    await page.locator('.monaco-dialog-box').getByText('Use This Server', { exact: true }).click();
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Formulas are still read' })
      .first()
      .click();
    await page.locator('.notification-toast', { hasText: 'now uses the server' }).waitFor();
  }

  async paste(image: Uint8Array): Promise<void> {
    await this.code.copyImage(image);
    await this.code.page.keyboard.press('Control+v');
  }

  /** The frame that shows the readings. */
  views = () => this.code.webview('body > .readings');

  /** The newest reading, or those of an image. */
  card = async (name?: string) => {
    const cards = (await this.views()).locator('.card');
    if (name === undefined) return cards.first();
    const named = (await this.views()).locator(`.name:text-is("${name}")`);
    return cards.filter({ has: named });
  };

  /** After a failure the rest would only wait for what cannot come; the window is photographed then. */
  step = (name: string, run: () => Promise<void>): void => {
    test(name, async () => {
      assert.equal(this.#broken, undefined, 'an earlier step failed');
      try {
        await run();
      } catch (error) {
        this.#broken = name;
        await this.code.screenshot(`failed-${this.#options.name}`);
        throw error;
      }
    });
  };

  async open(): Promise<void> {
    const { name, files, settings = {}, machine = () => ({}), others } = this.#options;
    this.#workspace = mkdtempSync(join(tmpdir(), `marginalia-${name}-`));
    for (const [file, content] of Object.entries(files)) writeFileSync(this.path(file), content);
    const shots = join(root, 'test-output', 'host');
    const { workspace } = this;
    this.#code = await VsCodeWindow.open({
      vsix: vsix ?? '',
      workspace,
      shots,
      settings,
      machine: machine(),
      others: others?.(),
    });
  }

  async close(): Promise<void> {
    await this.#code?.close();
    rmSync(this.#workspace, { recursive: true, force: true });
  }
}

/** Tells a story: its steps run in a window of their own. */
export function story(title: string, options: StoryOptions, steps: (told: Story) => void): void {
  describe(title, { skip }, () => {
    const told = new Story(options);
    before(() => told.open());
    after(() => told.close());
    steps(told);
    told.step('no content security policy was violated', () => {
      assert.deepEqual(told.code.violations, []);
      return Promise.resolve();
    });
  });
}
