/**
 * The text layer of a page: where every glyph, line and picture stands.
 *
 * It is read from pdf.js's operator list and not from its text content, since only the former has
 * each glyph by itself, with its code and its very place. Open documents with `openOptions`.
 */
import type { PDFPageProxy } from 'pdfjs-dist';
import { multiply, transformed, type Matrix, type Rectangle } from './geometry.ts';
import { finite, likelyBox, pathBox, type Ink, type LoadedFont, type LoadedGlyph } from './ink.ts';
import { OPS } from './operators.ts';
import type { Glyph, PageFont, PageText, Run } from './page.ts';
import { paintedBoxes } from './painted.ts';
import { asMatrix, GraphicsState, operators } from './state.ts';
import { emOf, type3Box } from './type3.ts';

export type { Glyph, PageFont, PageText, Run } from './page.ts';
export type { Ink } from './ink.ts';

/**
 * Needed in `getDocument({...})`: without it pdf.js keeps the names of fonts to itself, and without
 * them formulas are found by geometry alone.
 */
export const openOptions = { fontExtraProperties: true } as const;

const HIDDEN = 3;
const THOUSANDTH = 0.001;
/** Glyphs of a page beyond this are left out: no page that anyone reads has so many. */
const MOST_GLYPHS = 200_000;

/**
 * Reads a page. `ink` gives exact rectangles of glyphs where pdf.js hands fonts to the browser;
 * without it they come from outlines (Node) or from what letters usually look like.
 */
export async function pageText(page: PDFPageProxy, ink?: Ink): Promise<PageText> {
  // 0: annotations are no text of the page.
  const list = await page.getOperatorList({ annotationMode: 0 });
  const fonts = await loadedFonts(page, list);
  const view = page.getViewport({ scale: 1 });
  const matrix = asMatrix(view.transform) ?? [1, 0, 0, -1, 0, view.height];
  const measure = inkOf(page, ink);
  const runs: Run[] = [];
  const state = new GraphicsState(matrix, (id) => fonts.get(id) ?? null);
  let glyphs = 0;
  for (const [operator, args] of operators(list)) {
    if (operator !== OPS.showText) {
      state.apply(operator, args);
      continue;
    }
    if (state.text.font === null || glyphs > MOST_GLYPHS || !Array.isArray(args[0])) continue;
    const run = show(state, state.text.font, args[0] as (LoadedGlyph | number | null)[], measure);
    glyphs += run.glyphs.length;
    if (run.glyphs.some(({ box }) => onPage(box, view))) runs.push(run);
  }
  const { width, height } = view;
  return { page: page.pageNumber, width, height, runs, ...paintedBoxes(list, matrix, view) };
}

const onPage = (box: Rectangle, page: { width: number; height: number }): boolean =>
  box.x1 < page.width && box.x2 > 0 && box.y1 < page.height && box.y2 > 0;

/** Waits for the fonts that the page uses. */
async function loadedFonts(
  page: PDFPageProxy,
  list: { fnArray: readonly number[]; argsArray: readonly unknown[] },
): Promise<Map<string, LoadedFont>> {
  const names = new Set<string>();
  for (const [operator, args] of operators(list)) {
    if (operator === OPS.setFont) names.add(String(args[0]));
    if (operator !== OPS.setGState || !Array.isArray(args[0])) continue;
    for (const pair of args[0] as unknown[])
      if (Array.isArray(pair) && pair[0] === 'Font' && Array.isArray(pair[1]))
        names.add(String(pair[1][0]));
  }
  const fonts = new Map<string, LoadedFont>();
  const waiting = [...names].map(
    (name) =>
      new Promise<void>((resolve) => {
        (page.commonObjs as unknown as CommonObjects).get(
          name,
          (font) => {
            if (typeof font === 'object' && font !== null) fonts.set(name, font);
            resolve();
          },
          // A font that cannot be loaded leaves its text out, as it does on the screen.
          () => resolve(),
        );
      }),
  );
  await Promise.all(waiting);
  return fonts;
}

interface CommonObjects {
  get(id: string, found?: (value: LoadedFont | null) => void, failed?: () => void): unknown;
  has(id: string): boolean;
}

const inkBoxes = new WeakMap<LoadedFont, Map<string, Rectangle | null>>();
const described = new WeakMap<LoadedFont, PageFont>();

/** Ink of a glyph: from the caller, from outlines, from a Type 3 drawing, or a likely one. */
function inkOf(page: PDFPageProxy, ink: Ink | undefined) {
  const objects = page.commonObjs as unknown as CommonObjects;
  const outline = (font: LoadedFont, character: string): Rectangle | null | undefined => {
    const id = `${font.loadedName ?? ''}_path_${character}`;
    if (!objects.has(id)) return undefined;
    const path = (objects.get(id) as { path?: ArrayLike<number> } | null)?.path;
    return path === undefined ? undefined : pathBox(path);
  };
  return (font: LoadedFont, glyph: LoadedGlyph): Rectangle | null => {
    let known = inkBoxes.get(font);
    if (known === undefined) inkBoxes.set(font, (known = new Map<string, Rectangle | null>()));
    const key = font.isType3Font === true ? (glyph.operatorListId ?? '') : glyph.fontChar;
    let box = known.get(key);
    if (box === undefined) {
      box =
        font.isType3Font === true
          ? type3Box(font, glyph.operatorListId ?? '')
          : (outline(font, glyph.fontChar) ?? ink?.(font, glyph.fontChar));
      box = box === undefined ? likelyBox(font, glyph) : box;
      if (isEmptySpace(font, glyph)) box = null;
      known.set(key, box);
    }
    return box;
  };
}

/**
 * A space, though its outline says otherwise: subsets leave it out, and what is drawn for missing letters
 * takes its place. Fonts of symbols have signs at the code of the space.
 */
const isEmptySpace = (font: LoadedFont, { unicode }: LoadedGlyph): boolean =>
  unicode !== '' &&
  unicode.trim() === '' &&
  font.isType3Font !== true &&
  !/(?<!t)ex|sy|math|mi[bx]?\d|-m-/i.test(font.name ?? '');

function show(
  state: GraphicsState,
  font: LoadedFont,
  items: readonly (LoadedGlyph | number | null)[],
  measure: (font: LoadedFont, glyph: LoadedGlyph) => Rectangle | null,
): Run {
  const { size, stretch, rise, characterSpacing, wordSpacing, mode } = state.text;
  const unit = asMatrix(font.fontMatrix)?.[0] ?? THOUSANDTH;
  const page = multiply(state.text.matrix, state.textMatrix);
  const glyphs: Glyph[] = [];
  // Of horizontal text along x, of vertical text along y.
  let pen = 0;
  const at = (x: number, y: number): Matrix =>
    multiply(page, [size * stretch, 0, 0, size, state.x + x * stretch, state.y + rise + y]);
  const origin = at(0, 0);
  for (const item of items) {
    if (typeof item === 'number') {
      pen -= (item * size) / 1000;
      continue;
    }
    if (item === null) continue;
    const spacing = (item.isSpace ? wordSpacing : 0) + characterSpacing;
    if (font.vertical === true) {
      const [advance = -1000, x = 0, y = 0] = item.vmetric ?? [];
      glyphs.push(
        placed(at((-x * size) / 1000, pen - (y * size) / 1000), item, unit, measure(font, item)),
      );
      pen += (advance * size) / 1000 - spacing;
    } else {
      glyphs.push(placed(at(pen, 0), item, unit, measure(font, item)));
      pen += item.width * unit * size + spacing;
    }
  }
  if (font.vertical === true) state.y += pen;
  else state.x += pen * stretch;
  return {
    glyphs,
    font: describe(font),
    size: Math.hypot(origin[2], origin[3]) * (font.isType3Font === true ? emOf(font) : 1),
    baseline: origin[5],
    angle: Math.round((Math.atan2(origin[1], origin[0]) * 180) / Math.PI),
    hidden: mode === HIDDEN,
  };
}

function placed(matrix: Matrix, glyph: LoadedGlyph, unit: number, ink: Rectangle | null): Glyph {
  const advance = transformed(matrix, 0, 0, glyph.width * unit, 0);
  const box = ink === null ? advance : transformed(matrix, ink.x1, ink.y1, ink.x2, ink.y2);
  return {
    text: glyph.unicode,
    code: glyph.originalCharCode ?? -1,
    start: advance.x1,
    end: advance.x2,
    box,
    blank: ink === null,
  };
}

function describe(font: LoadedFont): PageFont {
  let known = described.get(font);
  if (known === undefined) {
    known = {
      id: font.loadedName ?? '',
      name: (font.name ?? '').replace(/^[A-Z]{6}\+/, ''),
      type3: font.isType3Font === true,
      bold: font.bold === true || font.black === true,
      italic: font.italic === true,
      monospace: font.isMonospace === true,
      ascent: finite(font.ascent, 0),
      descent: finite(font.descent, 0),
    };
    described.set(font, known);
  }
  return known;
}
