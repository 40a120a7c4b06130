/** Bitmaps of each kind, written here byte by byte. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { MarginaliaError } from '../../../engine/errors.ts';
import { bmpSize, decodeBmp } from '../../../engine/image/bmp.ts';

interface BmpParts {
  width: number;
  /** Negative for rows from the top. */
  height: number;
  bits: number;
  compression?: number;
  /** Palette entries or masks, 4 bytes each. */
  table?: number[];
  data: number[];
}

function bmp({ width, height, bits, compression = 0, table = [], data }: BmpParts): Uint8Array {
  const bytes = Buffer.alloc(54);
  bytes.write('BM');
  bytes.writeUInt32LE(54 + table.length, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bits, 28);
  bytes.writeUInt32LE(compression, 30);
  bytes.writeUInt32LE(bits <= 8 ? table.length / 4 : 0, 46);
  return Buffer.concat([bytes, Uint8Array.from(table), Uint8Array.from(data)]);
}

/** Pixels as "rrggbb" words, row by row. */
const pixels = (bytes: Uint8Array): string =>
  Buffer.from(decodeBmp(bytes).rgba)
    .toString('hex')
    .replace(/(.{6})../g, '$1 ')
    .trim();

const redAndBlue = [0, 0, 255, 0, 255, 0, 0, 0];

test('24 bits, rows from the bottom', () => {
  const data = [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0];
  const file = bmp({ width: 2, height: 2, bits: 24, data });
  assert.equal(pixels(file), '090807 0c0b0a 030201 060504');
  assert.deepEqual(bmpSize(file), { width: 2, height: 2 });
});

test('32 bits, rows from the top', () => {
  const file = bmp({ width: 1, height: -2, bits: 32, data: [1, 2, 3, 0, 4, 5, 6, 0] });
  assert.equal(pixels(file), '030201 060504');
});

test('1, 4 and 8 bits with a palette', () => {
  const one = bmp({ width: 3, height: 1, bits: 1, table: redAndBlue, data: [0b01000000, 0, 0, 0] });
  const four = bmp({ width: 3, height: 1, bits: 4, table: redAndBlue, data: [0x01, 0, 0, 0] });
  const eight = bmp({ width: 3, height: 1, bits: 8, table: redAndBlue, data: [0, 1, 0, 0] });
  for (const file of [one, four, eight]) assert.equal(pixels(file), 'ff0000 0000ff ff0000');
});

test('16 bits: 5-5-5 by itself, 5-6-5 by masks', () => {
  const plain = bmp({ width: 2, height: 1, bits: 16, data: [0x00, 0x7c, 0x1f, 0x00] });
  assert.equal(pixels(plain), 'ff0000 0000ff');
  const table = [0, 0xf8, 0, 0, 0xe0, 7, 0, 0, 0x1f, 0, 0, 0];
  const masked = bmp({
    ...{ width: 2, height: 1, bits: 16, compression: 3, table },
    data: [0x00, 0xf8, 0xe0, 0x07],
  });
  assert.equal(pixels(masked), 'ff0000 00ff00');
});

test('run lengths of 8 and 4 bits', () => {
  const base = { width: 4, height: 2, table: redAndBlue };
  // A run of two, a literal of three cut at the row's end, end of row, a jump, end of picture.
  const eight = bmp({
    ...{ ...base, bits: 8, compression: 1 },
    data: [2, 1, 0, 0, 0, 2, 1, 0, 3, 1, 0, 1],
  });
  assert.equal(pixels(eight), 'ff0000 0000ff 0000ff 0000ff 0000ff 0000ff ff0000 ff0000');
  const four = bmp({
    ...{ ...base, bits: 4, compression: 2 },
    data: [4, 0x10, 0, 0, 4, 0x01, 0, 1],
  });
  assert.equal(pixels(four), 'ff0000 0000ff ff0000 0000ff 0000ff ff0000 0000ff ff0000');
});

test('a bitmap of random bytes is decoded or refused, never anything else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2, 3, 4, 8, 16, 24, 32),
      fc.integer({ min: 0, max: 7 }),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 }),
      (bits, compression, data) => {
        const file = bmp({ width: 5, height: 3, bits, compression, table: redAndBlue, data });
        try {
          assert.equal(decodeBmp(file).rgba.length, 60);
        } catch (error) {
          assert.ok(error instanceof MarginaliaError && error.code === 'bad-image', String(error));
        }
      },
    ),
  );
});
