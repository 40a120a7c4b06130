/** Every format that is promised, and what the decoder does about depth, color space and turn. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import sharp, { type Sharp } from 'sharp';
import { decodeImage, MAX_PIXELS } from '../../../engine/image/decode.ts';
import { luma } from '../../../engine/image/picture.ts';
import { sniff } from '../../../engine/image/sniff.ts';
import { animatedGif, drawing, hugePng, pdfFile } from '../../engine/support/images.ts';

/** The decoded image's gray levels, row by row. */
async function grayOf(bytes: Uint8Array): Promise<{ width: number; gray: number[] }> {
  const { width, rgba } = await decodeImage(bytes);
  const gray: number[] = [];
  for (let i = 0; i < rgba.length; i += 4) gray.push(luma(rgba[i]!, rgba[i + 1]!, rgba[i + 2]!));
  return { width, gray };
}

/** Decodes to the drawing, but for `tolerance` levels that a lossy format may be off on average. */
async function sameDrawing(bytes: Uint8Array, tolerance: number): Promise<void> {
  const expected = await grayOf(await drawing());
  const found = await grayOf(bytes);
  assert.equal(found.width, expected.width);
  assert.equal(found.gray.length, expected.gray.length);
  const off = found.gray.reduce((sum, level, i) => sum + Math.abs(level - expected.gray[i]!), 0);
  assert.ok(off / found.gray.length <= tolerance, `${off / found.gray.length} levels off`);
}

const encodings: [string, (image: Sharp) => Sharp, number][] = [
  ['JPEG', (image) => image.jpeg({ quality: 95 }), 1],
  ['progressive JPEG', (image) => image.jpeg({ progressive: true, quality: 95 }), 1],
  ['CMYK JPEG', (image) => image.toColourspace('cmyk').jpeg({ quality: 95 }), 4],
  ['lossless WebP', (image) => image.webp({ lossless: true }), 0],
  ['WebP', (image) => image.webp({ quality: 90 }), 2],
  ['AVIF', (image) => image.avif({ quality: 90 }), 2],
  ['GIF', (image) => image.gif(), 0],
  ['TIFF', (image) => image.tiff({ compression: 'lzw' }), 0],
  ['palette PNG', (image) => image.png({ palette: true }), 0],
  ['16-bit PNG', (image) => image.toColourspace('rgb16').png(), 0],
  ['gray PNG', (image) => image.grayscale().png(), 0],
];

for (const [name, encode, tolerance] of encodings) {
  test(`reads ${name}`, async () => {
    await sameDrawing(await encode(sharp(await drawing())).toBuffer(), tolerance);
  });
}

test('reads the first frame of an animation', async () => {
  await sameDrawing(await animatedGif(await drawing()), 0);
});

test('turns an image upright by its orientation tag', async () => {
  const turned = await sharp(await drawing())
    .rotate(90)
    .jpeg({ quality: 95 })
    .toBuffer();
  await sameDrawing(await sharp(turned).withMetadata({ orientation: 8 }).toBuffer(), 2);
});

test('keeps transparency', async () => {
  const clear = { create: { width: 9, height: 9, channels: 4 as const, background: '#0000' } };
  const { rgba } = await decodeImage(await sharp(clear).png().toBuffer());
  assert.ok(rgba.every((value, i) => i % 4 !== 3 || value === 0));
});

test('draws an SVG at twice its size in CSS pixels', async () => {
  const svg = `<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="20" height="20"/></svg>`;
  const { width, height, rgba } = await decodeImage(Buffer.from(svg));
  assert.deepEqual([width, height], [80, 40]);
  assert.deepEqual([...rgba.subarray(0, 4)], [0, 0, 0, 255]);
});

test('an SVG reaches no file outside of itself', async () => {
  const own = new URL(import.meta.url).pathname;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><image href="file://${own}" width="40" height="20"/></svg>`;
  const { rgba } = await decodeImage(Buffer.from(svg));
  assert.ok(rgba.every((value) => value === 0));
});

test('refuses by the header alone: no time and no memory goes into 900 million pixels', async () => {
  const before = process.memoryUsage().rss;
  const start = performance.now();
  await assert.rejects(decodeImage(hugePng()), { code: 'image-too-large' });
  assert.ok(performance.now() - start < 2_000);
  assert.ok(process.memoryUsage().rss - before < 100e6);
});

test('the limit leaves room for the largest screens', () => {
  assert.ok(MAX_PIXELS > 7680 * 4320);
});

test('names a file by its first bytes', async () => {
  assert.equal(sniff(await drawing()), 'png');
  assert.equal(sniff(pdfFile()), 'pdf');
  assert.equal(sniff(Buffer.concat([Buffer.alloc(100, 7), pdfFile()])), 'pdf');
  assert.equal(sniff(await readFile(new URL(import.meta.url))), 'text');
  assert.equal(sniff(Buffer.from('BMW sells cars, and so do others in this town.')), 'text');
  assert.equal(sniff(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')), 'heic');
  assert.equal(sniff(Buffer.from([0, 1, 2, 3, 4, 5, 6, 7])), 'unknown');
});
