/** Finds the formulas of pages that are shown, one page at a time, when the browser has a moment. */
import { findFormulas, type FormulaRegion } from '../../document/formulas/index.ts';
import { pageText, type PageText } from '../../document/glyphs.ts';
import type { Reader } from '../reader/reader.ts';
import { browserInk } from './ink.ts';

export interface PageFormulas {
  readonly text: PageText;
  readonly formulas: readonly FormulaRegion[];
}

/** Pages whose formulas are kept; the text layer of a page is some hundred kilobytes. */
const mostPages = 12;

export class Detector {
  readonly #reader: Reader;
  readonly #ink = browserInk();
  readonly #known = new Map<number, Promise<PageFormulas | undefined>>();
  readonly #ready = new Map<number, PageFormulas>();
  #tail: Promise<unknown> = Promise.resolve();
  #generation = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
    reader.on('document', () => {
      this.#generation += 1;
      this.#known.clear();
      this.#ready.clear();
    });
  }

  /** What is known of a page now, without waiting. */
  now(page: number): PageFormulas | undefined {
    return this.#ready.get(page);
  }

  /** Undefined when the page is broken or gone: it then has no formulas. */
  find(page: number): Promise<PageFormulas | undefined> {
    let found = this.#known.get(page);
    if (found === undefined) {
      const generation = this.#generation;
      found = this.#tail.then(() => this.#read(page, generation));
      this.#tail = found;
    }
    // The page used last is the last to be forgotten.
    this.#known.delete(page);
    this.#known.set(page, found);
    for (const old of this.#known.keys()) {
      if (this.#known.size <= mostPages) break;
      this.#known.delete(old);
      this.#ready.delete(old);
    }
    return found;
  }

  async #read(page: number, generation: number): Promise<PageFormulas | undefined> {
    try {
      if (generation !== this.#generation) return undefined;
      const text = await pageText(await this.#reader.pages.proxy(page), this.#ink);
      await idle();
      const found = { text, formulas: findFormulas(text) };
      if (generation !== this.#generation) return undefined;
      if (this.#known.has(page)) this.#ready.set(page, found);
      return found;
    } catch (error) {
      if (generation === this.#generation) this.#reader.report(error);
      return undefined;
    }
  }
}

const idle = (): Promise<void> =>
  new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 500 }));
