/** One installer at a time on this machine, whatever the window or the terminal. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { readOptional } from '../files.ts';
import { installBusy, writingFailed } from './errors.ts';

/** A holder that has not been heard of for this long is dead; compiling may keep it busy a while. */
const staleMillis = 90_000;

/**
 * Runs `work` while no other installer runs on `root`. Its signal ends it if the lock is lost.
 * Throws `install-busy`, naming who is at work.
 */
export async function exclusively<T>(
  root: string,
  what: string,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const holder = join(root, '.installer');
  const lost = new AbortController();
  let release: () => Promise<void>;
  try {
    await mkdir(root, { recursive: true });
    release = await lockfile.lock(root, {
      lockfilePath: join(root, '.lock'),
      stale: staleMillis,
      update: staleMillis / 6,
      onCompromised: (error) => lost.abort(error),
    });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ELOCKED')
      throw writingFailed(root, error);
    throw installBusy((await readOptional(holder)) ?? 'it does not say on what');
  }
  try {
    await writeFile(holder, `${what} (process ${process.pid})`);
    return await work(lost.signal);
  } finally {
    await rm(holder, { force: true });
    // A lock that was lost is somebody else's by now.
    if (!lost.signal.aborted) await release();
  }
}
