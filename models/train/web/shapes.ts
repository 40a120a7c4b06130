/** SVG pieces -> outlines: roots, stretchy accents and arrows, braces, tall delimiters, strokes. Runs inside the browser. */
import { hidden, type Put } from './glyphs.ts';
import { clip, flatten, transform, type Box, type Contour } from './outline.ts';
import { EM, FIRST, GOES_ON, KINDS, OUTLINE, STARTS } from './rows.ts';

/** In pixels of an em of 1000: 0.03 px where letters are 8 px high. */
const TOLERANCE = 1.5;
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
  const half = parseFloat(getComputedStyle(line).strokeWidth) / 2 / Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(y2 - y1) * half, (x1 - x2) * half];
  const stroke = [x1 + dx, y1 + dy, x2 + dx, y2 + dy, x2 - dx, y2 - dy, x1 - dx, y1 - dy];
  const kind = y2 < y1 ? KINDS.strokeUp : KINDS.strokeDown;
  outlineRows([clip(transform(stroke, matrix), box)], kind, put);
}

/** A number for a path's shape: its first words tell KaTeX's shapes apart, and do not change with the height. */
function kindOf(data: string): number {
  let hash = 2166136261;
  for (const character of data.slice(0, 12))
    hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return 16 + ((hash >>> 0) % 1_000_003);
}

function outlineRows(contours: readonly Contour[], kind: number, put: Put): void {
  const [left, top, right, bottom] = extent(contours);
  if (!(right > left && bottom > top)) return;
  // A root is recognized by its sign, which stands at the left of all that it covers.
  const width = kind === KINDS.sqrt ? Math.min(right - left, 0.85 * EM) : right - left;
  put(OUTLINE, FIRST + kind, left + width / 2, (top + bottom) / 2, 0);
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i += 2) {
      put(OUTLINE, i === 0 ? STARTS : GOES_ON, contour[i]!, contour[i + 1]!, 0);
    }
  }
}

function extent(contours: readonly Contour[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i += 2) {
      const [x, y] = [contour[i]!, contour[i + 1]!];
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}
