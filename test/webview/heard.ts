/** Waiting for what a view says, so that no test takes an old message for the answer to what it just did. */
import type { Page } from 'playwright-core';

/** Waits for the latest message that `find` knows and that no call has handed back before. */
export class Heard {
  readonly #handed = new Set<object>();
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async until<T extends object>(find: () => T | undefined, missing: () => string): Promise<T> {
    for (let left = 1_200; left > 0; left -= 1) {
      const found = find();
      if (found !== undefined && !this.#handed.has(found)) {
        this.#handed.add(found);
        return found;
      }
      await this.#page.waitForTimeout(25);
    }
    throw new Error(missing());
  }
}
