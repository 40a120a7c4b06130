/**
 * The PDFs that are open in the engine, by number. Each has a process of its own, so that a hostile one
 * harms nobody else. Processes are few and end when they are idle or fail; the bytes stay as long as there
 * is room, and the next call starts a process anew.
 */
import { createHash, randomInt } from 'node:crypto';
import type { PageDraft } from '../../document/layout/draft.ts';
import type { PageText } from '../../document/page.ts';
import { pdfClosed, pdfTooLarge } from './errors.ts';
import type { DocumentDetails } from './details.ts';
import { unflatten, type Crop } from './messages.ts';
import { pdfLimits, PdfProcess, type PdfLimits } from './process.ts';

export interface DocumentsOptions {
  limits?: PdfLimits;
  /** Processes that run at the same time. */
  processes?: number;
  /** Of all open files together; beyond it the longest unused one is closed. */
  bytes?: number;
  /** A process that nobody calls for so long ends. */
  idleMillis?: number;
}

/** A whole file goes through one message of the protocol. */
export const MOST_PDF_BYTES = 120 * 1024 * 1024;

interface OpenDocument {
  readonly bytes: Uint8Array;
  readonly password: string | null;
  details: DocumentDetails;
  fingerprint?: string;
  process: PdfProcess | undefined;
  idle: NodeJS.Timeout | undefined;
}

export class Documents {
  readonly #options: Required<DocumentsOptions>;
  /** In the order of their last use. */
  readonly #open = new Map<number, OpenDocument>();
  /** Not from 1: a number of a process that ended must not name a document of the next one. */
  #lastId = randomInt(1, 2 ** 47);

  constructor(options: DocumentsOptions = {}) {
    this.#options = {
      ...{ limits: pdfLimits, processes: 3, bytes: 512 * 1024 * 1024, idleMillis: 120_000 },
      ...options,
    };
  }

  /** The documents that are open; for tests. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Opens a PDF. @throws MarginaliaError `pdf-damaged`, `pdf-password-needed`, `pdf-password-wrong`,
   * `pdf-empty`, `pdf-too-large`, `pdf-gave-up`, `cancelled`
   */
  async open(
    bytes: Uint8Array,
    password: string | null = null,
    signal?: AbortSignal,
  ): Promise<{ id: number; details: DocumentDetails }> {
    if (bytes.length > MOST_PDF_BYTES)
      throw pdfTooLarge(`${Math.ceil(bytes.length / 1e6)} MB, more than the limit of 125`);
    const process = new PdfProcess(this.#options.limits);
    try {
      const { details } = await process.call({ kind: 'open', bytes, password }, signal);
      const id = ++this.#lastId;
      const document: OpenDocument = { bytes, password, details, process, idle: undefined };
      this.#open.set(id, document);
      this.#use(id);
      this.#makeRoom();
      return { id, details };
    } catch (error) {
      process.dispose();
      throw error;
    }
  }

  /** @throws MarginaliaError `pdf-closed` */
  details(id: number): DocumentDetails {
    return this.#use(id).details;
  }

  /** SHA-256 of the file, in hex. @throws MarginaliaError `pdf-closed` */
  fingerprint(id: number): string {
    const document = this.#use(id);
    document.fingerprint ??= createHash('sha256').update(document.bytes).digest('hex');
    return document.fingerprint;
  }

  /** The text layer of a page. @throws MarginaliaError `pdf-…`, `cancelled` */
  async text(id: number, page: number, signal?: AbortSignal): Promise<PageText> {
    const { text } = await (await this.#process(id)).call({ kind: 'text', page }, signal);
    return unflatten(text);
  }

  /** A page in reading order, its formulas not yet read. @throws MarginaliaError `pdf-…`, `cancelled` */
  async draft(id: number, page: number, signal?: AbortSignal): Promise<PageDraft> {
    return (await (await this.#process(id)).call({ kind: 'draft', page }, signal)).draft;
  }

  /**
   * Parts of a page as PNG files, `scale` pixels for each point (fewer where that would be too many).
   * @throws MarginaliaError `pdf-…`, `cancelled`
   */
  async crops(
    id: number,
    page: number,
    rectangles: readonly Crop[],
    scale: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array[]> {
    const request = { kind: 'crops', page, scale, alone: false } as const;
    const process = await this.#process(id);
    return (await process.call({ ...request, rectangles: [...rectangles] }, signal)).pictures;
  }

  /**
   * Pictures of formulas as `crops` gives them, with a margin and without pieces of the letters beside them.
   * @throws MarginaliaError `pdf-…`, `cancelled`
   */
  async formulas(
    id: number,
    page: number,
    rectangles: readonly Crop[],
    scale: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array[]> {
    const request = { kind: 'crops', page, scale, alone: true } as const;
    const process = await this.#process(id);
    return (await process.call({ ...request, rectangles: [...rectangles] }, signal)).pictures;
  }

  close(id: number): void {
    const document = this.#open.get(id);
    this.#open.delete(id);
    clearTimeout(document?.idle);
    document?.process?.dispose();
  }

  dispose(): void {
    for (const id of [...this.#open.keys()]) this.close(id);
  }

  async #process(id: number): Promise<PdfProcess> {
    const document = this.#use(id);
    if (document.process?.alive === true) return document.process;
    const process = new PdfProcess(this.#options.limits);
    document.process = process;
    this.#makeRoom();
    const { bytes, password } = document;
    document.details = (await process.call({ kind: 'open', bytes, password })).details;
    return process;
  }

  #use(id: number): OpenDocument {
    const document = this.#open.get(id);
    if (document === undefined) throw pdfClosed();
    this.#open.delete(id);
    this.#open.set(id, document);
    clearTimeout(document.idle);
    document.idle = setTimeout(() => {
      document.process?.dispose();
      document.process = undefined;
    }, this.#options.idleMillis).unref();
    return document;
  }

  /** The newest stays, whatever its size. */
  #makeRoom(): void {
    const { bytes, processes } = this.#options;
    let [size, running] = [0, 0];
    for (const [id, document] of [...this.#open].reverse()) {
      size += document.bytes.length;
      if (size > bytes && id !== this.#lastId) {
        this.close(id);
        continue;
      }
      if (document.process === undefined) continue;
      if (++running <= processes) continue;
      document.process.dispose('others needed its place');
      document.process = undefined;
    }
  }
}
