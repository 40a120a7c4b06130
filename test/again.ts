/**
 * Tests that drive a real browser: `node test/again.ts GLOB...`. A file that fails runs once more, alone, for a
 * browser can die of what is no fault of ours; both results are printed, and failing twice fails.
 */
import { globSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const root = join(import.meta.dirname, '..');

/** Runs the files; resolves to those that failed twice. @param concurrency of the first run */
export async function runTwice(files: readonly string[], concurrency: number): Promise<string[]> {
  const failed = await runOnce(files, concurrency);
  if (failed.length === 0) return [];
  console.log(`\nOnce more, because they failed: ${failed.join(', ')}\n`);
  const again = await runOnce(failed, 1);
  for (const file of failed)
    console.log(
      again.includes(file) ? `Failed twice: ${file}` : `Failed first, then passed: ${file}`,
    );
  return again;
}

/** Resolves to the files of which a test failed, relative to the project. */
function runOnce(files: readonly string[], concurrency: number): Promise<string[]> {
  const failed = new Set<string>();
  return new Promise((resolve, reject) => {
    const stream = run({
      files: files.map((it) => join(root, it)),
      concurrency,
      execArgv: ['--import', join(root, 'test/seed.ts')],
      timeout: 600_000,
      cwd: root,
    });
    // a file's own summary: where a test is written down may be a helper's file
    stream.on('test:summary', ({ file, success }) => {
      if (file !== undefined && !success) failed.add(relative(root, file));
    });
    stream.on('test:fail', ({ file, name }) => {
      const from = relative(root, file ?? name);
      if (files.includes(from)) failed.add(from);
    });
    const printed = stream.compose(spec);
    printed.on('error', reject);
    printed.on('end', () => resolve([...failed].sort()));
    printed.pipe(process.stdout);
  });
}

if (import.meta.main) {
  const files = globSync(process.argv.slice(2), { cwd: root }).sort();
  if (files.length === 0) throw new Error(`No test files match ${process.argv.slice(2).join(' ')}`);
  process.exitCode = (await runTwice(files, 2)).length > 0 ? 1 : 0;
}
