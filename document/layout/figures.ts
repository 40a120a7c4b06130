/** Pictures and drawings of a page: what becomes an image file. */
import {
  area,
  centerX,
  centerY,
  contains,
  grow,
  height,
  join,
  meets,
  width,
  type Rectangle,
} from '../geometry.ts';
import type { PageText, Run } from '../page.ts';
import { isDrawing } from './styles.ts';

/** Smaller drawings are ornaments, bullets or parts of letters. */
const SMALLEST = 28;
/** Pieces nearer than this, in points, belong to one drawing. */
const NEAR = 7;
/** Beyond this many pieces a drawing is no longer put together from them. */
const MOST_PIECES = 4_000;
/** A frame around so many letters is a box with text, not a drawing. */
const FRAMED_LETTERS = 250;
/** Points of a box's shadow, and from a drawing to its labels. */
const SHADOW = 18;
const LABEL_GAP = 6;
const LONGEST_LABEL = 14;

export interface Figures {
  readonly figures: Rectangle[];
  /** A picture that fills the page, as scanners make them. */
  readonly scan: boolean;
}

export function findFigures(text: PageText): Figures {
  const page = text.width * text.height;
  const scan = text.images.some((image) => area(image) > 0.75 * page);
  if (scan) return { figures: [], scan };
  const small = (box: Rectangle): boolean => area(box) < 0.6 * page;
  const strokes = text.runs
    .filter(({ font }) => isDrawing(font))
    .flatMap(({ glyphs }) => glyphs.map(({ box }) => box));
  const shapes = [...text.images, ...text.shapes, ...strokes].filter(small).slice(0, MOST_PIECES);
  // Rules count only where they touch a drawing: axes do, table rules do not.
  const figures = grouped(shapes)
    .map((box) =>
      text.rules.reduce(
        (all, rule) => (meets(grow(all, 2), rule) && small(rule) ? join(all, rule) : all),
        box,
      ),
    )
    .filter((box) => width(box) >= SMALLEST && height(box) >= SMALLEST)
    .filter((box) => isPicture(box, text) && !isPanel(box, shapes, text));
  return { figures: grouped(figures).map((box) => withLabels(box, text)), scan };
}

/** Rectangles that nearly touch, joined until none do. */
function grouped(pieces: readonly Rectangle[]): Rectangle[] {
  let groups = [...pieces];
  for (let changed = true; changed;) {
    changed = false;
    const next: Rectangle[] = [];
    for (const piece of groups) {
      const index = next.findIndex((other) => meets(grow(other, NEAR), piece));
      if (index < 0) next.push(piece);
      else {
        next[index] = join(next[index]!, piece);
        changed = true;
      }
    }
    groups = next;
  }
  return groups;
}

function isPicture(box: Rectangle, text: PageText): boolean {
  if (text.images.some((image) => meets(image, box) && area(image) > 0.3 * area(box))) return true;
  let letters = 0;
  for (const { glyphs } of text.runs)
    for (const { box: letter, blank } of glyphs)
      if (!blank && contains(box, centerX(letter), centerY(letter))) letters++;
  return letters < FRAMED_LETTERS;
}

/**
 * Lines of text on colored ground, as slides and boxed remarks have them: every piece goes from side to side or
 * is the box's shadow, and words fill much of its height.
 */
function isPanel(box: Rectangle, pieces: readonly Rectangle[], text: PageText): boolean {
  const ground = pieces
    .filter((piece) => meets(grow(box, 1), piece) && area(piece) < 4 * area(box))
    .every(
      (piece) =>
        width(piece) > 0.85 * width(box) ||
        [piece.x2 - box.x1, box.x2 - piece.x1, piece.y2 - box.y1, box.y2 - piece.y1].some(
          (reach) => reach < SHADOW,
        ),
    );
  if (!ground) return false;
  const words = text.runs.filter(
    ({ glyphs, angle }) =>
      angle === 0 &&
      glyphs.length > 3 &&
      glyphs.every((glyph) => contains(box, centerX(glyph.box), centerY(glyph.box))),
  );
  const rows = new Map(words.map(({ baseline, size }) => [Math.round(baseline), size]));
  const filled = [...rows.values()].reduce((sum, size) => sum + size, 0);
  return filled > 0.25 * height(box);
}

/** Labels in and right beside a drawing (of axes, of its parts) belong to it. */
function withLabels(box: Rectangle, text: PageText): Rectangle {
  let all = box;
  for (const run of text.runs) {
    const { glyphs } = run;
    const inside = glyphs.some((glyph) => contains(box, centerX(glyph.box), centerY(glyph.box)));
    if ((inside && glyphs.length < 40) || isLabel(run, box, text))
      for (const glyph of glyphs) all = join(all, glyph.box);
  }
  return area(all) < 1.6 * area(box) ? all : box;
}

/** A word or two that nothing stands beside. */
function isLabel({ glyphs, baseline, size, angle }: Run, box: Rectangle, text: PageText): boolean {
  if (glyphs.length === 0 || glyphs.length > LONGEST_LABEL || angle !== 0) return false;
  const own = glyphs.map((glyph) => glyph.box).reduce(join);
  if (!meets(grow(box, LABEL_GAP), own) || width(own) > 0.5 * width(box)) return false;
  return !text.runs.some(
    (other) =>
      other.glyphs !== glyphs &&
      Math.abs(other.baseline - baseline) < 0.3 * size &&
      other.glyphs.some(
        (glyph) => glyph.start > own.x1 - 2 * size && glyph.end < own.x2 + 2 * size && !glyph.blank,
      ),
  );
}
