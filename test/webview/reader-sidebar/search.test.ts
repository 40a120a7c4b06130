/** Searching a PDF in the reader: what a person types, sees and hears; side bar and dark pages as they are used. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { PNG } from 'pngjs';
import { becomes, eventually, matches } from '../../eventually.ts';
import { photograph } from '../compare.ts';
import { skipViews } from '../view.ts';
import { textPdf } from './pages.ts';
import { ReaderServer, type ReaderView } from './view.ts';

describe('side bar and search of the PDF reader', { skip: skipViews }, () => {
  let server: ReaderServer;
  before(async () => {
    server = await ReaderServer.start();
  });
  after(() => server.stop());

  async function open(options: Parameters<ReaderServer['open']>[0] = {}): Promise<ReaderView> {
    const view = await server.open(options);
    await view.drawn();
    return view;
  }

  async function close(view: ReaderView): Promise<void> {
    await view.quiet();
    assert.deepEqual([view.violations, view.faults], [[], []]);
    await view.close();
  }

  const count = (view: ReaderView) => view.page.locator('.find-count').textContent();

  test('matches are counted, lit, gone through with the keys, and read aloud', async () => {
    const view = await open();
    const { page } = view;
    await view.find('Schrodinger');
    assert.equal(await count(view), '1 of 22');
    const chosen = page.locator('.find-light.chosen');
    await chosen.first().waitFor();
    await page.keyboard.press('Enter');
    await becomes(() => count(view), '2 of 22');
    await page.keyboard.press('Shift+F3');
    // Each step looks for its match from where the one before has led.
    await becomes(() => count(view), '1 of 22');
    await page.keyboard.press('Shift+Enter');
    await becomes(() => count(view), '22 of 22');
    const said = page.locator('.for-reader[role="status"]').filter({ hasText: '22 of 22' });
    await matches(() => said.textContent(), /^22 of 22, …?.*Schrödinger/);
    // The last page is there and its match lies in the window.
    await eventually(async () => {
      const box = await chosen.first().boundingBox();
      assert.ok(box !== null && box.y > 30 && box.y < 700);
    });
    await page.keyboard.press('Escape');
    await page.locator('.find-bar').waitFor({ state: 'hidden' });
    await becomes(() => page.locator('.find-light').count(), 0);
    await close(view);
  });

  test('case, whole words and marks count when they are chosen', async () => {
    const view = await open();
    await view.find('operators');
    const all = await count(view);
    await view.option('Match case');
    assert.notEqual(await count(view), all);
    await view.option('Match case');
    await view.search('representation');
    const parts = await count(view);
    await view.option('Match whole words');
    const whole = await count(view);
    assert.notEqual(whole, parts);
    await view.option('Match whole words');
    await view.search('schrodinger');
    await view.option('Match accents and other marks');
    assert.equal(await count(view), 'No matches');
    await close(view);
  });

  test('a list in the side bar leads to each match; tabs, tree and lists go by keys', async () => {
    const view = await open();
    const { page } = view;
    await view.find('photograph');
    await page.getByRole('button', { name: 'Show all matches' }).click();
    const row = page.getByRole('option', { name: /photograph keeps its colors.*Page 2/ });
    // The list draws its rows when its size is known, a frame after it is shown.
    await row.first().waitFor();
    assert.equal(await row.count(), 1);
    await page.getByRole('tab', { name: 'Matches' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const tree = page.getByRole('tree', { name: 'Outline' });
    await tree.waitFor();
    const operators = page.getByRole('treeitem', { name: '1 Operators, Page 1' });
    await operators.waitFor(); // its page is looked up when there is time
    await tree.focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
    await becomes(() => operators.getAttribute('aria-expanded'), 'false');
    await eventually(async () => {
      const id = await operators.getAttribute('id');
      assert.equal(await tree.getAttribute('aria-activedescendant'), id);
    });
    await page.keyboard.type('a');
    await page.keyboard.press('Enter');
    await page.locator('[data-page="13"]').waitFor();
    await page.waitForFunction(() =>
      document
        .querySelector('.tree [aria-selected="true"], .outline [aria-selected="true"]')
        ?.textContent.includes('Tables'),
    );
    await close(view);
  });

  test('the side bar comes back as it was left; each file has its own dark pages', async () => {
    const first = await open({ theme: 'light' });
    await first.page.getByRole('tab', { name: 'Pages' }).click();
    const line = first.page.getByRole('separator', { name: 'Width of the side bar' });
    await line.focus();
    await first.page.keyboard.press('ArrowRight');
    await becomes(() => line.getAttribute('aria-valuenow'), '256');
    await first.page.getByRole('button', { name: 'Dark pages' }).click();
    await first.page.waitForFunction(() => document.body.classList.contains('dark-pages'));
    const place = await first.placedBy('colors');
    await close(first);
    const second = await open({ theme: 'light', state: place });
    await second.page.getByRole('listbox', { name: 'Pages' }).waitFor();
    const again = second.page.getByRole('separator', { name: 'Width of the side bar' });
    await becomes(() => again.getAttribute('aria-valuenow'), '256');
    await second.page.locator('body.dark-pages').waitFor();
    await close(second);
  });

  test('dark pages turn paper dark and ink light, and leave the photograph alone', async () => {
    const place = { page: 6, top: 0, left: 0.5, zoom: 1, fit: 'free', rotation: 0, parts: {} };
    const themes = ['light', 'dark'] as const;
    const views = await Promise.all(
      themes.map((theme) => open({ theme, state: place, size: [800, 600] })),
    );
    const colors = async (view: ReaderView) => {
      const box = (await view.page.locator('[data-page="6"]').boundingBox())!;
      const image: PNG = await photograph(view.page);
      const at = (x: number, y: number): number[] => {
        const offset = 4 * (Math.round(box.y + y) * image.width + Math.round(box.x + x));
        return [...image.data.subarray(offset, offset + 3)];
      };
      return { paper: at(20, 200), photograph: at(210, 100), sun: at(245, 75) };
    };
    // Colors come with the page's picture, and that is drawn twice: quickly, and as sharp as the screen.
    await eventually(async () => {
      const [light, dark] = await Promise.all(views.map(colors));
      assert.deepEqual(light!.paper, [255, 255, 255]);
      assert.deepEqual(dark!.paper, [31, 31, 31]);
      assert.deepEqual(dark!.photograph, light!.photograph);
      assert.deepEqual(dark!.sun, light!.sun);
      assert.notDeepEqual(dark!.photograph, dark!.paper);
    });
    for (const view of views) await close(view);
  });

  test('the setting decides until a file has a choice of its own', async () => {
    const view = await open({ theme: 'dark' });
    const isDark = () => view.page.evaluate(() => document.body.classList.contains('dark-pages'));
    await becomes(isDark, true);
    const say = (pages: string) => view.post({ type: 'part', name: 'colors', message: { pages } });
    await say('light');
    await view.page.waitForFunction(() => !document.body.classList.contains('dark-pages'));
    await view.page.getByRole('button', { name: 'Dark pages' }).click();
    await becomes(isDark, true);
    await say('light'); // handled when it is posted
    assert.equal(await isDark(), true);
    await close(view);
  });

  test('500 pages are searched without holding the window up, and a new query ends the old', async () => {
    const words = 'Every page has lines of words that nobody looks for, one after the other.';
    const bytes = textPdf(500, (page) => [
      ...Array.from({ length: 40 }, (_, line) => `${words} ${page}.${line}`),
      `needle${page}`,
    ]);
    const view = await open({ bytes });
    const { page } = view;
    await page.evaluate(() => {
      let last = performance.now();
      const gaps: number[] = [];
      const watch = (): void => {
        const now = performance.now();
        gaps.push(now - last);
        last = now;
        requestAnimationFrame(watch);
      };
      Reflect.set(window, 'gaps', gaps);
      requestAnimationFrame(watch);
    });
    const gaps = () => page.evaluate(() => Reflect.get(window, 'gaps') as number[]);
    // What a frame takes while nothing is done: on a busy machine that is long, too.
    await eventually(async () => assert.ok((await gaps()).length >= 40));
    const idle = await gaps();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('lines');
    await matches(() => count(view), /of [1-9]/);
    const started = Date.now();
    await view.search('needle500');
    assert.equal(await count(view), '1 of 1');
    const millis = Date.now() - started;
    const sorted = (await gaps()).slice(idle.length).sort((a, b) => a - b);
    const [median, worst] = [middle(sorted), sorted.at(-1)!];
    const usual = middle(idle.toSorted((a, b) => a - b));
    console.log(
      `500 pages in ${millis} ms; frames: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms, idle ${usual.toFixed(0)} ms`,
    );
    assert.ok(median < Math.max(100, 6 * usual), `frames took ${median} ms while searching`);
    await page.locator('[data-page="500"] .find-light.chosen').waitFor();
    await close(view);
  });
});

const middle = (sorted: readonly number[]): number => sorted[sorted.length >> 1]!;
