/** Images that come into the view: pasted, dropped, and what is no image. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { becomes, matches } from '../eventually.ts';
import { quadratic, ready } from './samples.ts';
import { skipViews, ViewServer, type View } from './view.ts';

type Carried = { name: string; type: string; size: number }[];

describe('images coming into the readings view', { skip: skipViews }, () => {
  let server: ViewServer;
  before(async () => {
    server = await ViewServer.start();
  });
  after(() => server.stop());

  const withView = async (use: (view: View) => Promise<void>): Promise<void> => {
    const view = await server.open('dark', 700);
    await view.post({ type: 'all', engine: ready, readings: [quadratic] });
    await use(view);
    assert.deepEqual(view.violations, []);
    await view.close();
  };

  /** Fires the browser's own event with files or text in it, at the page or at `selector`. */
  const bring = (
    view: View,
    kind: 'paste' | 'drop' | 'dragenter',
    files: Carried,
    { text, uri, selector }: { text?: string; uri?: string; selector?: string } = {},
  ): Promise<void> =>
    view.page.evaluate(
      ({ kind, files, text, uri, selector }) => {
        const data = new DataTransfer();
        for (const { name, type, size } of files) {
          data.items.add(new File([new Uint8Array(size).fill(7)], name, { type }));
        }
        if (text !== undefined) data.setData('text/plain', text);
        if (uri !== undefined) data.setData('text/uri-list', uri);
        const options = { bubbles: true, cancelable: true };
        const event =
          kind === 'paste'
            ? new ClipboardEvent(kind, { ...options, clipboardData: data })
            : new DragEvent(kind, { ...options, dataTransfer: data });
        (document.querySelector(selector ?? 'body') ?? document.body).dispatchEvent(event);
      },
      { kind, files, text, uri, selector },
    );

  const png = { name: 'image.png', type: 'image/png', size: 9 };
  const notice = (view: View) => view.page.locator('.notice.shown');

  test('a pasted image goes to the host as bytes', () =>
    withView(async (view) => {
      await bring(view, 'paste', [png]);
      const { images } = await view.until('add');
      assert.equal(images.length, 1);
      assert.equal(images[0]?.name, 'Pasted image');
      assert.equal(Object.keys(images[0].bytes).length, 9);
    }));

  test('in the source text is meant, where there is text', () =>
    withView(async (view) => {
      await view.page.locator('textarea').waitFor();
      await bring(view, 'paste', [png], { text: 'x', selector: 'textarea' });
      await bring(view, 'paste', [], { text: 'x', selector: 'textarea' });
      await bring(view, 'paste', [png], { selector: 'textarea' });
      await view.until('add');
      // Each goes the same way: the others would have come before.
      assert.equal(view.sent.filter(({ type }) => type === 'add').length, 1);
      assert.equal(await notice(view).count(), 0);
    }));

  test('several files are dropped at once, under their names', () =>
    withView(async (view) => {
      await bring(view, 'dragenter', [png]);
      await becomes(() => view.page.locator('body.dropping').count(), 1);
      await bring(view, 'drop', [
        { ...png, name: 'a.png' },
        { ...png, name: 'b.jpg', type: 'image/jpeg' },
        { ...png, name: 'notes.txt', type: 'text/plain' },
      ]);
      await becomes(() => view.page.locator('body.dropping').count(), 0);
      const { images } = await view.until('add');
      assert.deepEqual(
        images.map(({ name }) => name),
        ['a.png', 'b.jpg'],
      );
    }));

  test('what is no image is told, and nothing is sent', () =>
    withView(async (view) => {
      await bring(view, 'paste', [], { text: 'just words' });
      await matches(() => notice(view).innerText(), /no image on the clipboard/);
      await notice(view).getByRole('button', { name: 'Dismiss' }).click();
      await bring(view, 'drop', [], { uri: 'file:///etc/passwd' });
      await matches(() => notice(view).innerText(), /context menu/);
      await bring(view, 'drop', [{ ...png, size: 65 * 1024 * 1024 }]);
      await view.page.getByText(/Too large: an image may have 64 MB/).waitFor();
      await view.quiet();
      assert.equal(view.sent.filter(({ type }) => type === 'add').length, 0);
    }));

  test('the empty view offers the clipboard, and says the key where it is refused', async () => {
    const view = await server.open('dark', 700);
    await view.post({ type: 'all', engine: ready, readings: [] });
    await view.page.evaluate(() => {
      Object.defineProperty(navigator.clipboard, 'read', {
        value: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
      });
    });
    await view.page.getByRole('button', { name: 'Paste Image' }).click();
    await view.page.getByText('Press Ctrl+V to paste an image here.').waitFor();
    await view.close();
  });

  test('a display language with translations: they are shown, the rest stays English', async () => {
    const view = await server.open('dark', 700, 640, { language: 'xx' });
    await view.post({ type: 'all', engine: ready, readings: [] });
    await view.page.getByRole('heading', { name: 'Læs en formel' }).waitFor();
    await view.page.getByRole('button', { name: 'Choose Images…' }).waitFor();
    await view.page.locator('.empty kbd', { hasText: 'Shift' }).waitFor();
    assert.deepEqual(view.violations, []);
    await view.close();
  });
});
