/** Places, the protocol, the page and the text that is copied. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readerPage } from '../../../extension/pdf/page.ts';
import { PdfPlaces } from '../../../extension/pdf/places.ts';
import { parseFromReader, parseToReader, type Place } from '../../../webview/reader/protocol.ts';
import { Trail } from '../../../webview/reader/trail.ts';

const place = (page: number): Place => ({
  ...{ page, top: 0.25, left: 0.5, zoom: 1.5, fit: 'free', rotation: 90 },
  parts: { sidebar: { open: true } },
  at: 1_000,
});

function memory(first?: unknown) {
  let kept = first;
  return {
    get: () => kept,
    update: (_: string, value: unknown) => {
      kept = JSON.parse(JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

test('places come back by file; the oldest are let go; what cannot be a place is none', async () => {
  const kept = memory();
  const places = new PdfPlaces(kept);
  for (let file = 0; file < 320; file += 1)
    await places.set(`file:///${file}.pdf`, place(file + 1));
  assert.deepEqual(new PdfPlaces(kept).get('file:///319.pdf'), place(320));
  assert.equal(places.get('file:///0.pdf'), undefined);
  assert.equal((kept.get() as unknown[]).length, 300);
  const odd = new PdfPlaces(memory([['file:///a.pdf', { page: -4 }], 'odd']));
  assert.equal(odd.get('file:///a.pdf'), undefined);
  await odd.set('file:///a.pdf', place(2));
  assert.equal(odd.get('file:///a.pdf')?.page, 2);
});

test('a part that keeps too much loses it, the place stays', async () => {
  const places = new PdfPlaces(memory());
  await places.set('file:///a.pdf', { ...place(7), parts: { margin: 'x'.repeat(50_000) } });
  assert.deepEqual(places.get('file:///a.pdf'), { ...place(7), parts: {} });
});

test('messages that do not fit are refused on both sides', () => {
  assert.throws(
    () => parseFromReader({ type: 'range', generation: 1, begin: -1, end: 5 }),
    /range|begin/,
  );
  assert.throws(() => parseFromReader({ type: 'open-link', url: 5 }));
  assert.throws(() => parseFromReader({ type: 'read-file', path: '/etc/passwd' }));
  assert.throws(() => parseToReader({ type: 'bytes', generation: 0, begin: 0, bytes: [1, 2] }));
  const range = { type: 'range', generation: 1, begin: 0, end: 5 };
  assert.deepEqual(parseFromReader(range), range);
});

test('the page loads nothing but its own files, and texts cannot break out of it', () => {
  const html = readerPage({
    ...{ cspSource: 'https://own', nonce: 'N', language: 'ar', script: 's.js', style: 's.css' },
    ...{ assets: 'https://own/pdf/', texts: { Page: '"><script>alert(1)</script>' } },
  });
  assert.match(html, /default-src 'none'/);
  assert.doesNotMatch(html, /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/);
  assert.doesNotMatch(html, /<script>/);
  assert.match(html, /dir="rtl"/);
});

test('back and forward lead along the way that was taken', () => {
  const at = (page: number) => ({ page, x: 0.5, y: 0, left: 0, top: 0 });
  const trail = new Trail();
  assert.equal(trail.back(at(1)), undefined);
  trail.leave(at(1));
  trail.leave(at(5));
  assert.deepEqual(trail.back(at(9)), at(5));
  assert.deepEqual(trail.back(at(5)), at(1));
  assert.deepEqual(trail.forward(at(1)), at(5));
  assert.deepEqual(trail.forward(at(5)), at(9));
  trail.leave(at(9));
  assert.equal(trail.forward(at(2)), undefined);
});
