/**
 * Finds the ink: whatever the colors were, the result is dark ink on white paper, because that is
 * what the model was trained on.
 */
import { imageEmpty } from '../errors.ts';
import { luma, type Picture, type Plane } from './picture.ts';
import { fromLocalPaper } from './shade.ts';

/** Ink must differ from its paper by this many of 256 levels to be seen at all. */
const MIN_CONTRAST = 24;
/** Luma is kept unless color tells ink from paper this many times better. */
const COLOR_ADVANTAGE = 2;
/** Flat paper covers at least this share of a picture; where it does not, the light is uneven. */
const FLAT_SHARE = 0.6;
/** Alpha above this hides whatever is behind. */
const OPAQUE = 250;

/** @throws MarginaliaError `image-empty` when nothing stands out from the background. */
export function inkOnPaper(picture: Picture): Plane {
  const rgb = flatten(picture);
  const { width, height } = picture;
  const paper = commonColor(rgb);
  const gray = toLuma(rgb);
  const paperLuma = luma(paper[0]!, paper[1]!, paper[2]!);
  const byLuma = distances(gray, 1, [paperLuma]);
  const byColor = distances(rgb, 3, paper);
  if (contrast(byColor) > COLOR_ADVANTAGE * contrast(byLuma)) {
    return {
      width,
      height,
      data: stretch(
        byColor.map((d) => 255 - d),
        255,
      ),
    };
  }
  const share = gray.reduce((n, v) => n + Number(Math.abs(v - paperLuma) <= 16), 0) / gray.length;
  const signed =
    share < FLAT_SHARE
      ? fromLocalPaper({ width, height, data: gray })
      : Int16Array.from(gray, (value) => value - paperLuma);
  // Ink is on the side of the paper's level where more of the picture's deviation lies.
  const side = signed.reduce((sum, value) => sum + value, 0) > 0 ? 1 : -1;
  const data = Uint8Array.from(signed, (value) => 255 - Math.max(side * value, 0));
  return { width, height, data: stretch(data, 255) };
}

/** Puts transparent pixels on a background against which the opaque ones can be seen. */
function flatten({ rgba }: Picture): Uint8Array {
  const pixels = rgba.length / 4;
  const rgb = new Uint8Array(pixels * 3);
  const under = backdrop(rgba);
  for (let i = 0; i < pixels; i++) {
    const alpha = rgba[i * 4 + 3]!;
    for (let c = 0; c < 3; c++) {
      const value = rgba[i * 4 + c]!;
      rgb[i * 3 + c] =
        alpha === 255 ? value : Math.round((value * alpha + under[c]! * (255 - alpha)) / 255);
    }
  }
  return rgb;
}

/**
 * Mostly transparent: the opaque part is ink, so black under light ink and white under dark.
 * Mostly opaque (a window with round corners): the window's own background goes on.
 */
function backdrop(rgba: Uint8Array): readonly number[] {
  let opaque = 0;
  let weight = 0;
  let light = 0;
  const pixels = rgba.length / 4;
  for (let i = 0; i < pixels; i++) {
    const alpha = rgba[i * 4 + 3]!;
    if (alpha > OPAQUE) opaque++;
    weight += alpha;
    light += alpha * luma(rgba[i * 4]!, rgba[i * 4 + 1]!, rgba[i * 4 + 2]!);
  }
  if (opaque > pixels / 2) return commonColor(rgba, 4);
  return weight > 0 && light / weight > 160 ? [0, 0, 0] : [255, 255, 255];
}

/** The commonest color, found in 32 levels a channel and then averaged inside that cell. */
function commonColor(samples: Uint8Array, channels = 3): number[] {
  const counts = new Uint32Array(32 ** 3);
  const sums = new Float64Array(3 * counts.length);
  for (let at = 0; at < samples.length; at += channels) {
    if (channels === 4 && samples[at + 3]! <= OPAQUE) continue;
    const [r, g, b] = [samples[at]!, samples[at + 1]!, samples[at + 2]!];
    const cell = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
    counts[cell]!++;
    sums[cell * 3]! += r;
    sums[cell * 3 + 1]! += g;
    sums[cell * 3 + 2]! += b;
  }
  let best = 0;
  for (let i = 1; i < counts.length; i++) if (counts[i]! > counts[best]!) best = i;
  const count = Math.max(counts[best]!, 1);
  return [0, 1, 2].map((c) => Math.round(sums[best * 3 + c]! / count));
}

function toLuma(rgb: Uint8Array): Uint8Array {
  const gray = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < gray.length; i++)
    gray[i] = luma(rgb[i * 3]!, rgb[i * 3 + 1]!, rgb[i * 3 + 2]!);
  return gray;
}

/** How far each pixel is from the paper: the largest difference over its channels. */
function distances(samples: Uint8Array, channels: number, paper: readonly number[]): Uint8Array {
  const out = new Uint8Array(samples.length / channels);
  for (let i = 0; i < out.length; i++) {
    let most = 0;
    for (let c = 0; c < channels; c++)
      most = Math.max(most, Math.abs(samples[i * channels + c]! - paper[c]!));
    out[i] = most;
  }
  return out;
}

/** The level that all but the farthest few pixels stay under: robust against single outliers. */
function contrast(distance: Uint8Array): number {
  return quantile(distance, 1 - Math.min(0.002, 6 / distance.length));
}

function quantile(values: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value]!++;
  let left = share * values.length;
  for (let level = 0; level < 256; level++) {
    left -= counts[level]!;
    if (left < 0) return level;
  }
  return 255;
}

/** Paper's level to 255 and the darkest ink to 0. */
function stretch(gray: Uint8Array, paper: number): Uint8Array {
  const ink = quantile(gray, Math.min(0.002, 6 / gray.length));
  if (paper - ink < MIN_CONTRAST)
    throw imageEmpty('Nothing in the image stands out from its background.');
  const table = Uint8Array.from({ length: 256 }, (_, level) =>
    Math.min(Math.max(Math.round(((level - ink) * 255) / (paper - ink)), 0), 255),
  );
  return gray.map((value) => table[value]!);
}
