/** The PDF reader as a person meets it: real documents in a real browser, a fake host at the other end. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { becomes, eventually } from '../eventually.ts';
import { mixed, numbered } from '../fixtures/pdf/make.ts';
import { closeReader, command, openReader, paper } from './reader-open.ts';
import { ReaderServer, type OpenOptions, type ReaderView } from './reader-sidebar/view.ts';
import { skipViews } from './view.ts';

describe('the PDF reader', { skip: skipViews }, () => {
  let server: ReaderServer;
  before(async () => {
    server = await ReaderServer.start();
  });
  after(() => server.stop());

  const open = (options: OpenOptions = {}): Promise<ReaderView> =>
    openReader(server, { bytes: paper, ...options });
  const close = (view: ReaderView): Promise<void> => closeReader(server, view);

  const pageField = (view: ReaderView): Promise<string> =>
    view.page.locator('.page-field').inputValue();
  const total = (view: ReaderView, text: string): Promise<void> =>
    becomes(() => view.page.locator('.total').textContent(), text);
  const rested = (view: ReaderView): Promise<unknown> =>
    view.page.waitForFunction(() => document.querySelectorAll('.text-layer .end').length > 0);

  test('goes to pages by label and number, says which there are not', async () => {
    const view = await open();
    await becomes(() => pageField(view), 'i');
    await total(view, '(1 of 9)');
    const field = view.page.locator('.page-field');
    await field.fill('3');
    await field.press('Enter');
    await total(view, '(5 of 9)');
    await field.fill('99');
    await field.press('Enter');
    await becomes(() => field.getAttribute('aria-invalid'), 'true');
    await field.press('Escape');
    await becomes(() => pageField(view), '3');
    await command(view, 'lastPage');
    await total(view, '(9 of 9)');
    await close(view);
  });

  test('pages are regions with labels, and their text can be read, selected and copied', async () => {
    const view = await open({ size: [1000, 900] });
    await command(view, 'nextPage');
    const preface = view.page.getByRole('region', { name: 'Page ii (2)' });
    await preface.getByText('Preface').waitFor({ state: 'attached' });
    await rested(view);
    const copied = await preface.evaluate((page) => {
      document.getSelection()!.selectAllChildren(page.querySelector('.text-layer')!);
      const event = new ClipboardEvent('copy', {
        bubbles: true,
        clipboardData: new DataTransfer(),
      });
      page.dispatchEvent(event);
      return event.clipboardData!.getData('text/plain');
    });
    assert.match(
      copied,
      /An efficient figure of speech: the offline office shuffles difficult coefficients/,
    );
    assert.match(copied, /mischaracterized incomprehensibilities/);
    assert.doesNotMatch(copied, /[\ufb00-\ufb06]/);
    await close(view);
  });

  test('text lies where the letters are seen, at every zoom and rotation', async () => {
    const view = await open();
    for (const name of ['fitPage', 'rotateClockwise', 'zoomIn', 'rotateClockwise']) {
      await command(view, name);
      await view.drawn();
      const shareOf = () =>
        view.page.evaluate(() => {
          const title = [...document.querySelectorAll('.text-layer span')].find((it) =>
            it.textContent.startsWith('Notes on'),
          )!;
          const box = title.getBoundingClientRect();
          const page = title.closest('.page')!.getBoundingClientRect();
          return [
            (box.left + box.width / 2 - page.left) / page.width,
            (box.top + box.height / 2 - page.top) / page.height,
          ];
        });
      // In the page's own rotation the title's baseline is at 0.104 of the height, by pdf.js's own text content.
      const turns = { fitPage: [0.5, 0.097], rotateClockwise: undefined, zoomIn: [0.903, 0.5] }[
        name
      ];
      // The text comes when the page has been drawn.
      await eventually(async () => {
        const share = await shareOf();
        for (const [axis, wanted] of turns?.entries() ?? []) {
          assert.ok(Math.abs(share[axis]! - wanted) < 0.03, `${name}: ${share.join(', ')}`);
        }
      });
    }
    await close(view);
  });

  test('Ctrl and the wheel zoom at the pointer', async () => {
    const view = await open();
    await command(view, 'nextPage');
    const at = { x: 620, y: 300 };
    const under = (): Promise<{ page: string; x: number; y: number }> =>
      view.page.evaluate(({ x, y }) => {
        const page = document
          .elementsFromPoint(x, y)
          .find((it) => it.classList.contains('page')) as HTMLElement;
        const box = page.getBoundingClientRect();
        return {
          page: page.dataset['page']!,
          x: (x - box.left) / box.width,
          y: (y - box.top) / box.height,
        };
      }, at);
    await view.page.mouse.move(at.x, at.y);
    const before = await under();
    const zoom = (): Promise<string | null> => view.page.locator('.percent').textContent();
    await view.page.keyboard.down('Control');
    for (let turn = 0; turn < 4; turn += 1) {
      const last = await zoom();
      await view.page.mouse.wheel(0, -100);
      await eventually(async () => assert.notEqual(await zoom(), last));
    }
    await view.page.keyboard.up('Control');
    await view.frames();
    const after = await under();
    assert.equal(after.page, before.page);
    assert.ok(Math.abs(after.x - before.x) < 0.01, `${before.x} became ${after.x}`);
    assert.ok(Math.abs(after.y - before.y) < 0.01, `${before.y} became ${after.y}`);
    await close(view);
  });

  test('links inside jump and lead back; links outside are handed to the host and nothing else', async () => {
    const view = await open();
    await command(view, 'nextPage');
    await rested(view);
    const links = view.page.locator('[data-page="2"] .link');
    await links.first().waitFor();
    await view.page.getByRole('link', { name: 'https://example.org/strings?mode=3' }).click();
    assert.equal((await view.until('open-link')).url, 'https://example.org/strings?mode=3');
    const url = view.page.url();
    await view.page
      .locator('[data-page="2"]')
      .getByRole('link', { name: 'Go to the place' })
      .click();
    await total(view, '(5 of 9)');
    await command(view, 'goBack');
    await total(view, '(2 of 9)');
    await command(view, 'goForward');
    await total(view, '(5 of 9)');
    assert.equal(view.page.url(), url);
    await close(view);
  });

  test('only the pages near the window exist, however long the document is', async () => {
    const view = await open({ bytes: numbered(500) });
    const pixels = (): Promise<{ pages: number; pixels: number }> =>
      view.page.evaluate(() => ({
        pages: document.querySelectorAll('.page').length,
        pixels: [...document.querySelectorAll<HTMLCanvasElement>('.page canvas')].reduce(
          (sum, { width, height }) => sum + width * height,
          0,
        ),
      }));
    const allDrawn = (): Promise<void> =>
      becomes(() => view.page.locator('.page:not(:has(> canvas))').count(), 0);
    await allDrawn();
    const first = await pixels();
    for (let page = 25; page <= 500; page += 25) {
      await view.post({ type: 'reveal', page, light: false });
      const now = await pixels();
      assert.ok(now.pages <= 12, `${now.pages} pages at ${page}`);
    }
    await becomes(() => view.page.locator('.page-field').inputValue(), '500');
    await allDrawn();
    const last = await pixels();
    assert.ok(last.pixels <= 3 * first.pixels, `${first.pixels} pixels became ${last.pixels}`);
    await close(view);
  });

  test('pages whose size was not known do not move what is read', async () => {
    const view = await open({ bytes: mixed(120) });
    await view.post({ type: 'reveal', page: 80, light: false });
    await view.page.locator('[data-page="80"] canvas').waitFor();
    const top = (): Promise<number> =>
      view.page.locator('[data-page="80"]').evaluate((it) => it.getBoundingClientRect().top);
    const before = await top();
    // All sizes are known when the column is as long as its pages are: 80 of 792 points, 39 of 612, one of 200.
    await eventually(async () => {
      const height = (selector: string): Promise<number> =>
        view.page.locator(selector).evaluate((it) => it.getBoundingClientRect().height);
      const points = (await height('.pages')) / ((await height('[data-page="80"]')) / 792);
      const known = 80 * 792 + 39 * 612 + 200;
      assert.ok(points > known && points < 1.04 * known, `${points} points, not ${known}`);
    });
    assert.ok(Math.abs((await top()) - before) <= 1, 'the page moved');
    await close(view);
  });
});
