/**
 * The margin looks as it did when a person last looked at it: in each kind of theme, in a drawer, from right
 * to left, with a question being written. UPDATE_PICTURES=1 takes new references; look at them.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compare } from './compare.ts';
import { failed, lost, models, quoting, written } from './margin-samples.ts';
import { openMargin, type MarginView, type OpenOptions } from './margin-view.ts';
import { ReaderServer } from './reader-sidebar/view.ts';
import { skipViews } from './view.ts';

const references = join(import.meta.dirname, 'pictures');

const unfold = (id: string) => (view: MarginView) =>
  view.card(id).click({ position: { x: 60, y: 45 } });

const shots: Readonly<Record<string, [OpenOptions, (view: MarginView) => Promise<unknown>]>> = {
  dark: [{ theme: 'dark' }, unfold('written')],
  light: [{ theme: 'light' }, unfold('quoting')],
  'high-contrast': [{ theme: 'high-contrast' }, unfold('failed')],
  'high-contrast-light': [{ theme: 'high-contrast-light' }, unfold('written')],
  narrow: [{ theme: 'light', size: [480, 760] }, () => Promise.resolve()],
  'right-to-left': [{ theme: 'dark', language: 'ar' }, unfold('written')],
  writing: [
    { theme: 'light' },
    (view) => view.page.getByRole('button', { name: 'Ask about this page' }).click(),
  ],
};

describe('pictures of the margin', { skip: skipViews }, () => {
  let server: ReaderServer;
  before(async () => {
    server = await ReaderServer.start();
  });
  after(() => server.stop());

  for (const [name, [options, prepare]] of Object.entries(shots)) {
    test(name, async () => {
      const view = await openMargin(server, options);
      await view.threads([written, quoting, failed, lost], { models });
      await prepare(view);
      await view.page.mouse.move(400, 700);
      await view.drawn();
      await compare(join(references, `margin-${name}.png`), `margin-${name}`, view.page);
      assert.deepEqual([view.violations, view.faults], [[], []]);
      await view.close();
    });
  }
});
