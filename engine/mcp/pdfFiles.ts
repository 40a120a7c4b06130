/** PDF files that tools name by path: opened once for the same content, again when the engine lost them. */
import { stat } from 'node:fs/promises';
import type { EngineClient } from '../client.ts';
import { badInput, MarginaliaError } from '../errors.ts';
import { pdfTooLarge } from '../pdf/errors.ts';
import type { OpenedDocument } from '../protocol.ts';
import { fileBytes, type FileKind } from './file.ts';

export type PdfClient = Pick<
  EngineClient,
  | 'start'
  | 'pid'
  | 'openDocument'
  | 'documentPage'
  | 'closeDocument'
  | 'findInDocument'
  | 'askDocument'
>;

export interface PdfPlace {
  readonly path: string;
  readonly password?: string | undefined;
}

interface Held {
  /** A number is good for the process that gave it. */
  readonly pid: number | undefined;
  readonly stamp: string;
  readonly opened: Promise<OpenedDocument>;
}

/** Below what one message to the engine may hold. */
const largest = 100 * 1024 * 1024;
const mostHeld = 8;

const pdfFile: FileKind = {
  ...{ name: 'PDF file', largest },
  tooLarge: (bytes) => pdfTooLarge(`${Math.ceil(bytes / 1e6)} MB`),
  missing: (message, cause) =>
    badInput(message, 'Check the path and that the file may be read.', cause),
};

export class PdfFiles {
  readonly #client: PdfClient;
  /** By path, the longest unused first. */
  readonly #held = new Map<string, Held>();

  constructor(client: PdfClient) {
    this.#client = client;
  }

  /** @throws MarginaliaError `bad-input`, `pdf-…`, and what `work` fails with */
  async use<T>(
    place: PdfPlace,
    work: (client: PdfClient, opened: OpenedDocument) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(this.#client, await this.#open(place));
    } catch (error) {
      // The engine keeps as many files as it has room for; this one had to go meanwhile.
      if (!(error instanceof MarginaliaError) || error.code !== 'pdf-closed') throw error;
      this.#held.delete(place.path);
      return await work(this.#client, await this.#open(place));
    }
  }

  async #open({ path, password }: PdfPlace): Promise<OpenedDocument> {
    await this.#client.start();
    const stamp = `${await stampOf(path)} ${password ?? ''}`;
    const { pid } = this.#client;
    const known = this.#held.get(path);
    this.#held.delete(path);
    if (known !== undefined && known.pid === pid && known.stamp === stamp) {
      this.#held.set(path, known);
      return await known.opened;
    }
    const opened = fileBytes(path, pdfFile).then((bytes) =>
      this.#client.openDocument(bytes, password === undefined ? {} : { password }),
    );
    this.#held.set(path, { pid, stamp, opened });
    try {
      return await opened;
    } catch (error) {
      this.#held.delete(path);
      throw error;
    } finally {
      if (known !== undefined) this.#letGo(known);
      const [oldest] = this.#held;
      if (this.#held.size > mostHeld && oldest !== undefined) {
        this.#held.delete(oldest[0]);
        this.#letGo(oldest[1]);
      }
    }
  }

  #letGo({ pid, opened }: Held): void {
    if (pid !== this.#client.pid) return;
    opened
      .then(({ document }) => this.#client.closeDocument(document))
      // It was never opened, or its engine is gone: there is nothing to close.
      .catch(() => undefined);
  }
}

/** Another content has another stamp; a file that is not there gets its message when it is read. */
async function stampOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? '' : `${found.size} ${found.mtimeMs}`;
}
