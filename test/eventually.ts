/**
 * Waiting in tests for the thing itself. What a view or a window shows comes a frame, a message or a timer after what
 * caused it: it is asked for again until it is so, and only what is still wrong when the patience is over is a failure.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds: the machine may be busy with something else. */
export const patience = 120_000;

/** Asks until nothing is thrown, and hands back what came of it; throws the last failure. */
export async function eventually<T>(check: () => T | Promise<T>, limit = patience): Promise<T> {
  for (const end = Date.now() + limit; ;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await pause(25);
  }
}

export const becomes = <T>(
  read: () => T | Promise<T>,
  expected: NoInfer<T>,
  limit = patience,
): Promise<void> => eventually(async () => assert.deepEqual(await read(), expected), limit);

/** @returns the text that matches */
export const matches = (
  read: () => string | null | Promise<string | null>,
  pattern: RegExp,
  limit = patience,
): Promise<string> =>
  eventually(async () => {
    const text = (await read()) ?? '';
    assert.match(text, pattern);
    return text;
  }, limit);
