/** Formulas and pictures that mean harm, or are merely enormous: nothing runs, nothing hangs. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { matches, patience } from '../eventually.ts';
import { quadratic, ready } from './samples.ts';
import { skipViews, ViewServer, type View } from './view.ts';

describe('hostile input in the readings view', { skip: skipViews }, () => {
  let server: ViewServer;
  before(async () => {
    server = await ViewServer.start();
  });
  after(() => server.stop());

  const withView = async (use: (view: View) => Promise<void>): Promise<void> => {
    const view = await server.open('dark', 1000);
    await view.post({ type: 'all', engine: ready, readings: [quadratic] });
    await view.page.locator('.formula .katex-html').waitFor();
    await use(view);
    assert.deepEqual(view.violations, []);
    await view.close();
  };

  const source = (view: View) => view.page.getByRole('textbox', { name: /^LaTeX/ });

  /** Far above what any of it takes, far below what an endless one would. */
  const bearable = patience / 2;

  /** Puts text into the source as a paste does, and measures until the page answers again. */
  const paste = async (view: View, latex: string): Promise<number> => {
    await source(view).focus();
    const millis = await view.page.evaluate(async (text) => {
      const from = performance.now();
      if (document.activeElement instanceof HTMLTextAreaElement) document.activeElement.select();
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      document.execCommand('insertText', false, text);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - from;
    }, latex);
    const from = Date.now();
    await view.drawn();
    return millis + Date.now() - from;
  };

  test('no link, no style, no picture from elsewhere, no script', () =>
    withView(async (view) => {
      for (const latex of [
        String.raw`\href{javascript:alert(1)}{x}`,
        String.raw`\url{https://example.org}`,
        String.raw`\htmlStyle{position:fixed}{x}`,
        String.raw`\htmlData{mark=0}{x}`,
        String.raw`\htmlClass{unsure}{x}`,
        String.raw`\includegraphics{https://example.org/x.png}`,
        '<img src=x onerror=alert(1)>',
        String.raw`\text{<script>alert(1)</script>}`,
      ]) {
        await view.edit(source(view), latex);
        const found = view.page.locator('.typeset :is(a, img, script, [data-mark], .enclosing)');
        assert.equal(await found.count(), 0, latex);
      }
    }));

  test('macro bombs, giant rules, deep nesting and endless text are refused or tamed in time', () =>
    withView(async (view) => {
      const hostile = {
        bomb: String.raw`\def\a{\a\a}\a`,
        doubling: String.raw`\def\a{xx}\def\b{\a\a}\def\c{\b\b}\def\d{\c\c}\def\e{\d\d}\def\f{\e\e\e\e}\def\g{\f\f\f\f\f}\g\g\g\g\g\g\g\g`,
        rule: String.raw`\rule{500em}{500em}`,
        kern: String.raw`x\kern{99999em}y\raisebox{9999em}{z}`,
        nested: '{'.repeat(4_000) + 'x' + '}'.repeat(4_000),
        roots: '\\sqrt{'.repeat(800) + 'x' + '}'.repeat(800),
        long: 'x+'.repeat(50_000),
      };
      for (const [name, latex] of Object.entries(hostile)) {
        const millis = await paste(view, latex);
        assert.ok(millis < bearable, `${name} took ${Math.round(millis)} ms`);
        await view.frames(); // it is fitted to its pane
        const box = await view.page.locator('.formula').boundingBox();
        assert.ok((box?.height ?? 0) < 3_000, `${name} is ${box?.height ?? 0} pixels high`);
        assert.equal((await view.until('edit')).latex, latex, `${name} is kept as it is`);
      }
      await matches(() => view.page.locator('.fault').innerText(), /too long/);
      // And the view is as good as before.
      await view.edit(source(view), 'x^2');
      await view.page.locator('.fault').waitFor({ state: 'hidden' });
      await matches(() => view.page.locator('.formula .katex-html').innerText(), /x\s*2/);
    }));

  test('a formula that nearly reaches the limit can still be edited', () =>
    withView(async (view) => {
      await paste(view, 'x^{2}+'.repeat(800));
      const from = Date.now();
      await source(view).press('End');
      await view.page.keyboard.type('yyyy');
      await view.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
      assert.ok(Date.now() - from < bearable, `four keys took ${Date.now() - from} ms`);
    }));

  test('a picture of 40 megapixels is shown, and the view stays alive', () =>
    withView(async (view) => {
      const shown = view.page.locator('.crop img');
      await view.page.evaluate(async () => {
        const canvas = new OffscreenCanvas(8_000, 5_000);
        const pen = canvas.getContext('2d');
        pen?.fillText('x', 4_000, 2_500);
        const blob = await canvas.convertToBlob({ type: 'image/png' });
        const bytes = new Uint8Array(await blob.arrayBuffer());
        window.postMessage({ type: 'image', id: 'reading-1', bytes, mime: 'image/png' });
      });
      await shown.waitFor();
      await view.page.waitForFunction(
        () => document.querySelector<HTMLImageElement>('.crop img')?.naturalWidth === 8_000,
      );
      const box = await shown.boundingBox();
      assert.ok(box !== null && box.width < 600 && box.height < 300);
      await view.edit(source(view), 'y');
    }));

  test('bytes that are no picture are said to be none', () =>
    withView(async (view) => {
      const bytes = new Uint8Array([1, 2, 3]);
      await view.post({ type: 'image', id: 'reading-1', bytes, mime: 'image/svg+xml' });
      await view.page.getByText('This picture cannot be shown').waitFor();
    }));
});
