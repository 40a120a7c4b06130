/**
 * Holds the threads of one PDF and keeps them in step with where they are stored: what others change there is
 * merged in, what changes here is merged into it. Turns are kept as they would be read: at their end. Knows no
 * VS Code.
 */
import { Emitter } from '../emitter.ts';
import { mergeSidecars } from './sidecar/merge.ts';
import { emptySidecar, type KeptThread, type Sidecar } from './sidecar/model.ts';
import { readSidecar, type ReadSidecar } from './sidecar/read.ts';
import { serialize } from './sidecar/serialize.ts';

export interface ThreadStore {
  /** Undefined when there is none. */
  read(): Promise<string | undefined>;
  /** Whole or not at all. `expected` is what was read; false when something else stands there by now. */
  write(text: string, expected: string | undefined): Promise<boolean>;
}

/** Of the threads and turns of `sidecar` those that `other` has too. */
function within(sidecar: Sidecar, other: Sidecar): Sidecar {
  const threads = sidecar.threads.flatMap((thread) => {
    const turns = other.threads.find(({ id }) => id === thread.id)?.turns;
    const ids = new Set(turns?.map(({ id }) => id));
    return turns === undefined
      ? []
      : [{ ...thread, turns: thread.turns.filter(({ id }) => ids.has(id)) }];
  });
  return { ...sidecar, threads };
}

/** A store that changes under every write has another writer that never rests. */
const MOST_TRIES = 5;

export class ThreadKeeper {
  readonly #store: ThreadStore;
  readonly #name: string;
  readonly #changes = new Emitter<ReadSidecar['conflict']>();
  #base: Sidecar = emptySidecar;
  #current: Sidecar = emptySidecar;
  #work: Promise<void> = Promise.resolve();

  /** `name` is the PDF's file name. */
  constructor(store: ThreadStore, name: string) {
    [this.#store, this.#name] = [store, name];
  }

  get sidecar(): Sidecar {
    return this.#current;
  }

  get threads(): readonly KeptThread[] {
    return this.#current.threads;
  }

  /** Hears when another window or program changed the threads, and of a conflict that git left. */
  onChange(listener: (conflict: ReadSidecar['conflict']) => void): { dispose(): void } {
    return this.#changes.on(listener);
  }

  /** Takes over what is stored. Rejects when it cannot be read. */
  load(): Promise<void> {
    return this.#queue(async () => {
      const text = await this.#store.read();
      const { sidecar, conflict } = readSidecar(text ?? '', this.#name);
      const before = this.#text(this.#current);
      this.#current = mergeSidecars(this.#base, this.#current, sidecar);
      this.#base = sidecar;
      if (conflict !== 'none' || this.#text(this.#current) !== before) this.#changes.fire(conflict);
    });
  }

  /** Changes what is held at once; `save` brings it to the store. */
  change(make: (sidecar: Sidecar) => Sidecar): void {
    this.#current = make(this.#current);
  }

  /** Merges with what is stored by now, and writes. Rejects when that fails; nothing is lost here then. */
  save(): Promise<void> {
    return this.#queue(async () => {
      for (let i = 0; i < MOST_TRIES; i++) {
        const stored = await this.#store.read();
        const theirs = readSidecar(stored ?? '', this.#name);
        const held = this.#current;
        const text = this.#text(mergeSidecars(this.#base, held, theirs.sidecar));
        const others = text !== this.#text(held);
        if (text !== stored && !(await this.#store.write(text, stored))) continue;
        // As it will be read: what a file rounds off must not look like a change later.
        this.#base = readSidecar(text, this.#name).sidecar;
        const rounded = others ? readSidecar(this.#text(held), this.#name).sidecar : this.#base;
        // What was deleted meanwhile does not come back as something that the file has changed.
        const current = mergeSidecars(held, this.#current, within(rounded, this.#current));
        this.#current = mergeSidecars(rounded, current, this.#base);
        if (others) this.#changes.fire('none');
        return;
      }
      throw new Error('The file of threads changes all the time.');
    });
  }

  /** Resolves when what was begun so far is done. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #text(sidecar: Sidecar): string {
    return serialize(sidecar, this.#name);
  }

  /** One thing after another; a failure is told to whoever asked, and does not stop the next. */
  #queue(run: () => Promise<void>): Promise<void> {
    const done = this.#work.then(run);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
