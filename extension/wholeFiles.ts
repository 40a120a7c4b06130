/** Files that other windows may read at any moment: there whole or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whole or not at all, also when the machine stops in the middle. What is left of such a stop ends in `.tmp`. */
export async function writeWhole(
  folder: string,
  name: string,
  content: string | Uint8Array,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const part = join(folder, `${name.slice(0, name.indexOf('.'))}.${randomUUID()}.tmp`);
  try {
    await writeFile(part, content);
    await rename(part, join(folder, name));
  } finally {
    await rm(part, { force: true });
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** For `catch`: a file or folder that is not there is no error. */
export function missing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
