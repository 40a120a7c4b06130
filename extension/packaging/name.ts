/** The file name of a package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const thisTarget = `${process.platform}-${process.arch}`;

/** For the repository at `root`: marginalia-TARGET-VERSION.vsix. */
export function packageName(root: string, target = thisTarget): string {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return `${manifest.name}-${target}-${manifest.version}.vsix`;
}
