/**
 * A thread as it is kept: what the margin shows of it, without what only this window knows. Ids are made
 * by the window that asks and never used again.
 */
import { randomUUID } from 'node:crypto';
import type { ThreadView, TurnView } from '../../webview/margin/protocol.ts';

export type { Anchor, AnchorState, Citation, Rectangle } from '../../webview/margin/protocol.ts';

/** Kept turns are at their end: a turn that was being written when the window closed is `stopped`. */
export type Turn = TurnView;

export type Thread = Pick<ThreadView, 'id' | 'anchor' | 'turns'>;

/** Short enough to stand in a file that people read; 48 bits are plenty within one document. */
export const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 12);

export const isSettled = ({ state }: Turn): boolean => state !== 'waiting' && state !== 'running';
