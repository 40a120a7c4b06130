/** What sits around the pages, in the order in which it is built. */
import type { ReaderPart } from './reader.ts';

export const parts: readonly ReaderPart[] = [];
