/** MathJax's glyphs -> KaTeX's: both took them from the same TeX fonts, under codes and in files of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import opentype, { type Font } from 'opentype.js';
import { KATEX } from './browser.ts';
import { flatten } from './outline.ts';
import { extent } from './polygons.ts';

export interface Name {
  /** A file of KaTeX, without its ending. */
  file: string;
  code: number;
  /** In thousandths of the em. */
  advance: number;
  /** How far right KaTeX's glyph must be moved to stand where MathJax's does. */
  shift: number;
}

/** Where several have the same glyph, the first one names it. */
const FILES = ['Main-Regular', 'Math-Italic', 'Main-Bold', 'Math-BoldItalic', 'AMS-Regular', 'Main-Italic', 'Main-BoldItalic', 'Size1-Regular', 'Size2-Regular', 'Size3-Regular', 'Size4-Regular', 'Caligraphic-Regular', 'Caligraphic-Bold', 'Fraktur-Regular', 'Fraktur-Bold', 'Script-Regular', 'SansSerif-Regular', 'SansSerif-Bold', 'SansSerif-Italic', 'Typewriter-Regular']; // prettier-ignore
/** Glyphs that KaTeX sets by another code than MathJax. */
const ALIASES = new Map([[0x2c6, 0x5e], [0x2dc, 0x7e], [0xaf, 0x2c9], [0x7c, 0x2223], [0x2016, 0x2225]]); // prettier-ignore
const GREEK_VARIANTS = '∂ϵϑϰϕϱϖ';
/** Accents have other origins there; for letters, a width and height alone would not tell fonts apart. */
const ACCENTS = new Set([0x60, 0xa8, 0xaf, 0xb4, 0x2c6, 0x2c7, 0x2c9, 0x2ca, 0x2cb, 0x2d8, 0x2d9, 0x2da, 0x2dc, 0x20d7]); // prettier-ignore
/** Outlines were rounded on both ways; different glyphs of one code differ by far more. */
const MOST_DIFFERENT = 6;

const fonts = new Map<string, Font>();

function fontOf(file: string): Font {
  let font = fonts.get(file);
  if (font === undefined) {
    const data = readFileSync(join(KATEX, 'fonts', file + '.ttf'));
    font = opentype.parse(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
    fonts.set(file, font);
  }
  return font;
}

/** The code of the plain letter, where `code` is one of the mathematical alphabets. */
function plain(code: number): number {
  if (code < 0x1d6a8 || code > 0x1d7cb) return String.fromCodePoint(code).normalize('NFKD').codePointAt(0)!; // prettier-ignore
  const place = (code - 0x1d6a8) % 58;
  if (place < 25) return 0x391 + place;
  if (place === 25) return 0x2207;
  return place < 51 ? 0x3b1 + place - 26 : GREEK_VARIANTS.codePointAt(place - 51)!;
}

const known = new Map<string, Name | null>();

/** The glyph of KaTeX whose outline stands in the same box, or null. `code` as MathJax says it. */
export function nameOf(code: number, path: string): Name | null {
  const key = `${code} ${path}`;
  let name = known.get(key);
  if (name === undefined) {
    name = find(code, extent(flatten(path, 0.5)));
    known.set(key, name);
  }
  return name;
}

function find(code: number, box: readonly number[]): Name | null {
  const alias = ALIASES.get(code);
  const codes = new Set([...(alias === undefined ? [] : [alias]), code, plain(code)]);
  for (const candidate of codes) {
    for (const face of FILES) {
      const file = `KaTeX_${face}`;
      const font = fontOf(file);
      const glyph = font.charToGlyph(String.fromCodePoint(candidate));
      if (glyph.index === 0) continue;
      const { x1, y1, x2, y2 } = glyph.getBoundingBox();
      const unit = 1000 / font.unitsPerEm;
      const shift = ACCENTS.has(code) ? box[0]! - x1 * unit : 0;
      const sides = [x1 * unit + shift, y1 * unit, x2 * unit + shift, y2 * unit];
      if (sides.some((side, i) => Math.abs(side - box[i]!) > MOST_DIFFERENT)) continue;
      return { file, code: candidate, advance: (glyph.advanceWidth ?? 0) * unit, shift };
    }
  }
  return null;
}
