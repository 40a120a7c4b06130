/** Images pasted, dropped and linked in documents, in a real VS Code with the packaged extension. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { processesWith } from './processes.ts';
import { VsCodeWindow, whyNoHost } from './vscode.ts';

const root = join(import.meta.dirname, '..', '..');
const vsix = process.env['MARGINALIA_VSIX'];
const skip = whyNoHost() ?? (vsix === undefined ? 'run it with npm run test:host' : false);

const sample = (name: string) => readFileSync(join(root, 'test', 'samples', `${name}.png`));
const low = sample('mathml-energy');
const tall = sample('katex-quadratic');
const rows = sample('katex-squares');

const notebook = {
  cells: [{ cell_type: 'markdown', metadata: {}, source: ['So'] }],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

describe('images in documents', { skip }, () => {
  let workspace: string;
  let code: VsCodeWindow;
  let opened: VsCodeWindow | undefined;

  before(async () => {
    workspace = mkdtempSync(join(tmpdir(), 'marginalia-paste-'));
    writeFileSync(join(workspace, 'prose.tex'), 'So ');
    writeFileSync(join(workspace, 'lines.tex'), '\\begin{document}\n  ');
    writeFileSync(join(workspace, 'inside.tex'), '\\begin{equation}\n  y = ');
    writeFileSync(join(workspace, 'notes.md'), '- ');
    writeFileSync(join(workspace, 'notes.typ'), '= Title\n\n');
    writeFileSync(join(workspace, 'book.ipynb'), JSON.stringify(notebook));
    opened = await VsCodeWindow.open({
      vsix: vsix ?? '',
      workspace,
      shots: join(root, 'test-output', 'host'),
      settings: {
        'files.autoSave': 'afterDelay',
        'files.autoSaveDelay': 100,
        'marginalia.paste.images': 'default',
        'editor.autoClosingBrackets': 'never',
        'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
      },
    });
    code = opened;
  });

  after(async () => {
    await opened?.close();
    rmSync(workspace, { recursive: true, force: true });
  });

  const read = (name: string) => readFileSync(join(workspace, name), 'utf8');

  /** Waits until the saved file fits. */
  const until = async (name: string, pattern: RegExp, seconds = 60): Promise<string> => {
    for (const end = Date.now() + seconds * 1_000; Date.now() < end;) {
      if (pattern.test(read(name))) return read(name);
      await pause(100);
    }
    assert.match(read(name), pattern);
    return read(name);
  };
  const paste = async (image: Uint8Array): Promise<void> => {
    await code.copyImage(image);
    await code.page.keyboard.press('Control+v');
  };
  const engine = (): number => {
    const [pid] = processesWith(code.engineMark);
    assert.ok(pid !== undefined, 'the engine runs');
    return pid;
  };

  let broken: string | undefined;
  const step = (name: string, run: () => Promise<void>): void => {
    test(name, async () => {
      assert.equal(broken, undefined, 'an earlier step failed');
      try {
        await run();
      } catch (error) {
        broken = name;
        await code.screenshot('failed-paste');
        throw error;
      }
    });
  };

  step('LaTeX, in prose: a low formula in the line, undone and redone in one step', async () => {
    await code.openFile('prose.tex');
    // The first paste waits for the extension: VS Code asks only providers that are there.
    await code.command('Marginalia: Restart Engine');
    await code.page.locator('.statusbar-item', { hasText: 'Marginalia: CPU' }).waitFor();
    await code.openFile('prose.tex');
    await paste(low);
    const text = await until('prose.tex', /\$[^$]+\$/, 120);
    assert.match(text, /^So \$E\^\{?2\}?=[^$]+\$$/);
    await code.screenshot('paste-1-latex');
    await code.page.keyboard.press('Control+z');
    await until('prose.tex', /^So $/);
    // VS Code takes a redo in the moment of a save for what was saved before, and then never saves it.
    await pause(1_500);
    await code.page.keyboard.press('Control+y');
    await until('prose.tex', /^So \$E[^$]+\$$/);
  });

  step(
    'LaTeX, on a line alone: lines of its own; inside of mathematics: nothing added',
    async () => {
      await code.openFile('lines.tex');
      await paste(tall);
      assert.match(await until('lines.tex', /\\\]/), /\n {2}\\\[\n {4,6}x=\\frac.*\n {2}\\\]$/);
      await code.openFile('inside.tex');
      await paste(tall);
      assert.match(await until('inside.tex', /frac/), /\n {2}y = x=\\frac\{[^$[]*$/);
    },
  );

  step('Markdown, Typst and a notebook: each its own way', async () => {
    await code.openFile('notes.md');
    await paste(tall);
    await until('notes.md', /^- \$\$\n {2}x=\\frac.*\n {2}\$\$$/);
    await code.openFile('notes.typ');
    await paste(rows);
    await until('notes.typ', /\n\n\$ \(a ?\+ ?b\)\^2 &=.* \\ .*\$$/);
    await code.openNotebook('book.ipynb');
    await paste(low);
    await until('book.ipynb', /"So\$E\^/);
    await code.screenshot('paste-2-notebook');
  });

  step('typing while it reads: all that was typed stays, around the formula', async () => {
    await code.openFile('prose.tex');
    const pid = engine();
    process.kill(pid, 'SIGSTOP');
    try {
      await paste(low);
      await until('prose.tex', /⟨reading image/); // VS Code gives a paste up when keys come before it
      await code.page.keyboard.type(' holds');
      await code.page.keyboard.press('Control+Home');
      await code.page.keyboard.type('Now: ');
      await until('prose.tex', /^Now: So .*⟨reading image \d+…⟩ holds$/);
      await code.screenshot('paste-3-typing');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until('prose.tex', /^Now: So \$E[^$]+\$\$E[^$]+\$ holds$/);
    await code.page.keyboard.press('Control+z');
    await until('prose.tex', /^Now: So \$E[^$]+\$ holds$/);
  });

  step(
    'the engine killed meanwhile: a message, no placeholder, and the next paste works',
    async () => {
      await code.openFile('lines.tex');
      const text = read('lines.tex');
      const pid = engine();
      process.kill(pid, 'SIGSTOP');
      await paste(tall);
      await until('lines.tex', /⟨reading image/);
      process.kill(pid, 'SIGKILL');
      await until('lines.tex', /\\\]$/);
      assert.equal(read('lines.tex'), text);
      const message = code.page.locator('.notification-toast', { hasText: 'engine process ended' });
      await message.first().waitFor();
      await code.screenshot('paste-4-killed');
      await code.page.keyboard.press('Enter');
      await paste(tall);
      await until('lines.tex', /\\\]\n {2}\\\[\n.*\n {2}\\\]$/);
    },
  );

  step('a file dropped with Shift', async () => {
    await code.openFile('inside.tex');
    const text = read('inside.tex');
    const line = code.page.locator('.editor-group-container.active .view-line > span').last();
    await code.dropImage(line, low, 'energy.png');
    await until('inside.tex', /\\frac.*E\^/);
    await code.page.keyboard.press('Control+z');
    for (let left = 100; left > 0 && read('inside.tex') !== text; left -= 1) await pause(100);
    assert.equal(read('inside.tex'), text);
  });

  step('no content security policy was violated', () => {
    assert.deepEqual(code.violations, []);
    return Promise.resolve();
  });
});
