import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as v from 'valibot';
import { resizeBilinear } from '../../../engine/image/resize.ts';

const fixture = v.parse(
  v.object({
    pillow: v.string(),
    vectors: v.array(
      v.object({
        width: v.number(),
        height: v.number(),
        channels: v.number(),
        toWidth: v.number(),
        toHeight: v.number(),
        first: v.array(v.number()),
        sha256: v.string(),
      }),
    ),
  }),
  JSON.parse(
    readFileSync(new URL('../../fixtures/pillow/resize.json', import.meta.url), 'utf8'),
  ) as unknown,
);

/** The pattern of test/fixtures/pillow/make_vectors.py. */
function noise(count: number): Uint8Array {
  const out = new Uint8Array(count);
  let state = 1n;
  for (let i = 0; i < count; i++) {
    state = (state * 1103515245n + 12345n) % 2147483648n;
    const value = Number((state >> 16n) & 0x1ffn);
    out[i] = value < 64 ? 0 : value > 447 ? 255 : value & 0xff;
  }
  return out;
}

for (const one of fixture.vectors) {
  const { width, height, channels, toWidth, toHeight } = one;
  test(`resizes ${width}×${height}×${channels} to ${toWidth}×${toHeight} as Pillow ${fixture.pillow} does`, () => {
    const image = { width, height, data: noise(width * height * channels) };
    const { data } = resizeBilinear(image, toWidth, toHeight, channels);
    assert.deepEqual([...data.subarray(0, one.first.length)], one.first);
    assert.equal(createHash('sha256').update(data).digest('hex'), one.sha256);
  });
}

test('leaves the given image alone', () => {
  const data = Uint8Array.of(1, 2, 3, 4);
  const same = resizeBilinear({ width: 2, height: 2, data }, 2, 2);
  assert.notEqual(same.data, data);
  assert.deepEqual([...same.data], [1, 2, 3, 4]);
});
