/** Places cards level with what they are about and moves them with the pages; in a drawer they are a list. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Reader } from '../reader/reader.ts';
import { placeCards } from './layout.ts';
import type { Anchor } from './protocol.ts';

interface Item {
  readonly id: string;
  readonly element: HTMLElement;
  anchor: Pick<Anchor, 'page' | 'rectangle'>;
}

const gap = 10;
/** Narrower windows have no room beside the page. */
const narrowest = 760;

export class Column {
  readonly element: HTMLElement;
  readonly #reader: Reader;
  readonly #items = new Map<string, Item>();
  readonly #track = h('div', { class: 'margin-track' });
  readonly #window: HTMLElement;
  readonly #empty = h('p', { class: 'margin-empty', hidden: true });
  readonly #sizes: ResizeObserver;
  readonly #sight: IntersectionObserver;
  readonly #onSight = new WeakMap<Element, () => void>();
  readonly #media = window.matchMedia(`(max-width: ${narrowest}px)`);
  #focused: string | undefined;
  #planned = false;

  constructor(
    reader: Reader,
    above: readonly HTMLElement[],
    below: readonly HTMLElement[],
    onFocus: (id: string | undefined) => void,
  ) {
    this.#reader = reader;
    this.#empty.textContent = l10n.t(
      'No questions yet. Select text or a region, or ask about the page.',
    );
    this.#window = h('div', { class: 'margin-window' }, this.#empty, this.#track);
    this.element = h('aside', { class: 'margin', 'aria-label': l10n.t('Questions') });
    this.element.append(...above, this.#window, ...below);
    this.#sizes = new ResizeObserver(() => this.plan());
    this.#sizes.observe(this.#window);
    this.#sight = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          this.#sight.unobserve(target);
          this.#onSight.get(target)?.();
        }
      },
      { rootMargin: '400px 0px' },
    );
    reader.on('scroll', () => this.#follow());
    reader.on('layout', () => this.plan());
    reader.on('pageShown', () => this.plan());
    this.#media.addEventListener('change', () => this.place());
    this.#listen(onFocus);
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  get narrow(): boolean {
    return this.#media.matches;
  }

  get focused(): string | undefined {
    return this.#focused;
  }

  setOpen(open: boolean): void {
    this.element.hidden = !open;
    if (open) this.plan();
  }

  showEmpty(empty: boolean): void {
    this.#empty.hidden = !empty;
  }

  /** `onSight` is called once, when the card comes near the window. */
  add(id: string, element: HTMLElement, anchor: Item['anchor'], onSight?: () => void): void {
    this.#items.set(id, { id, element, anchor });
    this.#track.append(element);
    this.#sizes.observe(element);
    if (onSight !== undefined) {
      this.#onSight.set(element, onSight);
      this.#sight.observe(element);
    }
    this.plan();
  }

  move(id: string, anchor: Item['anchor']): void {
    const item = this.#items.get(id);
    if (item === undefined || item.anchor === anchor) return;
    item.anchor = anchor;
    this.plan();
  }

  remove(id: string): void {
    const item = this.#items.get(id);
    if (item === undefined) return;
    this.#sizes.unobserve(item.element);
    this.#sight.unobserve(item.element);
    item.element.remove();
    this.#items.delete(id);
    if (this.#focused === id) this.#focused = undefined;
    this.plan();
  }

  focus(id: string | undefined): void {
    this.#focused = id;
    this.plan();
  }

  /** Places the cards before the next frame, once for all that changed. */
  plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    requestAnimationFrame(() => {
      this.#planned = false;
      this.place();
    });
  }

  place(): void {
    if (!this.open || this.#reader.pages.count === 0) return;
    this.element.classList.toggle('drawer', this.narrow);
    const { pages, viewport } = this.#reader;
    // Long documents are scrolled by shares: only places in the window can be compared.
    const { top } = this.#reader.clientRectangle(1);
    const items = [...this.#items.values()]
      .map((item) => {
        const { page, rectangle } = item.anchor;
        const there = this.#reader.clientRectangle(
          Math.min(page, pages.count),
          page > pages.count ? undefined : rectangle,
        );
        return { ...item, wanted: there.top - top, height: item.element.offsetHeight };
      })
      .sort((a, b) => a.wanted - b.wanted);
    // Tab and screen readers follow the order in which the cards stand.
    items.forEach(({ element }, at) => {
      if (this.#track.children[at] !== element) this.#insert(element, at);
    });
    if (this.narrow) {
      for (const { element } of items) element.style.transform = '';
      this.#track.style.transform = '';
      return;
    }
    const at = items.findIndex(({ id }) => id === this.#focused);
    // The first page begins beside the margin's own head: no card may stand behind that.
    const head = this.#window.getBoundingClientRect().top - viewport.getBoundingClientRect().top;
    const { bottom: end } = this.#reader.clientRectangle(pages.count);
    const bottom = Math.max(end - top, head + this.#window.clientHeight - gap) - head;
    const slots = items.map(({ wanted, height }) => ({ wanted: wanted - head, height }));
    const tops = placeCards(slots, { gap, bottom, focused: at < 0 ? undefined : at });
    items.forEach(({ element }, index) => {
      element.style.transform = `translateY(${Math.round(head + (tops[index] ?? 0))}px)`;
    });
    this.#follow();
  }

  /** Moving an element takes its focus away: it gets it back. */
  #insert(element: HTMLElement, at: number): void {
    const active = element.contains(document.activeElement) ? document.activeElement : null;
    this.#track.insertBefore(element, this.#track.children[at] ?? null);
    if (active instanceof HTMLElement) active.focus({ preventScroll: true });
  }

  #follow(): void {
    if (!this.open || this.narrow || this.#reader.pages.count === 0) return;
    const from = this.#window.getBoundingClientRect().top;
    const by = this.#reader.clientRectangle(1).top - from;
    this.#track.style.transform = `translateY(${Math.round(by)}px)`;
  }

  #listen(onFocus: (id: string | undefined) => void): void {
    const cardOf = (target: EventTarget | null): HTMLElement | null =>
      target instanceof Element ? target.closest<HTMLElement>('.thread-card') : null;
    const idOf = (card: HTMLElement | null): string | undefined =>
      [...this.#items.values()].find(({ element }) => element === card)?.id;
    this.#track.addEventListener('focusin', ({ target }) => {
      const id = idOf(cardOf(target));
      if (id !== undefined && id !== this.#focused) onFocus(id);
    });
    this.#track.addEventListener('keydown', (event) => {
      const card = cardOf(event.target);
      if (card === null) return;
      if (event.key === 'Escape') {
        onFocus(undefined);
        this.#reader.viewport.focus();
      }
      if (event.target !== card) return;
      const next = { ArrowDown: card.nextElementSibling, ArrowUp: card.previousElementSibling }[
        event.key
      ];
      if (next instanceof HTMLElement) {
        event.preventDefault();
        next.focus({ preventScroll: !this.narrow });
      }
      if (event.key === 'Enter') {
        event.preventDefault();
        card.querySelector('textarea')?.focus({ preventScroll: !this.narrow });
      }
    });
    // The column does not scroll by itself: the wheel turns the pages, but inside a card that scrolls.
    this.#window.addEventListener(
      'wheel',
      (event) => {
        if (this.narrow || event.ctrlKey) return;
        const inside =
          event.target instanceof Element
            ? event.target.closest('.card-body, pre, textarea')
            : null;
        if (inside !== null && inside.scrollHeight > inside.clientHeight + 1) return;
        this.#reader.viewport.scrollBy({ top: event.deltaY });
      },
      { passive: true },
    );
  }
}
