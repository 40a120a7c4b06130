/** Draws a page, or the part of a large one that is in sight, into a canvas of its own. */
import { AnnotationMode, type PDFPageProxy, type RenderTask } from 'pdfjs-dist';
import type { Rotation, Size } from './reader.ts';

/** Pixels of a page that is drawn whole, at most. */
const mostPixels = 12_000_000;
/** Pixels of the coarse picture under the sharp part of a page that is too large to be drawn whole. */
const coarsePixels = 2_000_000;

export interface Wanted {
  /** CSS pixels of the whole page. */
  readonly size: Size;
  readonly pixelRatio: number;
  readonly rotation: Rotation;
  /** Show what is done so far while the page is being drawn. */
  readonly partial: boolean;
}

/** A part of a page, in shares of its width and height. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly canvas: HTMLCanvasElement;
  readonly task: RenderTask;
  /** Fewer pixels than the screen has: the part in sight needs a drawing of its own. */
  readonly coarse: boolean;
}

export const whole: Part = { left: 0, top: 0, width: 1, height: 1 };

/** Starts to draw all of a page, or, with `part`, that part of it at full sharpness. */
export function startDrawing(page: PDFPageProxy, wanted: Wanted, part: Part = whole): Drawing {
  const { size, pixelRatio, rotation } = wanted;
  const pixels = size.width * size.height * pixelRatio ** 2 * part.width * part.height;
  const tooMany = pixels > mostPixels || Math.max(size.width, size.height) * pixelRatio > 16_000;
  const isWhole = part === whole;
  const coarse = isWhole && tooMany;
  const shrink = tooMany ? Math.sqrt((isWhole ? coarsePixels : mostPixels) / pixels) : 1;

  const turn = (page.rotate + rotation) % 360;
  const atOne = page.getViewport({ scale: 1, rotation: turn });
  const width = Math.max(1, Math.round(size.width * pixelRatio * shrink * part.width));
  const height = Math.max(1, Math.round(size.height * pixelRatio * shrink * part.height));
  const scale = (size.width * pixelRatio * shrink) / atOne.width;
  const viewport = page.getViewport({ scale, rotation: turn });
  // Rounding to whole pixels must not leave a white line at an edge.
  const x = width / (viewport.width * part.width);
  const y = height / (viewport.height * part.height);

  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.setAttribute('aria-hidden', 'true');
  const task = page.render({
    canvas,
    viewport,
    transform: [x, 0, 0, y, -part.left * viewport.width * x, -part.top * viewport.height * y],
    // Forms as they look, without anything to type in.
    annotationMode: AnnotationMode.ENABLE,
    partialFrames: wanted.partial,
  });
  return { canvas, task, coarse };
}

/** Gives the pixels back at once instead of at the next garbage collection. */
export function release(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
  canvas.remove();
}
