/** Where a reader jumped from: back and forward, as in a browser. */
import type { Anchor } from './viewer.ts';

/** Jumps that are remembered. */
const most = 100;

export class Trail {
  #behind: Anchor[] = [];
  #ahead: Anchor[] = [];

  /** Call before a jump. */
  leave(from: Anchor | undefined): void {
    if (from === undefined) return;
    this.#behind = [...this.#behind, from].slice(-most);
    this.#ahead = [];
  }

  /** Where to go, given where one is; undefined at the end of the trail. */
  back(from: Anchor | undefined): Anchor | undefined {
    const to = this.#behind.pop();
    if (to !== undefined && from !== undefined) this.#ahead.push(from);
    return to;
  }

  forward(from: Anchor | undefined): Anchor | undefined {
    const to = this.#ahead.pop();
    if (to !== undefined && from !== undefined) this.#behind.push(from);
    return to;
  }

  forget(): void {
    this.#behind = [];
    this.#ahead = [];
  }
}
