/** Named events with typed values. */
import type { Subscription } from './reader.ts';

export class Events<Values extends object> {
  readonly #listeners = new Map<keyof Values, Set<(value: never) => void>>();

  on<K extends keyof Values>(event: K, listener: (value: Values[K]) => void): Subscription {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all);
    // Wrapped, so that the same function may listen twice.
    const own = (value: Values[K]): void => listener(value);
    all.add(own);
    return { dispose: () => void all.delete(own) };
  }

  /** One listener's failure is reported and keeps none of the others from hearing. */
  fire<K extends keyof Values>(event: K, value: Values[K]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        (listener as (value: Values[K]) => void)(value);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
