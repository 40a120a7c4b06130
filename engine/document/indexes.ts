/**
 * The indexes of the PDFs that were asked about, one for each content. They are built page by page at the
 * first question and go on where a cancelled question left them.
 */
import { firstPage, passagesOf, type PageContext } from '../../document/passages.ts';
import { cancelled, MarginaliaError } from '../errors.ts';
import type { Documents } from '../pdf/documents.ts';
import { PassageIndex } from './index.ts';

/** A document with more broken pages than these is given up. */
const MOST_DAMAGED = 50;

/** What indexing needs of the open documents. */
export type DocumentTexts = Pick<Documents, 'details' | 'text' | 'fingerprint'>;

export interface IndexOptions {
  signal?: AbortSignal | undefined;
  /** Hears after each page. */
  onProgress?: ((done: number, all: number) => void) | undefined;
}

export interface IndexedDocument {
  readonly index: PassageIndex;
  /** Pages that could not be read; they are left out. */
  readonly damaged: readonly number[];
}

interface Entry {
  readonly index: PassageIndex;
  readonly damaged: number[];
  next: number;
  context: PageContext;
  step: Promise<void> | undefined;
}

export class DocumentIndexes {
  readonly #documents: DocumentTexts;
  readonly #most: number;
  /** By fingerprint, in the order of their last use. */
  readonly #entries = new Map<string, Entry>();

  constructor(documents: DocumentTexts, most = 8) {
    this.#documents = documents;
    this.#most = most;
  }

  /** The whole document's index. @throws MarginaliaError `pdf-…`, `cancelled` */
  async of(id: number, { signal, onProgress }: IndexOptions = {}): Promise<IndexedDocument> {
    const entry = this.#entry(this.#documents.fingerprint(id));
    const { pageCount } = this.#documents.details(id);
    while (entry.next <= pageCount) {
      if (signal?.aborted === true) throw cancelled();
      // Two questions at the same time build it together.
      entry.step ??= this.#addPage(id, entry).finally(() => (entry.step = undefined));
      await entry.step;
      onProgress?.(entry.next - 1, pageCount);
    }
    return entry;
  }

  #entry(fingerprint: string): Entry {
    const known = this.#entries.get(fingerprint);
    const fresh = { index: new PassageIndex(), damaged: [], next: 1, context: firstPage };
    const entry = known ?? { ...fresh, step: undefined };
    this.#entries.delete(fingerprint);
    this.#entries.set(fingerprint, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most) break;
      this.#entries.delete(oldest);
    }
    return entry;
  }

  async #addPage(id: number, entry: Entry): Promise<void> {
    const page = entry.next;
    try {
      const { passages, after } = passagesOf(await this.#documents.text(id, page), entry.context);
      entry.index.add(passages);
      entry.context = after;
    } catch (error) {
      const code = error instanceof MarginaliaError ? error.code : '';
      const itsFault = code === 'pdf-page-damaged' || code === 'pdf-gave-up';
      if (!itsFault || entry.damaged.length >= MOST_DAMAGED) throw error;
      entry.damaged.push(page);
    }
    entry.next = page + 1;
  }
}
