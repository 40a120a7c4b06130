/** Where the threads of a PDF lie in the file as it is now, and of which file that is known. */
import { createHash } from 'node:crypto';
import type { PdfSession } from '../pdf/session.ts';
import { placeAgain } from './anchoring.ts';
import type { DocumentAsker } from './documentAsker.ts';
import type { ThreadKeeper } from './keeper.ts';
import type { Anchor, AnchorState } from './thread.ts';

export interface PlacingParts {
  readonly session: Pick<PdfSession, 'bytes'>;
  readonly keeper: ThreadKeeper;
  readonly asker: Pick<DocumentAsker, 'find'>;
  /** A thread lies elsewhere now. */
  readonly moved: (id: string, anchor: Anchor) => void;
  /** A thread is to be shown anew. */
  readonly changed: (id: string) => void;
}

export class Placing {
  readonly #parts: PlacingParts;
  readonly #states = new Map<string, AnchorState>();
  /** The other file in which places were looked for since the PDF was opened. */
  #placedIn: string | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: PlacingParts) {
    this.#parts = parts;
  }

  stateOf(id: string): AnchorState {
    return this.#states.get(id) ?? 'placed';
  }

  /** Looks for the threads' quotes where the PDF is not the one that they were asked in. */
  again(): Promise<void> {
    this.#work = this.#placeAgain();
    return this.#work;
  }

  /** Writes down with which bytes of the PDF the places of the threads were right. */
  async fingerprint(): Promise<void> {
    // Places of before must be looked for before the new file counts as the one they are in.
    await this.#work.catch(() => undefined); // told of where it was begun
    // A place that was lost is looked for again the next time.
    if ([...this.#states.values()].includes('lost')) return;
    const pdf = await this.#hash();
    this.#parts.keeper.change((all) => (all.pdf === pdf ? all : { ...all, pdf }));
  }

  async #placeAgain(): Promise<void> {
    const { keeper, asker, moved, changed } = this.#parts;
    const { pdf, threads } = keeper.sidecar;
    if (pdf === undefined || threads.length === 0) return;
    const now = await this.#hash();
    if (now === pdf && this.#placedIn === undefined) return;
    // From here on also the first file is one in which places may have to be found again.
    this.#placedIn = now;
    for (const { id, anchor } of threads) {
      const placed = await placeAgain(anchor, (query) => asker.find(query, { limit: 12 }));
      const known = this.stateOf(id);
      this.#states.set(id, placed.state);
      if (placed.state === 'moved') moved(id, placed.anchor);
      if (placed.state !== 'placed' || known !== 'placed') changed(id);
    }
  }

  async #hash(): Promise<string> {
    const bytes = await this.#parts.session.bytes();
    return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  }
}
