/** A folder on this machine's disk, as a conversion fills it. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Folder } from '../../document/conversion.ts';
import { isMissing } from '../files.ts';

/** Files come whole: they are written beside their place and renamed. */
export const diskFolder = (root: string): Folder => ({
  async read(name) {
    try {
      return await readFile(join(root, name));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async write(name, bytes) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, bytes);
    await rename(`${path}.part`, path);
  },
  remove: (name) => rm(join(root, name), { recursive: true, force: true }),
});
