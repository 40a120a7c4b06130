/**
 * Pixels as Phi-4-reasoning-vision's processor gets them: Pillow's `Image.open`, turned upright,
 * then `convert('RGB')`. Alpha is dropped and not blended, color profiles are not heeded, and gray
 * of 16 bits is clipped at 255. Another treatment may look better, but is not what the model saw.
 */
import { decodeBmp } from './bmp.ts';
import { inspectImage, MAX_PIXELS, openImage, undecodable, type ImageHeader } from './decode.ts';
import type { Pixels } from './resize.ts';

/**
 * The first frame as interleaved 8-bit RGB.
 * @throws MarginaliaError `bad-image`, `image-is-pdf`, `image-too-large`, `image-empty`
 */
export async function decodeRgb(bytes: Uint8Array): Promise<Pixels> {
  const header = await inspectImage(bytes);
  if (header.format === 'bmp') {
    const { width, height, rgba } = decodeBmp(bytes);
    return { width, height, data: threeOf(rgba, 4, (sample) => sample) };
  }
  try {
    return await decodeSamples(bytes, header);
  } catch (cause) {
    throw undecodable(header.format, cause);
  }
}

async function decodeSamples(bytes: Uint8Array, header: ImageHeader): Promise<Pixels> {
  const { format, space, channels } = header;
  const image = openImage(bytes, format, MAX_PIXELS, true).autoOrient();
  const read = async (opened: typeof image, depth: 'uchar' | 'ushort') => {
    const { data, info } = await opened.raw({ depth }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  };
  if (space === 'cmyk') {
    const ink = await read(image.pipelineColourspace('cmyk').toColourspace('cmyk'), 'uchar');
    return { ...ink, data: cmykToRgb(ink.data) };
  }
  if (space === 'grey16' && channels === 1) {
    const gray = await read(image.pipelineColourspace('grey16').toColourspace('grey16'), 'ushort');
    const levels = new Uint16Array(new Uint8Array(gray.data).buffer);
    return { ...gray, data: threeOf(levels, 1, (level) => Math.min(level, 255)) };
  }
  return await read(image.removeAlpha().toColourspace('srgb'), 'uchar');
}

/** Red, green and blue of pixels with 1 sample (gray) or with 4. */
function threeOf(
  samples: Uint8Array | Uint16Array,
  channels: 1 | 4,
  level: (sample: number) => number,
): Uint8Array {
  const count = samples.length / channels;
  const rgb = new Uint8Array(count * 3);
  const step = channels === 1 ? 0 : 1;
  for (let i = 0; i < count; i++)
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = level(samples[i * channels + c * step]!);
  return rgb;
}

/** Pillow's conversion: what the ink leaves of the paper that black has left, in 8-bit fixed point. */
function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let i = 0, o = 0; i < cmyk.length; i += 4) {
    const left = 255 - cmyk[i + 3]!;
    for (let c = 0; c < 3; c++) {
      const product = cmyk[i + c]! * left + 128;
      rgb[o++] = Math.max(left - (((product >> 8) + product) >> 8), 0);
    }
  }
  return rgb;
}
