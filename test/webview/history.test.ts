/** Many readings: folded, searched, drawn only when they come into sight. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { becomes, eventually, matches } from '../eventually.ts';
import type { FinishedReading } from '../../webview/protocol.ts';
import { finished, maxwell, picture, quadratic, ready } from './samples.ts';
import { selectedIn, skipViews, ViewServer, type View } from './view.ts';

const old = (number: number, latex = `x_{${number}}`): FinishedReading => ({
  ...finished(`reading-${number}`, `figure ${number}.png`, [latex]),
  earlier: true,
});

describe('the history in the readings view', { skip: skipViews }, () => {
  let server: ViewServer;
  before(async () => {
    server = await ViewServer.start();
  });
  after(() => server.stop());

  const withView = async (
    readings: readonly FinishedReading[],
    use: (view: View) => Promise<void>,
    state?: unknown,
  ): Promise<void> => {
    const view = await server.open('light', 900, 700, { state });
    await view.post({ type: 'all', engine: ready, readings: [...readings] });
    await use(view);
    assert.deepEqual(view.violations, []);
    await view.close();
  };

  const names = (view: View): Promise<string[]> =>
    view.page.locator('.card:not([hidden]) .name').allInnerTexts();

  test('five hundred readings appear at once; only those in sight are drawn', () => {
    const many = Array.from({ length: 500 }, (_, index) => old(index + 1));
    return withView(many, async (view) => {
      const drawn = (): Promise<number> => view.page.locator('.katex-html').count();
      await eventually(async () => assert.ok((await drawn()) > 5));
      await view.quiet(); // sight is looked at once a frame
      assert.ok((await drawn()) < 100, `${await drawn()} formulas are drawn`);
      assert.equal(view.sent.filter(({ type }) => type === 'picture').length, 1);
      await view.page.locator('[data-id="reading-500"]').scrollIntoViewIfNeeded();
      await view.page.locator('[data-id="reading-500"] .mini .katex').waitFor();
    });
  });

  test('a folded reading opens by key, asks for its picture, and stays open when the view returns', () =>
    withView([old(1), old(2)], async (view) => {
      const card = view.page.locator('[data-id="reading-2"]');
      await card.locator('.panes').waitFor({ state: 'hidden' });
      await card.getByRole('button', { name: 'Show figure 2.png' }).focus();
      await view.page.keyboard.press('Enter');
      await card.locator('.formula .katex-html').waitFor();
      await eventually(() =>
        assert.ok(view.sent.some((it) => it.type === 'picture' && it.id === 'reading-2')),
      );
      await view.post(picture('reading-2', 'katex-lorentz.png'));
      await card.locator('.crop img').waitFor();
      await view.post({ type: 'all', engine: ready, readings: [old(1), old(2)] });
      await card.locator('.formula .katex-html').waitFor();
      await view.post({ type: 'no-image', id: 'reading-2' });
      await card.locator('.crop').getByText('no longer there').waitFor();
    }));

  test('search looks at names and LaTeX, spaces aside, and says how many it found', () => {
    const readings = [quadratic, maxwell, old(7, '\\frac{\\alpha x}{2}')];
    return withView(readings, async (view) => {
      const field = view.page.getByRole('searchbox');
      await field.fill('maxwell');
      await becomes(() => names(view), ['maxwell-dark.png']);
      await matches(() => view.page.locator('.search-count').innerText(), /1 of 3/);
      await field.fill('\\frac{ \\alphax');
      await becomes(() => names(view), ['figure 7.png']);
      await field.fill('nowhere');
      await view.page.getByText('No reading fits the search.').waitFor();
      await view.post({ type: 'show', id: 'reading-1' });
      // A new reading is never hidden by an old search.
      await becomes(async () => (await names(view)).length, 3);
      assert.equal(await field.inputValue(), '');
      await field.fill('sqrt');
      await becomes(async () => (await names(view)).length, 1);
      await view.page.keyboard.press('Escape');
      await becomes(async () => (await names(view)).length, 3);
    });
  });

  test('what VS Code kept of the view is taken up again, and nonsense is ignored', async () => {
    const state = { query: 'figure 9', folds: [['reading-9', false]] };
    await withView(
      [quadratic, old(9)],
      async (view) => {
        await becomes(() => names(view), ['figure 9.png']);
        assert.equal(await view.page.getByRole('searchbox').inputValue(), 'figure 9');
        await view.page.locator('[data-id="reading-9"] .panes').waitFor();
      },
      state,
    );
    await withView([quadratic], (view) => becomes(async () => (await names(view)).length, 1), {
      ...{ query: 7, folds: 'all' },
    });
  });

  test('a reading from another window takes its place by time', () =>
    withView([old(1), old(5)], async (view) => {
      await view.post({ type: 'reading', reading: old(3) });
      await becomes(() => names(view), ['figure 1.png', 'figure 3.png', 'figure 5.png']);
    }));

  test('alternatives are one click away, can be taken back, and can be undone', () => {
    const other = quadratic.latex.replace('\\pm', '\\mp');
    return withView([{ ...quadratic, alternatives: [other] }], async (view) => {
      const source = view.page.getByRole('textbox', { name: /^LaTeX/ });
      const offer = view.page.locator('.other');
      assert.equal(await offer.locator('.different').innerText(), '∓');
      await offer.click();
      await becomes(() => source.inputValue(), other);
      assert.equal((await view.until('edit')).latex, other);
      await view.drawn();
      await becomes(() => offer.getAttribute('title'), `Use ${quadratic.latex}`);
      await source.focus();
      await view.page.keyboard.press('Control+z');
      await becomes(() => source.inputValue(), quadratic.latex);
    });
  });

  test('doubt shows in the formula too; a click there leads to the source', () =>
    withView([quadratic], async (view) => {
      const marked = view.page.locator('.formula .katex-html .unsure');
      await becomes(() => marked.allInnerTexts(), ['±', '4']);
      await marked.first().click();
      const source = view.page.getByRole('textbox', { name: /^LaTeX/ });
      await becomes(() => selectedIn(source), '\\pm');
      const math = await view.page.locator('.formula math').innerHTML();
      assert.doesNotMatch(math, /mathcolor|textcolor/, 'a screen reader hears the formula alone');
    }));
});
