/** A PDF reader and its file: places kept, changes on disk, passwords, and files that mean harm. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { becomes, eventually, matches } from '../eventually.ts';
import {
  brokenPage,
  encrypted,
  imageBomb,
  numbered,
  scripted,
  zeroPages,
} from '../fixtures/pdf/make.ts';
import type { Place } from '../../webview/reader/protocol.ts';
import { closeReader, command, openReader, paper, place } from './reader-open.ts';
import { ReaderServer, type OpenOptions, type ReaderView } from './reader-sidebar/view.ts';
import { skipViews } from './view.ts';

describe('the PDF reader and its file', { skip: skipViews }, () => {
  let server: ReaderServer;
  before(async () => {
    server = await ReaderServer.start();
  });
  after(() => server.stop());
  const open = (options: OpenOptions = {}): Promise<ReaderView> =>
    openReader(server, { bytes: paper, ...options });
  const close = (view: ReaderView, faults?: RegExp): Promise<void> =>
    closeReader(server, view, faults);

  test('the place comes back with zoom and rotation, and survives a change of the file', async () => {
    const view = await open();
    await view.post({ type: 'command', name: 'rotateClockwise' });
    await view.post({ type: 'command', name: 'zoomIn' });
    await view.post({ type: 'reveal', page: 4, light: false });
    await view.drawn();
    await view.scrolls(() => view.page.locator('.viewport').evaluate((it) => it.scrollBy(0, 70)));
    const kept = await place(view);
    assert.equal(kept.rotation, 90);
    await view.reload();
    await view.offered('opened');
    await eventually(async () => {
      const reloaded = await place(view);
      assert.deepEqual({ ...reloaded, parts: 0, at: 0 }, { ...kept, parts: 0, at: 0 });
    });
    await close(view);

    const again = await open({ state: kept });
    await eventually(async () => {
      const restored = await place(again);
      assert.equal(restored.page, kept.page);
      assert.equal(restored.zoom, kept.zoom);
      assert.equal(restored.rotation, 90);
      assert.ok(Math.abs(restored.top - kept.top) < 0.01, `${kept.top} became ${restored.top}`);
    });
    await close(again);
  });

  test('of the two places that are kept the later one is right', async () => {
    const at = (page: number, when: number): Place => ({
      ...{ page, top: 0, left: 0.5, zoom: 1, fit: 'free', rotation: 0, parts: {}, at: when },
    });
    for (const [state, heard, right] of [
      [at(3, 1_000), at(6, 2_000), 6],
      [at(3, 2_000), at(6, 1_000), 3],
      [undefined, at(6, 1_000), 6],
      // As it was kept before the time was.
      [{ ...at(3, 0), at: undefined }, at(6, 1_000), 6],
    ] as const) {
      const view = await open({ state, place: heard });
      await becomes(async () => (await place(view)).page, right);
      await close(view);
    }
  });

  test('a broken file keeps the old pages; the next whole one takes their place', async () => {
    const view = await open();
    await command(view, 'nextPage');
    await view.reload(paper.subarray(0, 700));
    await view.offered('refused');
    await view.page.getByText('These pages are from before').waitFor();
    await becomes(() => view.page.locator('[data-page="2"] > canvas').count(), 1);
    await view.reload(numbered(3));
    await view.offered('opened');
    await becomes(() => view.page.locator('.total').textContent(), 'of 3');
    await becomes(() => view.page.locator('.foot').textContent(), '');
    await close(view);
  });

  test('a password is asked for in the page, a wrong one is told, nothing keeps it', async () => {
    const view = await server.open({ bytes: encrypted('correct horse') });
    const field = view.page.getByLabel('Password');
    await field.fill('wrong');
    await field.press('Enter');
    await view.page.getByText('That password does not open it').waitFor();
    await view.page.getByLabel('Password').fill('correct horse');
    await view.page.getByRole('button', { name: 'Open', exact: true }).click();
    const opened = await view.until('opened');
    assert.equal(opened.password, 'correct horse');
    await view.drawn();
    const { place: kept } = await view.until('place');
    assert.doesNotMatch(JSON.stringify(kept), /horse/);
    await close(view);
  });

  test('what is no PDF, has no end or no pages is told in the place of the pages', async () => {
    const bad: [Uint8Array, RegExp][] = [
      [Buffer.from('<html>Not found</html>'), /not a PDF, or it is damaged/],
      [paper.subarray(0, 600), /not a PDF, or it is damaged|cannot be opened/],
      [zeroPages(), /no pages|not a PDF|cannot be opened/],
      [new Uint8Array(), /not a PDF|cannot be opened/],
    ];
    const view = await server.open({ bytes: bad[0]![0] });
    for (const [bytes, message] of bad) {
      await view.reload(bytes);
      await view.offered('refused');
      await matches(() => view.page.locator('.problem .message').innerText(), message);
    }
    await view.page.getByRole('button', { name: 'Try Again' }).click();
    await view.until('reload');
    await view.reload(paper);
    await view.offered('opened');
    await view.drawn();
    await close(view);
  });

  test('20,000 pages open at once, and the last is reached at every zoom', async () => {
    const view = await open({ bytes: numbered(20_000) });
    for (let step = 0; step < 6; step += 1) await command(view, 'zoomIn');
    await command(view, 'lastPage');
    await view.page.locator('[data-page="20000"] canvas').waitFor();
    await view.post({ type: 'reveal', page: 10_001, light: false });
    await view.page.locator('[data-page="10001"] canvas').waitFor();
    await view.scrolls(() => view.page.locator('.viewport').evaluate((it) => it.scrollBy(0, 120)));
    await eventually(async () => {
      const box = await view.page.locator('[data-page="10001"]').boundingBox();
      assert.ok(box !== null && box.y < 60, `a small scroll is a small scroll (${box?.y})`);
    });
    await close(view);
  });

  test('a page of 200 inches is drawn with few pixels, and sharp where it is looked at', async () => {
    const view = await open({ bytes: numbered(1, 14_400, 14_400) });
    await command(view, 'actualSize');
    await view.page.waitForFunction(() => document.querySelectorAll('.page canvas').length === 2);
    const pixels = await view.page.evaluate(() =>
      [...document.querySelectorAll<HTMLCanvasElement>('.page canvas')].map(
        (it) => it.width * it.height,
      ),
    );
    for (const count of pixels) assert.ok(count < 13_000_000, `${count} pixels`);
    await close(view);
  });

  test('scripts do not run, and links to files or programs lead nowhere by themselves', async () => {
    const view = await open({ bytes: scripted() });
    await view.page.locator('.link').first().waitFor();
    const fields = view.page.locator('input:not(.page-field):not([type=search])');
    assert.equal(await fields.locator('visible=true').count(), 0);
    for (const link of await view.page.locator('.page .link').all()) await link.click();
    await view.quiet(); // a click is answered at once, if at all
    const asked = view.sent.flatMap((it) => (it.type === 'open-link' ? [it.url] : []));
    for (const url of asked) assert.match(url, /^(file:|calc)/);
    await close(view);
  });

  test('a picture that says to be huge leaves the other pages alive', async () => {
    const view = await open({ bytes: imageBomb() });
    await command(view, 'lastPage');
    await view.page.locator('[data-page="2"] canvas').waitFor();
    await view.page
      .locator('[data-page="2"] .text-layer span')
      .first()
      .waitFor({ state: 'attached' });
    await close(view, /image/i);
  });

  test('a broken page says so in its place, and the others live', async () => {
    const view = await open({ bytes: brokenPage() });
    await command(view, 'lastPage');
    await view.page.locator('[data-page="2"]').getByText('This page cannot be shown').waitFor();
    await view.page.locator('[data-page="1"] canvas').waitFor({ state: 'attached' });
    await close(view, /wrong type of object/);
  });
});
