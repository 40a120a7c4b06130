import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { parseVariant, variantName } from '../../../engine/eval/variant.ts';
import { decodeImage } from '../../../engine/image/decode.ts';
import { inkOnPaper } from '../../../engine/image/ink.ts';
import { changeImage } from '../../../engine/image/variants.ts';

/** Black strokes on white, 40×20, or white on black. */
async function strokes(inverted = false): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: 800 }, (_, i) => {
    const ink = i % 40 > 10 && i % 40 < 14 && i > 160 && i < 640;
    return ink === inverted ? 255 : 0;
  });
  return sharp(data, { raw: { width: 40, height: 20, channels: 1 } })
    .png()
    .toBuffer();
}

const pixel = async (bytes: Uint8Array, x: number, y: number): Promise<number[]> => {
  const { width, rgba } = await decodeImage(bytes);
  return [...rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];
};

test('variants are written as they are parsed', () => {
  for (const name of ['plain', 'zoom=0.5', 'dark', 'jpeg=40', 'zoom=2,tint,jpeg=40'])
    assert.equal(variantName(parseVariant(name)), name);
  assert.deepEqual(parseVariant('jpeg=40,dark'), { jpeg: 40, theme: 'dark' });
});

test('what is no variant is refused with the ones there are', () => {
  for (const text of ['', 'zoom', 'zoom=0', 'zoom=9', 'jpeg=0', 'jpeg=40.5', 'dark,tint', 'dark,'])
    assert.throws(() => parseVariant(text), { code: 'bad-input', action: /zoom=0\.1…8, dark/ });
});

test('plain leaves the very bytes', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  assert.equal(await changeImage(bytes, {}), bytes);
});

test('a zoom is the picture at another size by Lanczos', async () => {
  const bytes = await strokes();
  for (const [zoom, width, height] of [
    [2, 80, 40],
    [0.5, 20, 10],
  ] as const) {
    const changed = await decodeImage(await changeImage(bytes, { zoom }));
    assert.deepEqual([changed.width, changed.height], [width, height]);
    const wanted = await sharp(bytes)
      .resize(width, height, { kernel: 'lanczos3' })
      .ensureAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    for (const [i, value] of changed.rgba.entries())
      assert.ok(Math.abs(value - (wanted[i] ?? -9)) <= 1);
  }
});

test('a theme puts its ink on its paper, from dark pictures too', async () => {
  for (const bytes of [await strokes(), await strokes(true)]) {
    const dark = await changeImage(bytes, { theme: 'dark' });
    assert.deepEqual(await pixel(dark, 0, 0), [30, 30, 30]);
    assert.deepEqual(await pixel(dark, 12, 10), [212, 212, 212]);
    const tint = await changeImage(bytes, { theme: 'tint' });
    assert.deepEqual(await pixel(tint, 0, 0), [255, 247, 205]);
    assert.deepEqual(await pixel(tint, 12, 10), [24, 34, 110]);
  }
});

test('the engine finds the same ink in every theme', async () => {
  const bytes = await strokes();
  const plain = inkOnPaper(await decodeImage(bytes));
  for (const theme of ['dark', 'tint'] as const)
    assert.deepEqual(inkOnPaper(await decodeImage(await changeImage(bytes, { theme }))), plain);
});

test('a JPEG of low quality is a JPEG, and not the same picture', async () => {
  const bytes = await strokes();
  const changed = await changeImage(bytes, { theme: 'tint', jpeg: 40 });
  const header = await sharp(changed).metadata();
  assert.deepEqual([header.format, header.chromaSubsampling], ['jpeg', '4:2:0']);
  const [before, after] = [await decodeImage(bytes), await decodeImage(changed)];
  assert.notDeepEqual(after.rgba, before.rgba);
});

test('what is no image is refused, and so is a picture that grows too large', async () => {
  await assert.rejects(changeImage(new Uint8Array([1, 2, 3]), { zoom: 2 }), { code: 'bad-image' });
  const large = await sharp({
    create: { width: 4000, height: 2000, channels: 3, background: '#fff' },
  })
    .png()
    .toBuffer();
  await assert.rejects(changeImage(large, { zoom: 8 }), { code: 'image-too-large' });
});
