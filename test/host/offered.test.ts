/** What a person meets who has changed no setting: reading is offered, and pictures are pointed at. */
import { existsSync } from 'node:fs';
import { becomes } from '../eventually.ts';
import { sample, savedAtOnce, story } from './story.ts';

const tall = sample('katex-quadratic');

const options = {
  name: 'offered',
  settings: savedAtOnce,
  files: {
    'notes.md': 'Some text ',
    'prose.tex': 'So ',
    'notes.typ': 'So ',
    'plain.txt': 'So ',
    'linked.md': '# Links\n\n![a formula](formula.png)\n',
    'linked.tex': '\\includegraphics{formula}\n',
    'formula.png': tall,
  },
};

story('with the settings as they come', options, (told) => {
  const { card, step, until } = told;

  step('Markdown: the plain image is pasted, and the formula is one click away', async () => {
    const { code } = told;
    // VS Code's own Markdown support starts with the first Markdown file: it is there when the engine is.
    await code.openFile('notes.md');
    await told.engineReady();
    await code.openFile('notes.md');
    await told.paste(tall);
    await until('notes.md', /^Some text !\[[^\]]*\]\(image\.png\)$/);
    await becomes(() => existsSync(told.path('image.png')), true);
    const widget = code.page.locator('.post-edit-widget');
    await widget.waitFor();
    await widget.locator('.monaco-button').click();
    const choices = code.page.locator('.action-widget').first();
    await choices.waitFor();
    await code.screenshot('offered-1-menu');
    await choices.getByText('Read as LaTeX').click();
    await until('notes.md', /^Some text \n\$\$\nx=\\frac.*\n\$\$$/);
    await code.screenshot('offered-2-chosen');
  });

  step('LaTeX, Typst, plain text: nobody else pastes images there, so they are read', async () => {
    const { code } = told;
    const expected = { 'prose.tex': /^So \n\\\[\n.*frac/, 'notes.typ': /^So .*\$ .*\$/s };
    for (const [name, pattern] of [...Object.entries(expected), ['plain.txt', /^So x=\\frac/]]) {
      await code.openFile(String(name));
      await told.paste(tall);
      await until(String(name), pattern as RegExp);
    }
  });

  step('a hover on an image link shows the picture and reads it', async () => {
    const { code } = told;
    await code.openFile('linked.md');
    const link = code.page
      .locator('.editor-group-container.active .view-line', { hasText: 'formula.png' })
      .getByText('formula.png');
    await link.first().hover();
    const hover = code.page.locator('.monaco-hover:visible', { hasText: 'Read as LaTeX' });
    await hover.locator('img').first().waitFor();
    await code.screenshot('offered-3-hover');
    await hover.getByText('Read as LaTeX').first().click();
    await (await card('formula.png')).first().locator('.formula .katex-html').waitFor();
    await code.command('Marginalia: Clear Readings');
    await code.page.locator('.monaco-dialog-box').getByText('Delete', { exact: true }).click();
  });

  step('a code action on \\includegraphics reads the file that TeX would find', async () => {
    const { code } = told;
    await code.openFile('linked.tex');
    await code.page.keyboard.press('Control+Home');
    for (let left = 5; left > 0; left -= 1) await code.page.keyboard.press('ArrowRight');
    await code.page.keyboard.press('Control+.');
    const choices = code.page.locator('.action-widget').first();
    await choices.getByText('Read as LaTeX').waitFor();
    await code.screenshot('offered-4-action');
    await choices.getByText('Read as LaTeX').click();
    await (await card('formula.png')).first().locator('.formula .katex-html').waitFor();
  });
});
