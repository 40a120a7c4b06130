import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { isMissing } from '../files.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const entrySchema = v.object({
  /** The graph and the first of the tensors. */
  key: v.string(),
  places: v.array(v.object({ file: v.string(), offset: count, length: count, sha256: hash })),
});

/** Tensors that have been written whole and have reached the disk. */
export type JournalEntry = v.InferOutput<typeof entrySchema>;

/**
 * What a compile has done so far: one line for what is being made, then one for each entry. A line
 * counts only when it is whole, so that a kill at any moment costs no more than the work in hand.
 */
export class Journal {
  /** Nothing of an earlier run is known. */
  readonly isNew: boolean;
  readonly #path: string;
  readonly #head: string;
  readonly #entries: Map<string, JournalEntry>;

  private constructor(path: string, head: string, entries: Map<string, JournalEntry>) {
    this.isNew = entries.size === 0;
    this.#path = path;
    this.#head = head;
    this.#entries = entries;
  }

  /** Opens the journal of what `subject` describes. One of something else is thrown away. */
  static async open(path: string, subject: string): Promise<Journal> {
    const [first, ...lines] = (await readText(path)).split('\n').slice(0, -1);
    const entries = new Map<string, JournalEntry>();
    const head = JSON.stringify({ subject });
    if (first === head) {
      for (const line of lines) {
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), entrySchema), line);
        if (parsed.success) entries.set(parsed.output.key, parsed.output);
      }
    } else {
      await writeFile(path, head + '\n');
    }
    return new Journal(path, head, entries);
  }

  /** Bytes that have been written, as far as is known. */
  get bytes(): number {
    const lengths = [...this.#entries.values()].flatMap(({ places }) => places);
    return lengths.reduce((sum, { length }) => sum + length, 0);
  }

  get entries(): IterableIterator<JournalEntry> {
    return this.#entries.values();
  }

  get(key: string): JournalEntry | undefined {
    return this.#entries.get(key);
  }

  async add(entry: JournalEntry): Promise<void> {
    this.#entries.set(entry.key, entry);
    // A kill may have left half a line: this one begins on its own.
    await appendFile(this.#path, `\n${JSON.stringify(entry)}\n`);
  }

  /** Takes an entry out: what it says is not so. */
  async strike(key: string): Promise<void> {
    this.#entries.delete(key);
    const lines = [
      this.#head,
      ...[...this.#entries.values()].map((entry) => JSON.stringify(entry)),
    ];
    await writeFile(`${this.#path}.tmp`, lines.join('\n') + '\n');
    await rename(`${this.#path}.tmp`, this.#path);
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}
