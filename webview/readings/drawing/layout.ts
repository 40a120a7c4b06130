/**
 * What a typeset formula is made of, taken from the browser's own layout: letters with their places,
 * filled bars (fraction lines, frames, rules) and KaTeX's inline drawings (roots, tall brackets).
 * Lengths are in CSS pixels from the upper left corner of the formula.
 */
import type { FontStyle } from './fonts.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Item =
  | {
      readonly kind: 'letter';
      readonly text: string;
      readonly x: number;
      readonly baseline: number;
      readonly size: number;
      readonly font: FontStyle;
      readonly color: string | undefined;
    }
  | { readonly kind: 'bar'; readonly box: Box; readonly color: string | undefined }
  | {
      readonly kind: 'drawing';
      /** What of the drawing is seen, and the stretch of its own coordinates that fills it. */
      readonly box: Box;
      readonly view: Box;
      readonly paths: readonly string[];
      readonly color: string | undefined;
    }
  | {
      readonly kind: 'line';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly width: number;
      readonly dashed: boolean;
      readonly color: string | undefined;
    };

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly items: readonly Item[];
}

/** Reads the layout of KaTeX's output in `root`, which must be in the document with its fonts loaded. */
export function readLayout(root: HTMLElement): Layout {
  const frame = root.getBoundingClientRect();
  const ink = getComputedStyle(root).color;
  const reader = new LayoutReader(frame, ink);
  reader.element(root);
  return { width: frame.width, height: frame.height, items: reader.items };
}

class LayoutReader {
  readonly items: Item[] = [];
  readonly #frame: DOMRect;
  /** The color of everything that was given none. */
  readonly #ink: string;
  readonly #pen = document.createElement('canvas').getContext('2d');

  constructor(frame: DOMRect, ink: string) {
    this.#frame = frame;
    this.#ink = ink;
  }

  element(element: Element): void {
    if (element.classList.contains('katex-mathml')) return;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || style.display === 'none') return;
    if (element instanceof SVGSVGElement) {
      this.#drawing(element, style);
      return;
    }
    this.#bars(element, style);
    for (const node of element.childNodes) {
      if (node instanceof Text) this.#letters(node, style);
      else if (node instanceof Element) this.element(node);
    }
  }

  /** Undefined for the formula's own ink, so that a drawing follows the color of the text around it. */
  #color(color: string): string | undefined {
    return color === this.#ink ? undefined : color;
  }

  #letters(node: Text, style: CSSStyleDeclaration): void {
    if (isClear(style.color)) return;
    const size = parseFloat(style.fontSize);
    const family = style.fontFamily.split(',')[0]?.replace(/["']/g, '').trim() ?? '';
    const weight = Number(style.fontWeight);
    const font = { family, bold: weight >= 600, italic: style.fontStyle === 'italic' };
    const range = document.createRange();
    let at = 0;
    for (const text of node.data) {
      range.setStart(node, at);
      range.setEnd(node, at + text.length);
      at += text.length;
      const rect = range.getBoundingClientRect();
      if (/^[\s\u200b]*$/u.test(text) || rect.width + rect.height === 0) continue;
      this.items.push({
        ...{ kind: 'letter', text, size, font, color: this.#color(style.color) },
        x: rect.left - this.#frame.left,
        baseline: rect.top + this.#ascent(style) - this.#frame.top,
      });
    }
  }

  /** How far the baseline lies under the top of a letter's box, in this font. */
  #ascent(style: CSSStyleDeclaration): number {
    if (this.#pen === null) throw new Error('This browser cannot measure letters.');
    this.#pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    return this.#pen.measureText('x').fontBoundingBoxAscent;
  }

  /** Backgrounds and borders: KaTeX draws its lines with them. */
  #bars(element: Element, style: CSSStyleDeclaration): void {
    const rect = element.getBoundingClientRect();
    const x = rect.left - this.#frame.left;
    const y = rect.top - this.#frame.top;
    const { width, height } = rect;
    const bar = (box: Box, color: string): void => {
      if (isClear(color) || box.width <= 0 || box.height <= 0) return;
      this.items.push({ kind: 'bar', box, color: this.#color(color) });
    };
    bar({ x, y, width, height }, style.backgroundColor);
    const wide = (side: 'Top' | 'Right' | 'Bottom' | 'Left'): number =>
      style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]);
    const [top, right, bottom, left] = [wide('Top'), wide('Right'), wide('Bottom'), wide('Left')];
    if (style.borderBottomStyle === 'dashed') {
      const [at, color] = [y + height - bottom / 2, this.#color(style.borderBottomColor)];
      const ends = { from: [x, at], to: [x + width, at] } as const;
      this.items.push({ kind: 'line', ...ends, width: bottom, dashed: true, color });
    } else {
      bar({ x, y: y + height - bottom, width, height: bottom }, style.borderBottomColor);
    }
    bar({ x, y, width, height: top }, style.borderTopColor);
    bar({ x, y, width: left, height }, style.borderLeftColor);
    bar({ x: x + width - right, y, width: right, height }, style.borderRightColor);
  }

  #drawing(svg: SVGSVGElement, style: CSSStyleDeclaration): void {
    const whole = svg.getBoundingClientRect();
    const color = this.#color(style.fill === 'rgb(0, 0, 0)' ? style.color : style.fill);
    for (const line of svg.querySelectorAll('line')) {
      const point = (x: SVGAnimatedLength, y: SVGAnimatedLength): [number, number] => [
        whole.left - this.#frame.left + x.baseVal.value,
        whole.top - this.#frame.top + y.baseVal.value,
      ];
      const width = parseFloat(getComputedStyle(line).strokeWidth);
      const ends = { from: point(line.x1, line.y1), to: point(line.x2, line.y2) };
      this.items.push({ kind: 'line', ...ends, width, dashed: false, color });
    }
    const paths = [...svg.querySelectorAll('path')].map((path) => path.getAttribute('d') ?? '');
    const { width, height } = svg.viewBox.baseVal;
    if (paths.length === 0 || width === 0 || height === 0) return;
    const seen = clipped(svg, whole);
    if (seen.width <= 0 || seen.height <= 0) return;
    this.items.push({
      ...{ kind: 'drawing', paths, color, view: inView(svg, whole, seen) },
      box: { ...seen, x: seen.x - this.#frame.left, y: seen.y - this.#frame.top },
    });
  }
}

/** KaTeX cuts its drawings, which are very long, to size by what stands around them. */
function clipped(svg: SVGSVGElement, whole: DOMRect): Box {
  let { left, top, right, bottom } = whole;
  for (let around = svg.parentElement; around !== null; around = around.parentElement) {
    const style = getComputedStyle(around);
    const rect = around.getBoundingClientRect();
    if (style.overflowX !== 'visible') {
      left = Math.max(left, rect.left);
      right = Math.min(right, rect.right);
    }
    if (style.overflowY !== 'visible') {
      top = Math.max(top, rect.top);
      bottom = Math.min(bottom, rect.bottom);
    }
    if (around.classList.contains('katex')) break;
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The seen part in the drawing's own coordinates, after its preserveAspectRatio. */
function inView(svg: SVGSVGElement, whole: DOMRect, seen: Box): Box {
  const { x, y, width, height } = svg.viewBox.baseVal;
  const ratio = svg.getAttribute('preserveAspectRatio') ?? 'xMidYMid meet';
  const [scaleX, scaleY] = [whole.width / width, whole.height / height];
  const even = ratio.includes('slice') ? Math.max(scaleX, scaleY) : Math.min(scaleX, scaleY);
  const [sx, sy] = ratio === 'none' ? [scaleX, scaleY] : [even, even];
  const share = (pattern: RegExp): number => {
    const place = pattern.exec(ratio)?.[1];
    return place === 'Min' ? 0 : place === 'Max' ? 1 : 0.5;
  };
  const left = whole.left + share(/x(Min|Mid|Max)/) * (whole.width - width * sx);
  const top = whole.top + share(/Y(Min|Mid|Max)/) * (whole.height - height * sy);
  return {
    x: x + (seen.x - left) / sx,
    y: y + (seen.y - top) / sy,
    width: seen.width / sx,
    height: seen.height / sy,
  };
}

const isClear = (color: string): boolean =>
  color === 'transparent' || /^rgba\(.*, 0\)$/.test(color);
