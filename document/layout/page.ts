/** A page's text layer → its blocks in reading order. */
import { centerX, centerY, contains, meets, type Rectangle } from '../geometry.ts';
import type { PageText } from '../page.ts';
import { atomsOf, type Atom } from './atoms.ts';
import { blocksOf, type Flow } from './blocks.ts';
import { withBullets } from './bullets.ts';
import { clean } from './characters.ts';
import { columnsOf } from './columns.ts';
import type { DraftFormula, PageDraft } from './draft.ts';
import { exactLatex } from './exact.ts';
import { findFigures } from './figures.ts';
import { vocabularyOf } from './hyphens.ts';
import { chunksOf, linesOf, mostOf, type Line } from './lines.ts';
import { withoutRunning, type NeighborPage } from './running.ts';
import { findTables } from './tables.ts';

/** A formula on the page, as document/formulas finds them. */
export interface FormulaPlace {
  readonly kind: 'inline' | 'display';
  readonly rectangle: Rectangle;
}

/** Gaps wider than this part a line into pieces that may belong to different columns. */
const PIECE_GAP = 0.75;
/** Slides are wider than high, and their letters are large. */
const SLIDE = { shape: 1.2, letters: 0.025 };
/** Fewer letters than this on a scan are a stamp, not its text. */
const FEWEST_LETTERS = 40;
const TAG = /^\(((?:[A-Z]\.?|\d+[.-])*\d+[a-z]?|[A-Z]\d*|[*†])\)$/u;

/** What a page repeats, and how its neighbors spell words. */
export function neighborOf(text: PageText): NeighborPage {
  const lines = linesOf(atomsOf(text, { taken: [], inline: [], hidden: isHidden(text) }));
  return {
    height: text.height,
    lines: lines.map((line) => ({ text: line.text, baseline: line.baseline })),
  };
}

export function layoutPage(
  text: PageText,
  formulas: readonly FormulaPlace[],
  neighbors: readonly NeighborPage[],
): PageDraft {
  const hidden = isHidden(text);
  const { figures: found, scan } = findFigures(text);
  const running = runningBoxes(text, neighbors, hidden);
  const outside = (box: Rectangle): boolean =>
    ![...running, ...found].some((taken) => contains(taken, centerX(box), centerY(box)));
  const kept = formulas.filter(({ rectangle }) => outside(rectangle));
  const places = kept.map(({ kind, rectangle }): DraftFormula => ({
    ...{ kind, rectangle },
    exact: kind === 'inline' ? exactLatex(text, rectangle) : null,
    text: lettersIn(text, rectangle),
  }));
  const displays = places.flatMap((place, formula) =>
    place.kind === 'display' ? [{ box: place.rectangle, formula }] : [],
  );
  const inline = places.flatMap(({ kind, rectangle }, formula) =>
    kind === 'inline' ? [{ rectangle, formula }] : [],
  );
  const taken = [...running, ...found, ...displays.map(({ box }) => box)];
  const all = withBullets(atomsOf(text, { taken, inline, hidden }), text);
  const bodySize = Math.max(
    mostOf(all, ({ size }) => Math.round(size * 10) / 10),
    4,
  );
  const figures = found.filter((box) => !isEmptyFrame(box, all));
  const rules = text.rules.filter((rule) => !figures.some((box) => meets(box, rule)));
  const tables = findTables(rules, all, { marks: new Set() });
  const free = all.filter(
    ({ box }) => !tables.some((table) => contains(table.box, centerX(box), centerY(box))),
  );
  const chunks = linesOf(free).flatMap((line) => chunksOf(line, PIECE_GAP));
  const { tags, rest } = takeTags(chunks, displays);
  const pieces: Piece[] = [
    ...rest.map((line): Piece => ({ box: line.box, flow: null, atoms: line.atoms })),
    ...tables.map((table): Piece => ({
      box: table.box,
      flow: { kind: table.lines.length > 0 ? 'algorithm' : 'table', ...table },
      atoms: [],
    })),
    ...figures.map((box, figure): Piece => ({
      box,
      flow: { kind: 'figure', box, figure },
      atoms: [],
    })),
    ...displays.map(({ box, formula }): Piece => ({
      ...{ box, atoms: [] },
      flow: { kind: 'display', box, formula, tag: tags.get(formula) ?? '' },
    })),
  ];
  const slide = text.width > SLIDE.shape * text.height && bodySize > SLIDE.letters * text.height;
  const columns = columnsOf(pieces, bodySize, slide).map((group) => flowOf(group));
  const words = vocabularyOf([
    ...rest.map((line) => line.text),
    ...neighbors.flatMap((page) => page.lines.map((line) => line.text)),
  ]);
  return {
    ...{ page: text.page, width: text.width, height: text.height, bodySize },
    blocks: blocksOf(columns, { rules, bodySize, words, slide, height: text.height }),
    ...{ formulas: places, figures },
    scan: !scan ? 'no' : all.length >= FEWEST_LETTERS / 8 ? (hidden ? 'ocr' : 'no') : 'picture',
  };
}

interface Piece {
  readonly box: Rectangle;
  /** Null: a stretch of a line, and these are its atoms. */
  readonly flow: Flow | null;
  readonly atoms: readonly Atom[];
}

/** A column's lines, put together again from their pieces, and what stands between them, from the top. */
function flowOf(group: readonly Piece[]): Flow[] {
  const lines = linesOf(group.flatMap((piece) => piece.atoms));
  const top = (flow: Flow): number =>
    flow.kind === 'line' ? flow.line.baseline - 0.3 * flow.line.size : centerY(flow.box);
  const flows: Flow[] = [
    ...lines.map((line): Flow => ({ kind: 'line', line })),
    ...group.flatMap(({ flow }) => (flow === null ? [] : [flow])),
  ];
  return flows.sort((a, b) => top(a) - top(b));
}

/** Numbers of equations stand beside them, at a margin. */
function takeTags(
  chunks: readonly Line[],
  displays: readonly { box: Rectangle; formula: number }[],
): { tags: Map<number, string>; rest: Line[] } {
  const tags = new Map<number, string>();
  const rest = chunks.filter((line) => {
    const tag = TAG.exec(line.text)?.[1];
    if (tag === undefined) return true;
    const beside = displays.find(
      ({ box }) =>
        line.baseline > box.y1 &&
        line.box.y1 < box.y2 &&
        (line.box.x1 > box.x2 || line.box.x2 < box.x1),
    );
    if (beside === undefined) return true;
    const before = tags.get(beside.formula);
    tags.set(beside.formula, before === undefined ? tag : `${before}, ${tag}`);
    return false;
  });
  return { tags, rest };
}

function lettersIn({ runs }: PageText, box: Rectangle): string {
  let letters = '';
  for (const run of runs)
    for (const glyph of run.glyphs)
      if (!glyph.blank && contains(box, centerX(glyph.box), centerY(glyph.box)))
        letters += clean(glyph.text);
  return letters;
}

/** The rectangles of running heads and feet. */
function runningBoxes(
  text: PageText,
  neighbors: readonly NeighborPage[],
  hidden: boolean,
): Rectangle[] {
  const lines = linesOf(atomsOf(text, { taken: [], inline: [], hidden }));
  const kept = new Set(withoutRunning(lines, text.height, neighbors, text.rules));
  return lines.filter((line) => !kept.has(line)).map(({ box }) => box);
}

/** True when the text of the page is what a scanner's software laid under its picture. */
function isHidden(text: PageText): boolean {
  let [hidden, visible] = [0, 0];
  for (const run of text.runs) {
    if (run.hidden) hidden += run.glyphs.length;
    else visible += run.glyphs.length;
  }
  return hidden >= FEWEST_LETTERS && hidden > 4 * visible;
}

/** A drawing whose inside is all text that stays: nothing to show. */
const isEmptyFrame = (box: Rectangle, atoms: readonly Atom[]): boolean =>
  atoms.filter((atom) => contains(box, centerX(atom.box), centerY(atom.box))).length > 30;
