/** SVG pieces -> outlines: roots, stretchy accents and arrows, braces, tall delimiters, strokes. Runs inside the browser. */
import { hidden, type Put } from './glyphs.ts';
import { clip, flatten, transform, type Box, type Contour } from './outline.ts';
import { kindOf, outlineRows, strokeOf, TOLERANCE } from './polygons.ts';
import { KINDS } from './rows.ts';

const flattened = new Map<string, Contour[]>();

/** Rows of all that an <svg> shows inside its clipping ancestors up to `root`. */
export function svgRows(svg: SVGSVGElement, root: HTMLElement, put: Put): void {
  const style = getComputedStyle(svg);
  if (hidden(style, style.fill)) return;
  const box = visibleBox(svg, root);
  for (const child of svg.children) {
    if (child instanceof SVGPathElement) pathRows(child, box, put);
    else if (child instanceof SVGLineElement) lineRows(child, box, put);
    else if (child instanceof SVGGraphicsElement)
      throw new Error(`<${child.tagName}> in a formula`);
  }
}

/** The part of the page in which an <svg> can leave a mark. */
function visibleBox(svg: SVGSVGElement, root: HTMLElement): Box {
  const box = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
  for (let at: Element | null = svg; at !== null && at !== root; at = at.parentElement) {
    if (getComputedStyle(at).overflow === 'visible') continue;
    const rect = at.getBoundingClientRect();
    box.left = Math.max(box.left, rect.left);
    box.top = Math.max(box.top, rect.top);
    box.right = Math.min(box.right, rect.right);
    box.bottom = Math.min(box.bottom, rect.bottom);
  }
  return box;
}

function pathRows(path: SVGPathElement, box: Box, put: Put): void {
  const data = path.getAttribute('d') ?? '';
  const matrix = path.getScreenCTM();
  if (matrix === null) return;
  let contours = flattened.get(data);
  if (contours === undefined) {
    if (flattened.size > 4000) flattened.clear();
    const scale = Math.max(Math.hypot(matrix.a, matrix.b), Math.hypot(matrix.c, matrix.d));
    contours = flatten(data, TOLERANCE / scale);
    flattened.set(data, contours);
  }
  // What a root covers has columns of its own; the root's sign stands in the root's.
  const root = path.closest('.vlist-t')?.parentElement?.classList.contains('sqrt') === true;
  outlineRows(contours.map((one) => clip(transform(one, matrix), box)), root ? KINDS.sqrt : kindOf(data), put); // prettier-ignore
}

function lineRows(line: SVGLineElement, box: Box, put: Put): void {
  const matrix = line.getScreenCTM();
  if (matrix === null) return;
  const [x1, y1] = [line.x1.baseVal.value, line.y1.baseVal.value];
  const [x2, y2] = [line.x2.baseVal.value, line.y2.baseVal.value];
  const stroke = strokeOf(x1, y1, x2, y2, parseFloat(getComputedStyle(line).strokeWidth));
  const kind = y2 < y1 ? KINDS.strokeUp : KINDS.strokeDown;
  outlineRows([clip(transform(stroke, matrix), box)], kind, put);
}
