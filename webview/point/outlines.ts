/** Outlines formulas under the pointer and reads them by a click; by keys one walks from one to the next. */
import { contains, grow, type Rectangle } from '../../document/geometry.ts';
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Reader } from '../reader/reader.ts';
import type { Detector } from './detector.ts';
import { cover, type Region } from './region.ts';

/** Points around a formula that still count as it, and between it and its outline. */
const REACH = 2;
/** A press that moves further selects text. */
const STILL = 4;

export class Outlines {
  readonly #reader: Reader;
  readonly #detector: Detector;
  readonly #choose: (region: Region) => void;
  readonly #hover = h('div', { class: 'point-outline', hidden: true });
  readonly #cursor: HTMLButtonElement;
  #at: { page: number; index: number } | undefined;
  #pressed: { x: number; y: number } | undefined;
  /** An element that is moved loses the focus for a moment. */
  #moving = false;
  #on = true;

  constructor(reader: Reader, detector: Detector, choose: (region: Region) => void) {
    this.#reader = reader;
    this.#detector = detector;
    this.#choose = choose;
    this.#cursor = h('button', {
      class: 'point-outline point-cursor',
      type: 'button',
      click: () => this.#chooseCursor(),
      keydown: (event) => this.#key(event as KeyboardEvent),
      blur: () => {
        if (!this.#moving) this.#cursor.remove();
      },
    });
    reader.on('pageShown', ({ page }) => {
      if (this.#on) void detector.find(page);
    });
    reader.on('pageHidden', () => this.#hide());
    reader.on('layout', () => this.#hide());
    this.#listen();
  }

  /** Off: nothing is outlined and a click is only a click. */
  set on(on: boolean) {
    this.#on = on;
    this.#hide();
    this.#cursor.remove();
    const { currentPage } = this.#reader;
    // A page that is not drawn yet is looked at when it is: its picture comes first.
    if (on && this.#reader.overlay(currentPage) !== undefined)
      void this.#detector.find(currentPage);
  }

  /** Puts the focus on the next formula, over the ends of pages. */
  async walk(step: 1 | -1): Promise<void> {
    const { pages } = this.#reader;
    if (pages.count === 0) return;
    let page = this.#cursor.isConnected && this.#at ? this.#at.page : this.#reader.currentPage;
    let index = this.#cursor.isConnected && this.#at ? this.#at.index + step : undefined;
    // A long document without formulas is not searched to its end.
    for (let tried = 0; tried < 20 && page >= 1 && page <= pages.count; tried++, page += step) {
      const formulas = (await this.#detector.find(page))?.formulas ?? [];
      const at = index ?? (step > 0 ? 0 : formulas.length - 1);
      if (formulas[at] !== undefined) {
        this.#focus(page, at, formulas.length, formulas[at].rectangle);
        return;
      }
      index = undefined;
    }
    this.#reader.notice(l10n.t('No formula was found here. Drag a box around one instead.'));
  }

  #focus(page: number, index: number, count: number, rectangle: Rectangle): void {
    this.#at = { page, index };
    this.#reader.scrollTo(page, rectangle, { remember: false });
    const put = (overlay: HTMLElement): void => {
      cover(this.#cursor, grow(rectangle, REACH));
      const label = this.#reader.pages.label(page);
      this.#cursor.setAttribute(
        'aria-label',
        l10n.t('Formula {0} of {1} on page {2}: read it', index + 1, count, label),
      );
      this.#moving = true;
      if (this.#cursor.parentElement !== overlay) overlay.append(this.#cursor);
      this.#cursor.focus({ preventScroll: true });
      this.#moving = false;
    };
    const overlay = this.#reader.overlay(page);
    if (overlay !== undefined) {
      put(overlay);
      return;
    }
    const waiting = this.#reader.on('pageShown', (shown) => {
      if (shown.page !== page) return;
      waiting.dispose();
      if (this.#at?.page === page && this.#at.index === index) put(shown.overlay);
    });
  }

  #chooseCursor(): void {
    const at = this.#at;
    const formula = at && this.#detector.now(at.page)?.formulas[at.index];
    if (at !== undefined && formula !== undefined) {
      this.#choose({ page: at.page, rectangle: formula.rectangle });
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#reader.viewport.focus({ preventScroll: true });
    } else if (event.key === 'Tab' || event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const back = event.shiftKey || event.key === 'ArrowUp';
      this.walk(back ? -1 : 1).catch((error: unknown) => this.#reader.report(error));
    }
  }

  #listen(): void {
    const { viewport } = this.#reader;
    viewport.addEventListener('pointermove', (event) => {
      if (event.buttons === 0) this.#showUnder(event.clientX, event.clientY);
      else this.#hide();
    });
    viewport.addEventListener('pointerleave', () => this.#hide());
    viewport.addEventListener('pointerdown', ({ clientX, clientY, button, altKey }) => {
      this.#pressed = button === 0 && !altKey ? { x: clientX, y: clientY } : undefined;
    });
    viewport.addEventListener('click', (event) => {
      const from = this.#pressed;
      const moved =
        from === undefined || Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL;
      if (moved || !this.#on || document.getSelection()?.isCollapsed === false) return;
      if (event.target instanceof Element && event.target.closest('a, button') !== null) return;
      const found = this.#under(event.clientX, event.clientY);
      if (found === undefined) return;
      this.#hide();
      this.#choose(found);
    });
  }

  #under(clientX: number, clientY: number): Region | undefined {
    if (!this.#on || this.#reader.viewport.classList.contains('boxing')) return undefined;
    const at = this.#reader.pageAt(clientX, clientY);
    if (at === undefined) return undefined;
    const found = this.#detector
      .now(at.page)
      ?.formulas.find(({ rectangle }) => contains(grow(rectangle, REACH), at.x, at.y));
    return found && { page: at.page, rectangle: found.rectangle };
  }

  #showUnder(clientX: number, clientY: number): void {
    const found = this.#under(clientX, clientY);
    const overlay = found && this.#reader.overlay(found.page);
    this.#reader.viewport.classList.toggle('on-formula', overlay !== undefined);
    this.#hover.hidden = overlay === undefined;
    if (found === undefined || overlay === undefined) return;
    cover(this.#hover, grow(found.rectangle, REACH));
    if (this.#hover.parentElement !== overlay) overlay.append(this.#hover);
  }

  #hide(): void {
    this.#hover.hidden = true;
    this.#reader.viewport.classList.remove('on-formula');
  }
}
