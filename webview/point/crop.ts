/** A region of a page as a picture: drawn anew by pdf.js at the scale at which the model reads best. */
import type { PDFPageProxy } from 'pdfjs-dist';
import { cutOf, paperColor } from '../../document/cut.ts';
import { grow, type Rectangle } from '../../document/geometry.ts';
import type { PageText } from '../../document/glyphs.ts';

/** Pixels of a small letter's height that the model knows best, and its share of an em. */
const X_HEIGHT = 12;
const X_SHARE = 0.45;
/** For regions without text, such as a scan: 200 dots an inch. */
const SCAN_SCALE = 200 / 72;
const SCALES = { least: 1, most: 8 } as const;
const MARGIN = 3;
const most = { pixels: 6_000_000, side: 6_000 } as const;

export interface Crop {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** Page coordinates of the picture, its white margin included. */
  readonly rectangle: Rectangle;
}

/** How large to draw a region: letters of the size that most of its text has become 12 pixels high. */
export function cropOf(rectangle: Rectangle, page: PageText | undefined): Crop {
  const grown = grow(rectangle, MARGIN);
  const outer = { ...grown, x1: Math.max(grown.x1, 0), y1: Math.max(grown.y1, 0) };
  const [width, height] = [Math.max(outer.x2 - outer.x1, 1), Math.max(outer.y2 - outer.y1, 1)];
  const size = page === undefined ? undefined : usualSize(rectangle, page);
  const wanted = size === undefined ? SCAN_SCALE : X_HEIGHT / (X_SHARE * size);
  const scale = Math.min(
    Math.max(Math.min(wanted, SCALES.most), SCALES.least),
    Math.sqrt(most.pixels / (width * height)),
    most.side / Math.max(width, height),
  );
  return {
    width: Math.max(Math.round(width * scale), 1),
    height: Math.max(Math.round(height * scale), 1),
    scale,
    rectangle: outer,
  };
}

/** The largest size that a fifth of the region's letters have: scripts are smaller than their line. */
function usualSize(rectangle: Rectangle, { runs }: PageText): number | undefined {
  const sizes = runs
    .filter(({ hidden }) => !hidden)
    .flatMap(({ glyphs, size }) =>
      glyphs
        .filter(({ blank, box }) => {
          const [x, y] = [(box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2];
          const inside =
            x > rectangle.x1 && x < rectangle.x2 && y > rectangle.y1 && y < rectangle.y2;
          return !blank && inside;
        })
        .map(() => size),
    )
    .sort((a, b) => b - a);
  return sizes[Math.floor(sizes.length / 5)];
}

/**
 * Draws the region, with whole letters and without pieces of those beside it, and packs it as PNG. Rejects
 * when the page cannot be drawn.
 */
export async function drawCrop(
  page: PDFPageProxy,
  rectangle: Rectangle,
  text: PageText | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const { rectangle: region, strangers } = cutOf(rectangle, text, MARGIN);
  const { width, height, scale, rectangle: outer } = cropOf(region, text);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  try {
    await page.render({
      canvas,
      viewport: page.getViewport({ scale }),
      transform: [1, 0, 0, 1, -outer.x1 * scale, -outer.y1 * scale],
      // Annotations are no part of a formula.
      annotationMode: 0,
      background: '#fff',
    }).promise;
    const context = canvas.getContext('2d');
    if (context !== null && strangers.length > 0) {
      context.resetTransform();
      context.fillStyle = paperColor(context.getImageData(0, 0, width, height).data);
      for (const { x1, y1, x2, y2 } of strangers) {
        const [left, top] = [(x1 - outer.x1) * scale, (y1 - outer.y1) * scale];
        context.fillRect(left, top, (x2 - x1) * scale, (y2 - y1) * scale);
      }
    }
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('The picture of the region could not be packed.');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    // Gives the pixels back at once.
    canvas.width = 0;
    canvas.height = 0;
  }
}
