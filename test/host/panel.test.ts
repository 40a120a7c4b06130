/** The readings panel in a real VS Code: paste, edit, copy in each form, insert, reload, clear. */
import assert from 'node:assert/strict';
import { becomes, eventually, matches } from '../eventually.ts';
import { processesWith } from './processes.ts';
import { sample, savedAtOnce, story } from './story.ts';

const edited = '\\frac{1}{2}+x^2';
const options = { name: 'panel', files: { 'notes.tex': 'So \n' }, settings: savedAtOnce };

story('the readings panel in VS Code', options, (told) => {
  const { card, step, until, views } = told;
  const clipboard = () => told.code.page.evaluate(() => navigator.clipboard.readText());

  step('an image pasted into the panel is read', async () => {
    const { code } = told;
    await code.openFile('notes.tex');
    await code.command('Marginalia: Open Readings');
    const view = await code.webview('.empty');
    await view.getByText('Read a formula').waitFor();
    await code.screenshot('panel-1-empty');
    await code.copyImage(sample('katex-quadratic'));
    await view.locator('.empty h1').click();
    await code.page.keyboard.press('Control+v');
    const reading = await card();
    await reading.locator('.formula .katex-html').waitFor();
    await becomes(() => reading.locator('.name').innerText(), 'Pasted image');
    await reading.locator('.crop img').waitFor();
    await matches(() => reading.locator('textarea').inputValue(), /\\sqrt/);
    await code.screenshot('panel-2-read');
  });

  step('each form is on the clipboard as it should be, also without an engine', async () => {
    const { code } = told;
    for (const pid of processesWith(code.engineMark)) process.kill(pid, 'SIGKILL');
    const reading = await card();
    await reading.locator('textarea').fill(edited);
    const view = await views();
    const copied = async (form: string): Promise<string> => {
      await code.page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
      await reading.getByRole('button', { name: /^Copy .* as$/ }).click();
      await view.getByRole('menuitem', { name: form }).click();
      return matches(clipboard, /^(?!nothing yet)./s);
    };
    assert.equal(await copied('LaTeX'), edited);
    assert.equal(await copied('Inline'), `$${edited}$`);
    assert.equal(await copied('Display'), `\\[\n  ${edited}\n\\]`);
    assert.equal(await copied('Equation'), `\\begin{equation}\n  ${edited}\n\\end{equation}`);
    assert.equal(await copied('Markdown'), `$$\n${edited}\n$$`);
    assert.equal(await copied('Typst'), '$ 1/2 + x^2 $');
    assert.match(await copied('MathML'), /^<math [^]*<mfrac><mn>1<\/mn><mn>2<\/mn><\/mfrac>/);
    assert.match(await copied('SVG'), /^<svg xmlns[^]*<path d="M[^]*<\/svg>$/);
  });

  step('a picture of the formula is on the clipboard', async () => {
    const { code } = told;
    const view = await views();
    const reading = await card();
    await reading.getByRole('button', { name: /^Copy .* as$/ }).click();
    await view.getByRole('menuitem', { name: 'PNG' }).click();
    const types = () =>
      code.page.evaluate(async () => {
        const items = await navigator.clipboard.read();
        return items.flatMap((item) => [...item.types]);
      });
    await becomes(types, ['image/png']);
  });

  step('Insert writes at the cursor of the last editor, undone in one step', async () => {
    const { code } = told;
    const reading = await card();
    await reading.getByRole('button', { name: 'Insert' }).click();
    await until('notes.tex', /^So \n\\\[\n {2,4}\\frac\{1\}\{2\}\+x\^2\n\\\]/);
    await code.screenshot('panel-3-inserted');
    await code.page.keyboard.press('Control+z');
    await until('notes.tex', /^So \n$/);
  });

  step('after a reload the reading is there, as it was edited, with its picture', async () => {
    const { code } = told;
    // The history is written shortly after the last edit.
    await eventually(() => assert.ok(code.keeps('readings', `"edited":${JSON.stringify(edited)}`)));
    await code.page.reload({ waitUntil: 'commit' });
    await code.page.locator('.explorer-folders-view').waitFor();
    const reading = await card();
    await reading.locator('.formula .katex-html').waitFor();
    await becomes(() => reading.locator('textarea').inputValue(), edited);
    await reading.locator('.crop img').waitFor();
    await code.screenshot('panel-4-reloaded');
    await reading.getByRole('button', { name: /^Read .* again$/ }).click();
    await (await views()).getByRole('menuitem', { name: 'Read Larger' }).click();
    // A reading of an earlier session keeps its time for a title; what was there before is offered still.
    await reading.locator(`.other[title="Use ${edited.replaceAll('\\', '\\\\')}"]`).waitFor();
  });

  step('an image dropped on the panel is read; a hostile formula harms nobody', async () => {
    const { code } = told;
    const png = sample('katex-gaussian');
    const view = await views();
    await code.dropImage(view.locator('body'), png, 'dropped.png');
    const reading = view.locator('.card', { has: view.locator('.name:text-is("dropped.png")') });
    await reading.locator('.formula .katex-html').waitFor();
    for (const hostile of [
      '\\href{javascript:alert(1)}{x}',
      '\\def\\a{\\a\\a}\\a',
      '\\rule{500em}{500em}',
      'x+'.repeat(50_000),
    ]) {
      await reading.locator('textarea').fill(hostile);
      // It is drawn at once, or when the keys pause.
      await becomes(() => reading.locator('.formula[aria-busy="true"]').count(), 0);
      assert.equal(await reading.locator('.typeset a').count(), 0);
    }
    await reading.locator('.fault').getByText('too long').waitFor();
    await reading.locator('textarea').fill('y');
    await reading.locator('.fault').waitFor({ state: 'hidden' });
  });

  step('Clear asks, then deletes everything, for good', async () => {
    const { code } = told;
    await code.command('Marginalia: Clear Readings');
    await code.page.locator('.monaco-dialog-box').getByText('Delete', { exact: true }).click();
    await (await code.webview('.empty')).getByText('Read a formula').waitFor();
    await code.page.reload({ waitUntil: 'commit' });
    await code.page.locator('.explorer-folders-view').waitFor();
    await (await code.webview('.empty')).getByText('Read a formula').waitFor();
  });
});
