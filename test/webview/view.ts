/** The readings view in a plain browser: the real page, script and policy, and a fake host. */
import type { Locator } from 'playwright-core';
import { readingsPage } from '../../extension/readings/html.ts';
import type { FromWebview, ToWebview } from '../../webview/protocol.ts';
import { HostedView, type Theme } from './hosted.ts';
import { serve, type Serving } from './serving.ts';

export { themeNames, type Theme } from './hosted.ts';
export { skipViews } from './serving.ts';

export interface OpenOptions {
  /** VS Code's display language; `xx` has translations of a few texts. */
  readonly language?: string;
  /** What VS Code kept of the view. */
  readonly state?: unknown;
}

export class ViewServer {
  readonly #serving: Serving;

  private constructor(serving: Serving) {
    this.#serving = serving;
  }

  static async start(): Promise<ViewServer> {
    return new ViewServer(await serve('readings', (asked) => page(asked.get('language') ?? '')));
  }

  async open(theme: Theme, width: number, height = 640, options: OpenOptions = {}): Promise<View> {
    const view = new View(await this.#serving.open([width, height]));
    const { language = '', state } = options;
    await view.load(`${this.#serving.address}?language=${language}`, theme, state);
    return view;
  }

  stop(): Promise<void> {
    return this.#serving.stop();
  }
}

/** What is selected in a text area. */
export const selectedIn = (area: Locator): Promise<string> =>
  area.evaluate((it: HTMLTextAreaElement) => it.value.slice(it.selectionStart, it.selectionEnd));

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
export class View extends HostedView<FromWebview> {
  override post(message: ToWebview): Promise<void> {
    return super.post(message);
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
}
