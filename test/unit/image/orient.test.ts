/** Real screenshots in every dress must come out as the same dark ink on white paper. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { components } from '../../../engine/image/components.ts';
import { decodeImage } from '../../../engine/image/decode.ts';
import { estimateXHeight } from '../../../engine/image/glyph-size.ts';
import { inkOnPaper } from '../../../engine/image/ink.ts';
import { orient } from '../../../engine/image/orient.ts';
import type { Picture, Plane } from '../../../engine/image/picture.ts';
import { resizeBilinear } from '../../../engine/image/resize.ts';

const options = {
  ...{ padding: 4, x_height: 6.5, x_height_range: [5, 9.5] as const },
  ...{ patch_height: 16, patch_width: 8, max_num_patches: 1536, max_rows: 64, max_columns: 256 },
};

const samples = new URL('../../samples/', import.meta.url);
const sample = (name: string): Promise<Picture> =>
  decodeImage(readFileSync(new URL(name, samples)));
const quadratic = await sample('katex-quadratic.png');

type Pixel = readonly [number, number, number, number];

function painted(picture: Picture, paint: (pixel: Pixel) => readonly number[]): Picture {
  const rgba = new Uint8Array(picture.rgba.length);
  for (let i = 0; i < rgba.length; i += 4)
    rgba.set(paint([...picture.rgba.subarray(i, i + 4)] as unknown as Pixel), i);
  return { ...picture, rgba };
}

/** The picture inside a larger one of its own paper. */
function framed(picture: Picture, left: number, top: number): Picture {
  const [width, height] = [picture.width + left + 7, picture.height + top + 3];
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < rgba.length; i += 4) rgba.set(picture.rgba.subarray(0, 4), i);
  const row = picture.width * 4;
  for (let y = 0; y < picture.height; y++)
    rgba.set(picture.rgba.subarray(y * row, (y + 1) * row), ((top + y) * width + left) * 4);
  return { width, height, rgba };
}

/** Mean difference in levels; the planes must have the same size. */
function difference(a: Plane, b: Plane): number {
  assert.deepEqual([a.width, a.height], [b.width, b.height]);
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length;
}

const plain = orient(quadratic, options).plane;

const dresses: [string, (pixel: Pixel) => readonly number[], number][] = [
  ['dark', ([r, g, b, a]) => [255 - r, 255 - g, 255 - b, a], 1],
  ['dark blue with cream ink', ([r]) => mix(r, [20, 30, 80], [250, 240, 200]), 1],
  ['cream', ([r]) => mix(r, [0, 0, 0], [255, 246, 220]), 1],
  ['faint gray ink', ([r]) => mix(r, [150, 150, 150], [255, 255, 255]), 2],
  ['red ink on blue of the same luma', ([r]) => mix(r, [200, 20, 20], [20, 76, 178]), 3],
  ['dark ink on nothing', ([r]) => [0, 0, 0, 255 - r], 1],
  ['light ink on nothing', ([r]) => [255, 255, 255, 255 - r], 1],
];

/** `level` 0 is ink, 255 is paper. */
function mix(level: number, ink: readonly number[], paper: readonly number[]): number[] {
  return [...ink.map((c, i) => Math.round(c + ((paper[i]! - c) * level) / 255)), 255];
}

for (const [name, paint, tolerance] of dresses) {
  test(`${name}: the same ink on paper`, () => {
    // Inverted where ink and paper change places, so that "ink" above stays the ink.
    const source = name.startsWith('dark blue') ? painted(quadratic, invert) : quadratic;
    const dressed = painted(source, paint);
    assert.ok(difference(orient(dressed, options).plane, plain) < tolerance);
  });
}

function invert([r, g, b, a]: Pixel): number[] {
  return [255 - r, 255 - g, 255 - b, a];
}

test('what is around the ink does not matter', () => {
  const side = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(side, side, (left, top) => {
      assert.equal(difference(orient(framed(quadratic, left, top), options).plane, plain), 0);
    }),
    { numRuns: 20 },
  );
});

/** Light that falls off from left to right and from top to bottom, as on a photographed page. */
function shaded(picture: Picture): Picture {
  let at = -1;
  return painted(picture, ([r, g, b]) => {
    at++;
    const [x, y] = [(at % picture.width) / picture.width, at / picture.width / picture.height];
    const light = 1 - 0.45 * x - 0.15 * y;
    return [r * light, g * light, b * light, 255].map(Math.round);
  });
}

test('uneven light is taken out', () => {
  assert.ok(difference(orient(shaded(quadratic), options).plane, plain) < 6);
});

test('a dark gradient under light ink is taken out', () => {
  const slide = painted(shaded(quadratic), invert);
  assert.ok(difference(orient(slide, options).plane, plain) < 6);
});

test('says which part of the picture it shows', () => {
  const { crop } = orient(quadratic, options);
  const moved = orient(framed(quadratic, 31, 17), options).crop;
  assert.deepEqual(moved, { ...crop, left: crop.left + 31, top: crop.top + 17 });
});

test('the paper around the ink is as wide as the model wants', () => {
  const { plane } = orient(quadratic, options);
  for (let x = 0; x < plane.width; x++)
    for (let y = 0; y < 4; y++) assert.equal(plane.data[y * plane.width + x], 255);
});

for (const name of readdirSync(samples).filter((file) => file.endsWith('.png'))) {
  test(`${name}: letters of the trained size`, async () => {
    const { plane } = orient(await sample(name), options);
    const found = estimateXHeight(components(plane, 170));
    assert.ok(found !== null && found > 4 && found < 11, `x-height ${String(found)}`);
  });
}

test('the estimate follows the size of the picture', () => {
  const ink = inkOnPaper(quadratic);
  const found = estimateXHeight(components(ink, 170))!;
  for (const scale of [0.5, 0.7, 1.5, 2, 3]) {
    const size = [Math.round(ink.width * scale), Math.round(ink.height * scale)] as const;
    const other = estimateXHeight(components(resizeBilinear(ink, ...size), 170))!;
    assert.ok(Math.abs(Math.log2(other / (found * scale))) < 0.3, `${found} × ${scale}: ${other}`);
  }
});

test('never more patches, rows or columns than the model has', () => {
  const side = fc.integer({ min: 4, max: 1500 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const rgba = new Uint8Array(width * height * 4).fill(255);
      for (let y = 0; y < 3; y++) {
        const black = new Uint8Array(12).map((_, i) => (i % 4 === 3 ? 255 : 0));
        rgba.set(black, y * width * 4);
        rgba.set(black, ((height - y) * width - 3) * 4);
      }
      const { plane } = orient({ width, height, rgba }, options);
      const [rows, columns] = [Math.ceil(plane.height / 16), Math.ceil(plane.width / 8)];
      assert.ok(rows <= 64 && columns <= 256 && rows * columns <= 1536, `${rows}×${columns}`);
    }),
    { numRuns: 30 },
  );
});

test('a blank picture is refused', () => {
  const rgba = new Uint8Array(40 * 40 * 4).fill(200);
  assert.throws(() => orient({ width: 40, height: 40, rgba }, options), { code: 'image-empty' });
});
