/**
 * One search through a document: page by page from where the reader is, a little at a time, until it is
 * through or another takes its place.
 */
import { finder, snippet, type Find, type Match, type Snippet } from './find.ts';
import { heightOf, type SearchText } from './searchText.ts';
import type { Query } from './pattern.ts';

export interface Found extends Match {
  readonly page: number;
  readonly snippet: Snippet;
  /** How far down the page it is, about: 0 at the top, 1 at the bottom. */
  readonly share: number;
}

export interface SearchParts {
  readonly count: number;
  readonly page: (page: number) => Promise<SearchText>;
  /** Resolves when there is time: drawing pages goes first. */
  readonly pause: () => Promise<void>;
  /** A page has been looked through, or all are (`done`). */
  readonly onProgress: () => void;
  /** A page whose text cannot be read; the others are searched all the same. */
  readonly onBroken: (page: number, error: unknown) => void;
}

/** The search stops here and says "more than". */
export const mostFound = 20_000;

/** Where a match stands among all. */
export interface Place {
  readonly page: number;
  readonly index: number;
}

export class Search {
  readonly #parts: SearchParts;
  readonly #find: Find | undefined;
  readonly #pages: (readonly Found[] | undefined)[];
  readonly #stopped = new AbortController();
  #searched = 0;
  #total = 0;

  constructor(query: Query, parts: SearchParts) {
    this.#parts = parts;
    this.#find = finder(query);
    this.#pages = Array.from<undefined>({ length: parts.count + 1 });
  }

  get total(): number {
    return this.#total;
  }

  /** Whether there may be more than were counted. */
  get cut(): boolean {
    return this.#total >= mostFound;
  }

  get done(): boolean {
    return this.#find === undefined || this.cut || this.#searched === this.#parts.count;
  }

  get stopped(): boolean {
    return this.#isStopped();
  }

  /** Pages looked through so far, 0 to 1. */
  get share(): number {
    return this.done ? 1 : this.#searched / this.#parts.count;
  }

  on(page: number): readonly Found[] {
    return this.#pages[page] ?? [];
  }

  /** All that is found so far, in the order of the pages. */
  all(): Found[] {
    return this.#pages.flatMap((found) => found ?? []);
  }

  /** The first match on a page or behind it, around the end, of those found so far. */
  first(page: number): Found | undefined {
    const { count } = this.#parts;
    for (let step = 0; step < count; step += 1) {
      const [found] = this.on(((page - 1 + step) % count) + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Looks through all pages, beginning with `first` and going on behind the last page with the first. */
  async run(first: number): Promise<void> {
    const { count, pause } = this.#parts;
    for (let step = 0; step < count && !this.stopped && !this.done; step += 1) {
      await this.#look(((first - 1 + step) % count) + 1);
      await pause();
    }
  }

  /** How many matches stand before this one, and itself. */
  rank({ page, index }: Place): number {
    let before = 0;
    for (let other = 1; other < page; other += 1) before += this.on(other).length;
    return before + index + 1;
  }

  /**
   * The match after (or before) a place, going on around the document's end. Looks through pages that the
   * search has not come to yet. Undefined when there is none at all, or the search was stopped.
   */
  async step(from: Place, forward: boolean): Promise<Found | undefined> {
    const { count } = this.#parts;
    const way = forward ? 1 : -1;
    for (let away = 0; away <= count; away += 1) {
      const page = ((((from.page - 1 + way * away) % count) + count) % count) + 1;
      const found = await this.#look(page);
      if (this.stopped) return undefined;
      if (away === 0) {
        const next = found[from.index + way];
        if (next !== undefined) return next;
      } else if (found.length > 0) {
        return forward ? found[0] : found.at(-1);
      }
    }
    return undefined;
  }

  placeOf(found: Found): Place {
    return { page: found.page, index: this.on(found.page).indexOf(found) };
  }

  /** A call, and not a property, since it changes while a page is waited for. */
  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  async #look(page: number): Promise<readonly Found[]> {
    const known = this.#pages[page];
    if (known !== undefined) return known;
    if (this.#find === undefined || this.cut || this.stopped) return [];
    let found: Found[] = [];
    try {
      const searched = await this.#parts.page(page);
      if (this.#isStopped()) return [];
      const { text } = searched;
      found = this.#find(text).map((match) => ({
        ...match,
        page,
        snippet: snippet(text, match),
        share: heightOf(searched, match.start),
      }));
    } catch (error) {
      if (this.#isStopped()) return [];
      this.#parts.onBroken(page, error);
    }
    return this.#put(page, found);
  }

  /** Two ways may come to a page at once: the first to be through counts. */
  #put(page: number, found: Found[]): readonly Found[] {
    const known = this.#pages[page];
    if (known !== undefined) return known;
    const kept = found.slice(0, mostFound - this.#total);
    this.#pages[page] = kept;
    this.#searched += 1;
    this.#total += kept.length;
    this.#parts.onProgress();
    return kept;
  }
}
