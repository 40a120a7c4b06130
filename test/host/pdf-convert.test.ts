/** PDFs become Markdown in a real VS Code: a page for the clipboard, a whole file, stopped and gone on with. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { becomes, eventually, matches } from '../eventually.ts';
import { checkPart, wordsKept } from '../engine/pdf/compare.ts';
import { fixtures } from '../engine/pdf/content.ts';
import { numbered } from '../fixtures/pdf/make.ts';
import { processesWith } from './processes.ts';
import { root, story } from './story.ts';

const fixture = fixtures.find(({ name }) => name === 'two-columns')!;
const typeset = readFileSync(join(root, 'test', 'engine', 'pdf', `${fixture.name}.pdf`));
const pages = 200;
const files = { 'two-columns.pdf': typeset, 'long.pdf': numbered(pages) };
/** Milliseconds that a whole file may take. */
const minutes = 240_000;

story('PDF to Markdown in VS Code', { name: 'convert', files }, (told) => {
  const { step } = told;
  const clipboard = (): Promise<string> =>
    told.code.page.evaluate(async () => {
      window.focus(); // a view's frame may have it
      return navigator.clipboard.readText();
    });
  /** From the Explorer, with the name that is offered. */
  const convert = async (file: string): Promise<void> => {
    const { code } = told;
    await code.explorerMenu([file], 'Convert PDF to Markdown');
    const dialog = code.page.locator('.quick-input-widget', { hasText: `Convert ${file}` });
    // The path that is offered stands there when the folder has been read.
    await matches(() => dialog.locator('input').first().inputValue(), /\.md$/);
    await dialog.getByText('OK', { exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  };
  const converting = (file: string) =>
    told.code.page.locator('.notification-toast', { hasText: `Converting ${file}` });

  step('a page is copied as Markdown with LaTeX', async () => {
    const { code } = told;
    await code.explorerMenu(['two-columns.pdf'], 'Open in Marginalia PDF Reader');
    await (await code.webview('.reader .page canvas')).locator('.total').waitFor();
    await code.page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
    await code.command('Marginalia: Copy Page as Markdown');
    const text = await matches(clipboard, /^(?!nothing yet)./s, minutes);
    const first = fixture.parts.find(({ kind }) => kind === 'heading')!;
    checkPart(text, first);
    const whole = wordsKept(fixture, text);
    assert.ok(whole > 0.4, `${whole} of the words of two pages, on\n${text}`);
    assert.match(text, /\$[^$]+\$/);
    await code.screenshot('convert-1-copied');
  });

  step('a file is converted: the known text in its order, formulas, pictures', async () => {
    await convert('two-columns.pdf');
    const text = await eventually(() => {
      const written = told.read('two-columns.md');
      const share = wordsKept(fixture, written);
      assert.ok(share > 0.985, `${share}\n${written}`);
      return written;
    }, minutes);
    for (const part of fixture.parts) checkPart(text, part);
    for (const [, name] of text.matchAll(/!\[.*?\]\((.*?)\)/g))
      assert.equal(readFileSync(told.path(name!)).subarray(1, 4).toString(), 'PNG');
    await told.code.page.locator('.tab.active[data-resource-name="two-columns.md"]').waitFor();
    await becomes(() => readdirSync(told.workspace).includes('two-columns.pages'), false);
    await told.code.screenshot('convert-2-converted');
  });

  step('a conversion that is cancelled keeps its pages', async () => {
    await convert('long.pdf');
    const toast = converting('long.pdf');
    await toast.waitFor({ timeout: minutes });
    await becomes(() => existsSync(told.path('long.pages/page-3.json')), true, minutes);
    // However quick the machine is: it does not get to the end before the click.
    const engines = processesWith(told.code.engineMark);
    for (const pid of engines) process.kill(pid, 'SIGSTOP');
    try {
      await told.code.screenshot('convert-3-running');
      await toast.hover();
      await toast.getByText('Cancel', { exact: true }).click();
      await told.code.page
        .locator('.notification-toast', { hasText: 'The finished pages are kept' })
        .waitFor();
    } finally {
      for (const pid of engines) process.kill(pid, 'SIGCONT');
    }
    assert.ok(!existsSync(told.path('long.md')));
    const kept = readdirSync(told.path('long.pages')).length;
    assert.ok(kept >= 3 && kept < pages, `${kept} pages are kept`);
  });

  step('the next one goes on from there', async () => {
    const kept = readdirSync(told.path('long.pages')).length;
    const before = statSync(told.path('long.pages/page-2.json')).mtimeMs;
    await convert('long.pdf');
    await becomes(() => existsSync(told.path(`long.pages/page-${kept + 2}.json`)), true, minutes);
    assert.equal(statSync(told.path('long.pages/page-2.json')).mtimeMs, before);
    const anchors = (): string[] =>
      [...told.read('long.md').matchAll(/^\[page-(\d+)\]: /gm)].map(([, page]) => page!);
    const all = Array.from({ length: pages }, (_, index) => String(index + 1));
    await becomes(anchors, all, minutes);
    await becomes(() => existsSync(told.path('long.pages')), false);
  });
});
