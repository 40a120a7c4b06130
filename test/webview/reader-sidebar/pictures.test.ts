/**
 * Side bar, search and dark pages look as they did when a person last looked at them. UPDATE_PICTURES=1 takes
 * new reference pictures; look at them before committing.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compare } from '../compare.ts';
import { skipViews } from '../view.ts';
import { ReaderServer, type OpenOptions, type ReaderView } from './view.ts';

const references = join(import.meta.dirname, 'pictures');

interface Shot extends OpenOptions {
  readonly name: string;
  readonly show: (view: ReaderView) => Promise<void>;
}

const find = (text: string) => (view: ReaderView) => view.find(text);

const shots: readonly Shot[] = [
  { name: 'light', theme: 'light', show: find('representation') },
  { name: 'dark', theme: 'dark', show: thumbnails },
  { name: 'high-contrast', theme: 'high-contrast', size: [800, 560], show: find('efficient') },
  { name: 'matches', theme: 'dark', size: [800, 560], show: matches },
  { name: 'narrow', theme: 'dark', size: [360, 640], show: find('eigenvalue') },
  { name: 'narrow-outline', theme: 'light', size: [360, 560], show: openSidebar },
  { name: 'right-to-left', theme: 'light', language: 'ar', show: find('xyz') },
];

async function thumbnails(view: ReaderView): Promise<void> {
  await view.page.getByRole('tab', { name: 'Pages' }).click();
  await view.page.getByRole('listbox', { name: 'Pages' }).focus();
  for (let page = 1; page < 6; page += 1) await view.page.keyboard.press('ArrowDown');
  await view.page.keyboard.press('Enter');
  await view.page.locator('[data-page="6"] canvas').waitFor();
}

async function matches(view: ReaderView): Promise<void> {
  await view.find('schrodinger');
  await view.page.getByRole('button', { name: 'Show all matches' }).click();
}

async function openSidebar(view: ReaderView): Promise<void> {
  await view.page.getByRole('button', { name: 'Side bar', exact: true }).click();
}

describe('pictures of the side bar and the search', { skip: skipViews }, () => {
  let server: ReaderServer;
  before(async () => {
    server = await ReaderServer.start();
  });
  after(() => server.stop());

  for (const { name, show, ...options } of shots) {
    test(name, async () => {
      const view = await server.open(options);
      await view.drawn();
      await show(view);
      await view.drawn();
      await compare(join(references, `${name}.png`), `reader-sidebar-${name}`, view.page);
      const overflow = await view.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      assert.ok(overflow <= 0, `it scrolls sideways by ${overflow}`);
      assert.deepEqual([view.violations, view.faults], [[], []]);
      await view.close();
    });
  }
});
