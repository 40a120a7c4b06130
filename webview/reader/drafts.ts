/** The work that pages wait for, one piece at a time, with an end to what takes too long. */
import type { PDFPageProxy } from 'pdfjs-dist';
import { l10n } from '../l10n.ts';
import type { LinkActions } from './links.ts';
import type { PageView } from './page.ts';

export interface DraftsParts {
  next(): { page: number; view: PageView } | undefined;
  proxy(page: number): Promise<PDFPageProxy>;
  readonly actions: LinkActions;
  /** The page has a picture for the first time. */
  drawn(page: number, view: PageView): void;
  report(error: unknown): void;
}

/** Milliseconds for one page; what takes longer is given up, and says so. */
const longest = 30_000;
/** Milliseconds without a scroll after which text is laid over the pictures. */
const rest = 120;

export class Drafts {
  readonly #parts: DraftsParts;
  #busy = false;
  #lastScroll = 0;
  #lastZoom = 0;
  #timer = 0;
  /** Counts documents: work for an earlier one says nothing about this one. */
  #document = 0;

  constructor(parts: DraftsParts) {
    this.#parts = parts;
  }

  get isScrolling(): boolean {
    return performance.now() - this.#lastScroll < rest;
  }

  /** While a hand turns the wheel the old pictures are stretched; sharp ones come when it rests. */
  get isZooming(): boolean {
    return performance.now() - this.#lastZoom < rest;
  }

  zoomed(): void {
    this.#lastZoom = performance.now();
    this.scrolled();
  }

  scrolled(): void {
    this.#lastScroll = performance.now();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.go(), rest + 1);
  }

  forget(): void {
    this.#document += 1;
    this.#busy = false;
  }

  /** Works until nothing is missing. */
  go(): void {
    if (this.#busy) return;
    const job = this.#parts.next();
    if (job === undefined) return;
    this.#busy = true;
    const document = this.#document;
    void this.#do(job.page, job.view).finally(() => {
      if (document !== this.#document) return;
      this.#busy = false;
      this.go();
    });
  }

  async #do(page: number, view: PageView): Promise<void> {
    const { lacks, isDrawn: wasDrawn } = view;
    const clock = new Clock(longest, () => view.stop());
    try {
      await inTime(this.#work(page, view, lacks), longest + 1_000);
      if (!wasDrawn && view.isDrawn) this.#parts.drawn(page, view);
    } catch (error) {
      if (ended.has(nameOf(error)) && !clock.isLate) return;
      this.#parts.report(error);
      // The picture stays: only its text or its sharpness is missing.
      if (lacks === 'text') return;
      const why = clock.isLate
        ? l10n.t('Drawing it took longer than {0} seconds.', longest / 1_000)
        : error instanceof Error
          ? error.message
          : String(error);
      view.fail(l10n.t('This page cannot be shown. {0}', why), () => this.go());
    } finally {
      clock.stop();
    }
  }

  async #work(page: number, view: PageView, lacks: PageView['lacks']): Promise<void> {
    const proxy = await this.#parts.proxy(page);
    if (lacks === 'picture') await view.draw(proxy);
    else if (lacks === 'sharpness') await view.sharpen(proxy);
    else if (lacks === 'text') await view.fill(proxy, this.#parts.actions);
  }
}

/** What pdf.js calls work that was ended because nobody looks any more. */
const ended = new Set(['RenderingCancelledException', 'AbortException']);

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Does something when the time is over, and knows that it is. */
class Clock {
  isLate = false;
  readonly #timer: number;

  constructor(millis: number, ring: () => void) {
    this.#timer = window.setTimeout(() => {
      this.isLate = true;
      ring();
    }, millis);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Rejects when the work has not ended by then: a worker that hangs never answers. */
async function inTime(work: Promise<void>, millis: number): Promise<void> {
  let clock = 0;
  const end = new Promise<never>((_, reject) => {
    clock = window.setTimeout(() => {
      reject(new Error(l10n.t('Drawing it took longer than {0} seconds.', longest / 1_000)));
    }, millis);
  });
  try {
    await Promise.race([work, end]);
  } finally {
    clearTimeout(clock);
  }
}
