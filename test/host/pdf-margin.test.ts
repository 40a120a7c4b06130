/** Questions beside a PDF in a real VS Code: quoted, written by a server, kept, and safe from a bad day. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomes, eventually, matches } from '../eventually.ts';
import { piece } from '../unit/backends/support/chat-server.ts';
import { answeringServer, Gate } from './answers.ts';
import { processesWith } from './processes.ts';
import { isStored } from './stored.ts';
import { root, story } from './story.ts';

const paper = readFileSync(join(root, 'test', 'fixtures', 'margin', 'paper.pdf'));
/** What a window leaves that is closed while it writes. */
const left = '.paper.pdf.margin.md.0123abcd.tmp';
const options = { name: 'margin', files: { 'paper.pdf': paper } };

story('questions in the margin of a PDF', options, (told) => {
  const { step } = told;
  const gate = new Gate();
  const server = answeringServer('writer', async (response, asked) => {
    response.write(piece({ role: 'assistant', content: 'Their stiffnesses add [1], so ' }));
    if (JSON.stringify(asked.body).includes('parallel')) await gate.hold();
    response.end(piece({ content: '$k = k_1 + k_2$.' }) + piece({}, 'stop') + 'data: [DONE]\n\n');
  });

  const margin = () => told.code.webview('.margin .thread-card');
  const ask = async (question: string): Promise<void> => {
    await told.code.command('Marginalia: Ask About This Page');
    const field = (await margin()).getByRole('textbox', { name: /Question about/ });
    await field.fill(question);
    await field.press('Enter');
  };
  const card = async (question: string) =>
    (await margin()).locator('.thread-card', { hasText: question });

  step('the bundled model quotes the passages, says so, and cites them', async () => {
    await told.code.explorerMenu(['paper.pdf'], 'Open in Marginalia PDF Reader');
    await (await told.code.webview('.reader .page canvas')).locator('.total').waitFor();
    const yesterday = new Date(Date.now() - 86_400_000);
    writeFileSync(told.path(left), 'half a thr');
    utimesSync(told.path(left), yesterday, yesterday);
    await ask('What decides critical damping?');
    const shown = await card('What decides critical damping?');
    await shown.getByText('the bundled model does not write answers').waitFor();
    await shown.locator('.cite').first().waitFor();
    await matches(() => shown.locator('.turn > .answer').innerText(), /damping/i);
    await told.code.screenshot('margin-1-quoted');
  });

  step('a click on a citation scrolls to its passage', async () => {
    const view = await margin();
    await (await card('critical damping')).locator('.cite', { hasText: '1' }).first().click();
    await becomes(() => view.locator('.page-field').inputValue(), '2');
    await told.code.screenshot('margin-2-cited');
  });

  step('the questions are in a readable file beside the PDF', async () => {
    const text = await told.until('paper.pdf.margin.md', /critical damping/i);
    assert.match(text, /What decides critical damping\?/);
    await becomes(() => Promise.resolve(existsSync(told.path(left))), false);
  });

  step('after a reload of the window they stand there again', async () => {
    const { page } = told.code;
    await becomes(() => isStored(page, 'marginalia.pdf', 'paper.pdf'), true);
    await page.reload({ waitUntil: 'commit' });
    await page.locator('.explorer-folders-view').waitFor();
    await (await card('critical damping')).locator('.cite').first().waitFor();
  });

  step('a server writes an answer that streams, and can be stopped', async () => {
    const { code } = told;
    await told.useServer(server.url);
    await ask('And springs in parallel?');
    const shown = await card('springs in parallel');
    await shown.getByText('Their stiffnesses add').first().waitFor();
    await code.screenshot('margin-3-streaming');
    await shown.getByRole('button', { name: 'Stop' }).click();
    await shown.locator('.facts', { hasText: 'Stopped' }).waitFor();
    await gate.release();
  });

  step('asked again it is whole, with its mathematics and its citation', async () => {
    const shown = await card('springs in parallel');
    await shown.getByRole('button', { name: 'Ask again' }).click();
    await (await margin()).getByRole('menuitem', { name: 'Answer at once' }).click();
    await eventually(() => assert.ok(server.questions >= 3));
    await shown.getByText('Their stiffnesses add').first().waitFor();
    await gate.release();
    await shown.locator('.turn > .answer .katex-html').first().waitFor();
    await shown.locator('.cite').first().waitFor();
    await told.code.screenshot('margin-4-written');
  });

  step('an engine killed in the middle of an answer: it says so, nothing is lost', async () => {
    await ask('And dampers in parallel?');
    const shown = await card('dampers in parallel');
    await shown.getByText('Their stiffnesses add').first().waitFor();
    // The one that speaks to the server: a fresh one each time.
    const answering = processesWith(told.code.engineMark, '--server');
    assert.ok(answering.length > 0, 'an engine is answering');
    for (const pid of answering) process.kill(pid, 'SIGKILL');
    await gate.release();
    await shown.locator('.problem', { hasText: 'The engine process ended' }).waitFor();
    await matches(() => shown.locator('.turn > .answer').innerText(), /Their stiffnesses add/);
    const threads = (await margin()).locator('.thread-card[data-thread]');
    await becomes(() => threads.count(), 3);
    await told.until('paper.pdf.margin.md', /dampers in parallel/);
    await told.code.screenshot('margin-5-killed');
  });

  step('the retry is answered by a fresh engine', async () => {
    const before = server.questions;
    const shown = await card('dampers in parallel');
    await shown.getByRole('button', { name: 'Retry' }).click();
    await eventually(() => assert.ok(server.questions > before));
    await shown.getByText('Their stiffnesses add').first().waitFor();
    await gate.release();
    await shown.locator('.turn > .answer .katex-html').first().waitFor();
    await becomes(() => shown.locator('.problem:visible').count(), 0);
    await told.until('paper.pdf.margin.md', /dampers in parallel[\s\S]*k_1 \+ k_2/);
  });
});
