/**
 * Runs the tests that need a real VS Code. Where there is none it says so and how to get it, and that
 * is no failure: everything else is tested without. Uses MARGINALIA_VSIX, else packages first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { packageName } from '../../extension/packaging/name.ts';
import { runTwice } from '../again.ts';
import { whyNoHost } from './vscode.ts';

const root = join(import.meta.dirname, '..', '..');

async function main(): Promise<number> {
  const reason = whyNoHost();
  if (reason !== undefined) {
    console.log(`The real-host tests were not run: ${reason}`);
    return 0;
  }
  const given = process.env['MARGINALIA_VSIX'];
  if (given === undefined) {
    const packaging = ['extension/packaging/package.ts'];
    const made = spawnSync(process.execPath, packaging, { cwd: root, stdio: 'inherit' });
    if (made.status !== 0) return 1;
  }
  const vsix = given ?? join(root, packageName(root));
  if (!existsSync(vsix)) {
    console.error(`There is no package at ${vsix}`);
    return 1;
  }
  process.env['MARGINALIA_VSIX'] = vsix;
  const files = globSync('test/host/*.test.ts', { cwd: root }).sort();
  return (await runTwice(files, 1)).length > 0 ? 1 : 0;
}

process.exitCode = await main();
