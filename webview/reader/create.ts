/** The reader itself: pages, toolbar, messages and the parts around them, put together. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { GenericSchema, InferOutput } from 'valibot';
import { h } from '../dom.ts';
import type { Host } from '../host.ts';
import { l10n } from '../l10n.ts';
import type { Tint } from './colors/colors.ts';
import { Events } from './events.ts';
import { Foot } from './foot.ts';
import { glow } from './glow.ts';
import { check, type FromReader, type Place } from './protocol.ts';
import type {
  Channel,
  Fit,
  Reader,
  ReaderEvents,
  Rectangle,
  Rotation,
  Subscription,
} from './reader.ts';
import { Screens } from './screens.ts';
import { resolveTarget } from './sidebar/outlinePages.ts';
import { cleanCopies, watchSelecting } from './text.ts';
import { ReaderToolbar } from './toolbar.ts';
import { Trail } from './trail.ts';
import { shareOf } from './turn.ts';
import { Viewer, type Anchor } from './viewer.ts';
import { anchorFor, clientRectangle, pageAt } from './where.ts';
import {
  actualSize,
  clampZoom,
  fittedZoom,
  listenForZoom,
  nextStep,
  watchPixelRatio,
} from './zoom.ts';

/** Milliseconds of rest after which a place is worth writing down. */
const rest = 200;

export class PdfReader implements Reader {
  readonly element: HTMLElement;
  readonly viewer: Viewer;
  readonly toolbar: ReaderToolbar;
  readonly screens = new Screens();
  readonly foot = new Foot();
  readonly trail = new Trail();
  name = '';
  fit: Fit = 'width';
  readonly #events = new Events<ReaderEvents>();
  readonly #incoming = new Events<Record<string, unknown>>();
  readonly #host: Host<FromReader>;
  readonly #sidebar = h('div', { class: 'sidebar-slot', hidden: true });
  readonly #margin = h('div', { class: 'margin-slot', hidden: true });
  #parts: Record<string, unknown> = {};
  #timer = 0;

  constructor(host: Host<FromReader>) {
    this.#host = host;
    const named: Readonly<Record<string, string>> = {
      NextPage: 'nextPage',
      PrevPage: 'previousPage',
      FirstPage: 'firstPage',
      LastPage: 'lastPage',
      GoBack: 'goBack',
      GoForward: 'goForward',
    };
    this.viewer = new Viewer(
      {
        shown: (page, overlay) => this.#events.fire('pageShown', { page, overlay }),
        hidden: (page) => this.#events.fire('pageHidden', { page }),
        current: () => this.#showCurrent(),
        layout: () => {
          this.toolbar.showZoom(this.zoom);
          this.#events.fire('layout', undefined);
          this.#placeChanged();
        },
        scroll: () => {
          this.#events.fire('scroll', undefined);
          this.#placeChanged();
        },
        report: (error) => this.report(error),
      },
      {
        goTo: (destination) => void this.goTo(destination).catch((e: unknown) => this.report(e)),
        openLink: (url) => this.openLink(url),
        named: (action) => this.run(named[action] ?? ''),
      },
    );
    this.toolbar = new ReaderToolbar({
      run: (command) => this.run(command),
      goToLabel: (label) => {
        const page = this.viewer.find(label);
        if (page !== undefined) {
          this.scrollTo(page);
          this.viewport.focus();
        }
        return page !== undefined;
      },
      setPercent: (percent) => this.setZoom((percent / 100) * actualSize),
    });
    this.element = h(
      'div',
      { class: 'reader' },
      this.toolbar.element,
      h(
        'div',
        { class: 'reader-body' },
        this.#sidebar,
        h(
          'div',
          { class: 'reader-middle' },
          this.viewport,
          this.screens.element,
          this.foot.element,
        ),
        this.#margin,
      ),
    );
    listenForZoom(this.viewer, (factor, { clientX, clientY }) => {
      const { left, top } = this.viewport.getBoundingClientRect();
      this.fit = 'free';
      this.#look(clampZoom(this.zoom * factor), this.rotation, clientX - left, clientY - top);
    });
    cleanCopies(this.viewport);
    watchSelecting(this.viewport);
    new ResizeObserver(() => this.#refit()).observe(this.viewport);
    watchPixelRatio(() => {
      this.#look(this.zoom, this.rotation);
      this.#refit();
    });
  }

  get document(): PDFDocumentProxy | undefined {
    return this.viewer.document;
  }

  get pages() {
    const { viewer } = this;
    return {
      count: viewer.layout.count,
      label: (page: number) => viewer.label(page),
      find: (label: string) => viewer.find(label),
      proxy: (page: number) => viewer.proxy(page),
      size: (page: number) => viewer.layout.size(page),
    };
  }

  get currentPage(): number {
    return this.viewer.currentPage;
  }

  get zoom(): number {
    return this.viewer.layout.look.zoom;
  }

  get rotation(): Rotation {
    return this.viewer.layout.look.rotation;
  }

  get viewport(): HTMLElement {
    return this.viewer.scroller.element;
  }

  on<K extends keyof ReaderEvents>(
    event: K,
    listener: (value: ReaderEvents[K]) => void,
  ): Subscription {
    return this.#events.on(event, listener);
  }

  /** Takes over a document that has just been opened, at a place or where the last one was. */
  show(
    document: PDFDocumentProxy,
    first: { width: number; height: number },
    labels: readonly string[] | null,
    place: Place | undefined,
  ): void {
    const before = this.document === undefined ? undefined : this.viewer.anchor();
    if (place !== undefined && before === undefined) {
      this.fit = place.fit;
      this.#parts = place.parts;
      const { pixelRatio } = this.viewer.layout.look;
      this.viewer.layout.look = { zoom: place.zoom, rotation: place.rotation, pixelRatio };
    }
    this.screens.clear();
    this.toolbar.enable(true);
    this.viewer.show(document, first, labels);
    if (before === undefined && this.fit === 'free') this.#look(this.zoom, this.rotation);
    const at = place === undefined ? undefined : { page: place.page, x: place.left, y: place.top };
    const middle = this.viewport.clientWidth / 2;
    const restored = at === undefined ? undefined : { ...at, left: middle, top: 0 };
    this.viewer.arrange(before ?? restored);
    this.#refit();
    if (before === undefined) this.viewer.arrange(restored);
    this.toolbar.showZoom(this.zoom);
    this.#showCurrent();
    this.#events.fire('document', document);
  }

  /** What a command or a button asks for; a name that is not the reader's own goes to the parts. */
  run(command: string): void {
    if (this.document === undefined) return;
    const { count } = this.viewer.layout;
    const own: Readonly<Record<string, () => void>> = {
      zoomIn: () => this.setZoom(nextStep(this.zoom, 1)),
      zoomOut: () => this.setZoom(nextStep(this.zoom, -1)),
      actualSize: () => this.setZoom(actualSize),
      fitWidth: () => this.setZoom('width'),
      fitPage: () => this.setZoom('page'),
      rotateClockwise: () => this.rotate(90),
      rotateCounterclockwise: () => this.rotate(-90),
      nextPage: () => this.#turnTo(Math.min(count, this.currentPage + 1)),
      previousPage: () => this.#turnTo(Math.max(1, this.currentPage - 1)),
      firstPage: () => this.scrollTo(1),
      lastPage: () => this.scrollTo(count),
      goBack: () => this.back(),
      goForward: () => this.forward(),
      goToPage: () => this.toolbar.askPage(),
    };
    const action = own[command];
    if (action === undefined) this.#events.fire('command', command);
    else action();
  }

  scrollTo(
    page: number,
    rectangle?: Rectangle,
    options: { readonly light?: boolean; readonly remember?: boolean } = {},
  ): void {
    const { layout } = this.viewer;
    if (!(page >= 1 && page <= layout.count)) return;
    if (options.remember !== false) this.trail.leave(this.viewer.anchor());
    this.viewer.arrange(anchorFor(this.viewer, page, rectangle));
    if (rectangle !== undefined && options.light === true) glow(this, page, rectangle);
  }

  async goTo(destination: unknown): Promise<void> {
    const { document } = this;
    if (document === undefined) return;
    const target = await resolveTarget(document, destination);
    if (target === undefined) {
      this.notice(l10n.t('This link leads to no place in the document.'));
      return;
    }
    const { page, height } = target;
    if (height === undefined) {
      this.scrollTo(page);
      return;
    }
    const proxy = await this.pages.proxy(page);
    const [, y = 0] = proxy.getViewport({ scale: 1 }).convertToViewportPoint(0, height) as number[];
    this.trail.leave(this.viewer.anchor());
    const { rotation, viewport } = this;
    const at = shareOf({ x1: 0, x2: 1, y1: y, y2: y }, this.pages.size(page), rotation);
    const top = rotation === 0 ? 12 : viewport.clientHeight / 3;
    this.viewer.arrange({ page, x: 0.5, y: at.y1, left: viewport.clientWidth / 2, top });
  }

  openLink(url: string): void {
    this.#host.post({ type: 'open-link', url: url.slice(0, 20_000) });
  }

  back(): void {
    this.viewer.arrange(this.trail.back(this.viewer.anchor()));
  }

  forward(): void {
    this.viewer.arrange(this.trail.forward(this.viewer.anchor()));
  }

  overlay(page: number): HTMLElement | undefined {
    const view = this.viewer.view(page);
    return view?.isDrawn === true ? view.overlay : undefined;
  }

  clientRectangle(page: number, rectangle?: Rectangle): DOMRect {
    return clientRectangle(this.viewer, page, rectangle);
  }

  pageAt(clientX: number, clientY: number) {
    return pageAt(this.viewer, clientX, clientY);
  }

  setZoom(zoom: number | 'width' | 'page'): void {
    this.fit = typeof zoom === 'number' ? 'free' : zoom;
    if (typeof zoom === 'number') this.#look(clampZoom(zoom), this.rotation);
    else this.#refit();
    this.foot.say(l10n.t('Zoom: {0}', `${Math.round((this.zoom / actualSize) * 100)}%`));
  }

  rotate(by: 90 | -90): void {
    const anchor = this.viewer.anchor();
    this.#look(this.zoom, ((this.rotation + by + 360) % 360) as Rotation);
    this.#refit();
    if (anchor !== undefined) this.scrollTo(anchor.page, undefined, { remember: false });
  }

  setTint(tint: Tint | undefined): void {
    this.viewer.setTint(tint);
  }

  mountSidebar(element: HTMLElement): void {
    this.#mount(this.#sidebar, element);
  }

  mountMargin(element: HTMLElement): void {
    this.#mount(this.#margin, element);
  }

  channel<S extends GenericSchema, From>(name: string, schema: S): Channel<InferOutput<S>, From> {
    return {
      post: (message) => this.#host.post({ type: 'part', name, message }),
      on: (listener) =>
        this.#incoming.on(name, (raw) => listener(check(schema, raw, `The reader's ${name}`))),
    };
  }

  /** A message for one of the parts has come. */
  receivePart(name: string, message: unknown): void {
    this.#incoming.fire(name, message);
  }

  partState(name: string): unknown {
    return this.#parts[name];
  }

  setPartState(name: string, state: unknown): void {
    this.#parts = { ...this.#parts, [name]: state };
    this.#placeChanged();
  }

  notice(text: string): void {
    this.foot.say(text);
  }

  report(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#host.post({ type: 'fault', message: message.slice(0, 2_000) });
  }

  /** Where the person is now. */
  place(): Place | undefined {
    const anchor = this.viewer.anchor();
    if (anchor === undefined) return undefined;
    return {
      ...{ page: anchor.page, top: anchor.y, left: anchor.x },
      ...{ zoom: this.zoom, fit: this.fit, rotation: this.rotation, parts: this.#parts },
      at: Date.now(),
    };
  }

  /** The parts' own state, before a document is open. */
  restoreParts(place: Place | undefined): void {
    if (place !== undefined) this.#parts = place.parts;
  }

  #mount(slot: HTMLElement, element: HTMLElement): void {
    slot.replaceChildren(element);
    const follow = (): void => void (slot.hidden = element.hidden);
    new MutationObserver(follow).observe(element, { attributeFilter: ['hidden'] });
    follow();
  }

  #turnTo(page: number): void {
    this.scrollTo(page, undefined, { remember: false });
  }

  #look(zoom: number, rotation: Rotation, left?: number, top?: number): void {
    const { clientWidth, clientHeight } = this.viewport;
    const x = left ?? clientWidth / 2;
    // Without a pointer, what is read (the upper third of the window) stays.
    const anchor: Anchor | undefined = this.viewer.anchor(x, top ?? clientHeight / 3);
    this.viewer.look(zoom, rotation, anchor);
  }

  /** Zooms as the window's size wants it, if it is to follow the window. */
  #refit(): void {
    const { fit, viewport, viewer } = this;
    if (fit === 'free' || viewer.layout.count === 0 || viewport.clientWidth === 0) return;
    const size = viewer.layout.shown(this.currentPage);
    const { zoom } = this;
    const wanted = fittedZoom(
      fit,
      { width: size.width / zoom, height: size.height / zoom },
      viewport,
    );
    if (Math.abs(wanted - zoom) < 1e-4) return;
    const anchor = viewer.anchor();
    viewer.look(wanted, this.rotation, anchor);
  }

  #showCurrent(): void {
    const { viewer, currentPage } = this;
    const { count } = viewer.layout;
    if (count === 0) return;
    this.toolbar.showPage(currentPage, viewer.label(currentPage), count);
    this.#host.post({ type: 'page', page: Math.min(currentPage, count), count });
    this.#events.fire('currentPage', currentPage);
  }

  #placeChanged(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const place = this.place();
      if (place === undefined) return;
      this.#host.state = place;
      this.#host.post({ type: 'place', place });
    }, rest);
  }
}
