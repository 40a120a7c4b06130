/**
 * The panel looks as it did when a person last looked at it: in each kind of theme, wide and narrow, from
 * right to left, empty. UPDATE_PICTURES=1 takes new reference pictures; look at them before committing.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { becomes } from '../eventually.ts';
import { compare } from './compare.ts';
import { died, finished, maxwell, picture, quadratic, ready, running } from './samples.ts';
import { skipViews, ViewServer, type OpenOptions, type Theme, type View } from './view.ts';

const references = join(import.meta.dirname, 'pictures');

interface Shot {
  readonly name: string;
  readonly theme: Theme;
  readonly size: readonly [number, number];
  readonly options?: OpenOptions;
  readonly empty?: true;
}

const shots: readonly Shot[] = [
  { name: 'light', theme: 'light', size: [900, 640] },
  { name: 'dark', theme: 'dark', size: [900, 640] },
  { name: 'high-contrast', theme: 'high-contrast', size: [640, 640] },
  { name: 'high-contrast-light', theme: 'high-contrast-light', size: [640, 640] },
  { name: 'narrow', theme: 'dark', size: [300, 900] },
  { name: 'right-to-left', theme: 'light', size: [640, 640], options: { language: 'ar' } },
  { name: 'empty', theme: 'dark', size: [480, 400], empty: true },
];

describe('pictures of the readings view', { skip: skipViews }, () => {
  let server: ViewServer;
  before(async () => {
    server = await ViewServer.start();
  });
  after(() => server.stop());

  for (const shot of shots) {
    test(shot.name, async () => {
      const [width, height] = shot.size;
      const view = await server.open(shot.theme, width, height, shot.options);
      if (shot.empty) await view.post({ type: 'all', engine: { kind: 'stopped' }, readings: [] });
      else await fill(view);
      await compare(join(references, `${shot.name}.png`), `panel-${shot.name}`, view.page);
      const overflow = await view.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      assert.ok(overflow <= 0, `it scrolls sideways by ${overflow}`);
      assert.deepEqual(view.violations, []);
      await view.close();
    });
  }
});

async function fill(view: View): Promise<void> {
  const alternatives = [quadratic.latex.replace('\\pm', '\\mp')];
  const earlier = {
    ...finished('reading-7', 'earlier.png', ['e^{i\\pi}', '=-1']),
    ...{ earlier: true, made: Date.UTC(2024, 2, 14, 9, 26) },
  };
  const readings = [{ ...quadratic, alternatives }, maxwell, running, died, earlier];
  await view.post({ type: 'all', engine: ready, readings });
  await view.post({ type: 'target', name: 'notes.tex' });
  await view.post(picture('reading-1', 'katex-quadratic.png'));
  await view.post(picture('reading-2', 'katex-maxwell-dark.png'));
  await view.post(picture('reading-5', 'katex-gaussian.png'));
  await view.page.locator('[data-id="reading-1"] .formula .katex-html').waitFor();
  const loaded = (): Promise<number> =>
    view.page.evaluate(() => [...document.images].filter((it) => it.naturalWidth > 0).length);
  await becomes(loaded, 3);
}
