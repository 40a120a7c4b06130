/** Pointing at a page: formulas by click and by key, boxes by mouse and by key, results beside them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PNG } from 'pngjs';
import type { FromPoint, ToPoint } from '../../webview/point/protocol.ts';
import type { Truth } from '../bench/formulas-truth.ts';
import { becomes, eventually, matches } from '../eventually.ts';
import { ReaderServer, shots, type OpenOptions, type ReaderView } from './reader-sidebar/view.ts';
import { skipViews } from './view.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'formulas');
const bytes = readFileSync(join(folder, 'computer-article-0.pdf'));
const [truth] = JSON.parse(
  readFileSync(join(folder, 'computer-article-0.json'), 'utf8'),
) as Truth[][];
const display = truth!.find(({ kind }) => kind === 'display')!;

describe('pointing at a page', { skip: skipViews }, () => {
  let server: ReaderServer;
  before(async () => {
    server = await ReaderServer.start();
  });
  after(() => server.stop());

  async function open(options: OpenOptions = {}): Promise<ReaderView> {
    const view = await server.open({ bytes, size: [1100, 1000], ...options });
    await view.offered('opened');
    await view.drawn();
    return view;
  }

  async function close(view: ReaderView): Promise<void> {
    await view.quiet();
    assert.deepEqual([view.violations, view.faults], [[], []]);
    await view.close();
  }

  const say = (view: ReaderView, message: ToPoint): Promise<void> =>
    view.post({ type: 'part', name: 'point', message });

  const heard = <T extends FromPoint['type']>(
    view: ReaderView,
    type: T,
  ): Promise<Extract<FromPoint, { type: T }>> => view.fromPart<FromPoint, T>('point', type);

  /** The middle of a rectangle of the page in the window. */
  async function place(view: ReaderView, share: [number, number]): Promise<[number, number]> {
    const page = (await view.page.locator('.page').first().boundingBox())!;
    return [page.x + share[0] * page.width, page.y + share[1] * page.height];
  }
  const shareOf = ({ rectangle }: Truth): [number, number] => [
    (rectangle.x1 + rectangle.x2) / 2 / 612,
    (rectangle.y1 + rectangle.y2) / 2 / 792,
  ];

  /** Moves about until the outline shows: the page's formulas have then been found. */
  async function hover(view: ReaderView, at: [number, number]): Promise<void> {
    const outline = view.page.locator('.point-outline:not([hidden])');
    let moves = 0;
    await eventually(async () => {
      await view.page.mouse.move(at[0] + (moves++ % 2), at[1]);
      await view.frames(); // the mouse is told of once a frame
      assert.ok((await outline.count()) > 0, 'no formula was outlined');
    });
  }

  const sizeOf = (png: Uint8Array | Record<string, number>): PNG =>
    PNG.sync.read(Buffer.from(Object.values(png)));

  for (const theme of ['dark', 'light', 'high-contrast'] as const) {
    test(`a click on a formula reads it: ${theme}`, async () => {
      const view = await open({ theme });
      await hover(view, await place(view, shareOf(display)));
      await view.page.screenshot({ path: join(shots, `point-hover-${theme}.png`) });
      await view.page.mouse.click(...(await place(view, shareOf(display))));
      const read = await heard(view, 'read');
      assert.equal(read.page, 1);
      // Letters of 10 points become 12 pixels high: 2.67 pixels a point, and a margin of 3 points.
      const { width, height } = sizeOf(read.png);
      const { x1, x2, y1, y2 } = display.rectangle;
      assert.ok(Math.abs(width - (x2 - x1 + 6) * 2.67) < 8, `${width} wide`);
      assert.ok(Math.abs(height - (y2 - y1 + 6) * 2.67) < 8, `${height} high`);
      await view.page.getByText('Reading…').waitFor();
      await say(view, { type: 'target', name: 'notes.tex' });
      const latex = String.raw`\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}`;
      await say(view, { type: 'reading', id: read.id, status: 'read', latex });
      await view.page.locator('.point-formula .katex').waitFor();
      await view.page.screenshot({ path: join(shots, `point-read-${theme}.png`) });
      await view.page.getByRole('button', { name: 'Insert' }).click();
      assert.equal((await heard(view, 'insert')).latex, latex);
      await view.page.getByRole('button', { name: 'Copy', exact: true }).click();
      assert.equal((await heard(view, 'copy')).latex, latex);
      await say(view, { type: 'inserted', id: read.id, name: 'notes.tex' });
      await view.page.getByText('Inserted into notes.tex').waitFor();
      await view.page.keyboard.press('Escape');
      await view.page.locator('.point-popover').waitFor({ state: 'hidden' });
      await close(view);
    });
  }

  test('a box is dragged with the tool or with Alt, and offers what can be done', async () => {
    const view = await open({ theme: 'light' });
    const [from, to] = [await place(view, [0.25, 0.2]), await place(view, [0.7, 0.3])];
    const drag = async (): Promise<void> => {
      await view.page.mouse.move(...from);
      await view.page.mouse.down();
      await view.page.mouse.move(to[0] - 40, to[1] - 20);
      await view.page.mouse.move(...to);
      await view.page.mouse.up();
    };
    await view.page.getByRole('button', { name: 'Select Region' }).click();
    await drag();
    await view.page.getByRole('button', { name: 'Read as LaTeX' }).waitFor();
    await view.page.screenshot({ path: join(shots, 'point-box.png') });
    await eventually(async () => {
      const box = (await view.page.locator('.point-box').boundingBox())!;
      assert.ok(Math.abs(box.width - (to[0] - from[0])) < 4, `${box.width}`);
    });
    const focused = (name: string) =>
      view.page.locator('.point-action:focus', { hasText: name }).waitFor();
    await focused('Read as LaTeX');
    await view.page.keyboard.press('ArrowDown');
    await focused('Ask About This');
    await view.page.keyboard.press('ArrowUp');
    await focused('Read as LaTeX');
    await view.page.keyboard.press('Enter');
    const first = await heard(view, 'read');
    const problem = { code: 'x', message: 'The engine is not running.', action: 'Restart it.' };
    await say(view, { type: 'reading', id: first.id, status: 'failed', latex: '', problem });
    await view.page.getByText('The engine is not running.').waitFor();
    await view.page.screenshot({ path: join(shots, 'point-problem.png') });
    await view.page.getByRole('button', { name: 'Close', exact: true }).click();
    await becomes(() => view.page.locator('.point-box').count(), 0);

    await view.page.keyboard.down('Alt');
    await drag();
    await view.page.keyboard.up('Alt');
    await view.page.getByRole('button', { name: 'Solve…' }).click();
    const { page, label, rectangle, png } = await heard(view, 'solve');
    assert.deepEqual([page, label], [1, '1']);
    const off = [rectangle.x1 - 0.25 * 612, rectangle.y1 - 0.2 * 792, rectangle.x2 - 0.7 * 612];
    assert.ok(Math.max(...off.map(Math.abs)) < 4, JSON.stringify(rectangle));
    const shape = sizeOf(png);
    const wanted = (rectangle.x2 - rectangle.x1 + 6) / (rectangle.y2 - rectangle.y1 + 6);
    assert.ok(Math.abs(shape.width / shape.height / wanted - 1) < 0.02, 'the whole region');
    await view.page.locator('.point-popover').waitFor({ state: 'hidden' });

    await view.page.keyboard.down('Alt');
    await drag();
    await view.page.keyboard.up('Alt');
    await view.page.getByRole('button', { name: 'Ask About This' }).click();
    await view.page.locator('.thread-card textarea').waitFor();
    await view.page.screenshot({ path: join(shots, 'point-ask.png') });
    await close(view);
  });

  test('without a mouse: from formula to formula, and a box moved by keys', async () => {
    const view = await open();
    await view.post({ type: 'command', name: 'nextFormula' });
    const cursor = view.page.locator('.point-cursor:focus');
    await cursor.waitFor();
    await matches(() => cursor.getAttribute('aria-label'), /^Formula 1 of \d+ on page 1: read it$/);
    await view.page.keyboard.press('Tab');
    await view.page.locator('.point-cursor[aria-label^="Formula 2 of"]:focus').waitFor();
    await view.page.screenshot({ path: join(shots, 'point-keys.png') });
    await view.page.keyboard.press('Enter');
    const first = await heard(view, 'read');
    await say(view, { type: 'reading', id: first.id, status: 'cancelled', latex: '' });
    await view.page.locator('.point-popover').waitFor({ state: 'hidden' });

    await view.post({ type: 'command', name: 'selectRegion' });
    const box = view.page.locator('.point-box:focus');
    await box.waitFor();
    const before = (await box.boundingBox())!;
    await view.page.keyboard.press('ArrowDown');
    await view.page.keyboard.press('Shift+ArrowRight');
    await eventually(async () => {
      const after = (await box.boundingBox())!;
      assert.ok(after.y > before.y && after.width > before.width);
    });
    await view.page.keyboard.press('Enter');
    await view.page.locator('.point-action:focus').waitFor();
    await view.page.keyboard.press('Enter');
    await view.page.getByText('Reading…').waitFor();
    assert.notEqual((await heard(view, 'read')).id, first.id);
    await view.page.keyboard.press('Escape');
    await close(view);
  });

  test('switched off, a click is only a click; that is kept', async () => {
    const view = await open();
    await hover(view, await place(view, shareOf(display)));
    await view.page.getByRole('button', { name: 'Click Formulas' }).click();
    await view.page.mouse.click(...(await place(view, shareOf(display))));
    await view.frames();
    assert.equal(await view.page.locator('.point-outline:not([hidden])').count(), 0);
    const kept = await view.placedBy('point');
    assert.deepEqual(kept.parts['point'], { off: true });
    await close(view);
  });
});
