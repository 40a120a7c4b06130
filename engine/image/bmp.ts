/**
 * Windows bitmaps, which the image library does not read: 1, 4, 8, 16, 24 and 32 bits a pixel,
 * palettes, bit masks and run lengths. Layout from the BITMAPINFOHEADER documentation.
 */
import { badImage } from '../errors.ts';
import type { Picture } from './picture.ts';

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHABITFIELDS = 6;

interface Header {
  width: number;
  height: number;
  topDown: boolean;
  bits: number;
  compression: number;
  pixels: number;
  palette: Uint8Array;
  masks: [number, number, number, number];
}

const cut = () =>
  badImage('The BMP file is cut short.', 'Save or download the image again, then read it.');
const unknown = (what: string) =>
  badImage(`The BMP file uses ${what}, which is not supported.`, 'Save the image as PNG.');

/** Width and height of a BMP file, from its header alone. */
export function bmpSize(bytes: Uint8Array): { width: number; height: number } {
  const { width, height } = readHeader(bytes);
  return { width, height };
}

/** Decodes a whole BMP file. @throws MarginaliaError `bad-image` when it is cut short or unknown. */
export function decodeBmp(bytes: Uint8Array): Picture {
  const header = readHeader(bytes);
  const { width, height, compression } = header;
  const rgba = new Uint8Array(width * height * 4);
  if (compression === RLE8 || compression === RLE4) {
    paint(header, unpackRuns(bytes, header), width, 8, rgba);
  } else {
    const stride = Math.ceil((width * header.bits) / 32) * 4;
    const raw = bytes.subarray(header.pixels, header.pixels + stride * height);
    if (raw.length < stride * height) throw cut();
    paint(header, raw, stride, header.bits, rgba);
  }
  return { width, height, rgba };
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < 30) throw cut();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = view.getUint32(14, true);
  const old = size === 12;
  if (!old && (size < 40 || bytes.length < 14 + size)) throw cut();
  const rows = old ? view.getInt16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(old ? 24 : 28, true);
  const compression = old ? RGB : view.getUint32(30, true);
  const maskBytes =
    size === 40 ? (compression === BITFIELDS ? 12 : compression === ALPHABITFIELDS ? 16 : 0) : 0;
  const colors = old ? 0 : view.getUint32(46, true);
  const entry = old ? 3 : 4;
  const start = 14 + size + maskBytes;
  const count = bits <= 8 ? Math.min(colors || 1 << bits, 256) : 0;
  const palette = new Uint8Array(256 * 3);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < 3; c++) palette[i * 3 + c] = bytes[start + i * entry + 2 - c] ?? 0;
  const mask = (i: number): number =>
    bytes.length >= 58 + 4 * i ? view.getUint32(54 + 4 * i, true) : 0;
  const masked = compression === BITFIELDS || compression === ALPHABITFIELDS;
  const hasAlphaMask = size >= 56 || compression === ALPHABITFIELDS;
  return {
    width: old ? view.getUint16(18, true) : Math.abs(view.getInt32(18, true)),
    height: Math.abs(rows),
    topDown: rows < 0,
    bits,
    compression,
    pixels: view.getUint32(10, true),
    palette,
    masks: masked
      ? [mask(0), mask(1), mask(2), hasAlphaMask ? mask(3) : 0]
      : bits === 16
        ? [0x7c00, 0x3e0, 0x1f, 0]
        : [0xff0000, 0xff00, 0xff, 0],
  };
}

/** Writes rows of packed pixels into RGBA, turning the bottom-up order around. */
function paint(
  header: Header,
  raw: Uint8Array,
  stride: number,
  bits: number,
  rgba: Uint8Array,
): void {
  const { width, height, palette, masks } = header;
  const channels = masks.map(scaler);
  const masked = bits === 16 || bits === 32;
  if (!masked && ![1, 2, 4, 8, 24].includes(bits)) throw unknown(`${bits} bits a pixel`);
  for (let y = 0; y < height; y++) {
    const row = (header.topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      rgba[at + 3] = 255;
      if (masked) {
        const from = row + (x * bits) / 8;
        let value = raw[from]! | (raw[from + 1]! << 8);
        if (bits === 32) value = (value | (raw[from + 2]! << 16) | (raw[from + 3]! << 24)) >>> 0;
        for (let c = 0; c < 3; c++) rgba[at + c] = channels[c]!(value);
        if (masks[3] !== 0) rgba[at + 3] = channels[3]!(value);
      } else if (bits === 24) {
        for (let c = 0; c < 3; c++) rgba[at + c] = raw[row + x * 3 + 2 - c]!;
      } else {
        const shift = 8 - bits - ((x * bits) & 7);
        const index = (raw[row + ((x * bits) >> 3)]! >> shift) & ((1 << bits) - 1);
        for (let c = 0; c < 3; c++) rgba[at + c] = palette[index * 3 + c]!;
      }
    }
  }
}

/** Brings the bits under `mask` to 0..255. */
function scaler(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const top = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) * 255) / top);
}

/** Run-length rows to one palette index a byte, in the file's bottom-up order. */
function unpackRuns(bytes: Uint8Array, header: Header): Uint8Array {
  const { width, height } = header;
  const out = new Uint8Array(width * height);
  const half = header.compression === RLE4;
  let at = header.pixels;
  let x = 0;
  let y = 0;
  const put = (index: number): void => {
    if (x < width && y < height) out[y * width + x] = index;
    x++;
  };
  while (y < height) {
    if (at + 1 >= bytes.length) throw cut();
    const count = bytes[at++]!;
    const value = bytes[at++]!;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(half ? (i % 2 ? value & 15 : value >> 4) : value);
    } else if (value === 0) {
      x = 0;
      y++;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      x += bytes[at++] ?? 0;
      y += bytes[at++] ?? 0;
    } else {
      const length = half ? Math.ceil(value / 2) : value;
      if (at + length > bytes.length) throw cut();
      for (let i = 0; i < value; i++) {
        const packed = bytes[at + (half ? i >> 1 : i)]!;
        put(half ? (i % 2 ? packed & 15 : packed >> 4) : packed);
      }
      at += length + (length % 2);
    }
  }
  return out;
}
