/** Keeps the store and the history on disk in step, in both directions. Knows no VS Code. */
import type { ReadingView } from '../../webview/protocol.ts';
import type { History } from './history.ts';
import { mimeOf, pictureExtension, type PictureExtension } from './mime.ts';
import { isSettled, type Picture, type PictureArchive, type ReadingStore } from './store.ts';

export interface ArchiveOptions {
  readonly store: ReadingStore;
  readonly history: History;
  /** How many bytes the history may take, asked for each time; 0 keeps nothing. */
  readonly limit: () => number;
  /** The address of the file that a reading of this session came from. */
  readonly originOf: (id: string) => string | undefined;
  readonly report: (error: unknown) => void;
}

interface Kept {
  readonly picture: PictureExtension | null;
  readonly origin: string | null;
}

/** An edit is written this long after the last key. */
const delay = 400;

export class Archive implements PictureArchive {
  readonly #options: ArchiveOptions;
  readonly #kept = new Map<string, Kept>();
  readonly #dirty = new Set<string>();
  readonly #newPictures = new Set<string>();
  readonly #subscription: { dispose(): void };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ArchiveOptions) {
    this.#options = options;
    this.#subscription = options.store.onChange((change) => {
      if (change.kind === 'picture') {
        this.#newPictures.add(change.id);
      } else if (change.kind === 'removed') {
        this.#forget(change.ids);
        if (change.from !== this) void this.#queue(() => options.history.remove(change.ids));
      } else if (change.from !== this && isSettled(change.reading)) {
        this.#touch(change.reading.id);
      }
    });
    options.store.archive = this;
  }

  /**
   * Takes over what the folder holds: entries that other windows have added appear, those that they
   * deleted go. Called at the start and whenever the window comes back to the front.
   */
  sync(): Promise<void> {
    return this.#queue(async () => {
      const { store, history } = this.#options;
      const ids = new Set(await history.list());
      const gone = [...this.#kept.keys()].filter((id) => !ids.has(id));
      store.remove(gone, this);
      const added = [...ids].filter((id) => store.get(id) === undefined);
      const entries = await Promise.all(added.map((id) => history.load(id)));
      for (const entry of entries) {
        if (entry === undefined || !isSettled(entry.reading)) continue;
        this.#kept.set(entry.reading.id, entry);
        store.put({ ...entry.reading, earlier: true }, this);
      }
    });
  }

  /** Resolves when what was begun so far is done. */
  get settled(): Promise<void> {
    return this.#work;
  }

  has(id: string): boolean {
    return (this.#kept.get(id)?.picture ?? null) !== null;
  }

  async picture(id: string): Promise<Picture | undefined> {
    const extension = this.#kept.get(id)?.picture ?? null;
    if (extension === null) return undefined;
    const bytes = await this.#options.history.picture(id, extension);
    return bytes === undefined ? undefined : { bytes, mime: mimeOf(bytes) };
  }

  /** The kept picture's file and the file it came from, as far as they are known. */
  places(id: string): { path: string | undefined; origin: string | undefined } {
    const { picture, origin } = this.#kept.get(id) ?? { picture: null, origin: null };
    const { history } = this.#options;
    return {
      path: picture === null ? undefined : history.picturePath(id, picture),
      origin: origin ?? undefined,
    };
  }

  /** Deletes everything on disk, whoever made it; the store's settled readings go with it. */
  clear(): Promise<void> {
    const { store, history } = this.#options;
    this.#dirty.clear();
    store.remove(
      store
        .all()
        .filter(isSettled)
        .map(({ id }) => id),
      this,
    );
    return this.#queue(() => history.clear());
  }

  /** Resolves when everything so far is on disk. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#saveDirty();
    await this.#work;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#kept.delete(id);
      this.#dirty.delete(id);
      this.#newPictures.delete(id);
    }
  }

  #touch(id: string): void {
    this.#dirty.add(id);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#saveDirty(), delay);
  }

  #saveDirty(): void {
    const ids = [...this.#dirty];
    this.#dirty.clear();
    if (ids.length === 0 || this.#options.limit() === 0) return;
    void this.#queue(async () => {
      const { store, history, limit } = this.#options;
      for (const id of ids) {
        const reading = store.get(id);
        if (reading !== undefined) await this.#save(reading);
      }
      // Those of this window leave the list only when the folder is looked at again.
      await history.prune(limit());
    });
  }

  async #save(reading: ReadingView): Promise<void> {
    const { store, history, originOf } = this.#options;
    const { id } = reading;
    const known = this.#kept.get(id);
    const fresh = store.picture(id);
    let picture = known?.picture ?? null;
    if (fresh !== undefined && this.#newPictures.delete(id)) {
      picture = pictureExtension(fresh.bytes);
      await history.savePicture(id, picture, fresh.bytes);
    }
    const kept = { picture, origin: known?.origin ?? originOf(id) ?? null };
    await history.save({ version: 1, reading, ...kept });
    // Removed while it was being written: then it goes from the disk too.
    if (store.get(id) === undefined) await history.remove([id]);
    else this.#kept.set(id, kept);
  }

  /** One thing after another; a failure is reported and does not stop the next. */
  #queue(run: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(run).catch((error: unknown) => this.#options.report(error));
    return this.#work;
  }
}
