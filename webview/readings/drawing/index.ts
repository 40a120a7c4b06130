/** A formula as a drawing for other programs: SVG as text, PNG as pixels. */
import { h } from '../../dom.ts';
import { typeset } from '../formula.ts';
import { readLayout } from './layout.ts';
import { toSvg } from './svg.ts';

/** The layout is taken at this size, for browsers round the places of letters to whole pixels. */
const em = 200;
/** One em of a copied drawing: 16 px, the size of text. */
const drawnEm = 16;
/** Pixels for each CSS pixel of a PNG: sharp on any screen and in print. */
const density = 4;
const mostPixels = 32_000_000;

/** @throws Error with KaTeX's words when the formula cannot be typeset */
export async function drawSvg(latex: string): Promise<string> {
  const stage = h('div', { class: 'drawing-stage', 'aria-hidden': 'true', dir: 'ltr' });
  stage.style.fontSize = `${em}px`;
  document.body.append(stage);
  try {
    const result = typeset(latex, stage);
    if (!result.ok) throw new Error(`This cannot be typeset: ${result.message}`);
    const root = stage.querySelector<HTMLElement>('.katex-html');
    if (root === null) throw new Error('There is nothing to draw.');
    root.getBoundingClientRect(); // a font is loaded when something is laid out in it
    await document.fonts.ready;
    // KaTeX's own size for displayed formulas comes on top of the stage's.
    const own = parseFloat(getComputedStyle(root).fontSize);
    return await toSvg(readLayout(root), own, drawnEm);
  } finally {
    stage.remove();
  }
}

/** Black on white, whatever the theme: it will stand on paper or on a slide. */
export async function drawPng(latex: string): Promise<Blob> {
  const svg = await drawSvg(latex);
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const fits = Math.sqrt(mostPixels / (image.width * image.height));
    const scale = Math.min(density, fits);
    const width = Math.max(1, Math.round(image.width * scale));
    const height = Math.max(1, Math.round(image.height * scale));
    const canvas = h('canvas', { width: String(width), height: String(height) });
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser cannot draw.');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob === null) reject(new Error('The picture could not be made.'));
        else resolve(blob);
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
