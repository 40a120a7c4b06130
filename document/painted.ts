/** Lines, shapes and pictures of an operator list, as rectangles. */
import { height, transformed, width, type Matrix, type Rectangle } from './geometry.ts';
import type { OperatorList } from './ink.ts';
import { OPS, PATH, PATH_LENGTHS } from './operators.ts';
import { asMatrix, GraphicsState, operators } from './state.ts';

export interface Painted {
  rules: Rectangle[];
  shapes: Rectangle[];
  images: Rectangle[];
}

const STROKES: ReadonlySet<number> = new Set([OPS.stroke, OPS.closeStroke]);
const FILLS: ReadonlySet<number> = new Set([
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
  OPS.rawFillPath,
]);
/** A line is at most this thick, in points, and at least this many times as long. */
const RULE = { thickness: 2.5, aspect: 2.2 };
/** Drawings of more pieces than this are pictures: their pieces are not kept. */
const MOST = 20_000;
/** Sides of a shaded shape in the units of its own form. */
const MOST_SHADED = 40;

/** Without `page` everything is kept as a shape's place demands; with it what lies outside is not. */
export function paintedBoxes(
  list: OperatorList,
  matrix: Matrix,
  page?: { width: number; height: number },
): Painted {
  const painted: Painted = { rules: [], shapes: [], images: [] };
  const state = new GraphicsState(matrix, () => null);
  const add = (kind: keyof Painted, box: Rectangle): void => {
    const inside =
      page === undefined ||
      (box.x1 <= page.width && box.x2 >= 0 && box.y1 <= page.height && box.y2 >= 0);
    if (inside && painted[kind].length < MOST) painted[kind].push(box);
  };
  /** What each of the forms that are open is cut to: a shading fills it. */
  const forms: (readonly [number, number, number, number] | null)[] = [];
  for (const [operator, args] of operators(list)) {
    if (operator === OPS.paintFormXObjectBegin) forms.push(boxOf(args[1]));
    if (operator === OPS.paintFormXObjectEnd) forms.pop();
    const form = operator === OPS.shadingFill ? forms.at(-1) : undefined;
    // Balls before the entries of a list; larger ones are the colors of grounds.
    if (form && form[2] - form[0] < MOST_SHADED && form[3] - form[1] < MOST_SHADED)
      add('shapes', transformed(state.text.matrix, ...form));
    if (operator === OPS.constructPath) {
      const stroked = STROKES.has(Number(args[0]));
      if (!stroked && !FILLS.has(Number(args[0]))) continue;
      const path = (args[1] as [ArrayLike<number> | null] | undefined)?.[0];
      const { matrix: at, lineWidth } = state.text;
      for (const box of subpaths(path ?? [])) {
        const half = stroked ? lineWidth / 2 : 0;
        const placed = transformed(at, ...strokedBox(box, half));
        add(isRule(placed) ? 'rules' : 'shapes', placed);
      }
    } else {
      for (const unit of imageMatrices(operator, args)) {
        const local = new GraphicsState(state.text.matrix, () => null);
        local.apply(OPS.transform, unit);
        add('images', transformed(local.text.matrix, 0, 0, 1, 1));
      }
      state.apply(operator, args);
    }
  }
  return painted;
}

/** The four numbers of a form's box. */
function boxOf(value: unknown): readonly [number, number, number, number] | null {
  if (typeof value !== 'object' || value === null) return null;
  const [x1, y1, x2, y2] = Array.from(value as ArrayLike<number>);
  return [x1, y1, x2, y2].every(Number.isFinite) ? [x1!, y1!, x2!, y2!] : null;
}

/** A straight line gains its thickness across only: its ends are cut square. */
function strokedBox(box: Rectangle, half: number): [number, number, number, number] {
  const level = box.y1 === box.y2;
  const upright = box.x1 === box.x2;
  const x = level && !upright ? 0 : half;
  const y = upright && !level ? 0 : half;
  return [box.x1 - x, box.y1 - y, box.x2 + x, box.y2 + y];
}

function isRule(box: Rectangle): boolean {
  const [long, thin] = [Math.max(width(box), height(box)), Math.min(width(box), height(box))];
  return thin <= RULE.thickness && long >= RULE.aspect * thin;
}

function* subpaths(path: ArrayLike<number>): Generator<Rectangle> {
  let box: Rectangle | null = null;
  for (let at = 0; at < path.length;) {
    const operator = path[at]!;
    const length = PATH_LENGTHS[operator];
    if (length === undefined) return;
    if (operator === PATH.moveTo && box !== null) {
      yield box;
      box = null;
    }
    for (let i = at + 1; i <= at + length; i += 2) {
      const [x, y] = [path[i]!, path[i + 1]!];
      box =
        box === null
          ? { x1: x, y1: y, x2: x, y2: y }
          : {
              x1: Math.min(box.x1, x),
              y1: Math.min(box.y1, y),
              x2: Math.max(box.x2, x),
              y2: Math.max(box.y2, y),
            };
    }
    at += length + 1;
  }
  if (box !== null) yield box;
}

/** Transforms of the unit square for each picture that an operator paints. */
function* imageMatrices(operator: number, args: readonly unknown[]): Generator<readonly unknown[]> {
  const positions = (value: unknown): number[] =>
    typeof value === 'object' && value !== null ? Array.from(value as ArrayLike<number>) : [];
  switch (operator) {
    case OPS.paintImageXObject:
    case OPS.paintImageMaskXObject:
    case OPS.paintInlineImageXObject:
    case OPS.paintSolidColorImageMask:
      yield [1, 0, 0, 1, 0, 0];
      break;
    case OPS.paintImageXObjectRepeat: {
      const places = positions(args[3]);
      for (let i = 0; i + 1 < places.length; i += 2)
        yield [args[1], 0, 0, args[2], places[i], places[i + 1]];
      break;
    }
    case OPS.paintImageMaskXObjectRepeat: {
      const places = positions(args[5]);
      for (let i = 0; i + 1 < places.length; i += 2)
        yield [args[1], args[2] ?? 0, args[3] ?? 0, args[4], places[i], places[i + 1]];
      break;
    }
    case OPS.paintImageMaskXObjectGroup:
    case OPS.paintInlineImageXObjectGroup: {
      const pieces = args[operator === OPS.paintImageMaskXObjectGroup ? 0 : 1];
      for (const piece of Array.isArray(pieces) ? (pieces as { transform?: unknown }[]) : []) {
        const matrix = asMatrix(piece.transform);
        if (matrix !== null) yield matrix;
      }
      break;
    }
    default:
  }
}
