/** Images that come as bytes: their kind by their first bytes, their name made plain. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import { bytesSource } from '../../../extension/readings/bytesSource.ts';
import { readingsPage } from '../../../extension/readings/html.ts';
import { mimeOf, pictureExtension } from '../../../extension/readings/mime.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

test('pictures are known by their first bytes', () => {
  assert.equal(pictureExtension(bytes('\x89PNG\r\n\x1a\n')), 'png');
  assert.equal(pictureExtension(bytes('\xff\xd8\xff\xe0')), 'jpg');
  assert.equal(pictureExtension(bytes('RIFF1234WEBPVP8 ')), 'webp');
  assert.equal(pictureExtension(bytes('\0\0\0\x20ftypavif')), 'avif');
  assert.equal(mimeOf(bytes('\xef\xbb\xbf <svg xmlns=""/>')), 'image/svg+xml');
  assert.equal(mimeOf(bytes('')), 'image/png');
});

test('a name is shown, never a path, and the bytes are a copy', async () => {
  const open = (): Promise<void> => Promise.resolve();
  const message = new Uint8Array([0, 1, 2, 3]);
  const source = bytesSource('..\\..\\etc/pass\u0000wd.png', message.subarray(1, 3), open);
  assert.equal(source.name, 'passwd.png');
  const loaded = await source.load();
  assert.deepEqual([...loaded], [1, 2]);
  assert.equal(loaded.buffer.byteLength, 2, 'nothing else of the message comes along');
  fc.assert(
    fc.property(fc.string(), (name) => {
      const shown = bytesSource(name, message, open).name;
      assert.ok(shown !== '' && shown.length <= 120 && !/[/\\\p{C}]/u.test(shown));
    }),
  );
});

test('the page runs one script and goes from right to left where the language does', () => {
  const parts = { cspSource: 'https://x', nonce: 'n', script: 's.js', style: 's.css', texts: {} };
  const page = readingsPage({ ...parts, language: 'he' });
  assert.match(page, /dir="rtl"/);
  assert.match(page, /default-src 'none'/);
  assert.doesNotMatch(page, /unsafe|\*|data:/);
  for (const language of ['en', 'de-AT', 'pt-br', ''])
    assert.match(readingsPage({ ...parts, language }), /dir="ltr"/);
  assert.match(readingsPage({ ...parts, language: 'ar-EG' }), /dir="rtl"/);
});

test('translations reach the page whole and cannot leave their attribute', () => {
  const parts = { cspSource: 'https://x', nonce: 'n', script: 's.js', style: 's.css' };
  const texts = { Copy: '"><script>alert(1)</script>', Insert: 'Ins & ert' };
  const page = readingsPage({ ...parts, language: 'da', texts });
  assert.match(page, /<html lang="da"/);
  assert.doesNotMatch(page, /<script>/);
  const content = /name="texts" content="([^"]*)"/.exec(page)?.[1] ?? '';
  const read = content.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  assert.deepEqual(JSON.parse(read), texts);
});
