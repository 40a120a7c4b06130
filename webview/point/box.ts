/** Drags a box on a page, with the tool or with Alt held; by keys it is moved and stretched. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Reader } from '../reader/reader.ts';
import { adjusted, between, cover, type Region } from './region.ts';

/** Points: what is smaller was a slip of the hand. */
const LEAST = 5;
/** Points that an arrow key moves; with Ctrl a single one. */
const STEP = 6;

export interface BoxActions {
  /** A box is drawn, or Enter was pressed in it. */
  chosen(region: Region): void;
  /** The tool was switched on or off. */
  armed(on: boolean): void;
  cancelled(): void;
}

export class BoxTool {
  readonly #reader: Reader;
  readonly #actions: BoxActions;
  readonly #box = h('div', { class: 'point-box', tabindex: '0', role: 'group' });
  #armed = false;
  #drag: { page: number; x: number; y: number } | undefined;
  #region: Region | undefined;

  constructor(reader: Reader, actions: BoxActions) {
    this.#reader = reader;
    this.#actions = actions;
    this.#box.setAttribute(
      'aria-label',
      l10n.t('Region. Arrows move it, Shift and arrows stretch it, Enter chooses it.'),
    );
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.#listen();
  }

  get armed(): boolean {
    return this.#armed;
  }

  arm(on: boolean): void {
    this.#armed = on;
    this.#reader.viewport.classList.toggle('boxing', on);
    this.#actions.armed(on);
  }

  /** A box in the middle of what is seen of the page, to be moved by keys. */
  async place(): Promise<void> {
    const page = this.#reader.currentPage;
    if (this.#reader.pages.count === 0) return;
    // The size is an estimate until the page has been read.
    await this.#reader.pages.proxy(page);
    const size = this.#reader.pages.size(page);
    const seen = this.#reader.viewport.getBoundingClientRect();
    const at = this.#reader.pageAt(seen.left + seen.width / 2, seen.top + seen.height / 2);
    const middle = at?.page === page ? at : { x: size.width / 2, y: size.height / 2 };
    const half = { x: Math.min(100, size.width / 3), y: Math.min(30, size.height / 4) };
    const rectangle = between(
      { x: middle.x - half.x, y: middle.y - half.y },
      { x: middle.x + half.x, y: middle.y + half.y },
      size,
    );
    this.#show({ page, rectangle });
    this.#box.focus({ preventScroll: true });
  }

  /** Marks a region, so that it can be seen what its window speaks of. */
  mark(region: Region): void {
    this.#show(region);
  }

  clear(): void {
    this.#region = undefined;
    this.#box.remove();
  }

  #show(region: Region): void {
    this.#region = region;
    cover(this.#box, region.rectangle);
    const overlay = this.#reader.overlay(region.page);
    if (overlay !== undefined && this.#box.parentElement !== overlay) overlay.append(this.#box);
  }

  #listen(): void {
    const { viewport } = this.#reader;
    viewport.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0 || !(this.#armed || event.altKey)) return;
        const at = this.#reader.pageAt(event.clientX, event.clientY);
        if (at === undefined) return;
        // No text is selected and no link followed on the way.
        event.preventDefault();
        event.stopPropagation();
        this.#drag = at;
        this.#actions.cancelled();
        viewport.setPointerCapture(event.pointerId);
        viewport.classList.add('boxing');
      },
      { capture: true },
    );
    viewport.addEventListener('pointermove', (event) => this.#dragged(event));
    viewport.addEventListener('pointerup', (event) => {
      if (this.#drag === undefined) return;
      this.#dragged(event);
      this.#finish();
    });
    viewport.addEventListener('pointercancel', () => this.#cancel());
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || (this.#drag === undefined && !this.#armed)) return;
      event.preventDefault();
      this.#cancel();
    });
    this.#reader.on('pageShown', ({ page, overlay }) => {
      if (this.#region?.page === page) overlay.append(this.#box);
    });
    this.#reader.on('document', () => this.clear());
  }

  #dragged(event: PointerEvent): void {
    const from = this.#drag;
    if (from === undefined) return;
    const size = this.#reader.pages.size(from.page);
    this.#show({
      page: from.page,
      rectangle: between(from, this.#pointOn(from.page, event), size),
    });
  }

  /** The point in coordinates of the page where the drag began, also outside of it. */
  #pointOn(page: number, { clientX, clientY }: PointerEvent): { x: number; y: number } {
    const at = this.#reader.pageAt(clientX, clientY);
    if (at?.page === page) return at;
    const box = this.#reader.clientRectangle(page);
    const near = this.#reader.pageAt(
      Math.min(Math.max(clientX, box.left + 1), box.right - 1),
      Math.min(Math.max(clientY, box.top + 1), box.bottom - 1),
    );
    return near?.page === page ? near : (this.#drag ?? { x: 0, y: 0 });
  }

  #finish(): void {
    const region = this.#region;
    this.#drag = undefined;
    this.arm(false);
    const { x1, y1, x2, y2 } = region?.rectangle ?? { x1: 0, y1: 0, x2: 0, y2: 0 };
    if (region === undefined || x2 - x1 < LEAST || y2 - y1 < LEAST) this.#cancel();
    else this.#actions.chosen(region);
  }

  #cancel(): void {
    this.#drag = undefined;
    this.arm(false);
    this.clear();
    this.#actions.cancelled();
  }

  #key(event: KeyboardEvent): void {
    const region = this.#region;
    if (region === undefined) return;
    const arrows: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      const step = event.ctrlKey ? 1 : STEP;
      const size = this.#reader.pages.size(region.page);
      const by = { x: arrow[0] * step, y: arrow[1] * step };
      const rectangle = adjusted(region.rectangle, by, event.shiftKey, size);
      this.#show({ page: region.page, rectangle });
    } else if (event.key === 'Enter') this.#actions.chosen(region);
    else if (event.key === 'Escape') {
      this.#cancel();
      this.#reader.viewport.focus({ preventScroll: true });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
