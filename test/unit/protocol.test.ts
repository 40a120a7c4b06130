import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { MarginaliaError } from '../../engine/errors.ts';
import {
  encodeFrame,
  FrameReader,
  MAX_FRAME_BYTES,
  parseEvent,
  parseRequest,
  type Request,
} from '../../engine/protocol.ts';

const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({
    kind: fc.constant('read' as const),
    id: fc.integer({ min: 1 }),
    image: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({
    kind: fc.constantFrom('models' as const, 'cancel' as const, 'ping' as const),
    id: fc.integer({ min: 1 }),
  }),
  fc.constant({ kind: 'shutdown' as const }),
);

test('messages come through any cutting of the stream, in order', () => {
  fc.assert(
    fc.property(fc.array(request), fc.integer({ min: 1, max: 64 }), (requests, size) => {
      const stream = Buffer.concat(requests.map((one) => encodeFrame(one)));
      const reader = new FrameReader();
      const found: Request[] = [];
      for (let at = 0; at < stream.length; at += size)
        for (const value of reader.push(stream.subarray(at, at + size)))
          found.push(parseRequest(value));
      assert.deepEqual(found.map(plain), requests.map(plain));
    }),
  );
});

const plain = (one: Request): unknown =>
  'image' in one && one.image !== undefined ? { ...one, image: [...one.image] } : { ...one };

const refusal = (error: unknown): boolean =>
  error instanceof MarginaliaError && error.code === 'bad-message';

test('unknown and malformed messages are errors', () => {
  const bad = [null, 7, {}, { kind: 'sing' }, { kind: 'read', id: 1 }, { kind: 'ping', id: -1 }];
  for (const value of [...bad, { kind: 'read', id: 1.5, image: new Uint8Array() }])
    assert.throws(() => parseRequest(value), refusal);
  for (const value of [...bad, { kind: 'token', id: 1, token: { text: 'x', confidence: 2 } }])
    assert.throws(() => parseEvent(value), refusal);
});

test('a frame over the cap is refused before it is gathered', () => {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(MAX_FRAME_BYTES + 1);
  assert.throws(() => [...new FrameReader().push(head)], refusal);
});

test('a frame that is not msgpack is refused', () => {
  const frame = Buffer.from([1, 0, 0, 0, 0xc1]);
  assert.throws(() => [...new FrameReader().push(frame)], refusal);
});
