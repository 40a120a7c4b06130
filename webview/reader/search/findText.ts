/** Finding text: field, search, lights on the pages, marks beside the scroll bar, and what is read aloud. */
import { createAnnouncer } from '../../dom.ts';
import { l10n } from '../../l10n.ts';
import type { Reader } from '../reader.ts';
import { idle } from '../sidebar/idle.ts';
import { SearchBar } from './bar.ts';
import { createGutter } from './gutter.ts';
import { createLights, measure } from './lights.ts';
import { mostFound, Search, type Found } from './search.ts';
import { rectangles } from './searchText.ts';
import { TextIndex } from './textIndex.ts';

export interface Results {
  /** Shows what is found so far; undefined: nothing is looked for. */
  show(search: Search | undefined, chosen: Found | undefined): void;
  /** Opens the list in the side bar. */
  open(): void;
}

export interface FindText {
  /** Goes to a match, as the list does. */
  choose(found: Found): void;
}

/** Milliseconds between the last key and the search. */
const typing = 120;
/** Milliseconds between two looks at what is found so far. */
const beat = 100;

export class TextFinder implements FindText {
  readonly #reader: Reader;
  readonly #results: Results;
  readonly #announcer = createAnnouncer();
  readonly #bar: SearchBar;
  readonly #lights: ReturnType<typeof createLights>;
  readonly #gutter: ReturnType<typeof createGutter>;
  #index: TextIndex;
  #search: Search | undefined;
  #chosen: Found | undefined;
  #timer = 0;
  #beat = 0;
  #brokenTold = false;

  constructor(reader: Reader, results: Results) {
    this.#reader = reader;
    this.#results = results;
    this.#index = new TextIndex((page) => reader.pages.proxy(page));
    this.#bar = new SearchBar({
      changed: () => this.#soon(),
      step: (forward) => void this.step(forward),
      list: () => results.open(),
      close: () => this.close(),
    });
    this.#lights = createLights(reader, (page) => this.#index.page(page));
    this.#gutter = createGutter(reader);
    reader.viewport.after(this.#gutter.element, this.#bar.element, this.#announcer.element);
    reader.on('document', () => this.#renew());
    reader.on('command', (name) => {
      if (name === 'findText') this.open();
      if (name === 'findNext') void this.step(true);
      if (name === 'findPrevious') void this.step(false);
    });
    document.addEventListener('keydown', (event) => this.#onKey(event));
  }

  open(): void {
    const selected = document.getSelection()?.toString().replace(/\s+/g, ' ').trim() ?? '';
    this.#bar.open(selected.length <= 200 ? selected : '');
    this.#start();
  }

  close(): void {
    this.#search?.stop();
    this.#search = undefined;
    this.#chosen = undefined;
    clearTimeout(this.#timer);
    this.#bar.hide();
    this.#show();
    this.#reader.viewport.focus();
  }

  /** To the next or previous match; opens the field when there is nothing to go to. */
  async step(forward: boolean): Promise<void> {
    if (!this.#bar.isOpen || this.#bar.query.text.trim() === '') {
      this.open();
      return;
    }
    // Keys are faster than the pause after typing.
    if (this.#timer !== 0) this.#start();
    const search = this.#search;
    const from = this.#chosen;
    if (search === undefined || from === undefined) return;
    const found = await search.step(search.placeOf(from), forward);
    if (search !== this.#search || found === undefined) return;
    const around = forward ? isBefore(found, from) : isBefore(from, found);
    this.choose(found);
    if (around && search.total > 1) {
      this.#reader.notice(
        forward
          ? l10n.t('The search went on at the beginning of the document.')
          : l10n.t('The search went on at the end of the document.'),
      );
    }
  }

  choose(found: Found): void {
    this.#chosen = found;
    this.#show();
    this.#index
      .page(found.page)
      .then((text) => {
        if (this.#chosen !== found) return;
        const [first] = rectangles(text, found.start, found.end, measure);
        this.#reader.scrollTo(found.page, first, { remember: false });
      })
      .catch((error: unknown) => this.#reader.report(error));
    this.#announce();
  }

  #onKey(event: KeyboardEvent): void {
    const command = event.ctrlKey || event.metaKey;
    if (event.altKey) return;
    if (command && event.key.toLowerCase() === 'f' && !event.shiftKey) this.open();
    else if (event.key === 'F3') void this.step(!event.shiftKey);
    else if (event.key === 'Escape' && this.#bar.isOpen && this.#isInPages(event)) this.close();
    else return;
    event.preventDefault();
  }

  #isInPages({ target }: Event): boolean {
    return (
      target === document.body || (target instanceof Node && this.#reader.viewport.contains(target))
    );
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#start(), typing);
  }

  /** Another document: the same search in it, without moving anything. */
  #renew(): void {
    this.#index = new TextIndex((page) => this.#reader.pages.proxy(page));
    this.#brokenTold = false;
    if (this.#bar.isOpen) this.#start(false);
  }

  #start(move = true): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#search?.stop();
    this.#chosen = undefined;
    const { query } = this.#bar;
    if (query.text.trim() === '' || this.#reader.document === undefined) {
      this.#search = undefined;
      this.#show();
      return;
    }
    const index = this.#index;
    const search = new Search(query, {
      count: this.#reader.pages.count,
      page: (page) => index.page(page),
      pause: idle,
      onProgress: () => this.#progress(search, move),
      onBroken: (page, error) => this.#broken(page, error),
    });
    this.#search = search;
    this.#show();
    search
      .run(this.#reader.currentPage)
      .then(() => {
        if (search !== this.#search) return;
        this.#show();
        this.#announce();
      })
      .catch((error: unknown) => this.#reader.report(error));
  }

  /** The first match from here on is gone to as soon as it is found. */
  #progress(search: Search, move: boolean): void {
    if (search !== this.#search) return;
    if (this.#chosen === undefined && search.total > 0) {
      const first = search.first(this.#reader.currentPage);
      if (first !== undefined) {
        if (move) this.choose(first);
        else this.#chosen = first;
      }
    }
    if (this.#beat === 0) {
      this.#beat = window.setTimeout(() => {
        this.#beat = 0;
        this.#show();
      }, beat);
    }
  }

  #broken(page: number, error: unknown): void {
    this.#reader.report(error);
    if (this.#brokenTold) return;
    this.#brokenTold = true;
    const label = this.#reader.pages.label(page);
    this.#reader.notice(l10n.t('The text of page {0} cannot be read and is not searched.', label));
  }

  #show(): void {
    const search = this.#search;
    this.#bar.showCount(
      this.#countText(),
      search?.done === true && search.total === 0,
      search !== undefined && search.total > 0,
    );
    this.#lights.draw(search, this.#chosen);
    this.#gutter.draw(search, this.#chosen);
    this.#results.show(search, this.#chosen);
  }

  #announce(): void {
    const search = this.#search;
    if (search === undefined) return;
    const { snippet } = this.#chosen ?? {};
    const text = snippet === undefined ? '' : snippet.before + snippet.match + snippet.after;
    this.#announcer.say([this.#countText(), text].filter(Boolean).join(', '));
  }

  #countText(): string {
    const search = this.#search;
    if (search === undefined) return '';
    if (search.total === 0) return search.done ? l10n.t('No matches') : l10n.t('Searching…');
    const total = search.cut ? `${mostFound}+` : `${search.total}${search.done ? '' : '…'}`;
    const rank = this.#chosen === undefined ? '?' : search.rank(search.placeOf(this.#chosen));
    return l10n.t('{0} of {1}', rank, total);
  }
}

const isBefore = (a: Found, b: Found): boolean =>
  a.page !== b.page ? a.page < b.page : a.start <= b.start;
