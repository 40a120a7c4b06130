/** How fast something goes, and when it will be done. */

export class Meter {
  readonly #now: () => number;
  readonly #windowMillis: number;
  readonly #marks: { at: number; done: number }[] = [];
  total: number;
  #done = 0;

  /** Looks back `windowMillis`: long enough to be calm, short enough to follow the line. */
  constructor(windowMillis: number, now: () => number = () => performance.now()) {
    this.#windowMillis = windowMillis;
    this.#now = now;
    this.total = 0;
    this.#mark();
  }

  /** `done` of `total` were there before this began: they say nothing about the pace. */
  begin(total: number, done: number): void {
    this.total = total;
    this.#done = done;
    this.#marks.length = 0;
    this.#mark();
  }

  /** `amount` may be negative: something had to be thrown away. */
  add(amount: number): void {
    this.#done += amount;
    this.#mark();
  }

  get done(): number {
    return Math.max(0, Math.min(this.#done, this.total));
  }

  /** Over the last while; 0 before anything is known. */
  get perSecond(): number {
    const first = this.#marks.find(({ at }) => at >= this.#now() - this.#windowMillis);
    const from = first ?? this.#marks.at(-1)!;
    const seconds = (this.#now() - from.at) / 1000;
    return seconds > 0 ? Math.max(0, (this.#done - from.done) / seconds) : 0;
  }

  /** Undefined while nothing moves. */
  get secondsLeft(): number | undefined {
    const pace = this.perSecond;
    return pace > 0 ? (this.total - this.done) / pace : undefined;
  }

  #mark(): void {
    const at = this.#now();
    // Marks closer together than this would only take room.
    const last = this.#marks.at(-1);
    if (last && this.#marks.length > 1 && at - last.at < this.#windowMillis / 100)
      last.done = this.#done;
    else this.#marks.push({ at, done: this.#done });
    while (this.#marks.length > 2 && at - this.#marks[0]!.at > this.#windowMillis)
      this.#marks.shift();
  }
}
