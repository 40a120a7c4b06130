/**
 * The pages near the window. Only they exist as elements; everything else is a number in the layout. One
 * page is drawn at a time, the nearest first; text and links come when the scrolling rests.
 */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Tint } from './colors/colors.ts';
import { Drafts } from './drafts.ts';
import { gap, PageLayout } from './layout.ts';
import type { LinkActions } from './links.ts';
import { PageView } from './page.ts';
import type { Rotation, Size } from './reader.ts';
import { Scroller } from './scroller.ts';

export interface ViewerEvents {
  shown(page: number, overlay: HTMLElement): void;
  hidden(page: number): void;
  current(page: number): void;
  layout(): void;
  scroll(): void;
  report(error: unknown): void;
}

/** A point of a page that stays where it is in the window while everything around it changes. */
export interface Anchor {
  readonly page: number;
  /** Shares of the shown page's width and height. */
  readonly x: number;
  readonly y: number;
  /** Pixels from the window's left and top edges. */
  readonly left: number;
  readonly top: number;
}

export class Viewer {
  readonly scroller = new Scroller();
  document: PDFDocumentProxy | undefined;
  layout = new PageLayout(0, { width: 612, height: 792 });
  currentPage = 1;
  readonly #events: ViewerEvents;
  readonly #actions: LinkActions;
  readonly #views = new Map<number, PageView>();
  readonly #drafts: Drafts;
  #labels: readonly string[] | null = null;
  #frame = 0;
  #tint: Tint | undefined;

  constructor(events: ViewerEvents, actions: LinkActions) {
    this.#events = events;
    this.#actions = actions;
    this.#drafts = new Drafts({
      next: () => this.#nextLack(),
      proxy: (page) => this.proxy(page),
      actions: this.#actions,
      drawn: (page, view) => this.#events.shown(page, view.overlay),
      report: (error) => this.#events.report(error),
    });
    this.scroller.onScroll = () => {
      this.#drafts.scrolled();
      this.#soon();
    };
    new ResizeObserver(() => this.#soon()).observe(this.scroller.element);
  }

  /** Shows a document from here on, with what is known of it; pages that are seen stay until redrawn. */
  show(document: PDFDocumentProxy, first: Size, labels: readonly string[] | null): void {
    const { look } = this.layout;
    this.document = document;
    this.#labels = labels;
    this.layout = new PageLayout(document.numPages, first);
    this.layout.look = look;
    this.#drafts.forget();
    for (const [page, view] of this.#views) {
      if (page > document.numPages) this.#drop(page);
      else view.renew();
    }
    this.arrange();
  }

  /** Other colors from here on; pages that are seen stay until redrawn. */
  setTint(tint: Tint | undefined): void {
    this.#tint = tint;
    this.#drafts.go();
  }

  clear(): void {
    for (const page of [...this.#views.keys()]) this.#drop(page);
    this.document = undefined;
    this.layout = new PageLayout(0, { width: 612, height: 792 });
    this.scroller.resize(0, 0);
  }

  label(page: number): string {
    return this.#labels?.[page - 1] ?? String(page);
  }

  find(label: string): number | undefined {
    const wanted = label.trim();
    const index = this.#labels?.findIndex((it) => it.toLowerCase() === wanted.toLowerCase()) ?? -1;
    if (index >= 0) return index + 1;
    const number = /^\d+$/.test(wanted) ? Number(wanted) : 0;
    return number >= 1 && number <= this.layout.count ? number : undefined;
  }

  async proxy(page: number): Promise<PDFPageProxy> {
    const { document } = this;
    if (document === undefined) throw new Error('no document is open');
    const proxy = await document.getPage(page);
    if (document === this.document) this.learn(page, sizeOf(proxy));
    return proxy;
  }

  /** Takes in a page's true size without moving what is read. */
  learn(page: number, size: Size): void {
    const anchor = this.anchor();
    if (!this.layout.correct(page, size)) return;
    this.arrange(anchor);
    this.#events.layout();
  }

  /** Zoom and rotation; the anchor's point of the page stays where it is. */
  look(zoom: number, rotation: Rotation, anchor = this.anchor()): void {
    if (this.layout.count > 0) this.#drafts.zoomed();
    this.layout.look = { zoom, rotation, pixelRatio: window.devicePixelRatio };
    this.arrange(anchor);
    this.#events.layout();
  }

  /** What is at a point of the window (its top, in the middle, if none is given). */
  anchor(left = this.scroller.element.clientWidth / 2, top = 0): Anchor | undefined {
    if (this.layout.count === 0) return undefined;
    const y = this.scroller.top + top;
    const page = this.layout.at(y);
    const box = this.layout.box(page);
    const x = (this.scroller.left + left - this.leftOf(page)) / box.width;
    return { page, x, y: (y - box.top) / box.height, left, top };
  }

  /** Scrolls so that the anchor's point of the page is at its place in the window. */
  arrange(anchor?: Anchor): void {
    this.scroller.resize(this.layout.width, this.layout.height);
    if (anchor !== undefined) {
      const page = Math.min(anchor.page, this.layout.count);
      const box = this.layout.box(page);
      this.scroller.scrollTo(
        this.leftOf(page) + anchor.x * box.width - anchor.left,
        box.top + anchor.y * box.height - anchor.top,
      );
    }
    this.update();
  }

  /** Scrolls by so many pixels. */
  moveBy(pixels: number): void {
    this.scroller.scrollTo(this.scroller.left, this.scroller.top + pixels);
  }

  /** The left edge of a page in the column. */
  leftOf(page: number): number {
    const { pixelRatio } = this.layout.look;
    const middle = (this.scroller.width - this.layout.box(page).width) / 2;
    return Math.round(Math.max(gap, middle) * pixelRatio) / pixelRatio;
  }

  view(page: number): PageView | undefined {
    return this.#views.get(page);
  }

  /** Makes the pages near the window, lets go of those that are far, and has drawn what is missing. */
  update(): void {
    const { layout, scroller } = this;
    if (layout.count === 0) return;
    const { clientHeight, clientWidth } = scroller.element;
    const { top } = scroller;
    const near = this.#range(top - clientHeight, top + 2 * clientHeight);
    const kept = this.#range(top - 2 * clientHeight, top + 3 * clientHeight);
    for (const page of [...this.#views.keys()]) {
      if (page < kept.first || page > kept.last) this.#drop(page);
    }
    for (let page = near.first; page <= near.last; page += 1) {
      if (!this.#views.has(page)) this.#add(page);
    }
    for (const [page, view] of this.#views) {
      const box = layout.box(page);
      const left = this.leftOf(page);
      view.place(box, left, scroller.inContent(box.top), layout.size(page), layout.look);
      const x1 = Math.max(0, scroller.left - left);
      const x2 = Math.min(box.width, scroller.left + clientWidth - left);
      const y1 = Math.max(0, top - box.top);
      const y2 = Math.min(box.height, top + clientHeight - box.top);
      const seen = x2 > x1 && y2 > y1;
      view.see(
        seen
          ? {
              left: x1 / box.width,
              top: y1 / box.height,
              width: (x2 - x1) / box.width,
              height: (y2 - y1) / box.height,
            }
          : undefined,
      );
    }
    this.#findCurrent(top, clientHeight);
    this.#drafts.go();
  }

  #soon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.update();
      this.#events.scroll();
    });
  }

  #range(from: number, to: number): { first: number; last: number } {
    const first = this.layout.at(from);
    // However small pages are, no more than this many at once.
    return { first, last: Math.min(this.layout.at(to), first + 80) };
  }

  #add(page: number): void {
    const view = new PageView(page, this.label(page), () => this.#tint);
    this.#views.set(page, view);
    // In the order of the pages: that is how they are read aloud and selected.
    const after = [...this.#views.keys()].filter((it) => it > page).sort((a, b) => a - b)[0];
    const next = after === undefined ? null : (this.#views.get(after)?.element ?? null);
    this.scroller.content.insertBefore(view.element, next);
  }

  #drop(page: number): void {
    const view = this.#views.get(page);
    this.#views.delete(page);
    view?.dispose();
    if (view?.isDrawn === true) this.#events.hidden(page);
  }

  #findCurrent(top: number, height: number): void {
    const at = this.layout.at(top + height / 3);
    if (at === this.currentPage) return;
    this.currentPage = at;
    this.#events.current(at);
  }

  /** What to do next: the page nearest to the middle of the window that lacks something. */
  #nextLack(): { page: number; view: PageView } | undefined {
    const middle = this.scroller.top + this.scroller.element.clientHeight / 2;
    let best: { page: number; view: PageView } | undefined;
    let least = Infinity;
    for (const [page, view] of this.#views) {
      const { lacks } = view;
      if (lacks === undefined) continue;
      if (lacks === 'text' ? this.#drafts.isScrolling : view.isDrawn && this.#drafts.isZooming) {
        continue;
      }
      const { top, height } = this.layout.box(page);
      const away = Math.max(0, top - middle, middle - top - height);
      const cost = away + (lacks === 'text' ? 1e6 : lacks === 'sharpness' ? 1e3 : 0);
      if (cost < least) {
        least = cost;
        best = { page, view };
      }
    }
    return best;
  }
}

/** In points, in the page's own rotation. */
export function sizeOf(proxy: PDFPageProxy): Size {
  const { width, height } = proxy.getViewport({ scale: 1 });
  return { width, height };
}
