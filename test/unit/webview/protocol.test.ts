/** What is in the protocol passes; everything else is an error that names the place. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import { formats } from '../../../extension/formats/index.ts';
import {
  parseFromWebview,
  parseToWebview,
  ProtocolError,
  textFormats,
} from '../../../webview/protocol.ts';

test('known messages pass in their direction only', () => {
  const copy = { type: 'copy', id: 'reading-1', format: 'latex', latex: 'x' };
  assert.deepEqual(parseFromWebview(copy), copy);
  assert.throws(() => parseToWebview(copy), ProtocolError);
  const image = { type: 'image', id: 'reading-1', bytes: new Uint8Array(3), mime: 'image/png' };
  assert.deepEqual(parseToWebview(image), image);
});

test('errors name what does not fit', () => {
  const raw = { type: 'insert', id: '../../etc', latex: 'x' };
  assert.throws(() => parseFromWebview(raw), /message it does not know: id/);
  assert.throws(() => parseFromWebview({ type: 'surprise' }), /type/);
  const bytes = { type: 'image', id: 'a', bytes: [1, 2], mime: 'image/png' };
  assert.throws(() => parseToWebview(bytes), /bytes/);
  const retry = { type: 'retry', id: 'a', zoom: 1_000 };
  assert.throws(() => parseFromWebview(retry), /zoom/);
  const images = Array.from({ length: 101 }, () => ({ name: 'a', bytes: new Uint8Array(1) }));
  assert.throws(() => parseFromWebview({ type: 'add', images }), /images/);
  const long = { type: 'edit', id: 'a', latex: 'x'.repeat(100_001) };
  assert.throws(() => parseFromWebview(long), /latex/);
});

test('the forms that a view may ask for are those that the host writes', () => {
  assert.deepEqual([...textFormats].sort(), [...formats].sort());
});

test('nothing else gets through, and nothing makes the check itself fail', () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      assert.throws(() => parseFromWebview(raw), ProtocolError);
    }),
  );
});
