/** Where a person was in each PDF, across restarts: the latest few hundred files. */
import * as v from 'valibot';
import { place as placeSchema, type Place } from '../../webview/reader/protocol.ts';

/** What VS Code keeps for an extension. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'pdf.places';
const most = 300;
/** Characters of one place: parts may keep no more than small things. */
const largest = 20_000;
const entries = v.array(v.tuple([v.string(), v.unknown()]));

export class PdfPlaces {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get(uri: string): Place | undefined {
    const kept = this.#all().find(([known]) => known === uri)?.[1];
    const parsed = v.safeParse(placeSchema, kept);
    return parsed.success ? parsed.output : undefined;
  }

  async set(uri: string, place: Place): Promise<void> {
    const size = JSON.stringify(place).length;
    const kept = size > largest ? { ...place, parts: {} } : place;
    // Read anew each time: another window may have written meanwhile.
    const others = this.#all().filter(([known]) => known !== uri);
    await this.#memory.update(key, [[uri, kept], ...others].slice(0, most));
  }

  #all(): [string, unknown][] {
    const parsed = v.safeParse(entries, this.#memory.get(key));
    return parsed.success ? parsed.output : [];
  }
}
