/** Text nodes -> glyphs: origin on the baseline, advance, font file and size. Runs inside the browser. */
import { EM, type WebFont } from './rows.ts';

export type Put = (font: number, code: number, x: number, y: number, width: number) => void;

/** Characters without ink. */
const BLANK = /^[\s\u00a0\u200b-\u200f\u2060-\u2064\ufeff]*$/;

interface Face {
  /** Place in `fonts`. */
  number: number;
  /** From the top of a character's box to the baseline, in pixels. */
  ascent: number;
}

export class Glyphs {
  readonly fonts: WebFont[] = [];
  readonly #faces = new Map<string, Face>();
  readonly #range = document.createRange();

  read(text: Text, put: Put): void {
    const element = text.parentElement;
    if (element === null || BLANK.test(text.data)) return;
    const style = getComputedStyle(element);
    if (hidden(style, style.color)) return;
    const face = this.#face(style);
    for (let at = 0; at < text.data.length;) {
      const code = text.data.codePointAt(at)!;
      const end = at + (code > 0xffff ? 2 : 1);
      if (!BLANK.test(text.data.slice(at, end))) {
        this.#range.setStart(text, at);
        this.#range.setEnd(text, end);
        const box = this.#range.getBoundingClientRect();
        put(face.number, code, box.left, box.top + face.ascent, box.width);
      }
      at = end;
    }
  }

  #face(style: CSSStyleDeclaration): Face {
    const { fontFamily, fontWeight, fontStyle, fontSize } = style;
    const key = `${fontFamily}|${fontWeight}|${fontStyle}|${fontSize}`;
    let face = this.#faces.get(key);
    if (face === undefined) {
      const size = parseFloat(fontSize);
      face = { number: this.fonts.length, ascent: ascent(style) };
      this.fonts.push({ file: fontFile(fontFamily, fontWeight, fontStyle), size });
      this.#faces.set(key, face);
    }
    return face;
  }
}

/** True when what has this color, in an element of this style, leaves no mark. */
export function hidden(style: CSSStyleDeclaration, color: string): boolean {
  return style.visibility !== 'visible' || color === 'transparent' || /^rgba.*, 0\)$/.test(color);
}

/** The file that the browser takes, as KaTeX names its files. The caller checks that it exists. */
function fontFile(family: string, weight: string, style: string): string {
  const name = family.split(',')[0]!.replaceAll('"', '').trim();
  const bold = Number(weight) >= 600;
  const italic = style !== 'normal';
  return `${name}-${bold ? 'Bold' : ''}${italic ? 'Italic' : ''}${bold || italic ? '' : 'Regular'}`;
}

const ascents = new Map<string, number>();

/** From the top of the character box to the baseline: asked once for each face, at the page's em. */
function ascent(style: CSSStyleDeclaration): number {
  const key = `${style.fontStyle} ${style.fontWeight} ${EM}px ${style.fontFamily}`;
  let found = ascents.get(key);
  if (found === undefined) {
    const context = document.createElement('canvas').getContext('2d')!;
    context.font = key;
    found = context.measureText('x').fontBoundingBoxAscent / EM;
    ascents.set(key, found);
  }
  return Math.round(found * parseFloat(style.fontSize));
}
