/** One window of this machine at a time: a file that only one can make. */
import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** A window that died leaves its lock behind. */
const STALE_MILLIS = 10_000;
const PAUSE_MILLIS = 25;
const MOST_TRIES = 800;

/** Runs `work` while `path` is held. Rejects with what `work` rejects with. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (let i = 0; ; i++) {
    try {
      await (await open(path, 'wx')).close();
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || i >= MOST_TRIES) throw error;
      if (Date.now() - (await madeAt(path)) > STALE_MILLIS) await rm(path, { force: true });
      else await pause(PAUSE_MILLIS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Now, when it has gone meanwhile. */
async function madeAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Date.now();
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
