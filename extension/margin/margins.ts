/** The margins of the open PDFs, for parts that keep something there. */
import type { PdfSession } from '../pdf/session.ts';
import type { Margin } from './margin.ts';

export class Margins {
  readonly #open = new Map<PdfSession, Margin>();

  add(session: PdfSession, margin: Margin): void {
    this.#open.set(session, margin);
  }

  remove(session: PdfSession): void {
    this.#open.delete(session);
  }

  /** Undefined once the PDF's editor is closed. */
  of(session: PdfSession): Margin | undefined {
    return this.#open.get(session);
  }
}
