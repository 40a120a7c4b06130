/**
 * Turns a drawn page dark: lightness is inverted, hues stay, and the range from black to white becomes
 * that from the theme's paper to its ink. Done by blending, so that the pixels never leave the graphics card.
 */
import type { Part } from '../draw.ts';
import { release } from '../draw.ts';
import { looksLikePaper } from './paper.ts';

/** Red, green and blue, 0 to 255. */
export type Color = readonly [number, number, number];

export interface DarkColors {
  readonly paper: Color;
  readonly ink: Color;
}

const css = ([red, green, blue]: Color): string => `rgb(${red} ${green} ${blue})`;

/** @param kept parts of the canvas, in shares of its size, that keep their colors if they are photographs */
export function recolor(
  canvas: HTMLCanvasElement,
  { paper, ink }: DarkColors,
  kept: readonly Part[],
): void {
  const context = canvas.getContext('2d');
  const before = copy(canvas);
  if (context === null || before === undefined) return;
  const photographs = kept.filter((part) => !isPaper(before, part));
  const { width, height } = canvas;
  const fill = (operation: GlobalCompositeOperation, color: string): void => {
    context.globalCompositeOperation = operation;
    context.fillStyle = color;
    context.fillRect(0, 0, width, height);
  };
  context.save();
  context.resetTransform();
  context.globalAlpha = 1;
  fill('difference', 'white');
  // The inverted lightness with the hue and the saturation that were there before.
  context.globalCompositeOperation = 'color';
  context.drawImage(before, 0, 0);
  fill('multiply', css(ink.map((it, at) => Math.max(0, it - paper[at]!)) as unknown as Color));
  fill('lighter', css(paper));
  context.globalCompositeOperation = 'source-over';
  for (const part of photographs) {
    const [x, y, w, h] = pixels(canvas, part);
    if (w > 0 && h > 0) context.drawImage(before, x, y, w, h, x, y, w, h);
  }
  context.restore();
  release(before);
}

function copy(canvas: HTMLCanvasElement): HTMLCanvasElement | undefined {
  const other = document.createElement('canvas');
  other.width = canvas.width;
  other.height = canvas.height;
  const context = other.getContext('2d', { alpha: false });
  context?.drawImage(canvas, 0, 0);
  return context === null ? undefined : other;
}

/** Whole pixels of a part, inside the canvas. */
function pixels(
  { width, height }: HTMLCanvasElement,
  part: Part,
): [number, number, number, number] {
  const x = Math.max(0, Math.round(part.left * width));
  const y = Math.max(0, Math.round(part.top * height));
  const right = Math.min(width, Math.round((part.left + part.width) * width));
  const bottom = Math.min(height, Math.round((part.top + part.height) * height));
  return [x, y, right - x, bottom - y];
}

/** Looks at a small copy of the part. */
function isPaper(canvas: HTMLCanvasElement, part: Part): boolean {
  const [x, y, w, h] = pixels(canvas, part);
  if (w <= 0 || h <= 0) return false;
  const small = document.createElement('canvas');
  small.width = Math.min(64, w);
  small.height = Math.min(64, h);
  const context = small.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) return false;
  // Pixels are picked, not mixed: thin ink on paper would turn into gray.
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, x, y, w, h, 0, 0, small.width, small.height);
  return looksLikePaper(context.getImageData(0, 0, small.width, small.height).data);
}
