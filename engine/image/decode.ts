/** Bytes of an image file to pixels, refusing what cannot be read before it costs anything. */
import sharp from 'sharp';
import {
  badImage,
  imageEmpty,
  imageIsPdf,
  imageTooLarge,
  type MarginaliaError,
} from '../errors.ts';
import { bmpSize, decodeBmp } from './bmp.ts';
import type { Picture } from './picture.ts';
import { sniff, type ImageFormat } from './sniff.ts';

/** Four 4K screens and more; a decoded image of this size takes a quarter of a gigabyte. */
export const MAX_PIXELS = 64_000_000;
/** Under this many pixels on its longer side no formula can be seen. */
const MIN_SIDE = 4;
/** Vector drawings have no pixels of their own: they get two for each CSS pixel (72 dpi here). */
const SVG_DENSITY = 144;

const formats = 'PNG, JPEG, WebP, GIF, BMP, AVIF, TIFF and SVG';

/**
 * Decodes the first frame, turned upright by its orientation tag and brought to 8-bit sRGB.
 * @throws MarginaliaError `bad-image`, `image-is-pdf`, `image-too-large`, `image-empty`
 */
export async function decodeImage(bytes: Uint8Array): Promise<Picture> {
  const { format } = await inspectImage(bytes);
  return format === 'bmp' ? decodeBmp(bytes) : decodeWithSharp(bytes, format);
}

export interface ImageHeader {
  format: ImageFormat;
  width: number;
  height: number;
  /** Color space and number of samples of a pixel as stored, alpha included. */
  space: string;
  channels: number;
}

/**
 * Reads an image's header and refuses what nobody should decode.
 * @throws MarginaliaError `bad-image`, `image-is-pdf`, `image-too-large`, `image-empty`
 */
export async function inspectImage(bytes: Uint8Array): Promise<ImageHeader> {
  const format = readable(bytes);
  const header = await measure(bytes, format);
  const { width, height } = header;
  if (width * height > MAX_PIXELS) throw imageTooLarge(width, height, MAX_PIXELS);
  if (Math.max(width, height) < MIN_SIDE)
    throw imageEmpty(`The image is ${width}×${height} pixels, too small to show a formula.`);
  return { format, ...header };
}

function readable(bytes: Uint8Array): ImageFormat {
  if (bytes.length === 0)
    throw badImage('The file is empty.', 'Save or download the image again, then read it.');
  const format = sniff(bytes);
  if (format === 'pdf') throw imageIsPdf();
  if (format === 'heic')
    throw badImage(
      'This is a HEIC or video file, which cannot be read.',
      'Save it as PNG or JPEG.',
    );
  const wanted = `Give an image file: ${formats}.`;
  if (format === 'text')
    throw badImage('This file holds text, not an image, whatever its name says.', wanted);
  if (format === 'unknown') throw badImage('This is not an image in a known format.', wanted);
  return format;
}

/** What the header says; nothing is decoded. */
async function measure(
  bytes: Uint8Array,
  format: ImageFormat,
): Promise<Omit<ImageHeader, 'format'>> {
  if (format === 'bmp') return { ...bmpSize(bytes), space: 'srgb', channels: 4 };
  try {
    const { width, height, space, channels } = await openImage(bytes, format, false).metadata();
    return { width, height, space, channels };
  } catch (cause) {
    throw undecodable(format, cause);
  }
}

async function decodeWithSharp(bytes: Uint8Array, format: ImageFormat): Promise<Picture> {
  try {
    const { data, info } = await openImage(bytes, format, MAX_PIXELS)
      .autoOrient()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, rgba: data };
  } catch (cause) {
    throw undecodable(format, cause);
  }
}

/** The library's handle on the first frame. `limit`: the most pixels that it may decode. */
export const openImage = (
  bytes: Uint8Array,
  format: ImageFormat,
  limit: number | false,
  ignoreIcc = false,
) =>
  sharp(bytes, {
    ...{ failOn: 'truncated', limitInputPixels: limit, pages: 1, ignoreIcc },
    ...(format === 'svg' ? { density: SVG_DENSITY } : {}),
  });

export function undecodable(format: ImageFormat, cause: unknown): MarginaliaError {
  const detail = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause);
  return badImage(
    `The ${format.toUpperCase()} file is damaged or cut short (${detail}).`,
    'Save or download the image again, then read it.',
    cause,
  );
}
