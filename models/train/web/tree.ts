/** MathJax's SVG tree -> rows: transforms composed, glyphs named as in KaTeX, what KaTeX lacks as outlines. */
import type { LiteElement } from 'mathjax-full/js/adaptors/lite/Element.js';
import type { Put } from './glyphs.ts';
import { nameOf } from './names.ts';
import { clip, flatten, transform, type Box, type Contour, type Matrix } from './outline.ts';
import { extent, kindOf, outlineRows, strokeOf, TOLERANCE } from './polygons.ts';
import { KINDS, RULE } from './rows.ts';

/** The place of a font of a size (pixels) in the batch's list. */
export type Fonts = (file: string, size: number) => number;

/** MathJax's style sheet says so for lines of tables. */
const LINE = 70;
const DASH = 140;
/** A dash, a plain rectangle: what MathJax stretches to a line, and KaTeX's border is a rule, too. */
const OVERLINE = 0x2013;
const EVERYWHERE: Box = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

/** Left, top, width and height of what an <svg> shows. */
export function viewBox(svg: LiteElement): number[] {
  return String(svg.attributes['viewBox']).split(' ').map(Number);
}

function times(m: Matrix, n: Matrix): Matrix {
  return {
    a: m.a * n.a + m.c * n.b,
    b: m.b * n.a + m.d * n.b,
    c: m.a * n.c + m.c * n.d,
    d: m.b * n.c + m.d * n.d,
    e: m.a * n.e + m.c * n.f + m.e,
    f: m.b * n.e + m.d * n.f + m.f,
  };
}

function transformed(m: Matrix, text: string): Matrix {
  let out = m;
  for (const [, kind = '', list = ''] of text.matchAll(/(\w+)\(([^)]*)\)/gu)) {
    const [x = 0, y, ...more] = list.trim().split(/[\s,]+/u).map(Number); // prettier-ignore
    if (kind === 'translate') out = times(out, { a: 1, b: 0, c: 0, d: 1, e: x, f: y ?? 0 });
    else if (kind === 'scale') out = times(out, { a: x, b: 0, c: 0, d: y ?? x, e: 0, f: 0 });
    else if (kind === 'matrix')
      out = times(out, { a: x, b: y ?? 0, c: more[0]!, d: more[1]!, e: more[2]!, f: more[3]! }); // prettier-ignore
    else throw new Error(`${kind}() in a formula`);
  }
  return out;
}

/** Rows of all that an <svg> shows; `m` brings its coordinates to the page. */
export function treeRows(svg: LiteElement, m: Matrix, fonts: Fonts, put: Put): void {
  for (const child of elements(svg)) walk(child, m, EVERYWHERE);

  function walk(node: LiteElement, outer: Matrix, box: Box): void {
    const at = (name: string): number => Number(node.attributes[name] ?? 0);
    const here = transformed(outer, String(node.attributes['transform'] ?? ''));
    if (/^(white|transparent|#fff(fff)?)$/iu.test(String(node.attributes['fill'] ?? ''))) throw new Error('invisible ink'); // prettier-ignore
    if (node.kind === 'g') for (const child of inReadingOrder(node)) walk(child, here, box);
    else if (node.kind === 'path') pathRows(node, here, box);
    else if (node.kind === 'line') lineRows(node, here);
    else if (node.kind === 'svg') {
      const [left = 0, top = 0] = viewBox(node);
      const inner = times(here, { a: 1, b: 0, c: 0, d: 1, e: at('x') - left, f: at('y') - top });
      const shown = rectangle(here, at('x'), at('y'), at('width'), at('height'));
      for (const child of elements(node)) walk(child, inner, shown);
    } else if (node.kind === 'rect' && node.attributes['fill'] === 'none') {
      const half = at('stroke-width') / 2;
      const [x, y, width, height] = [at('x') - half, at('y') - half, at('width'), at('height')];
      rule(rectangle(here, x, y, width + 2 * half, 2 * half));
      rule(rectangle(here, x, y + height, width + 2 * half, 2 * half));
      rule(rectangle(here, x, y, 2 * half, height + 2 * half));
      rule(rectangle(here, x + width, y, 2 * half, height + 2 * half));
    } else if (node.kind === 'rect' && !('data-bgcolor' in node.attributes))
      rule(rectangle(here, at('x'), at('y'), at('width'), at('height')));
    else if (node.kind !== 'rect') throw new Error(`<${node.kind}> in a formula`);
  }

  function rule({ left, top, right, bottom }: Box): void {
    if (right > left && bottom > top) put(RULE, bottom - top, left, bottom, right - left);
  }

  function pathRows(node: LiteElement, here: Matrix, box: Box): void {
    const data = String(node.attributes['d'] ?? '');
    if (data === '') return;
    const code = Number.parseInt(String(node.attributes['data-c'] ?? '0'), 16);
    const upright = here.b === 0 && here.c === 0 && Math.abs(here.a + here.d) < 1e-6;
    const name = upright && box === EVERYWHERE ? nameOf(code, data) : null;
    if (name !== null) {
      put(
        fonts(name.file, 1000 * here.a),
        name.code,
        here.e + name.shift * here.a,
        here.f,
        name.advance * here.a,
      );
      return;
    }
    const scale = Math.max(Math.hypot(here.a, here.b), Math.hypot(here.c, here.d));
    const contours = flatten(data, TOLERANCE / scale).map((one) => clip(transform(one, here), box));
    if (code === OVERLINE) {
      const [left, top, right, bottom] = extent(contours);
      rule({ left, top, right, bottom });
    } else outlineRows(contours, kindOf(`MJX ${code}`), put);
  }

  function lineRows(node: LiteElement, here: Matrix): void {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = ['x1', 'y1', 'x2', 'y2'].map((name) => Number(node.attributes[name])); // prettier-ignore
    const width = Number(node.attributes['stroke-width'] ?? LINE);
    if (x1 !== x2 && y1 !== y2) {
      const stroke: Contour = transform(strokeOf(x1, y1, x2, y2, width), here);
      // MathJax's y grows upwards.
      const up = y2 > y1 === x2 > x1;
      outlineRows([stroke], up ? KINDS.strokeUp : KINDS.strokeDown, put);
      return;
    }
    const look = String(node.attributes['class'] ?? '');
    if (look.includes('dotted')) throw new Error('a dotted line in a formula');
    const [from, to] = x1 === x2 ? [y1, y2] : [x1, x2];
    const whole = Math.abs(to - from);
    const dash = look.includes('dashed') ? DASH : whole;
    for (let start = 0; start < whole; start += 2 * dash) {
      const length = Math.min(dash, whole - start);
      const edge = to > from ? from + start : from - start - length;
      const box = x1 === x2 ? [x1 - width / 2, edge, width, length] as const : [edge, y1 - width / 2, length, width] as const; // prettier-ignore
      rule(rectangle(here, ...box));
    }
  }
}

function rectangle(m: Matrix, x: number, y: number, width: number, height: number): Box {
  const [x1, y1, x2, y2] = transform([x, y, x + width, y + height], m) as [number, number, number, number]; // prettier-ignore
  return { left: Math.min(x1, x2), top: Math.min(y1, y2), right: Math.max(x1, x2), bottom: Math.max(y1, y2) }; // prettier-ignore
}

function elements(node: LiteElement): LiteElement[] {
  return node.children.filter((child): child is LiteElement => 'attributes' in child);
}

/** Tokens are matched to glyphs in LaTeX's order: what is below before what is above, a root's index before its content. */
function inReadingOrder(node: LiteElement): LiteElement[] {
  const [first, second, ...rest] = elements(node);
  if (first === undefined || second === undefined) return elements(node);
  const kind: unknown = node.attributes['data-mml-node'];
  if (kind === 'msubsup' || kind === 'munderover') return [first, ...rest, second];
  return kind === 'mroot' ? [second, first, ...rest] : [first, second, ...rest];
}
