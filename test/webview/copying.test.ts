/** Copying in each form, and inserting: what reaches the host or the clipboard. */
import assert from 'node:assert/strict';
import { PNG } from 'pngjs';
import { after, before, describe, test } from 'node:test';
import { becomes, matches } from '../eventually.ts';
import { maxwell, quadratic, ready } from './samples.ts';
import { skipViews, ViewServer, type View } from './view.ts';

describe('copying from the readings view', { skip: skipViews }, () => {
  let server: ViewServer;
  before(async () => {
    server = await ViewServer.start();
  });
  after(() => server.stop());

  const withView = async (latex: string, use: (view: View) => Promise<void>): Promise<void> => {
    const view = await server.open('dark', 1100);
    const reading = { ...maxwell, id: 'reading-1', edited: latex };
    await view.post({ type: 'all', engine: { kind: 'stopped' }, readings: [reading] });
    await view.page.locator('.formula .katex-html').waitFor();
    await use(view);
    assert.deepEqual(view.violations, []);
    await view.close();
  };

  const forms = (view: View) => view.page.getByRole('button', { name: /^Copy .* as$/ });
  const choose = (view: View, form: string): Promise<void> => view.choose(forms(view), form);

  /** What a standalone SVG puts on the screen, black on white. */
  const drawnAlone = async (view: View, svg: string): Promise<{ image: PNG; page: string }> => {
    const page = await view.page.context().newPage();
    await page.goto(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
    const shot = await page.screenshot({ clip: { x: 0, y: 0, width: 500, height: 160 } });
    const kind = await page.evaluate(() => document.documentElement.tagName);
    await page.close();
    return { image: PNG.sync.read(shot), page: kind };
  };

  test('the text forms go to the host as they are named in its protocol', () =>
    withView('x^2', async (view) => {
      for (const [label, format] of [
        ['LaTeX', 'latex'],
        ['Inline', 'inline'],
        ['Display', 'display'],
        ['Equation', 'equation'],
        ['Markdown', 'markdown'],
        ['Typst', 'typst'],
      ] as const) {
        await choose(view, label);
        const sent = await view.until('copy');
        assert.deepEqual(sent, { type: 'copy', id: 'reading-1', format, latex: 'x^2' });
      }
    }));

  test('MathML is presentation markup alone, valid XML', () =>
    withView('\\frac{a}{b}<c', async (view) => {
      await choose(view, 'MathML');
      const { text } = await view.until('copy-text');
      assert.match(
        text,
        /^<math xmlns="http:\/\/www\.w3\.org\/1998\/Math\/MathML" display="block">/,
      );
      assert.match(text, /<mfrac><mi>a<\/mi><mi>b<\/mi><\/mfrac><mo>&lt;<\/mo>/);
      assert.doesNotMatch(text, /annotation|semantics|<span/);
    }));

  test('an SVG needs nothing else and shows the formula when it is opened alone', () =>
    withView(
      String.raw`\sqrt{x}+\vec{v}+\cancel{y}+\frac{1}{\left(\begin{matrix}a\\b\\c\end{matrix}\right)}`,
      async (view) => {
        await choose(view, 'SVG');
        const { text } = await view.until('copy-text');
        assert.doesNotMatch(text, /<text|font|href|url\(|style=|<foreignObject/);
        const { image, page } = await drawnAlone(view, text);
        assert.equal(page, 'svg');
        const size = /width="([\d.]+)" height="([\d.]+)"/.exec(text)?.slice(1).map(Number);
        assert.ok(size?.[0] !== undefined && size[1] !== undefined);
        const { left, right, top, bottom } = inkBox(image);
        // The ink fills the drawing but for its margin, and nothing is cut off at the edges.
        assert.ok(left >= 1 && right <= size[0] - 1, `${left} to ${right} in ${size[0]}`);
        assert.ok(top >= 1 && bottom <= size[1] - 1, `${top} to ${bottom} in ${size[1]}`);
        assert.ok(right - left > 0.9 * size[0] && bottom - top > 0.8 * size[1]);
      },
    ));

  test('the outlines stand where the browser puts the letters', () =>
    withView(quadratic.latex, async (view) => {
      await choose(view, 'SVG');
      const { text } = await view.until('copy-text');
      const { image } = await drawnAlone(view, text);
      const drawn = inkBox(image);
      await view.frames(); // the formula is fitted to its pane
      const shown = await view.page.evaluate(() => {
        const formula = document.querySelector('.formula .katex-html');
        const rect = (selector: string): DOMRect | undefined =>
          formula?.querySelector(selector)?.getBoundingClientRect();
        const bar = rect('[class*="frac-line"]');
        const em = parseFloat(getComputedStyle(formula ?? document.body).fontSize);
        return { width: (bar?.width ?? 0) / em };
      });
      const bars = [...text.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, it]) => Number(it));
      const view0 = Number(/viewBox="[-\d.]+ [-\d.]+ ([\d.]+)/.exec(text)?.[1]);
      const width = Number(/width="([\d.]+)"/.exec(text)?.[1]);
      const bar = (Math.max(...bars) / view0) * width;
      assert.ok(Math.abs(bar / 16 - shown.width) < 0.05, `${bar / 16} em, shown ${shown.width} em`);
      assert.ok(drawn.right - drawn.left > bar, 'letters stand beside the fraction');
    }));

  test('a PNG lies on the clipboard, black on white and four times as sharp', () =>
    withView(quadratic.latex, async (view) => {
      await view.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await view.flashes('Copied', () => choose(view, 'PNG'));
      const bytes = await view.page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const blob = await item?.getType('image/png');
        return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
      });
      const image = PNG.sync.read(Buffer.from(bytes));
      assert.ok(image.width > 500, `${image.width} pixels wide`);
      assert.deepEqual([...image.data.subarray(0, 4)], [255, 255, 255, 255]);
      const { left, right } = inkBox(image);
      assert.ok(right - left > 0.9 * image.width);
    }));

  test('where the clipboard takes no picture, the host is asked to save it', () =>
    withView('x', async (view) => {
      await view.page.evaluate(() => {
        Object.defineProperty(navigator.clipboard, 'write', {
          value: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
        });
      });
      await choose(view, 'PNG');
      const { bytes } = await view.until('save-png');
      assert.deepEqual(Object.values(bytes).slice(0, 4), [137, 80, 78, 71]);
    }));

  test('what cannot be typeset is copied as text only, and the menu says why', () =>
    withView('x', async (view) => {
      await view.edit(view.page.getByRole('textbox', { name: /^LaTeX/ }), '\\frac{1}{');
      await view.openMenu(forms(view));
      const item = view.page.getByRole('menuitem', { name: 'SVG' });
      assert.equal(await item.getAttribute('aria-disabled'), 'true');
      assert.match((await item.getAttribute('title')) ?? '', /Cannot be typeset/);
      await view.page.getByRole('menuitem', { name: 'Display' }).click();
      assert.equal((await view.until('copy')).latex, '\\frac{1}{');
    }));

  test('the menu is worked by keys and gives the focus back', () =>
    withView('x', async (view) => {
      const arrow = forms(view);
      const focused = (): Promise<string | undefined> =>
        view.page.evaluate(() => document.activeElement?.firstElementChild?.textContent);
      await arrow.focus();
      await view.page.keyboard.press('ArrowDown');
      await becomes(focused, 'LaTeX');
      await view.page.keyboard.press('ArrowUp');
      await becomes(focused, 'PNG');
      await view.page.keyboard.press('t');
      await becomes(focused, 'Typst');
      await view.page.keyboard.press('Escape');
      await becomes(() => view.page.getByRole('menu').count(), 0);
      await becomes(() => arrow.evaluate((it) => it === document.activeElement), true);
      await view.page.keyboard.press('Enter');
      await view.page.keyboard.press('End');
      await view.page.keyboard.press('Home');
      await view.page.keyboard.press('ArrowDown');
      await view.page.keyboard.press('Enter');
      assert.equal((await view.until('copy')).format, 'inline');
    }));

  test('Insert names the document it writes into, and works from the source too', () =>
    withView('x^2', async (view) => {
      await view.post({ type: 'target', name: 'notes.tex' });
      const insert = view.page.getByRole('button', { name: 'Insert' });
      await matches(() => insert.getAttribute('title'), /in notes\.tex/);
      await insert.click();
      assert.deepEqual(await view.until('insert'), {
        ...{ type: 'insert', id: 'reading-1', latex: 'x^2' },
      });
      await view.flashes('Inserted', () =>
        view.post({ type: 'inserted', id: 'reading-1', into: 'notes.tex' }),
      );
      await view.page.getByRole('textbox', { name: /^LaTeX/ }).fill('y');
      await view.page.keyboard.press('Control+Enter');
      assert.equal((await view.until('insert')).latex, 'y');
    }));

  test('a picture can be read again at another size, or with another model', () =>
    withView('x', async (view) => {
      await view.post({ type: 'engine', engine: ready });
      await view.post({
        type: 'models',
        models: [
          { id: 'bundled', name: 'Bundled' },
          { id: 'large', name: 'Large' },
        ],
      });
      for (const [label, expected] of [
        ['Read Larger', { zoom: 1.4 }],
        ['Read Smaller', { zoom: 0.7 }],
        ['Read with Large', { model: 'large' }],
        ['Read Again', {}],
      ] as const) {
        await view.choose(view.page.getByRole('button', { name: /^Read .* again$/ }), label);
        assert.deepEqual(await view.until('retry'), {
          type: 'retry',
          id: 'reading-1',
          ...expected,
        });
      }
    }));
});

/** The box around everything darker than paper. */
function inkBox({ width, height, data }: PNG) {
  const box = { left: width, right: 0, top: height, bottom: 0 };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      if ((data[at] ?? 255) > 140 || (data[at + 3] ?? 0) < 128) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  return box;
}
