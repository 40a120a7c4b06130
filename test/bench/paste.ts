/**
 * How long from pasting a screenshot to its formula in the editor, in a real VS Code with the package:
 * `npm run bench:paste`. Cold: the engine is not running. Warm: the paste before this one was just read.
 * Times are from the key press to the first frame in which the editor no longer shows the placeholder.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { packageName } from '../../extension/packaging/name.ts';
import { processesWith } from '../host/processes.ts';
import { VsCodeWindow, whyNoHost } from '../host/vscode.ts';

const root = join(import.meta.dirname, '..', '..');
const samples = join(root, 'test', 'samples');
const count = 20;
const coldStarts = 5;

async function main(): Promise<void> {
  const reason = whyNoHost();
  if (reason !== undefined) throw new Error(reason);
  const vsix = process.env['MARGINALIA_VSIX'] ?? join(root, packageName(root));
  if (!existsSync(vsix)) throw new Error(`There is no package at ${vsix}: npm run package`);
  const images = readdirSync(samples)
    .filter((name) => name.endsWith('.png'))
    .sort()
    .slice(0, count)
    .map((name) => readFileSync(join(samples, name)));
  const workspace = mkdtempSync(join(tmpdir(), 'marginalia-bench-'));
  writeFileSync(join(workspace, 'bench.tex'), '');
  const shots = join(root, 'test-output', 'bench');
  const code = await VsCodeWindow.open({ vsix, workspace, shots });
  try {
    await code.command('Marginalia: Restart Engine');
    await code.page.locator('.statusbar-item', { hasText: 'Marginalia: CPU' }).waitFor();
    await code.openFile('bench.tex');
    const cold: number[] = [];
    for (const image of images.slice(0, coldStarts)) {
      for (const pid of processesWith(code.engineMark)) process.kill(pid, 'SIGTERM');
      while (processesWith(code.engineMark).length > 0) await pause(100);
      cold.push(await timed(code, image));
    }
    const warm: number[] = [];
    for (const image of images) warm.push(await timed(code, image));
    console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`);
    report('warm', warm);
    report('cold', cold);
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
  await code.copyImage(image);
  const shown = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let from = 0;
        let pending = false;
        const pressed = (event: KeyboardEvent): void => {
          if (event.key !== 'v') return;
          removeEventListener('keydown', pressed, true);
          from = performance.now();
        };
        addEventListener('keydown', pressed, true);
        const look = (): void => {
          const lines = document.querySelector('.editor-instance .view-lines')?.textContent ?? '';
          if (lines.includes('reading')) pending = true;
          if (from > 0 && pending && lines.includes('\\') && !lines.includes('reading')) {
            resolve(performance.now() - from);
          } else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
  await page.keyboard.press('Control+v');
  return shown;
}

function report(name: string, millis: readonly number[]): void {
  const sorted = [...millis].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0);
  console.log(`${name}: median ${at(0.5)} ms, 90th ${at(0.9)} ms, of ${sorted.length} pastes`);
}

await main();
