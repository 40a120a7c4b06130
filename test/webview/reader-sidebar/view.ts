/** The PDF reader in a plain browser: the extension's own page and policy, a fake host that has one file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readerPage } from '../../../extension/pdf/page.ts';
import type { FromReader, Place } from '../../../webview/reader/protocol.ts';
import { eventually } from '../../eventually.ts';
import { HostedView, type Theme } from '../hosted.ts';
import { serve, type Serving, type Size } from '../serving.ts';

export type { Theme } from '../hosted.ts';
export { shots } from '../serving.ts';

export const paper = readFileSync(join(import.meta.dirname, 'paper.pdf'));

export interface OpenOptions {
  readonly theme?: Theme;
  readonly size?: Size;
  readonly language?: string;
  readonly texts?: Readonly<Record<string, string>>;
  /** What VS Code kept of the view. */
  readonly state?: unknown;
  /** What the extension kept of the file. */
  readonly place?: Place;
  readonly bytes?: Uint8Array;
}

type Made<V> = new (page: Page, bytes: Uint8Array, place?: Place) => V;

export class ReaderServer {
  readonly #serving: Serving;

  private constructor(serving: Serving) {
    this.#serving = serving;
  }

  static async start(): Promise<ReaderServer> {
    return new ReaderServer(await serve('reader', page));
  }

  /** Paths that were asked for and are no part of the view. */
  get strays(): readonly string[] {
    return this.#serving.strays;
  }

  open(options: OpenOptions = {}): Promise<ReaderView> {
    return this.openAs(ReaderView, options);
  }

  async openAs<V extends ReaderView>(View: Made<V>, options: OpenOptions): Promise<V> {
    const { size = [1000, 700], bytes = paper, theme = 'dark', language = 'en' } = options;
    const view = new View(await this.#serving.open(size), bytes, options.place);
    const asked = new URLSearchParams({ language, texts: JSON.stringify(options.texts ?? {}) });
    await view.load(`${this.#serving.address}?${String(asked)}`, theme, options.state);
    await view.reload();
    return view;
  }

  stop(): Promise<void> {
    return this.#serving.stop();
  }
}

function page(asked: URLSearchParams): string {
  const texts = JSON.parse(asked.get('texts') ?? '{}') as Record<string, string>;
  return readerPage({
    ...{ cspSource: `'self'`, nonce: 'dGVzdC1ub25jZQ', language: asked.get('language') ?? 'en' },
    ...{ texts, script: '/reader.js', style: '/reader.css', assets: '/assets/' },
  });
}

export class ReaderView extends HostedView<FromReader> {
  /** What was offered, by generation: an older document may still ask for its own. */
  readonly #files: Buffer[] = [];
  readonly #place: Place | undefined;

  constructor(page: Page, bytes: Uint8Array, place?: Place) {
    super(page);
    this.#place = place;
    this.#files.push(Buffer.from(bytes));
  }

  /** Offers the file, as at first and whenever it has changed. */
  async reload(bytes?: Uint8Array): Promise<void> {
    const file = bytes === undefined ? this.#files.at(-1)! : Buffer.from(bytes);
    const generation = this.#files.push(file) - 1;
    const place = this.#place === undefined ? {} : { place: this.#place };
    const offer = { type: 'open', name: 'paper.pdf', length: file.length, generation, ...place };
    await super.post(offer);
  }

  /** Waits until what was offered last is open, or refused. */
  offered<T extends 'opened' | 'refused'>(type: T): Promise<Extract<FromReader, { type: T }>> {
    type Wanted = Extract<FromReader, { type: T }>;
    const isIt = (message: FromReader): message is Wanted =>
      message.type === type && message.generation === this.#files.length - 1;
    return this.next(() => this.sent.findLast(isIt), type);
  }

  /** Waits for the next message of one of the reader's parts. */
  fromPart<M extends { readonly type: string }, T extends M['type']>(
    part: string,
    type: T,
  ): Promise<Extract<M, { type: T }>> {
    const isIt = (message: object): message is Extract<M, { type: T }> =>
      'type' in message && message.type === type;
    const all = (): object[] =>
      this.sent.flatMap((it) => (it.type === 'part' && it.name === part ? [it.message!] : []));
    return this.next(() => all().findLast(isIt), type);
  }

  protected override async receive(message: FromReader): Promise<void> {
    await super.receive(message);
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

  /** The latest place that is as wanted. */
  placed(isWanted: (place: Place) => boolean): Promise<Place> {
    return eventually(() => {
      const found = this.sent.findLast((it) => it.type === 'place' && isWanted(it.place));
      if (found?.type !== 'place') throw new Error('the reader never kept such a place');
      return found.place;
    });
  }

  /** The latest place that holds what the part of this name keeps. */
  placedBy(part: string): Promise<Place> {
    return this.placed(({ parts }) => part in parts);
  }

  /** Does what scrolls the pages, and waits until they have come to rest. */
  async scrolls(act: () => Promise<unknown>): Promise<void> {
    await this.page.locator('.viewport').evaluate((viewport) => {
      delete document.body.dataset['rested'];
      const rested = (): void => void (document.body.dataset['rested'] = 'yes');
      viewport.addEventListener('scrollend', rested, { once: true });
    });
    await act();
    await this.page.waitForFunction(() => document.body.dataset['rested'] === 'yes');
    await this.frames();
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
    // The page's timers end in their order: the search was to begin 120 ms after the last key, which was before.
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 125)));
    await this.page.waitForFunction(() =>
      /of [\d+]+$|No matches/.test(document.querySelector('.find-count')?.textContent ?? ''),
    );
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
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
    await this.frames();
  }
}
