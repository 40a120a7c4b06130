import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { isMissing, readOptional } from '../files.ts';
import { hashFile } from './manifest.ts';

const stampsName = 'checked.json';

/** Smaller files are hashed each time. */
const largeBytes = 64 << 20;

const stampsSchema = v.record(
  v.string(),
  v.object({ size: v.number(), modified: v.number(), sha256: v.string() }),
);

type Stamps = v.InferOutput<typeof stampsSchema>;

/**
 * True when every file is there with its hash. To hash ten gigabytes takes a while: a large file that
 * was found right is not hashed again until its size or time of change differs.
 */
export async function filesMatch(
  directory: string,
  hashes: Readonly<Record<string, string>>,
): Promise<boolean> {
  const known = await readStamps(directory);
  const stamps: Stamps = {};
  for (const [name, sha256] of Object.entries(hashes)) {
    const path = join(directory, name);
    const found = await statOptional(path);
    if (!found?.isFile()) return false;
    const stamp = { size: found.size, modified: found.mtimeMs, sha256 };
    const isKnown = JSON.stringify(known[name]) === JSON.stringify(stamp);
    if (!isKnown && (await hashFile(path)) !== sha256) return false;
    if (found.size >= largeBytes) stamps[name] = stamp;
  }
  if (JSON.stringify(stamps) !== JSON.stringify(known)) await writeStamps(directory, stamps);
  return true;
}

async function readStamps(directory: string): Promise<Stamps> {
  const text = await readOptional(join(directory, stampsName));
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stampsSchema), text);
  return parsed.success ? parsed.output : {};
}

async function writeStamps(directory: string, stamps: Stamps): Promise<void> {
  try {
    await writeFile(join(directory, stampsName), JSON.stringify(stamps));
  } catch (error) {
    // A folder that cannot be written only costs the time to hash again.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

async function statOptional(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
