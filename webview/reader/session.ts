/** Opens what the host offers, again and again as the file changes, and keeps what is shown meanwhile. */
import * as v from 'valibot';
import type { Host } from '../host.ts';
import { l10n } from '../l10n.ts';
import type { PdfReader } from './create.ts';
import { loadWorkers, openDocument, type Opening } from './opener.ts';
import { place as placeSchema, type FromReader, type Place, type ToReader } from './protocol.ts';
import { learnSizes } from './sizes.ts';
import { NoPages, refusal } from './screens.ts';
import { sizeOf } from './viewer.ts';

type Offer = Extract<ToReader, { type: 'open' }>;

export class ReaderSession {
  readonly #reader: PdfReader;
  readonly #host: Host<FromReader>;
  readonly #assets: string;
  /** Bytes go to whom they are for: the document that is shown, or the one being opened. */
  readonly #openings = new Map<number, Opening>();
  #workers: Promise<void> | undefined;
  #shown: number | undefined;
  #latest = -1;

  constructor(reader: PdfReader, host: Host<FromReader>, assets: string) {
    this.#reader = reader;
    this.#host = host;
    this.#assets = assets;
  }

  /** Fetches what every document needs, before one is offered. */
  prepare(): void {
    // Whoever opens a document hears of a failure, and the next one tries again.
    this.#workers ??= loadWorkers(this.#assets);
    this.#workers.catch(() => (this.#workers = undefined));
  }

  deliver(generation: number, begin: number, bytes: Uint8Array): void {
    this.#openings.get(generation)?.ranges.deliver(begin, bytes);
  }

  async open(offer: Offer): Promise<void> {
    const { generation, name } = offer;
    const reader = this.#reader;
    reader.name = name;
    this.#latest = generation;
    const place = later(this.#host.state, offer.place);
    if (this.#shown === undefined) {
      reader.restoreParts(place);
      reader.screens.loading(name);
    }
    try {
      this.prepare();
      await this.#workers;
      await this.#take(offer, place);
    } catch (error) {
      await this.#refuse(generation, error);
    }
  }

  async #take({ generation, name, length }: Offer, place: Place | undefined): Promise<void> {
    const reader = this.#reader;
    const opening = openDocument({
      length,
      assets: this.#assets,
      ask: (begin, end) => this.#host.post({ type: 'range', generation, begin, end }),
      askPassword: (wrong) => reader.screens.askPassword(name, wrong),
    });
    this.#openings.set(generation, opening);
    const document = await opening.document;
    if (document.numPages < 1) throw new NoPages();
    // A broken first page says nothing about the others.
    const first = await document.getPage(1).then(sizeOf, () => ({ width: 612, height: 792 }));
    const labels = await document.getPageLabels().catch(() => null);
    if (generation !== this.#latest) return;
    reader.show(document, first, labels, place);
    reader.foot.keep('');
    const before = this.#shown;
    this.#shown = generation;
    const { password } = opening;
    this.#host.post({
      ...{ type: 'opened', generation, count: document.numPages },
      ...(password === undefined ? {} : { password }),
    });
    const learn = (): void => learnSizes(reader.viewer, document, length);
    if (before === undefined) {
      // The first picture comes before what can wait.
      const drawn = reader.on('pageShown', () => {
        drawn.dispose();
        learn();
      });
    } else {
      learn();
      await this.#close(before);
    }
  }

  /** Keeps what is shown; only where nothing is, the problem takes the place of the pages. */
  async #refuse(generation: number, error: unknown): Promise<void> {
    await this.#close(generation);
    if (generation !== this.#latest) return;
    const problem = refusal(error);
    const reason = error instanceof Error ? error.message : String(error);
    this.#host.post({ type: 'refused', generation, reason: reason.slice(0, 2_000) });
    if (this.#shown === undefined) {
      this.#reader.screens.problem(problem, () => this.#host.post({ type: 'reload' }));
    } else {
      this.#reader.foot.keep(
        l10n.t('The file has changed and cannot be opened now. These pages are from before.'),
      );
    }
  }

  async #close(generation: number): Promise<void> {
    const opening = this.#openings.get(generation);
    this.#openings.delete(generation);
    await opening?.close();
  }
}

/**
 * VS Code writes what it keeps of a view every few seconds only, and the extension what it hears at once; but a
 * view that was moved to another window knows more than the extension there.
 */
function later(raw: unknown, heard: Place | undefined): Place | undefined {
  const kept = v.safeParse(placeSchema, raw);
  if (!kept.success) return heard;
  return heard !== undefined && heard.at > kept.output.at ? heard : kept.output;
}
