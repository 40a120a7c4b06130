/**
 * How long from pasting a screenshot to its formula in the editor, in a real VS Code with the package:
 * `npm run bench:paste`. Cold: the engine is not running. Warm: the paste before this one was just read.
 * Times are from the key press to the first frame in which the editor no longer shows the placeholder.
 * Each stands beside what the engine alone takes for the same picture right after, on the same machine:
 * that ratio holds on a busy machine too. `--count N` pastes fewer than 20, `--out FILE` writes the report.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { packageName } from '../../extension/packaging/name.ts';
import { processesWith } from '../host/processes.ts';
import { VsCodeWindow, whyNoHost } from '../host/vscode.ts';

const root = join(import.meta.dirname, '..', '..');
const samples = join(root, 'test', 'samples');
const { values: given } = parseArgs({
  options: { count: { type: 'string', default: '20' }, out: { type: 'string' } },
});
const count = Number(given.count);
const coldStarts = Math.ceil(count / 4);

async function main(): Promise<void> {
  const reason = whyNoHost();
  if (reason !== undefined) throw new Error(reason);
  const vsix = process.env['MARGINALIA_VSIX'] ?? join(root, packageName(root));
  if (!existsSync(vsix)) throw new Error(`There is no package at ${vsix}: npm run package`);
  const files = readdirSync(samples)
    .filter((name) => name.endsWith('.png'))
    .sort()
    .slice(0, count)
    .map((name) => join(samples, name));
  const workspace = mkdtempSync(join(tmpdir(), 'marginalia-bench-'));
  writeFileSync(join(workspace, 'bench.tex'), '');
  const shots = join(root, 'test-output', 'bench');
  const code = await VsCodeWindow.open({ vsix, workspace, shots });
  try {
    await code.command('Marginalia: Restart Engine');
    await code.page.locator('.statusbar-item', { hasText: 'Marginalia: CPU' }).waitFor();
    await code.openFile('bench.tex');
    const cold: number[] = [];
    for (const file of files.slice(0, coldStarts)) {
      for (const pid of processesWith(code.engineMark)) process.kill(pid, 'SIGTERM');
      while (processesWith(code.engineMark).length > 0) await pause(100);
      cold.push(await timed(code, readFileSync(file)));
    }
    const warm: number[] = [];
    for (const file of files) warm.push(await timed(code, readFileSync(file)));
    const alone = engineAlone(files);
    const ratios = warm.map((millis, index) => millis / (alone[index] ?? Number.NaN));
    const lines = [
      `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`,
      summary('paste to formula, engine warm', warm, 0, 'ms'),
      summary('paste to formula, engine cold', cold, 0, 'ms'),
      summary('the engine alone, warm', alone, 0, 'ms'),
      summary('paste, warm / engine alone', ratios, 1, 'times'),
    ];
    console.log(lines.join('\n'));
    if (given.out !== undefined) writeFileSync(given.out, `${lines.join('\n')}\n`);
  } catch (error) {
    await code.screenshot('paste-failed');
    throw error;
  } finally {
    await code.close();
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** Pastes into the empty document and measures in the page, so that no message to it is counted. */
async function timed(code: VsCodeWindow, image: Uint8Array): Promise<number> {
  const { page } = code;
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.waitForFunction(
    () => document.querySelector('.editor-instance .view-lines')?.textContent.trim() === '',
  );
  await code.copyImage(image);
  // the clock is armed before the key: a listener that comes after it would wait forever
  await page.evaluate(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'v') return;
      removeEventListener('keydown', pressed, true);
      performance.mark('pasted');
    };
    performance.clearMarks('pasted');
    addEventListener('keydown', pressed, true);
  });
  await page.keyboard.press('Control+v');
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const late = performance.now() + 60_000;
        const look = (): void => {
          const lines = document.querySelector('.editor-instance .view-lines')?.textContent ?? '';
          const pasted = performance.getEntriesByName('pasted')[0];
          if (pasted !== undefined && lines.trim() !== '' && !lines.includes('reading')) {
            resolve(performance.now() - pasted.startTime);
          } else if (performance.now() < late) requestAnimationFrame(look);
          else reject(new Error(`A paste showed no formula within a minute, but: ${lines}`));
        };
        requestAnimationFrame(look);
      }),
  );
}

/** What the engine says that each reading took, in milliseconds, without a VS Code around it. */
function engineAlone(files: readonly string[]): number[] {
  const cli = join(root, 'engine', 'cli.ts');
  const output = execFileSync(process.execPath, [cli, 'read', ...files, '--json'], {
    ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  });
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => (JSON.parse(line) as { millis: { total: number } }).millis.total);
}

function summary(name: string, values: readonly number[], digits: number, unit: string): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(digits);
  return `${name}: median ${at(0.5)} ${unit}, 90th ${at(0.9)} ${unit}, of ${sorted.length}`;
}

await main();
