/** Other models in a real VS Code, through every dialog: a server over HTTP, and one installed from a folder. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { writeCheckpoint } from '../golden/phi4/checkpoint.ts';
import { readVectors } from '../golden/phi4/vectors.ts';
import { becomes, matches } from '../eventually.ts';
import { stream } from '../unit/backends/support/chat-server.ts';
import { answeringServer } from './answers.ts';
import { processesWith } from './processes.ts';
import { sample, story } from './story.ts';

const question = 'Which equation is this?';
const place = mkdtempSync(join(tmpdir(), 'marginalia-models-'));
const checkpoint = join(place, 'tiny-phi4');
const installed = join(place, 'installed');

const options = {
  name: 'models',
  files: { 'energy.png': sample('mathml-energy') },
  machine: () => ({ 'marginalia.models.folder': installed }),
};

story('models that can be asked', options, (told) => {
  const { step } = told;
  before(async () => {
    const vectors = await readVectors();
    await writeCheckpoint(checkpoint, vectors, vectors.variants[0]!.variant);
  });
  const server = answeringServer('far-sighted', (response) =>
    response.end(stream('Mass is ', 'energy.')),
  );
  after(() => rmSync(place, { recursive: true, force: true }));

  const page = () => told.code.page;
  const input = () => page().locator('.quick-input-widget input').first();
  const choose = (text: string) =>
    page().locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  const titled = (text: string) =>
    page().locator('.quick-input-titlebar', { hasText: text }).waitFor();
  const toast = (text: string | RegExp) =>
    page().locator('.notification-toast', { hasText: text }).first();

  let asked = 0;

  /** Asks about the picture and hands back the answer's document when it is whole. */
  const ask = async (): Promise<string> => {
    await told.code.explorerMenu(['energy.png'], 'Ask About Image');
    await titled('Ask About energy.png');
    await input().fill(question);
    await page().keyboard.press('Enter');
    await titled('How?');
    await choose('Answer at once');
    asked += 1;
    const name = `Answer ${asked}.md`;
    const lines = page().locator(`.editor-instance[aria-label*="${name}"] .view-lines`);
    const text = async () => (await lines.innerText()).replaceAll('\u00a0', ' ');
    // Only the lines in sight are there: a long answer's end is not among them.
    return matches(text, /---\s[*]|<\/?details>/);
  };

  step('the bundled model cannot answer, says so, and offers a server', async () => {
    assert.match(await ask(), /not trained to answer/);
    await toast('Use a Server').waitFor();
    await told.code.screenshot('models-1-bundled');
    await page().keyboard.press('Escape');
  });

  step('Use a Server…: address, consent, a test image, what it is for', async () => {
    await told.code.command('Marginalia: Use a Server');
    await titled('Use a Server');
    await input().fill(server.url);
    await page().keyboard.press('Enter');
    const consent = page().locator('.monaco-dialog-box');
    await consent.waitFor();
    await told.code.screenshot('models-2-consent');
    // The dialog comes before the first request in the same function: what was to be sent would have been.
    assert.deepEqual(server.asked, [], 'nothing is sent before the agreement');
    await consent.getByText('Use This Server', { exact: true }).click();
    await titled('What is');
    await choose('Formulas are still read on this machine');
    await toast('now uses the server').waitFor();
    await page()
      .locator('.statusbar-item', { hasText: new URL(server.url).host })
      .waitFor();
  });

  step('a question goes to the server with the picture, and its answer is shown', async () => {
    const text = await ask();
    assert.match(text, /Mass is energy\./);
    assert.match(text, /far-sighted/);
    const asked = JSON.stringify(server.asked.at(-1)?.body);
    assert.ok(asked.includes(question) && asked.includes('data:image/png;base64'));
    await told.code.screenshot('models-3-server');
    await told.code.command('Marginalia: Stop Using the Server');
    await toast('no longer uses').waitFor();
  });

  step('Install Model…: from a folder, compiled here, and put to use', async () => {
    await told.code.command('Marginalia: Install Model');
    await choose('From a Folder');
    await input().fill(`${checkpoint}/`);
    await page()
      .locator('.quick-input-list', { hasText: 'Select Folder' })
      .or(page().locator('.quick-input-action', { hasText: 'Install from Here' }))
      .first()
      .waitFor();
    await told.code.screenshot('models-4-folder');
    await page().locator('.quick-input-action', { hasText: 'Install from Here' }).click();
    await toast('is installed').waitFor();
    await told.code.screenshot('models-5-installed');
    await becomes(() => existsSync(join(installed, 'tiny-phi4', 'onnx', 'manifest.json')), true);
    await toast('is installed').getByText('Use It').click();
    await told.code.command('Marginalia: Choose Model');
    await page().locator('.quick-input-list', { hasText: 'in use' }).waitFor();
    await told.code.screenshot('models-6-choose');
    await page().keyboard.press('Escape');
  });

  step('the installed model is asked about the picture, and its answer streams in', async () => {
    const before = server.asked.length;
    const text = await ask();
    // Its weights are random, and so are its words.
    assert.ok(text.length > 100 && !text.includes('not trained to answer'), text);
    await becomes(() => processesWith(join(installed, 'tiny-phi4')).length, 1);
    assert.equal(server.asked.length, before, 'nothing was sent');
    await told.code.screenshot('models-7-answer');
  });
});
