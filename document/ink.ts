/** Rectangles of ink of single glyphs, in em above the baseline (y up). */
import type { Rectangle } from './geometry.ts';
import { PATH, PATH_LENGTHS } from './operators.ts';

/** What pdf.js knows of a font and its letters, as far as it is used here. */
export interface LoadedFont {
  readonly loadedName?: string;
  readonly fallbackName?: string;
  readonly name?: string;
  readonly isType3Font?: boolean;
  readonly bold?: boolean;
  readonly black?: boolean;
  readonly italic?: boolean;
  readonly isMonospace?: boolean;
  readonly vertical?: boolean;
  readonly missingFile?: boolean;
  readonly ascent?: number;
  readonly descent?: number;
  readonly bbox?: readonly number[];
  readonly fontMatrix?: readonly number[];
  readonly charProcOperatorList?: ReadonlyMap<string, OperatorList>;
}

/** A measure of a font, or what stands for it: fonts made of drawings have NaN for what they do not tell. */
export const finite = (measure: number | undefined, otherwise: number): number =>
  measure !== undefined && Number.isFinite(measure) ? measure : otherwise;

export interface OperatorList {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

export interface LoadedGlyph {
  readonly unicode: string;
  readonly fontChar: string;
  readonly width: number;
  readonly isSpace: boolean;
  readonly originalCharCode?: number;
  readonly operatorListId?: string;
  readonly vmetric?: readonly number[] | null;
}

/**
 * The ink of a character of a loaded font in em, y up; null when it leaves none, undefined when it
 * cannot be told. In a browser a canvas can tell (`webview/point/ink.ts`); elsewhere the outlines
 * that pdf.js sends along are used.
 */
export type Ink = (font: LoadedFont, character: string) => Rectangle | null | undefined;

/** The rectangle of a path of pdf.js, without the empty strokes that it starts with. */
export function pathBox(path: ArrayLike<number>): Rectangle | null {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  let [x, y] = [0, 0];
  const add = (px: number, py: number): void => {
    x1 = Math.min(x1, px);
    y1 = Math.min(y1, py);
    x2 = Math.max(x2, px);
    y2 = Math.max(y2, py);
  };
  for (let at = 0; at < path.length;) {
    const operator = path[at]!;
    const length = PATH_LENGTHS[operator];
    if (length === undefined) break;
    const last = at + length;
    const moved =
      operator !== PATH.moveTo &&
      operator !== PATH.closePath &&
      (length > 2 || path[last - 1] !== x || path[last] !== y);
    if (moved) {
      add(x, y);
      for (let i = at + 1; i < last; i += 2) add(path[i]!, path[i + 1]!);
    }
    if (length > 0) [x, y] = [path[last - 1]!, path[last]!];
    at = last + 1;
  }
  return x1 <= x2 ? { x1, y1, x2, y2 } : null;
}

const TALL = /[\p{Lu}\p{Nd}bdfhkltß()[\]{}|/\\'"“”‘’!?&$%#@*†‡§¶]/u;
const DEEP = /[gjpqyQçþ()[\]{}|/\\,;$§¶ß]/u;
const SMALL = /[acemnorsuvwxzαικνοπσυω]/u;
const MIDDLE = /[-–—=+<>~·−×÷±→←]/u;

/** A guess from what a letter looks like in most fonts. */
export function likelyBox(font: LoadedFont, glyph: LoadedGlyph): Rectangle | null {
  if (glyph.unicode.trim() === '' && /CMEX|Extension/i.exec(font.name ?? '') === null) return null;
  const text = glyph.unicode.normalize('NFD');
  const [low, high] = DEEP.test(text) ? [-0.21, 0.43] : [0, 0.43];
  const ascent = Math.min(font.ascent ?? 0.7, 0.75) || 0.7;
  let box: [number, number] = [low, high];
  if (MIDDLE.test(text)) box = [0.15, 0.5];
  else if (/^[.,;:…]$/.test(text)) box = [text === '.' || text === '…' ? 0 : -0.15, 0.1];
  else if (TALL.test(text)) box = [low, 0.69];
  else if (!SMALL.test(text) && !DEEP.test(text)) box = [finite(font.descent, -0.2), ascent];
  const side = 0.04;
  const advance = glyph.width / 1000;
  return {
    x1: Math.min(side, advance / 4),
    y1: box[0],
    x2: Math.max(advance - side, 0.02),
    y2: box[1],
  };
}
