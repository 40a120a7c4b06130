/** The reader's controls for everyone: names, an order for the Tab key, colors that can be read. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { becomes, eventually, matches } from '../../eventually.ts';
import { skipViews } from '../view.ts';
import { ReaderServer, type ReaderView, type Theme } from './view.ts';

const themes: readonly Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];

/** Elements of which a person must know what they are. */
const controls =
  'button, input, [role="tree"], [role="listbox"], [role="separator"], [tabindex="0"]';

describe('the PDF reader for everyone', { skip: skipViews }, () => {
  let server: ReaderServer;
  before(async () => {
    server = await ReaderServer.start();
  });
  after(() => server.stop());

  async function openAll(theme: Theme): Promise<ReaderView> {
    const view = await server.open({ theme });
    await view.drawn();
    await view.find('representation');
    await view.page.getByRole('button', { name: 'Show all matches' }).click();
    await view.page.locator('.snippet').nth(8).waitFor();
    return view;
  }

  test('every control has a name, and its state where it has one', async () => {
    const view = await openAll('dark');
    const nameless = await view.page.evaluate((selector) => {
      const nameOf = (element: Element): string => {
        const labels = (element as HTMLInputElement).labels ?? [];
        const texts = [
          element.getAttribute('aria-label'),
          element.textContent,
          ...[...labels].map((label) => label.textContent),
        ];
        return texts.find((text) => text !== null && text.trim() !== '') ?? '';
      };
      return [...document.querySelectorAll(selector)]
        .filter((element) => element.checkVisibility() && nameOf(element) === '')
        .map((element) => element.outerHTML.slice(0, 200));
    }, controls);
    assert.deepEqual(nameless, []);
    const { page } = view;
    for (const name of ['Match case', 'Match whole words', 'Dark pages']) {
      const button = page.getByRole('button', { name, exact: true });
      await matches(() => button.getAttribute('aria-pressed'), /^(true|false)$/);
    }
    const toggle = page.getByRole('button', { name: 'Side bar', exact: true });
    await becomes(() => toggle.getAttribute('aria-expanded'), 'true');
    // What is active in a list is an element that exists, in the list.
    const list = page.getByRole('listbox', { name: 'Matches' });
    await eventually(async () => {
      const active = (await list.getAttribute('aria-activedescendant')) ?? '';
      assert.equal(await list.locator(`#${active}[role="option"]`).count(), 1);
    });
    await view.close();
  });

  test('the Tab key goes through the bar, the side bar and the search, and traps nobody', async () => {
    const view = await openAll('dark');
    const { page } = view;
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const order: string[] = [];
    for (let press = 0; press < 60; press += 1) {
      await page.keyboard.press('Tab');
      order.push(
        await page.evaluate(() => {
          const { activeElement: at } = document;
          return at?.getAttribute('aria-label') ?? at?.textContent.trim().slice(0, 40) ?? '';
        }),
      );
    }
    const expected = ['Side bar', 'Matches', 'Close the side bar', 'Width of the side bar'].concat([
      'Pages',
      'Find in the document',
      'Match case',
      'Next match (F3)',
      'Close (Escape)',
    ]);
    let from = 0;
    for (const name of expected) {
      const at = order.indexOf(name, from);
      assert.notEqual(at, -1, `${name} is not reached in its turn: ${order.join(' | ')}`);
      from = at + 1;
    }
    // A tab that is not chosen is reached with the arrow keys and is no stop.
    assert.ok(!order.includes('Outline'));
    await view.close();
  });

  for (const theme of themes) {
    test(`texts can be read in ${theme}`, async () => {
      const view = await openAll(theme);
      const texts = (): Promise<{ weak: string[]; seen: number }> =>
        view.page.evaluate(() => {
          type Color = [number, number, number, number];
          const parse = (text: string): Color => {
            const numbers = (text.match(/[\d.]+/g) ?? []).map(Number);
            const unit = text.startsWith('color(') ? 255 : 1;
            const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
            return [red * unit, green * unit, blue * unit, alpha];
          };
          const over = (top: Color, under: Color): Color => {
            const mix = (at: 0 | 1 | 2): number => top[at] * top[3] + under[at] * (1 - top[3]);
            return [mix(0), mix(1), mix(2), 1];
          };
          /** The color behind an element: its ancestors' backgrounds, from the outermost inward. */
          const behind = (element: Element | null): Color => {
            if (element === null) return [255, 255, 255, 1];
            return over(
              parse(getComputedStyle(element).backgroundColor),
              behind(element.parentElement),
            );
          };
          const luminance = ([red, green, blue]: Color): number => {
            const linear = [red, green, blue].map((value) => {
              const share = value / 255;
              return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
          };
          const texts =
            '.tab, .page-label, .snippet, mark, .find-count, .find-text, .total, .percent';
          const shown = [...document.querySelectorAll(texts)].filter((it) => it.checkVisibility());
          const weak = shown.flatMap((element) => {
            const under = behind(element);
            const letters = over(parse(getComputedStyle(element).color), under);
            const [a, b] = [luminance(letters), luminance(under)];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            return contrast < 4.5 ? [`${element.className} ${contrast.toFixed(2)}`] : [];
          });
          return { weak, seen: shown.length };
        });
      await eventually(async () => {
        const { weak, seen } = await texts();
        assert.ok(seen > 20, `only ${seen} texts were looked at`);
        assert.deepEqual(weak, []);
      });
      await view.close();
    });
  }
});
