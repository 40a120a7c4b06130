/**
 * Takes the picture that the README and the walkthrough show, in a real VS Code with the package that
 * `npm run package` made: node test/host/picture.ts [SAMPLE…]     samples: names under test/samples
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { packageName } from '../../extension/packaging/name.ts';
import { VsCodeWindow, whyNoHost } from './vscode.ts';

const root = join(import.meta.dirname, '..', '..');
const media = join(root, 'extension', 'media');
const usual = ['katex-quadratic', 'katex-maxwell-dark', 'katex-stokes-blue'];

async function main(samples: readonly string[]): Promise<void> {
  const reason = whyNoHost();
  if (reason !== undefined) throw new Error(reason);
  const workspace = join(mkdtempSync(join(tmpdir(), 'marginalia-picture-')), 'figures');
  const names = samples.map((sample) => `${sample.replace(/^[^-]+-/, '')}.png`);
  mkdirSync(workspace);
  for (const [index, sample] of samples.entries()) {
    const from = join(root, 'test', 'samples', `${sample}.png`);
    copyFileSync(from, join(workspace, names[index] ?? ''));
  }
  const code = await VsCodeWindow.open({
    vsix: process.env['MARGINALIA_VSIX'] ?? join(root, packageName(root)),
    workspace,
    shots: media,
    size: { width: 1200, height: 680 },
    settings: { 'workbench.colorTheme': 'Light Modern', 'breadcrumbs.enabled': false },
  });
  try {
    await code.explorerMenu(names, 'Read Image as LaTeX');
    const view = await code.webview('.card[data-status="read"]', 120_000);
    await view
      .locator('.card[data-status="read"]')
      .nth(names.length - 1)
      .waitFor();
    await code.page.locator('.notification-toast').waitFor({ state: 'hidden' });
    await code.page.mouse.move(700, 620);
    await pause(1_000);
    console.log(await code.screenshot('readings'));
  } finally {
    await code.close();
    rmSync(workspace, { recursive: true, force: true });
  }
}

await main(process.argv.length > 2 ? process.argv.slice(2) : usual);
