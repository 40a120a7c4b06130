import { Layout } from './layout.ts';
import { partBytes, type Making, type TensorRef, type WeightStore } from './store.ts';

/** What a compile will read and write. */
export interface Plan {
  /** Bytes of the checkpoint that are read. */
  sourceBytes: number;
  /** Bytes of the files beside the graphs. */
  outputBytes: number;
}

interface Source {
  /** Throws when the tensor is missing or unfit. */
  check(name: string, shape: readonly number[]): void;
  bytesOf(name: string): number;
}

/** Makes nothing: checks that every tensor is there and fits, and adds up sizes. */
export class PlanStore implements WeightStore {
  readonly plan: Plan = { sourceBytes: 0, outputBytes: 0 };
  readonly #source: Source;
  readonly #layout: Layout;

  constructor(graph: string, source: Source) {
    this.#source = source;
    this.#layout = new Layout(graph);
  }

  place(_graph: string, making: Making) {
    this.plan.sourceBytes += this.#bytesOf(making.reads);
    const places = this.#layout.next(making);
    for (const { length } of places ?? []) this.plan.outputBytes += length;
    // Nobody runs this graph: that a place is named will do, even where there will be bytes.
    const nowhere = making.parts.map((part) => ({ file: '', offset: 0, length: partBytes(part) }));
    return Promise.resolve(places ?? nowhere);
  }

  #bytesOf(reads: readonly TensorRef[]): number {
    for (const { name, shape } of reads) this.#source.check(name, shape);
    return reads.reduce((sum, { name }) => sum + this.#source.bytesOf(name), 0);
  }
}
