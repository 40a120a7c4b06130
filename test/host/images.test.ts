/** The first minute, the clipboard, many images at once, and one that is far too large. */
import sharp from 'sharp';
import { matches } from '../eventually.ts';
import { sample, story } from './story.ts';

const whole = sample('katex-quadratic');
/** 40 megapixels of paper with one formula in the middle. */
const vast = await sharp({
  create: { width: 8_000, height: 5_000, channels: 3, background: '#fff' },
})
  .composite([{ input: whole }])
  .png({ compressionLevel: 1 })
  .toBuffer();

const files = {
  'energy.png': sample('mathml-energy'),
  'gaussian.png': sample('katex-gaussian'),
  'truncated.png': whole.subarray(0, whole.length / 2),
  'vast.png': vast,
};

story('images without a document', { name: 'images', files }, (told) => {
  const { card, step } = told;

  step('the walkthrough: one click reads a sample', async () => {
    const { code } = told;
    await code.command('Welcome: Open Walkthrough...');
    await code.page.locator('.quick-input-widget input').first().fill('Read formulas');
    await code.page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Read formulas with Marginalia' })
      .click();
    await code.page.getByRole('button', { name: 'Read the Sample' }).click();
    await (await card('sample.png')).locator('.formula .katex-html').waitFor();
    await code.screenshot('images-1-walkthrough');
  });

  step('the log has a first line before anything went wrong', async () => {
    const { code } = told;
    await code.command('Marginalia: Show Log');
    const panel = code.page.locator('.part.panel');
    await panel
      .locator('.view-line', { hasText: /Marginalia\s\d+\.\d+\.\d+/ })
      .first()
      .waitFor();
    await code.screenshot('images-2-log');
    await code.command('View: Toggle Panel Visibility');
  });

  step(
    'Read Clipboard Image without an editor: the readings say what to do, and it works',
    async () => {
      const { code } = told;
      await code.command('View: Close All Editors');
      await code.copyImage(sample('katex-gaussian'));
      await code.command('Marginalia: Read Clipboard Image');
      await code.page.locator('.notification-toast', { hasText: 'press Ctrl+V' }).waitFor();
      await (await told.views()).locator('.tip').waitFor();
      await code.page.keyboard.press('Control+v'); // the view has the focus already
      await (await card('Pasted image')).locator('.formula .katex-html').waitFor();
      await code.screenshot('images-3-clipboard');
    },
  );

  step('many at once: progress, one document, and what could not be read', async () => {
    const { code } = told;
    const pid = told.engine;
    process.kill(pid, 'SIGSTOP');
    try {
      const names = ['energy.png', 'gaussian.png', 'truncated.png'];
      await code.explorerMenu(names, 'Read Images into a Document');
      await code.page.locator('.notification-toast', { hasText: 'Reading 3 images' }).waitFor();
      await code.screenshot('images-4-progress');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const editor = code.page.locator('.editor-group-container.active .view-lines');
    await editor.getByText('2 of 3 images were read.').waitFor();
    const text = async () => (await editor.innerText()).replaceAll('\u00a0', ' ');
    for (const words of [/## energy\.png/, /## Not read/, /`truncated\.png`: \S+/])
      await matches(text, words);
    await code.screenshot('images-5-batch');
  });

  step('an image of 40 megapixels: an answer, and engine and window are alive', async () => {
    const { code } = told;
    await code.explorerMenu(['vast.png'], 'Read Image as LaTeX');
    const reading = await card('vast.png');
    await reading.locator('.problem, .formula .katex-html').waitFor();
    await code.screenshot('images-6-vast');
    const problem = reading.locator('.problem .message');
    if ((await problem.count()) > 0) await matches(() => problem.innerText(), /pixel|large/i);
    await code.explorerMenu(['energy.png'], 'Read Image as LaTeX');
    await (await card('energy.png')).first().locator('.formula .katex-html').waitFor();
  });
});
