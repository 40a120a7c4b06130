/** The same picture as others show it: larger or smaller, in another theme, through a JPEG. */
import sharp from 'sharp';
import { imageTooLarge } from '../errors.ts';
import type { Theme, Variant } from '../eval/variant.ts';
import { decodeImage, MAX_PIXELS } from './decode.ts';
import type { Picture } from './picture.ts';
import { luma } from './picture.ts';

/** Ink and paper, sRGB: VS Code's dark theme, and dark blue on a pale yellow slide. */
const themes: Record<Theme, { ink: readonly number[]; paper: readonly number[] }> = {
  dark: { ink: [212, 212, 212], paper: [30, 30, 30] },
  tint: { ink: [24, 34, 110], paper: [255, 247, 205] },
};

/**
 * Makes the changes in the order zoom (Lanczos, as browsers and viewers zoom a screenshot), theme,
 * JPEG (4:2:0, as most programs save it). A theme or a JPEG puts transparent parts on white.
 * @returns the bytes as they are when nothing changes, else a PNG or JPEG file
 * @throws MarginaliaError `bad-image`, `image-is-pdf`, `image-too-large`, `image-empty`
 */
export async function changeImage(bytes: Uint8Array, variant: Variant): Promise<Uint8Array> {
  const { zoom = 1, theme, jpeg } = variant;
  if (zoom === 1 && theme === undefined && jpeg === undefined) return bytes;
  let picture = await decodeImage(bytes);
  if (zoom !== 1) picture = await zoomed(picture, zoom);
  if (theme !== undefined) picture = await recolored(picture, theme);
  const out = open(picture);
  if (jpeg === undefined) return out.png().toBuffer();
  return out.flatten({ background: '#fff' }).jpeg({ quality: jpeg }).toBuffer();
}

async function zoomed(picture: Picture, zoom: number): Promise<Picture> {
  const width = Math.max(Math.round(picture.width * zoom), 1);
  const height = Math.max(Math.round(picture.height * zoom), 1);
  if (width * height > MAX_PIXELS) throw imageTooLarge(width, height, MAX_PIXELS);
  const rgba = await open(picture)
    .resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  return { width, height, rgba };
}

/** Each level of gray becomes its mixture of the theme's ink and paper. */
async function recolored(picture: Picture, theme: Theme): Promise<Picture> {
  const { width, height } = picture;
  const rgba = await open(picture).flatten({ background: '#fff' }).ensureAlpha().raw().toBuffer();
  const levels = new Uint8Array(width * height);
  for (let i = 0; i < levels.length; i++)
    levels[i] = luma(rgba[4 * i]!, rgba[4 * i + 1]!, rgba[4 * i + 2]!);
  // A picture that is dark already keeps its ink: its dark half is the paper.
  const paperIsDark =
    levels.reduce((dark, level) => dark + Number(level < 128), 0) * 2 > levels.length;
  const { ink, paper } = themes[theme];
  for (const [i, level] of levels.entries()) {
    const share = (paperIsDark ? 255 - level : level) / 255;
    for (let c = 0; c < 3; c++)
      rgba[4 * i + c] = Math.round(ink[c]! + share * (paper[c]! - ink[c]!));
  }
  return { width, height, rgba };
}

const open = ({ width, height, rgba }: Picture) =>
  sharp(rgba, { raw: { width, height, channels: 4 } });
