/** The packaged extension in a real VS Code: what a person does first, and on a bad day. */
import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { becomes, eventually, matches } from '../eventually.ts';
import { processesWith } from './processes.ts';
import { sample, story } from './story.ts';

const whole = sample('katex-quadratic');
const files = {
  'quadratic.png': whole,
  'gaussian.png': sample('katex-gaussian'),
  'binomial-theorem.png': sample('katex-binomial-theorem'),
  'truncated.png': whole.subarray(0, whole.length / 2),
  'notes.tex': '\\documentclass{article}\n',
};

story('the packaged extension in VS Code', { name: 'readings', files }, (told) => {
  const { card, step, views } = told;
  const status = () => told.code.page.locator('.statusbar-item', { hasText: 'Marginalia' });
  /** It says so for a moment, and is watched from before. */
  const copies = (reading: Locator) =>
    Promise.all([reading.getByText('Copied').waitFor(), reading.locator('.copy').click()]);
  const enginePids = () => processesWith(told.code.engineMark);

  step('reads an image from the Explorer and shows it typeset', async () => {
    const { code } = told;
    await code.explorerMenu(['quadratic.png'], 'Read Image as LaTeX');
    const reading = await card('quadratic.png');
    await reading.locator('.formula .katex-html').waitFor();
    await reading.locator('.crop img').waitFor();
    const source = (): Promise<string> => reading.locator('textarea').inputValue();
    await matches(source, /\\frac/);
    await matches(source, /\\sqrt/);
    await status()
      .filter({ hasText: /CPU|GPU/ })
      .waitFor();
    await code.screenshot('1-read');
  });

  step('copies the source', async () => {
    const { code } = told;
    const reading = await card('quadratic.png');
    await copies(reading);
    const copied = (): Promise<string> => code.page.evaluate(() => navigator.clipboard.readText());
    await becomes(copied, await reading.locator('textarea').inputValue());
  });

  step('reads several at once, and says what is wrong with a bad one', async () => {
    const { code } = told;
    await code.explorerMenu(['gaussian.png', 'truncated.png'], 'Read Image as LaTeX');
    await (await card('gaussian.png')).locator('.formula .katex-html').waitFor();
    const problem = (await card('truncated.png')).locator('.problem');
    await problem.waitFor();
    await matches(() => problem.innerText(), /Retry/);
    await code.screenshot('2-several');
  });

  step("the tab's button offers a file picker, and reads what is picked", async () => {
    const { code } = told;
    await code.page.locator('.editor-actions .action-label[aria-label*="Read Image"]').click();
    const input = code.page.locator('.quick-input-widget input').first();
    // the dialog writes the folder into its field when it has listed it
    await code.page.locator('.quick-input-list', { hasText: 'quadratic.png' }).waitFor();
    await input.fill(told.path('quadratic.png'));
    await code.page.locator('.quick-input-list .focused', { hasText: 'quadratic.png' }).waitFor();
    await code.screenshot('3-picker');
    await code.page.keyboard.press('Enter');
    const readings = await card('quadratic.png');
    await readings.nth(1).locator('.formula .katex-html').waitFor();
    await readings.first().getByRole('button', { name: 'Remove quadratic.png' }).click();
    await readings.nth(1).waitFor({ state: 'detached' });
  });

  step(
    'an engine killed in the middle of a reading: the card says so, and Retry reads',
    async () => {
      const { code } = told;
      const [pid] = enginePids();
      assert.ok(pid !== undefined, 'the engine runs');
      process.kill(pid, 'SIGSTOP');
      await code.explorerMenu(['binomial-theorem.png'], 'Read Image as LaTeX');
      const reading = await card('binomial-theorem.png');
      await reading.locator('.running').waitFor();
      process.kill(pid, 'SIGKILL');
      await reading.locator('.problem').waitFor();
      await code.screenshot('4-killed');
      await reading.getByRole('button', { name: 'Retry' }).click();
      await reading.locator('.formula .katex-html').waitFor();
      assert.ok(!enginePids().includes(pid), 'a fresh one has read');
    },
  );

  step('an engine that cannot start: the reason, and Restart Engine brings it back', async () => {
    const { code } = told;
    const engine = code.extensionFile('dist/engine.mjs');
    renameSync(engine, `${engine}.away`);
    for (const pid of enginePids()) process.kill(pid, 'SIGKILL');
    await status().filter({ hasText: 'failed' }).waitFor();
    const view = await views();
    await view.locator('.banner').waitFor();
    await code.screenshot('5-failed');
    await copies(await card('quadratic.png')); // works without an engine
    renameSync(`${engine}.away`, engine);
    await view.locator('.banner').getByRole('button', { name: 'Restart Engine' }).click();
    await status()
      .filter({ hasText: /CPU|GPU/ })
      .waitFor();
    await view.locator('.banner').waitFor({ state: 'hidden' });
  });

  step('an image deleted meanwhile can still be read again, from what was kept', async () => {
    rmSync(told.path('gaussian.png'));
    const reading = await card('gaussian.png');
    // What was read before stands there until it is read again: that it is, is written down.
    await reading.evaluate((element) => {
      new MutationObserver(() => {
        if (element.dataset['status'] !== 'read') element.dataset['again'] = 'yes';
      }).observe(element, { attributeFilter: ['data-status'] });
    });
    await reading.getByRole('button', { name: 'Read gaussian.png again' }).click();
    await (await views()).getByRole('menuitem', { name: 'Read Again' }).click();
    await becomes(() => reading.getAttribute('data-again'), 'yes');
    await becomes(() => reading.getAttribute('data-status'), 'read');
    await reading.locator('.formula .katex-html').waitFor();
  });

  step('the view in the side bar shows the same readings, until they are cleared', async () => {
    const { code } = told;
    const before = await (await views()).locator('.card').count();
    await code.command('View: Close All Editors');
    await code.page.locator('.activitybar .action-label[aria-label="Marginalia"]').click();
    // The frame of the closed editor may be there for a moment still.
    const view = await eventually(async () => {
      const shown = await views();
      await shown.locator('.formula .katex-html').first().waitFor({ timeout: 20_000 });
      return shown;
    });
    await becomes(() => view.locator('.card').count(), before);
    await code.screenshot('6-side-bar');
    await code.command('Marginalia: Clear Readings');
    await code.page.locator('.monaco-dialog-box').getByText('Delete', { exact: true }).click();
    await view.locator('.empty').waitFor();
  });
});
