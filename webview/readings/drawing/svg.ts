/** A formula's layout as an SVG that needs nothing else: letters are outlines, not text in a font. */
import type { Font } from 'opentype.js';
import { outlines } from './fonts.ts';
import type { Box, Item, Layout } from './layout.ts';

/** Pixels of white around the formula, in em of its own size. */
const margin = 0.15;

/**
 * @param em pixels of one em in the layout
 * @param size pixels that one em gets in the drawing
 */
export async function toSvg(layout: Layout, em: number, size: number): Promise<string> {
  const parts: string[] = [];
  for (const item of layout.items) parts.push(await draw(item));
  const edge = margin * em;
  const width = layout.width + 2 * edge;
  const height = layout.height + 2 * edge;
  const scale = size / em;
  const view = [-edge, -edge, width, height].map(short).join(' ');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width * scale)}" ` +
    `height="${short(height * scale)}" viewBox="${view}" fill="currentColor" stroke="none">` +
    `${parts.join('')}</svg>`
  );
}

async function draw(item: Item): Promise<string> {
  const paint = item.color === undefined ? '' : ` fill="${escaped(item.color)}"`;
  switch (item.kind) {
    case 'letter':
      return letter(item, paint, await outlines(item.font));
    case 'bar':
      return `<rect ${edges(item.box)}${paint}/>`;
    case 'drawing': {
      const { x, y, width, height } = item.view;
      const view = [x, y, width, height].map(short).join(' ');
      const paths = item.paths.map((path) => `<path d="${escaped(path)}"/>`).join('');
      return (
        `<svg ${edges(item.box)} viewBox="${view}" preserveAspectRatio="none"${paint}>` +
        `${paths}</svg>`
      );
    }
    case 'line': {
      const [[x1, y1], [x2, y2]] = [item.from, item.to];
      const ends = `M${short(x1)} ${short(y1)}L${short(x2)} ${short(y2)}`;
      const stroke = escaped(item.color ?? 'currentColor');
      const dashes = item.dashed ? ` stroke-dasharray="${short(3 * item.width)}"` : '';
      return `<path d="${ends}" stroke="${stroke}" stroke-width="${short(item.width)}"${dashes}/>`;
    }
  }
}

type Letter = Extract<Item, { kind: 'letter' }>;

function letter({ text, x, baseline, size, font }: Letter, paint: string, face?: Font): string {
  const glyph = face?.charToGlyph(text);
  if (glyph !== undefined && glyph.index !== 0) {
    const path = glyph.getPath(x, baseline, size).toPathData(2);
    return path === '' ? '' : `<path d="${path}"${paint}/>`;
  }
  // A letter that KaTeX has no shape for, in whatever font the reader has: Chinese inside \text.
  const weight = font.bold ? ' font-weight="bold"' : '';
  const slope = font.italic ? ' font-style="italic"' : '';
  return (
    `<text x="${short(x)}" y="${short(baseline)}" font-size="${short(size)}" ` +
    `font-family="serif"${weight}${slope}${paint}>${escaped(text)}</text>`
  );
}

const edges = ({ x, y, width, height }: Box): string =>
  `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;

const short = (value: number): string => String(Math.round(value * 1_000) / 1_000);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<"]/g, (it) => entities[it] ?? it);
