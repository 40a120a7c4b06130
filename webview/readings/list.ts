/** The cards in the order of their readings: adding, replacing, removing, folding, searching. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { EngineView, FromWebview, ReadingView } from '../protocol.ts';
import type { Surroundings } from './actions.ts';
import { createCard, type Card } from './card.ts';
import { matches, searchText } from './words.ts';

interface Shown {
  reading: ReadingView;
  readonly card: Card;
}

export interface ListParts {
  readonly send: (message: FromWebview) => void;
  readonly say: (text: string) => void;
  readonly surroundings: Surroundings;
  /** How a person has left a card, if it was touched at all. */
  readonly foldedByHand: (id: string) => boolean | undefined;
  readonly onFold: (id: string, folded: boolean) => void;
}

/** Cards this far below the edge of the window are drawn already. */
const ahead = '400px';

export class ReadingList {
  readonly element = h('ol', { class: 'readings', 'aria-label': l10n.t('Readings, newest first') });
  readonly #shown = new Map<string, Shown>();
  readonly #parts: ListParts;
  readonly #sight: IntersectionObserver;
  #engine: EngineView = { kind: 'stopped' };
  #query = '';

  constructor(parts: ListParts) {
    this.#parts = parts;
    this.#sight = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const id = target.getAttribute('data-id') ?? '';
          if (isIntersecting) this.#shown.get(id)?.card.reveal();
        }
      },
      { rootMargin: ahead },
    );
  }

  get size(): number {
    return this.#shown.size;
  }

  /** How many fit the search. */
  get found(): number {
    return this.element.querySelectorAll('.card:not([hidden])').length;
  }

  card(id: string): Card | undefined {
    return this.#shown.get(id)?.card;
  }

  reading(id: string): ReadingView | undefined {
    return this.#shown.get(id)?.reading;
  }

  set engine(engine: EngineView) {
    this.#engine = engine;
    for (const { card, reading } of this.#shown.values()) card.update(reading, engine);
  }

  /** @param readings newest first */
  replaceAll(readings: readonly ReadingView[]): void {
    for (const { card } of this.#shown.values()) card.dispose();
    this.#shown.clear();
    for (const [index, reading] of readings.entries()) {
      this.put(reading, reading.earlier && index > 0);
    }
  }

  put(reading: ReadingView, folded = reading.earlier): void {
    let entry = this.#shown.get(reading.id);
    if (entry === undefined) {
      entry = { reading, card: this.#newCard(reading, folded) };
      this.#insert(entry);
    }
    entry.reading = reading;
    entry.card.update(reading, this.#engine);
    entry.card.element.hidden = !matches(searchText(reading), this.#query);
  }

  /** Takes cards away; the focus, if it was inside, moves to a neighbor instead of getting lost. */
  remove(ids: readonly string[]): void {
    for (const id of ids) {
      const entry = this.#shown.get(id);
      if (entry === undefined) continue;
      const { element } = entry.card;
      const neighbor = element.nextElementSibling ?? element.previousElementSibling;
      if (element.contains(document.activeElement)) {
        neighbor?.querySelector<HTMLElement>('article')?.focus();
      }
      this.#sight.unobserve(element);
      entry.card.dispose();
      this.#shown.delete(id);
    }
  }

  search(query: string): void {
    this.#query = query;
    for (const { card, reading } of this.#shown.values()) {
      card.element.hidden = !matches(searchText(reading), query);
    }
  }

  setTarget(name: string): void {
    for (const { card } of this.#shown.values()) card.setTarget(name);
  }

  #newCard(reading: ReadingView, folded: boolean): Card {
    const { send, say, surroundings, foldedByHand, onFold } = this.#parts;
    return createCard(reading, {
      ...{ send, say, surroundings },
      folded: foldedByHand(reading.id) ?? folded,
      onFold: (now) => onFold(reading.id, now),
    });
  }

  /** In its place by time; of those asked for at once the one that arrives last stands first. */
  #insert(entry: Shown): void {
    const { made, id } = entry.reading;
    const older = [...this.#shown.values()].filter(({ reading }) => reading.made <= made);
    const next = older.reduce<Shown | undefined>(
      (best, it) => (best === undefined || isBefore(it, best) ? it : best),
      undefined,
    );
    this.#shown.set(id, entry);
    this.element.insertBefore(entry.card.element, next?.card.element ?? null);
    this.#sight.observe(entry.card.element);
  }
}

const isBefore = (a: Shown, b: Shown): boolean =>
  (a.card.element.compareDocumentPosition(b.card.element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
