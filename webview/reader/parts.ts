/** What sits around the pages, in the order in which it is built. */
import { marginPart } from '../margin/part.ts';
import { pointPart } from '../point/part.ts';
import type { ReaderPart } from './reader.ts';
import { sidebarPart } from './sidebar/part.ts';

export const parts: readonly ReaderPart[] = [sidebarPart, pointPart, marginPart];
