/** Packs the tests' own extension, which stands for all others that use ours. */
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Resolves to the path of a VSIX in `folder`. */
export async function packAgent(folder: string): Promise<string> {
  const cwd = join(folder, 'agent');
  mkdirSync(cwd, { recursive: true });
  copyFileSync(join(import.meta.dirname, 'manifest.json'), join(cwd, 'package.json'));
  writeFileSync(join(cwd, '.vscodeignore'), '');
  await build({
    entryPoints: [join(import.meta.dirname, 'extension.ts')],
    outfile: join(cwd, 'extension.cjs'),
    ...{ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], logLevel: 'warning' },
  });
  const packagePath = join(folder, 'agent.vsix');
  const quiet = { allowMissingRepository: true, skipLicense: true };
  await createVSIX({ cwd, packagePath, dependencies: false, ...quiet });
  return packagePath;
}
