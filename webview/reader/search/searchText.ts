/** The text of one page as it is searched, and where on the page each stretch of it lies. Pure. */
import type { PDFPageProxy } from 'pdfjs-dist';
import { type Matrix, multiply, transformed } from '../../../document/geometry.ts';
import type { Rectangle } from '../reader.ts';
import { edgesOf, type LetterEdges } from './glyphBoxes.ts';

type TextContent = Awaited<ReturnType<PDFPageProxy['getTextContent']>>;
type TextItem = Extract<TextContent['items'][number], { str: string }>;

export interface SearchText {
  /** Points from the page's top to its bottom. */
  readonly height: number;
  /** Each line ends in `\n`; runs follow each other as the page draws them. */
  readonly text: string;
  /** For each run where its text begins; one more at the end. */
  readonly starts: Uint32Array;
  readonly runs: readonly Run[];
}

export interface Run {
  /** From the run's own space (baseline along x from 0, y up) to page coordinates. */
  readonly matrix: Matrix;
  readonly length: number;
  readonly ascent: number;
  readonly descent: number;
  readonly family: string;
  readonly direction: 'ltr' | 'rtl' | 'ttb';
}

/** How wide a text is in a family of fonts, in any unit. */
export type Measure = (text: string, family: string) => number;

/** A page with more text is searched as far as this. */
export const longestPage = 500_000;

/** @param page from the text's space to page coordinates: the transform of the viewport of scale 1 */
export function readPage(content: TextContent, page: Matrix, height: number): SearchText {
  const starts: number[] = [];
  const runs: Run[] = [];
  const texts: string[] = [];
  let length = 0;
  for (const item of content.items) {
    if (!('str' in item) || length >= longestPage) continue;
    const text = item.str + (item.hasEOL ? '\n' : '');
    if (text === '') continue;
    starts.push(length);
    texts.push(text);
    runs.push(toRun(item, content, page));
    length += text.length;
  }
  starts.push(length);
  return { text: texts.join(''), starts: Uint32Array.from(starts), runs, height };
}

function toRun(item: TextItem, { styles }: TextContent, page: Matrix): Run {
  const style = styles[item.fontName];
  const [a, b, c, d, e, f] = item.transform as unknown as Matrix;
  const size = Math.hypot(c, d) || 1;
  const down = style?.vertical === true || item.dir === 'ttb';
  // pdf.js gives lengths outside the text's matrix, so the directions alone are kept of it.
  const along = Math.hypot(a, b) || 1;
  const own: Matrix = down
    ? [-c / size, -d / size, a / along, b / along, e, f]
    : [a / along, b / along, c / size, d / size, e, f];
  const { ascent, descent } = extent(style?.ascent, style?.descent);
  return {
    matrix: multiply(page, own),
    length: down ? item.height : item.width,
    ascent: down ? size / 2 : ascent * size,
    descent: down ? -size / 2 : descent * size,
    family: style?.fontFamily ?? 'sans-serif',
    direction: down ? 'ttb' : item.dir === 'rtl' ? 'rtl' : 'ltr',
  };
}

/** What the font says of its letters' height, where it can be believed. */
function extent(ascent = 0, descent = 0): { ascent: number; descent: number } {
  const believed = ascent > 0.3 && ascent < 1.5 && descent <= 0 && descent > -1;
  return believed ? { ascent, descent: Math.min(descent, -0.15) } : { ascent: 0.8, descent: -0.2 };
}

/**
 * Where the text from `start` to `end` lies: a rectangle for each line that it touches. Without `edges`
 * letters are placed by their likely widths.
 */
export function rectangles(
  page: SearchText,
  start: number,
  end: number,
  measure: Measure,
  edges?: LetterEdges,
): Rectangle[] {
  const found: Rectangle[] = [];
  for (let at = runAt(page.starts, start); at < page.runs.length; at += 1) {
    const [from, to] = [page.starts[at]!, page.starts[at + 1]!];
    if (from >= end) break;
    const text = page.text.slice(from, to).replace(/\n$/, '');
    const first = Math.max(start - from, 0);
    const last = Math.min(end - from, text.length);
    if (first >= last) continue;
    const likely = boxOf(page.runs[at]!, text, first, last, measure);
    const exact = edges && edgesOf(edges, page.text, from + first, from + last);
    const box = exact === undefined ? likely : { ...likely, x1: exact[0], x2: exact[1] };
    if (Object.values(box).every(Number.isFinite)) append(found, box);
  }
  return found;
}

/** How far down the page the text at `offset` is, 0 to 1. */
export function heightOf({ starts, runs, height }: SearchText, offset: number): number {
  const y = runs[runAt(starts, offset)]?.matrix[5] ?? 0;
  return Number.isFinite(y) && height > 0 ? Math.min(1, Math.max(0, y / height)) : 0;
}

/** The last run that begins at or before `offset`. */
function runAt(starts: Uint32Array, offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}

function boxOf(run: Run, text: string, first: number, last: number, measure: Measure): Rectangle {
  const { family } = run;
  const all = measure(text, family);
  const share = (end: number, even: number): number =>
    all > 0 ? measure(text.slice(0, end), family) / all : even;
  let from = share(first, first / text.length) * run.length;
  let to = share(last, last / text.length) * run.length;
  if (run.direction === 'rtl') [from, to] = [run.length - to, run.length - from];
  return transformed(run.matrix, from, run.descent, to, run.ascent);
}

/** Adds a rectangle, or lengthens the one before it where both are in one line. */
function append(found: Rectangle[], next: Rectangle): void {
  const before = found.at(-1);
  if (before === undefined || !sameLine(before, next)) {
    found.push(next);
    return;
  }
  found[found.length - 1] = {
    x1: Math.min(before.x1, next.x1),
    y1: Math.min(before.y1, next.y1),
    x2: Math.max(before.x2, next.x2),
    y2: Math.max(before.y2, next.y2),
  };
}

function sameLine(a: Rectangle, b: Rectangle): boolean {
  const height = Math.min(a.y2 - a.y1, b.y2 - b.y1);
  const beside = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1) > height / 2;
  return beside && Math.max(a.x1, b.x1) - Math.min(a.x2, b.x2) < height;
}
