/**
 * Runs the tests that need a real VS Code. Where there is none it says so and how to get it, and that
 * is no failure: everything else is tested without. Uses MARGINALIA_VSIX, else packages first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageName } from '../../extension/packaging/name.ts';
import { whyNoHost } from './vscode.ts';

const root = join(import.meta.dirname, '..', '..');

function main(): number {
  const reason = whyNoHost();
  if (reason !== undefined) {
    console.log(`The real-host tests were not run: ${reason}`);
    return 0;
  }
  const given = process.env['MARGINALIA_VSIX'];
  if (given === undefined) {
    const made = run(['extension/packaging/package.ts']);
    if (made !== 0) return made;
  }
  const vsix = given ?? join(root, packageName(root));
  if (!existsSync(vsix)) {
    console.error(`There is no package at ${vsix}`);
    return 1;
  }
  const test = ['--test', '--test-concurrency=1', '--test-timeout=600000', 'test/host/*.test.ts'];
  return run(test, { MARGINALIA_VSIX: vsix });
}

function run(args: readonly string[], more: Record<string, string> = {}): number {
  const env = { ...process.env, ...more };
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  return status ?? 1;
}

process.exitCode = main();
