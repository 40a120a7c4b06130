/** The document's bytes, as pdf.js asks for them: each range comes from the host in pieces. */
import { PDFDataRangeTransport } from 'pdfjs-dist';

/** Bytes of one message. */
export const piece = 2 * 1024 * 1024;

interface Range {
  readonly begin: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  missing: number;
}

export class HostRanges extends PDFDataRangeTransport {
  readonly #ask: (begin: number, end: number) => void;
  #open: Range[] = [];

  constructor(length: number, ask: (begin: number, end: number) => void) {
    super(length, null);
    this.#ask = ask;
  }

  override requestDataRange(begin: number, end: number): void {
    this.#open.push({ begin, end, bytes: new Uint8Array(end - begin), missing: end - begin });
    for (let at = begin; at < end; at += piece) this.#ask(at, Math.min(end, at + piece));
  }

  /** Takes bytes in; a range that is complete goes on to pdf.js. */
  deliver(begin: number, bytes: Uint8Array): void {
    for (const range of this.#open) {
      const from = Math.max(begin, range.begin);
      const to = Math.min(begin + bytes.length, range.end);
      if (to <= from) continue;
      range.bytes.set(bytes.subarray(from - begin, to - begin), from - range.begin);
      range.missing -= to - from;
    }
    const done = this.#open.filter(({ missing }) => missing <= 0);
    this.#open = this.#open.filter(({ missing }) => missing > 0);
    for (const range of done) this.onDataRange(range.begin, range.bytes);
  }

  override abort(): void {
    this.#open = [];
  }
}
