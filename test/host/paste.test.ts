/** Images pasted, dropped and linked in documents, in a real VS Code with the packaged extension. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { becomes } from '../eventually.ts';
import { sample, savedAtOnce, story } from './story.ts';

const low = sample('mathml-energy');
const tall = sample('katex-quadratic');
const rows = sample('katex-squares');

const notebook = {
  cells: [{ cell_type: 'markdown', metadata: {}, source: ['So'] }],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

const options = {
  name: 'paste',
  settings: {
    ...savedAtOnce,
    'marginalia.paste.images': 'default',
    'editor.autoClosingBrackets': 'never',
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  },
  files: {
    'prose.tex': 'So ',
    'lines.tex': '\\begin{document}\n  ',
    'inside.tex': '\\begin{equation}\n  y = ',
    'quick.tex': 'So',
    'notes.md': '- ',
    'notes.typ': '= Title\n\n',
    'book.ipynb': JSON.stringify(notebook),
  },
};

story('images in documents', options, (told) => {
  const { read, step, until } = told;

  step('LaTeX, in prose: a low formula in the line, undone and redone in one step', async () => {
    const { code } = told;
    await code.openFile('prose.tex');
    await told.engineReady();
    await code.openFile('prose.tex');
    await told.paste(low);
    const text = await until('prose.tex', /\$[^$]+\$/);
    assert.match(text, /^So \$E\^\{?2\}?=[^$]+\$$/);
    await code.screenshot('paste-1-latex');
    await code.page.keyboard.press('Control+z');
    await until('prose.tex', /^So $/);
    // VS Code takes a redo in the moment of a save for what was saved before, and then never saves it.
    await code.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    await pause(1_500);
    await code.page.keyboard.press('Control+y');
    await until('prose.tex', /^So \$E[^$]+\$$/);
  });

  step(
    'LaTeX, on a line alone: lines of its own; inside of mathematics: nothing added',
    async () => {
      const { code } = told;
      await code.openFile('lines.tex');
      await told.paste(tall);
      assert.match(await until('lines.tex', /\\\]/), /\n {2}\\\[\n {4,6}x=\\frac.*\n {2}\\\]$/);
      await code.openFile('inside.tex');
      await told.paste(tall);
      assert.match(await until('inside.tex', /frac/), /\n {2}y = x=\\frac\{[^$[]*$/);
    },
  );

  step('Markdown, Typst and a notebook: each its own way', async () => {
    const { code } = told;
    await code.openFile('notes.md');
    await told.paste(tall);
    await until('notes.md', /^- \$\$\n {2}x=\\frac.*\n {2}\$\$$/);
    await code.openFile('notes.typ');
    await told.paste(rows);
    await until('notes.typ', /\n\n\$ \(a ?\+ ?b\)\^2 &=.* \\ .*\$$/);
    await code.openNotebook('book.ipynb');
    await told.paste(low);
    await until('book.ipynb', /"So\$E\^/);
    await code.screenshot('paste-2-notebook');
  });

  step('typing while it reads: all that was typed stays, around the formula', async () => {
    const { code } = told;
    await code.openFile('prose.tex');
    const pid = told.engine;
    process.kill(pid, 'SIGSTOP');
    try {
      await told.paste(low);
      await until('prose.tex', /⟨reading image/);
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
    'keys right after Ctrl+V, which make VS Code give the paste up: it comes all the same',
    async () => {
      const { code } = told;
      const { keyboard } = code.page;
      for (const wait of [0, 5, 15, 30, 60]) {
        await code.openFile('quick.tex');
        await keyboard.press('Control+a');
        await keyboard.type('So ');
        await code.copyImage(low);
        await keyboard.press('Control+v');
        await pause(wait);
        await keyboard.type(' holds', { delay: 15 });
        await until('quick.tex', /^So \$E[^$]+\$ holds$/);
      }
    },
  );

  step(
    'the engine killed meanwhile: a message, no placeholder, and the next paste works',
    async () => {
      const { code } = told;
      await code.openFile('lines.tex');
      const text = read('lines.tex');
      const pid = told.engine;
      process.kill(pid, 'SIGSTOP');
      await told.paste(tall);
      await until('lines.tex', /⟨reading image/);
      process.kill(pid, 'SIGKILL');
      await until('lines.tex', /\\\]$/);
      await becomes(() => read('lines.tex'), text);
      const message = code.page.locator('.notification-toast', { hasText: 'engine process ended' });
      await message.first().waitFor();
      await code.screenshot('paste-4-killed');
      await code.page.keyboard.press('Enter');
      await told.paste(tall);
      await until('lines.tex', /\\\]\n {2}\\\[\n.*\n {2}\\\]$/);
    },
  );

  step('a file dropped with Shift', async () => {
    const { code } = told;
    await code.openFile('inside.tex');
    const text = read('inside.tex');
    // The file that was shown before goes a moment after the tab has changed.
    const line = code.page
      .locator('.editor-group-container.active .view-line > span', { hasText: /^\s*y\s=\sx=/ })
      .last();
    await code.dropImage(line, low, 'energy.png');
    await until('inside.tex', /\\frac.*E\^/);
    await code.page.keyboard.press('Control+z');
    await becomes(() => read('inside.tex'), text);
  });
});
