/** The system's clipboard, with tools of the right names that do as the real ones do. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { clipboardTools, systemClipboardImage } from '../../../extension/paste/systemClipboard.ts';

const sample = join(import.meta.dirname, '..', '..', 'samples', 'katex-gaussian.png');
const skip = process.platform === 'win32' ? 'the tools are scripts of a POSIX shell' : false;

describe('the image on the clipboard', { skip }, () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'marginalia-clipboard-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const tool = (name: string, script: string): void => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  };
  const remove = (name: string): void => rmSync(join(folder, name));
  const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ PATH: folder, ...more });
  const cat = `/bin/cat '${sample}'`;
  const bytes = new Uint8Array(readFileSync(sample));

  test('xclip on X11, wl-paste first on Wayland', async () => {
    tool('xclip', `[ "$*" = "-selection clipboard -target image/png -out" ] && ${cat}`);
    assert.deepEqual(await systemClipboardImage('linux', env()), bytes);
    tool('wl-paste', `[ "$*" = "--no-newline --type image/png" ] && ${cat}`);
    tool('xclip', 'exit 1');
    assert.deepEqual(await systemClipboardImage('linux', env({ WAYLAND_DISPLAY: 'w' })), bytes);
    remove('wl-paste');
  });

  test('macOS without pngpaste, and Windows', async () => {
    const hex = Buffer.from(bytes).toString('hex').toUpperCase();
    tool('osascript', `printf '%s' '«data PNGf${hex}»'`);
    assert.deepEqual(await systemClipboardImage('darwin', env()), bytes);
    tool('powershell.exe', `printf '%s\\r\\n' '${Buffer.from(bytes).toString('base64')}'`);
    assert.deepEqual(await systemClipboardImage('win32', env()), bytes);
  });

  test('no image, something else, too much, no tool: each said as it is', async () => {
    tool('xclip', 'echo "Error: target image/png not available" >&2; exit 1');
    await assert.rejects(systemClipboardImage('linux', env()), { code: 'clipboard-empty' });
    tool('xclip', 'echo text');
    await assert.rejects(systemClipboardImage('linux', env()), { code: 'clipboard-empty' });
    tool('xclip', '/usr/bin/head -c 140000000 /dev/zero');
    await assert.rejects(systemClipboardImage('linux', env()), { code: 'image-too-large' });
    remove('xclip');
    await assert.rejects(systemClipboardImage('linux', env()), { code: 'clipboard-unreachable' });
  });
});

test('no tool gets a word that is not fixed', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const tools = clipboardTools(platform, { WAYLAND_DISPLAY: '$(touch x)' });
    assert.doesNotMatch(JSON.stringify(tools), /touch/);
  }
});
