/** What is known of the variables of a solution at a place in it. */
import { evaluate, NoValue, type Quantity } from './evaluate.ts';
import type { Expression } from './expression.ts';

export interface Binding {
  /** What defines it: a law, or a calculation. */
  readonly definition?: Expression | undefined;
  /** The value that was printed for it. */
  readonly printed?: Expression | undefined;
  /** Given with the problem, not concluded. */
  readonly given: boolean;
  /** The printed value was refuted: nothing that rests on it is verified. */
  readonly tainted: boolean;
}

/** `exact`: definitions are worked out; `printed`: printed values count first, as a reader has them. */
export type Way = 'exact' | 'printed';

export class Bindings {
  readonly #bindings = new Map<string, Binding>();

  get(name: string): Binding | undefined {
    return this.#bindings.get(name);
  }

  set(name: string, binding: Binding): void {
    this.#bindings.set(name, binding);
  }

  /** What a variable stands for; `wrong` hears of every variable whose refuted value was taken. */
  resolver(way: Way, wrong?: Set<string>): (name: string, digits: number) => Quantity | undefined {
    const open = new Set<string>();
    const resolve = (name: string, digits: number): Quantity | undefined => {
      const binding = this.#bindings.get(name);
      if (binding === undefined || open.has(name)) return undefined;
      const { definition, printed } = binding;
      const ways = way === 'exact' ? [definition, printed] : [printed, definition];
      open.add(name);
      try {
        for (const expression of ways) {
          const value = expression === undefined ? undefined : attempt(expression, digits, resolve);
          if (value === undefined) continue;
          if (binding.tainted && expression === printed) wrong?.add(name);
          return value;
        }
        return undefined;
      } finally {
        open.delete(name);
      }
    };
    return resolve;
  }

  /** Everything that this rests on is known. */
  resolves(names: Iterable<string>): boolean {
    const resolve = this.resolver('exact');
    return [...names].every((name) => resolve(name, 30) !== undefined);
  }
}

function attempt(
  expression: Expression,
  digits: number,
  lookup: (name: string, digits: number) => Quantity | undefined,
): Quantity | undefined {
  try {
    return evaluate(expression, { digits, lookup });
  } catch (error) {
    if (error instanceof NoValue) return undefined;
    throw error;
  }
}
