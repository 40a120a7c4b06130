/** The texts of a document's pages: read once, in the order in which they are asked for, kept within bounds. */
import type { PDFPageProxy } from 'pdfjs-dist';
import type { Matrix } from '../../../document/geometry.ts';
import { readPage, type SearchText } from './searchText.ts';

/** UTF-16 units kept; a book of 3,000 pages fits. */
const mostKept = 12_000_000;

export class TextIndex {
  readonly #proxy: (page: number) => Promise<PDFPageProxy>;
  readonly #texts = new Map<number, Promise<SearchText>>();
  readonly #lengths = new Map<number, number>();
  #kept = 0;

  constructor(proxy: (page: number) => Promise<PDFPageProxy>) {
    this.#proxy = proxy;
  }

  /** Rejects when the page is broken. */
  page(number: number): Promise<SearchText> {
    const known = this.#texts.get(number);
    if (known !== undefined) {
      // Asked for again: the last to be let go.
      this.#texts.delete(number);
      this.#texts.set(number, known);
      return known;
    }
    const read = this.#read(number);
    this.#texts.set(number, read);
    read.then(
      ({ text }) => this.#keep(number, text.length),
      () => this.#texts.delete(number),
    );
    return read;
  }

  async #read(number: number): Promise<SearchText> {
    const proxy = await this.#proxy(number);
    const content = await proxy.getTextContent({ disableNormalization: true });
    const { transform, height } = proxy.getViewport({ scale: 1 });
    return readPage(content, transform as unknown as Matrix, height);
  }

  #keep(number: number, length: number): void {
    this.#lengths.set(number, length);
    this.#kept += length;
    for (const other of this.#texts.keys()) {
      if (this.#kept <= mostKept || other === number) break;
      this.#kept -= this.#lengths.get(other) ?? 0;
      this.#lengths.delete(other);
      this.#texts.delete(other);
    }
  }
}
