import { partBytes, type Making, type Place } from './store.ts';

/** Files stay below 2 GiB: some file systems, libraries and servers stop there. */
const maxFileBytes = 2 ** 31 - 1;

/** Windows maps files at multiples of this, other systems at divisors of it. */
const alignment = 65536;

/** A making whose parts are together smaller than this goes into the graph itself. */
const smallest = 65536;

/** Gives tensors their places in the files beside a graph: the same calls, the same places. */
export class Layout {
  readonly #graph: string;
  #file = 0;
  #end = 0;

  constructor(graph: string) {
    this.#graph = graph;
  }

  /** The places of a making's parts, in one file; undefined when they belong into the graph. */
  next({ parts }: Making): Place[] | undefined {
    const lengths = parts.map(partBytes);
    const sum = lengths.reduce((total, length) => total + align(length), 0);
    if (lengths.reduce((total, length) => total + length, 0) < smallest) return undefined;
    if (this.#end > 0 && this.#end + sum > maxFileBytes) {
      this.#file += 1;
      this.#end = 0;
    }
    return lengths.map((length) => {
      const offset = this.#end;
      this.#end = align(offset + length);
      return { file: dataFile(this.#graph, this.#file), offset, length };
    });
  }
}

const align = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/** The name that other exporters give to such files, too. */
const dataFile = (graph: string, index: number): string =>
  `${graph}.onnx_data${index === 0 ? '' : `_${index}`}`;
