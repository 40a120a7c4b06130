/** The PDF reader in a real VS Code: open, scroll, come back after a reload, follow the file on disk. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numbered } from '../fixtures/pdf/make.ts';
import { isStored } from './stored.ts';
import { root, soon, story } from './story.ts';

/** In what VS Code writes of a window's tabs. */
const editors = 'marginalia.pdf';
const paper = readFileSync(join(root, 'test', 'fixtures', 'pdf', 'paper.pdf'));
const options = { name: 'pdf', files: { 'paper.pdf': paper, 'long.pdf': numbered(600) } };

story('the PDF reader in VS Code', options, (told) => {
  const { step } = told;
  const reader = () => told.code.webview('.reader .page canvas');
  const total = async (): Promise<string> =>
    (await reader()).locator('.total').innerText({ timeout: 60_000 });

  step('opens from the Explorer, with its text', async () => {
    await told.code.explorerMenu(['paper.pdf'], 'Open in Marginalia PDF Reader');
    const view = await reader();
    assert.equal(await total(), '(1 of 9)');
    await view.getByText('Notes on a Vibrating String').first().waitFor({ state: 'attached' });
    await told.code.screenshot('pdf-1-open');
  });

  step('keys and commands turn pages and zoom', async () => {
    const { code } = told;
    const view = await reader();
    await view.locator('.viewport').focus();
    const before = await view.locator('.percent').innerText();
    await code.page.keyboard.press('Control+=');
    await soon(async () => (await view.locator('.percent').innerText()) !== before);
    assert.notEqual(await view.locator('.percent').innerText(), before);
    await code.command('Marginalia: PDF: Last Page');
    await soon(async () => (await total()) === '(9 of 9)');
    assert.equal(await total(), '(9 of 9)');
    await view.locator('.page-field').fill('2');
    await view.locator('.page-field').press('Enter');
    await soon(async () => (await total()) === '(4 of 9)');
    assert.equal(await total(), '(4 of 9)');
  });

  step('a link that leads out is asked about with its whole address', async () => {
    const { code } = told;
    const view = await reader();
    await view.locator('.page-field').fill('ii');
    await view.locator('.page-field').press('Enter');
    await view.getByRole('link', { name: 'https://example.org/strings?mode=3' }).click();
    const dialog = code.page.locator('.monaco-dialog-box');
    await dialog.getByText('https://example.org/strings?mode=3').waitFor();
    await code.screenshot('pdf-2-link');
    await code.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await view.locator('.page-field').fill('3');
    await view.locator('.page-field').press('Enter');
    await soon(async () => (await total()) === '(5 of 9)');
  });

  step('after a reload of the window the place is there', async () => {
    const { code } = told;
    const zoom = await (await reader()).locator('.percent').innerText();
    await soon(() => isStored(code.page, editors, 'paper.pdf'));
    // Which tabs are open is written every few seconds; the place in a file is written at once.
    await code.command('Marginalia: PDF: Last Page');
    await soon(async () => (await total()) === '(9 of 9)');
    await soon(() => isStored(code.page, 'pdf.places', '"page":9'));
    await code.page.reload({ waitUntil: 'commit' });
    await code.page.locator('.explorer-folders-view').waitFor();
    await soon(async () => (await total()) === '(9 of 9)');
    assert.equal(await total(), '(9 of 9)');
    assert.equal(await (await reader()).locator('.percent').innerText(), zoom);
  });

  step('a file that is made again in pieces is followed, without a blank in between', async () => {
    const next = numbered(7);
    writeFileSync(told.path('paper.pdf'), next.subarray(0, 300));
    const view = await reader();
    await view.getByText('The file is being written').waitFor();
    assert.ok((await view.locator('.page canvas').count()) > 0);
    writeFileSync(told.path('paper.pdf'), next);
    await soon(async () => (await total()) === 'of 7');
    assert.equal(await total(), 'of 7');
  });

  step('a file that vanishes says so and comes back', async () => {
    rmSync(told.path('paper.pdf'));
    const view = await reader();
    await view.getByText('The file is no longer there').waitFor();
    writeFileSync(told.path('paper.pdf'), paper);
    await soon(async () => (await total()).endsWith('of 9)'));
    assert.match(await total(), /of 9\)$/);
    await told.code.screenshot('pdf-3-back');
  });
});
