/** What is in the protocol passes; everything else is an error that names the place. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import { parseFromWebview, parseToWebview, ProtocolError } from '../../../webview/protocol.ts';

test('known messages pass in their direction only', () => {
  const copy = { type: 'copy', id: 'reading-1', text: 'x' };
  assert.deepEqual(parseFromWebview(copy), copy);
  assert.throws(() => parseToWebview(copy), ProtocolError);
  const image = { type: 'image', id: 'reading-1', bytes: new Uint8Array(3), mime: 'image/png' };
  assert.deepEqual(parseToWebview(image), image);
});

test('errors name what does not fit', () => {
  const raw = { type: 'copy', id: '../../etc', text: 'x' };
  assert.throws(() => parseFromWebview(raw), /message it does not know: id/);
  assert.throws(() => parseFromWebview({ type: 'surprise' }), /type/);
  const bytes = { type: 'image', id: 'a', bytes: [1, 2], mime: 'image/png' };
  assert.throws(() => parseToWebview(bytes), /bytes/);
});

test('nothing else gets through, and nothing makes the check itself fail', () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      assert.throws(() => parseFromWebview(raw), ProtocolError);
    }),
  );
});
