/** A view in a page of its own, with a fake host at the other end of its channel and the colors of VS Code's themes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { beLate } from './late.ts';
import { shots } from './serving.ts';
import themes from './themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;
export const themeNames = Object.keys(themes) as Theme[];

export class HostedView<From extends { readonly type: string }> {
  readonly page: Page;
  /** What the view has sent, oldest first. */
  readonly sent: From[] = [];
  /** What broke the policy, or was thrown and caught by nobody. */
  readonly violations: string[] = [];
  /** Addresses that were asked for. */
  readonly requests: string[] = [];
  readonly #handed = new Set<object>();
  #state: unknown;

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.violations.push(message.text());
    });
    page.on('pageerror', (error) => this.violations.push(String(error)));
    page.on('request', (request) => this.requests.push(request.url()));
  }

  /** What the view asked VS Code to keep. */
  get state(): unknown {
    return this.#state;
  }

  /** @param state what VS Code kept of the view before */
  async load(url: string, theme: Theme, state: unknown): Promise<void> {
    await this.page.exposeFunction('toHost', (message: From) => this.receive(message));
    await this.page.exposeFunction('keep', (next: unknown) => void (this.#state = next));
    await this.page.exposeFunction('heard', () => undefined);
    if (process.env['MARGINALIA_LATE'] === '1') await this.page.addInitScript(beLate);
    await this.page.addInitScript(
      (look) => {
        const send = Reflect.get(window, 'toHost') as (message: unknown) => Promise<void>;
        const keep = Reflect.get(window, 'keep') as (next: unknown) => Promise<void>;
        let kept = look.state;
        const acquire = (): object => ({
          postMessage: (message: unknown) => void send(message),
          getState: () => kept,
          setState: (next: unknown) => {
            kept = next;
            void keep(next);
          },
        });
        Reflect.set(window, 'acquireVsCodeApi', acquire);
        document.addEventListener('DOMContentLoaded', () => {
          document.body.classList.add(...look.classes.split(' '), 'vscode-reduce-motion');
          const { style } = document.documentElement;
          for (const [name, value] of Object.entries(look.variables))
            style.setProperty(name, value);
          // VS Code paints the room around a view; a plain page must do it itself.
          style.backgroundColor = 'var(--vscode-editor-background)';
        });
      },
      { ...themes[theme], state },
    );
    await this.page.goto(url);
    await this.until('ready');
  }

  /** Posts a message as the host would; resolves when the view has handled it and a frame has shown it. */
  async post(message: object): Promise<void> {
    await this.page.evaluate(
      (plain: { readonly type?: string }) =>
        new Promise<void>((resolve) => {
          // Listeners are called in their order: the view's own was there before.
          const handled = ({ data }: MessageEvent<typeof plain>): void => {
            if (data.type !== plain.type) return;
            window.removeEventListener('message', handled);
            resolve();
          };
          window.addEventListener('message', handled);
          window.postMessage(plain);
        }),
      message,
    );
    await this.frames();
  }

  /** Two frames: what was planned for the next one has been done, and sizes and sight have been looked at. */
  async frames(): Promise<void> {
    await this.page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await new Promise((resolve) => setTimeout(resolve));
    });
  }

  /** Before saying that nothing was sent: what the view sent in two frames has been heard, for this came after it. */
  async quiet(): Promise<void> {
    await this.frames();
    await this.page.evaluate(() => (Reflect.get(window, 'heard') as () => Promise<void>)());
  }

  /** Waits for a message of this type that no call has handed back before, and hands back the latest. */
  until<T extends From['type']>(type: T): Promise<Extract<From, { type: T }>> {
    const isIt = (message: From): message is Extract<From, { type: T }> => message.type === type;
    return this.next(() => this.sent.findLast(isIt), type);
  }

  /** Waits until `find` knows something that no call has handed back before: an old message is no answer. */
  protected next<T extends object>(find: () => T | undefined, name: string): Promise<T> {
    return eventually(() => {
      const found = find();
      if (found === undefined || this.#handed.has(found))
        throw new Error(`the view never sent ${name}; it sent ${JSON.stringify(this.sent)}`);
      this.#handed.add(found);
      return found;
    });
  }

  /** Opens the menu of a button and chooses an entry. */
  async choose(button: Locator, entry: string): Promise<void> {
    await this.openMenu(button);
    await this.page.getByRole('menuitem', { name: entry }).click();
  }

  /** Whatever scrolls closes a menu: the button is brought into sight before. */
  async openMenu(button: Locator): Promise<void> {
    await button.scrollIntoViewIfNeeded();
    await this.frames();
    await button.click();
    await this.page.getByRole('menu').waitFor();
  }

  /**
   * Does what makes something appear that goes by itself after a moment, and sees it: it is looked for from
   * before, in each frame. What is told to screen readers alone does not count: that stays.
   */
  async flashes(words: string, act: () => Promise<unknown>): Promise<void> {
    const shown = this.page.waitForFunction(
      (text) =>
        [...document.querySelectorAll(':not([role="status"])')].some(
          (it) => it.childElementCount === 0 && it.textContent === text && it.checkVisibility(),
        ),
      words,
    );
    await Promise.all([shown, act()]);
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  protected receive(message: From): void | Promise<void> {
    this.sent.push(message);
  }
}
