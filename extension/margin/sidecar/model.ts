/** The file of threads (`paper.pdf.margin.md`) as data. */
import type { Thread, Turn } from '../thread.ts';

/** A turn with what people or later versions have added to it in the file. */
export interface KeptTurn extends Turn {
  /** Text under the turn that is not ours, word for word. */
  readonly extra?: string;
  /** Keys of its comment that this version does not know. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface KeptThread extends Omit<Thread, 'turns'> {
  readonly turns: readonly KeptTurn[];
  /** The heading, where somebody has changed it. */
  readonly heading?: string;
  readonly extra?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface Sidecar {
  /** What stands before the first thread, where it is not what we write there. */
  readonly head?: string;
  /** `sha256` of the PDF's bytes when its places were last right. */
  readonly pdf?: string;
  readonly threads: readonly KeptThread[];
  /** Ids of deleted threads and turns, and when (milliseconds): a merge does not bring them back. */
  readonly deleted: ReadonlyMap<string, number>;
  /** Parts that look like ours and cannot be read; they are written as they were. */
  readonly loose: readonly string[];
}

export const emptySidecar: Sidecar = { threads: [], deleted: new Map(), loose: [] };
