/** A picture as a file that any server reads. Only its pixels travel: no place, no author, no comment. */
import sharp from 'sharp';
import { decodeImage } from './decode.ts';

export interface EncodedImage {
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
}

/** Larger than what vision models take in; they would shrink it themselves. */
const longestSide = 3072;
/** A PNG larger than this is a photograph: JPEG loses nothing there that anybody sees. */
const largestPng = 2 * 1024 * 1024;

/**
 * Decodes an image of any readable format, puts it on white, and writes it as PNG or JPEG.
 * `zoom` shows it that many times larger. @throws MarginaliaError `bad-image`, `image-is-pdf`, `image-too-large`, `image-empty`
 */
export async function encodeForServer(bytes: Uint8Array, zoom = 1): Promise<EncodedImage> {
  const { width, height, rgba } = await decodeImage(bytes);
  const scale = Math.min(zoom, longestSide / Math.max(width, height));
  const picture = sharp(rgba, { raw: { width, height, channels: 4 } })
    .flatten({ background: '#fff' })
    .resize({ width: Math.max(Math.round(width * scale), 1) });
  const png = await picture.clone().png().toBuffer();
  if (png.length <= largestPng) return { type: 'image/png', bytes: png };
  return { type: 'image/jpeg', bytes: await picture.jpeg({ quality: 92 }).toBuffer() };
}

/** A PNG of plain RGB pixels. */
export async function encodePng(rgb: Uint8Array, width: number, height: number): Promise<Buffer> {
  return await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
