/** How other parts of the reader begin a question: "Ask about this" on a region, a formula, a selection. */
import type { Reader } from '../reader/reader.ts';
import type { Anchor } from './protocol.ts';

export interface About extends Anchor {
  /** The region as PNG, for its thumbnail and for a model that sees. */
  readonly crop?: Uint8Array<ArrayBuffer> | undefined;
}

const composers = new WeakMap<Reader, (about: About) => void>();

/** The margin of `reader` opens its question box for what `askInMargin` names. */
export const onAsk = (reader: Reader, compose: (about: About) => void): void =>
  void composers.set(reader, compose);

/** Opens the question box in the margin; false where the reader has none. */
export function askInMargin(reader: Reader, about: About): boolean {
  const compose = composers.get(reader);
  compose?.(about);
  return compose !== undefined;
}
