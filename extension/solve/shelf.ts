/** Problems in open tabs, on disk for as long as their tabs are open: a reload of the window loses none. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { solution, solutionFact } from '../../engine/protocol.ts';
import { rectangle } from '../../webview/margin/protocol.ts';
import { isMissing, missing, writeWhole } from '../wholeFiles.ts';

/** What is known of a tab beside its picture. */
const shelved = v.object({
  version: v.literal(1),
  name: v.pipe(v.string(), v.maxLength(2_000)),
  mime: v.pipe(v.string(), v.regex(/^(?:image\/[\w.+-]{1,40})?$/)),
  /** `pdf` is the address of the document that the figure stands in. */
  place: v.nullable(
    v.object({ pdf: v.string(), page: v.pipe(v.number(), v.integer(), v.minValue(1)), rectangle }),
  ),
  question: v.pipe(v.string(), v.maxLength(400_000)),
  mode: v.picklist(['auto', 'think', 'nothink']),
  solution: v.nullable(solution),
  /** With the person's corrections. */
  facts: v.array(solutionFact),
});
export type Shelved = v.InferOutput<typeof shelved>;

/** The name of a tab on the shelf; what a view remembers of itself comes back through the editor. */
export const shelfId = v.pipe(v.string(), v.regex(/^[\da-f]{32}$/));

export const newShelfId = (): string => randomBytes(16).toString('hex');

const largestEntry = 16 * 1024 * 1024;
/** A tab that was closed where nobody could take it off the shelf is forgotten after this long. */
const longest = 30 * 24 * 3_600_000;
const ours = /^[\da-f]{32}\.(?:json|picture|[\w-]+\.tmp)$/;

export class Shelf {
  readonly #folder: string;
  readonly #report: (error: unknown) => void;
  #work: Promise<void> = Promise.resolve();

  constructor(folder: string, report: (error: unknown) => void) {
    [this.#folder, this.#report] = [folder, report];
  }

  /** Undefined where it is gone; what is damaged is reported, and gone too. */
  async load(id: string): Promise<{ entry: Shelved; picture: Uint8Array } | undefined> {
    try {
      await this.#work;
      const path = join(this.#folder, `${id}.json`);
      if ((await stat(path)).size > largestEntry) throw new Error(`${path} is too large`);
      const entry = v.parse(
        v.pipe(v.string(), v.parseJson(), shelved),
        await readFile(path, 'utf8'),
      );
      // A plain array of bytes: a Buffer does not get through to a view.
      const picture = new Uint8Array(await readFile(join(this.#folder, `${id}.picture`)));
      return { entry, picture };
    } catch (error) {
      if (!isMissing(error)) this.#report(error);
      return undefined;
    }
  }

  /** The picture is written only where it is given: it does not change with what is found in it. */
  save(id: string, entry: Shelved, picture?: Uint8Array): Promise<void> {
    return this.#queue(async () => {
      if (picture !== undefined) await writeWhole(this.#folder, `${id}.picture`, picture);
      await writeWhole(this.#folder, `${id}.json`, JSON.stringify(entry));
    });
  }

  remove(id: string): Promise<void> {
    return this.#queue(() => this.#delete((name) => name.startsWith(`${id}.`)));
  }

  /** Takes away what no tab has written to for a month. */
  prune(now = Date.now()): Promise<void> {
    return this.#queue(async () => {
      const old = new Set<string>();
      for (const name of await this.#names()) {
        const found = await stat(join(this.#folder, name)).catch(missing);
        if (name.endsWith('.json') && found !== undefined && now - found.mtimeMs > longest)
          old.add(name.slice(0, 32));
      }
      await this.#delete((name) => old.has(name.slice(0, 32)));
    });
  }

  async #names(): Promise<string[]> {
    return ((await readdir(this.#folder).catch(missing)) ?? []).filter((name) => ours.test(name));
  }

  async #delete(which: (name: string) => boolean): Promise<void> {
    for (const name of (await this.#names()).filter(which))
      await rm(join(this.#folder, name), { force: true });
  }

  /** One thing after another; a failure is reported and does not stop the next. */
  #queue(run: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(run).catch((error: unknown) => this.#report(error));
    return this.#work;
  }
}
