/** The PDF reader in a real VS Code: open, scroll, come back after a reload, follow the file on disk. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomes, eventually, matches } from '../eventually.ts';
import { numbered } from '../fixtures/pdf/make.ts';
import { isStored } from './stored.ts';
import { root, story } from './story.ts';

/** In what VS Code writes of a window's tabs. */
const editors = 'marginalia.pdf';
const paper = readFileSync(join(root, 'test', 'fixtures', 'pdf', 'paper.pdf'));
const options = { name: 'pdf', files: { 'paper.pdf': paper, 'long.pdf': numbered(600) } };

story('the PDF reader in VS Code', options, (told) => {
  const { step } = told;
  const reader = () => told.code.webview('.reader .page canvas');
  const total = async (): Promise<string> => (await reader()).locator('.total').innerText();

  step('opens from the Explorer, with its text', async () => {
    await told.code.explorerMenu(['paper.pdf'], 'Open in Marginalia PDF Reader');
    const view = await reader();
    await becomes(total, '(1 of 9)');
    await view.getByText('Notes on a Vibrating String').first().waitFor({ state: 'attached' });
    await told.code.screenshot('pdf-1-open');
  });

  step('keys and commands turn pages and zoom', async () => {
    const { code } = told;
    const view = await reader();
    await view.locator('.viewport').focus();
    const percent = (): Promise<string> => view.locator('.percent').innerText();
    const before = await percent();
    await code.page.keyboard.press('Control+=');
    await eventually(async () => assert.notEqual(await percent(), before));
    await code.command('Marginalia: PDF: Last Page');
    await becomes(total, '(9 of 9)');
    await view.locator('.page-field').fill('2');
    await view.locator('.page-field').press('Enter');
    await becomes(total, '(4 of 9)');
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
    await becomes(total, '(5 of 9)');
  });

  step('after a reload of the window the place is there', async () => {
    const { code } = told;
    const zoom = await (await reader()).locator('.percent').innerText();
    await becomes(() => isStored(code.page, editors, 'paper.pdf'), true);
    // Which tabs are open is written every few seconds; the place in a file is written at once.
    await code.command('Marginalia: PDF: Last Page');
    await becomes(total, '(9 of 9)');
    // To its end: at the page's beginning the window's edge lies in the gap under the page before.
    const pages = (await reader()).locator('.viewport');
    await pages.evaluate((it) => it.scrollTo(0, it.scrollHeight));
    await becomes(() => isStored(code.page, 'pdf.places', '"page":9'), true);
    await code.page.reload({ waitUntil: 'commit' });
    await code.page.locator('.explorer-folders-view').waitFor();
    await becomes(total, '(9 of 9)');
    await becomes(async () => (await reader()).locator('.percent').innerText(), zoom);
  });

  step('a file that is made again in pieces is followed, without a blank in between', async () => {
    const next = numbered(7);
    writeFileSync(told.path('paper.pdf'), next.subarray(0, 300));
    const view = await reader();
    await view.getByText('The file is being written').waitFor();
    assert.ok((await view.locator('.page canvas').count()) > 0);
    writeFileSync(told.path('paper.pdf'), next);
    await becomes(total, 'of 7');
  });

  step('a file that vanishes says so and comes back', async () => {
    rmSync(told.path('paper.pdf'));
    const view = await reader();
    await view.getByText('The file is no longer there').waitFor();
    writeFileSync(told.path('paper.pdf'), paper);
    await matches(total, /of 9\)$/);
    await told.code.screenshot('pdf-3-back');
  });
});
