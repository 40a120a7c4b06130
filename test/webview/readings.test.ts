/** What a person sees and does in the readings view. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { becomes, eventually, matches } from '../eventually.ts';
import {
  died,
  finished,
  maxwell,
  quadratic,
  ready,
  running,
  truncated,
  waiting,
} from './samples.ts';
import { selectedIn, skipViews, ViewServer, type View } from './view.ts';

describe('the readings view', { skip: skipViews }, () => {
  let server: ViewServer;
  before(async () => {
    server = await ViewServer.start();
  });
  after(() => server.stop());

  const withView = async (use: (view: View) => Promise<void>, width = 1100): Promise<void> => {
    const view = await server.open('dark', width);
    try {
      await use(view);
      assert.deepEqual(view.violations, []);
    } finally {
      await view.close();
    }
  };

  test('an empty view says how to begin', () =>
    withView(async (view) => {
      await view.post({ type: 'all', engine: { kind: 'stopped' }, readings: [] });
      await view.screenshot('empty');
      await view.page.getByRole('button', { name: 'Choose Images' }).click();
      await view.until('choose');
    }));

  test('editing re-renders as you type, reports the edit, and Copy takes what is seen', () =>
    withView(async (view) => {
      await view.post({ type: 'all', engine: ready, readings: [quadratic] });
      const source = view.page.getByRole('textbox', { name: 'LaTeX of quadratic.png' });
      await view.edit(source, 'a^2+b^2=c^2');
      const formula = view.page.locator('.katex-html').first();
      await matches(() => formula.innerText(), /a\s*2\s*\+\s*b\s*2/);
      assert.equal((await view.until('edit')).latex, 'a^2+b^2=c^2');
      await view.page.getByRole('button', { name: 'Copy', exact: true }).click();
      assert.deepEqual(await view.until('copy'), {
        ...{ type: 'copy', id: 'reading-1', format: 'latex', latex: 'a^2+b^2=c^2' },
      });
      await view.flashes('Copied', () => view.post({ type: 'copied', id: 'reading-1' }));
    }));

  test('an edit stays when the engine ends, and when the card is folded and shown again', () =>
    withView(async (view) => {
      await view.post({ type: 'all', engine: ready, readings: [quadratic] });
      const source = view.page.getByRole('textbox', { name: 'LaTeX of quadratic.png' });
      await view.edit(source, 'a+b');
      await view.post({ type: 'engine', engine: { kind: 'stopped' } });
      assert.equal(await source.inputValue(), 'a+b'); // a message has been handled when it is posted
      assert.equal((await view.until('edit')).latex, 'a+b');
      await view.page.getByRole('button', { name: 'Fold quadratic.png' }).click();
      await view.page.getByRole('button', { name: 'Show quadratic.png' }).click();
      assert.equal(await source.inputValue(), 'a+b');
    }));

  test('an error in the source is told at its place; the last good form stays', () =>
    withView(async (view) => {
      await view.post({ type: 'all', engine: ready, readings: [quadratic] });
      const source = view.page.getByRole('textbox');
      await view.edit(source, 'x+\\fracc{1}{2}');
      const fault = view.page.locator('.fault');
      await matches(() => fault.innerText(), /at character 3: Undefined control sequence: \\fracc/);
      await becomes(() => view.page.locator('.marks .error').innerText(), '\\fracc');
      assert.equal(await view.page.locator('.formula .katex-html').count(), 1);
      await view.screenshot('error');
      await fault.click();
      await becomes(() => selectedIn(source), '\\fracc');
      await view.edit(source, 'x+\\frac{1}{2');
      await matches(() => fault.innerText(), /expected '}'/i);
      await view.edit(source, 'x+\\frac{1}{2}');
      await fault.waitFor({ state: 'hidden' });
    }));

  test('unsure symbols are marked under their letters and can be reached by keyboard', () =>
    withView(async (view) => {
      await view.post({ type: 'all', engine: ready, readings: [quadratic] });
      const marks = view.page.locator('.marks .unsure');
      await becomes(() => marks.allInnerTexts(), ['\\pm', '4']);
      await eventually(async () => {
        const layer = await view.page.locator('.source .marks').boundingBox();
        assert.deepEqual(layer, await view.page.locator('.source .text').boundingBox());
      });
      await view.page.getByRole('button', { name: '\\pm 48%' }).focus();
      await view.page.keyboard.press('Enter');
      const source = view.page.getByRole('textbox');
      await becomes(() => selectedIn(source), '\\pm');
      await view.page.keyboard.type('\\mp');
      await view.drawn();
      // A mark that was seen to is gone.
      await becomes(() => marks.allInnerTexts(), ['4']);
    }));

  test('a failed engine and failed readings say what to do, where they happened', () =>
    withView(async (view) => {
      const engine = {
        kind: 'failed',
        reason: 'The model is gone.',
        action: 'Restore it.',
      } as const;
      await view.post({ type: 'all', engine, readings: [died, truncated, quadratic] });
      const banner = view.page.locator('.banner');
      await matches(() => banner.innerText(), /The model is gone\.\s+Restore it\./);
      await view.screenshot('failed');
      await banner.getByRole('button', { name: 'Restart Engine' }).click();
      await view.until('restart');
      const card = view.page.locator('[data-id="reading-4"]');
      await matches(() => card.innerText(), /cut off in the middle/);
      await card.getByRole('button', { name: 'Retry' }).click();
      assert.equal((await view.until('retry')).id, 'reading-4');
      // Copying needs no engine.
      await view.page.locator('[data-id="reading-1"] .copy').click();
      await view.until('copy');
      await view.post({ type: 'engine', engine: ready });
      await banner.waitFor({ state: 'hidden' });
    }));

  test('a reading streams, can be cancelled, and becomes the finished one', () =>
    withView(async (view) => {
      await view.post({ type: 'all', engine: { kind: 'starting' }, readings: [running] });
      await matches(() => view.page.locator('.card').innerText(), /Starting the engine/);
      await view.post({ type: 'engine', engine: ready });
      await matches(() => view.page.locator('.card').innerText(), /Reading…/);
      await matches(() => view.page.locator('.stream').innerText(), /\\int/);
      await view.page.getByRole('button', { name: 'Cancel' }).click();
      assert.equal((await view.until('cancel')).id, 'reading-5');
      const { id, name } = running;
      await view.post({ type: 'reading', reading: { ...finished(id, name, ['x', '^', '2']) } });
      await view.page.locator('.formula .katex-html').waitFor();
      await matches(() => view.page.locator('.for-reader').innerText(), /gaussian\.png reads x\^2/);
    }));

  test('newest first; removing keeps the focus in the list', () =>
    withView(async (view) => {
      const newest = { ...waiting, made: Date.now() };
      await view.post({ type: 'all', engine: ready, readings: [maxwell, quadratic] });
      await view.post({ type: 'reading', reading: newest });
      const names = (): Promise<string[]> => view.page.locator('.name').allInnerTexts();
      await becomes(names, ['limit.png', 'quadratic.png', 'maxwell-dark.png']);
      await view.page.getByRole('button', { name: 'Remove limit.png' }).focus();
      await view.page.keyboard.press('Enter');
      await view.until('remove');
      await view.post({ type: 'removed', ids: ['reading-6'] });
      await becomes(names, ['quadratic.png', 'maxwell-dark.png']);
      const inList = (): Promise<string | null | undefined> =>
        view.page.evaluate(() => document.activeElement?.closest('.card')?.getAttribute('data-id'));
      await becomes(inList, 'reading-1');
    }));

  test('a message outside the protocol is reported, not dropped', () =>
    withView(async (view) => {
      await view.page.evaluate(() => window.postMessage({ type: 'surprise' }));
      assert.match((await view.until('fault')).message, /does not know/);
    }));
});
