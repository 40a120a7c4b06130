/** Where a page's pictures are, as far as they are seen: cut by clips, without stencils. Pure. */
import { area, intersection, transformed, type Matrix } from '../../../document/geometry.ts';
import type { Rectangle } from '../../../document/geometry.ts';
import { OPS } from '../../../document/operators.ts';
import { paintedBoxes } from '../../../document/painted.ts';
import { asMatrix, GraphicsState, operators } from '../../../document/state.ts';

/** pdf.js's numbers of the two clipping operators; the path that follows is the clip. */
const clips: ReadonlySet<number> = new Set([29, 30]);
const opens: ReadonlySet<number> = new Set([OPS.save, OPS.paintFormXObjectBegin, OPS.beginGroup]);
const closes: ReadonlySet<number> = new Set([OPS.restore, OPS.paintFormXObjectEnd, OPS.endGroup]);
/** Stencils are painted in the color of text and are recolored like it. */
const paints: ReadonlySet<number> = new Set([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintInlineImageXObjectGroup,
  OPS.paintImageXObjectRepeat,
]);

/** A page with more pictures is a mosaic: it is one picture. */
const most = 500;

export interface Operators {
  readonly fnArray: number[];
  readonly argsArray: unknown[];
}

/** @param page the transform of the viewport of scale 1. @returns page coordinates */
export function pictures(list: Operators, page: Matrix, size: Rectangle): Rectangle[] {
  const found: Rectangle[] = [];
  const state = new GraphicsState(page, () => null);
  const stack: Rectangle[] = [];
  let clip = size;
  let pending = false;
  const narrow = (box: ArrayLike<number> | undefined): void => {
    if (box?.length !== 4) return;
    const [x1, y1, x2, y2] = Array.from(box) as [number, number, number, number];
    if ([x1, y1, x2, y2].every(Number.isFinite)) {
      clip = intersection(clip, transformed(state.text.matrix, x1, y1, x2, y2));
    }
  };
  for (const [operator, args] of operators(list)) {
    if (opens.has(operator)) stack.push(clip);
    if (closes.has(operator)) clip = stack.pop() ?? clip;
    if (clips.has(operator)) pending = true;
    if (operator === OPS.constructPath && pending) {
      pending = false;
      narrow(args[2] as ArrayLike<number> | undefined);
    }
    if (paints.has(operator)) {
      const alone = { fnArray: [operator], argsArray: [args] };
      for (const box of paintedBoxes(alone, state.text.matrix).images) {
        const seen = intersection(box, clip);
        if (seen.x2 - seen.x1 > 1 && seen.y2 - seen.y1 > 1) found.push(seen);
      }
      if (found.length > most) return [around(found)];
    }
    state.apply(operator, args);
    if (operator === OPS.paintFormXObjectBegin) narrow(args[1] as ArrayLike<number> | undefined);
  }
  return found;
}

function around(boxes: readonly Rectangle[]): Rectangle {
  return {
    x1: Math.min(...boxes.map(({ x1 }) => x1)),
    y1: Math.min(...boxes.map(({ y1 }) => y1)),
    x2: Math.max(...boxes.map(({ x2 }) => x2)),
    y2: Math.max(...boxes.map(({ y2 }) => y2)),
  };
}

/** How much of the page is picture, 0 to 1; pieces that lie on each other count once at most. */
export function share(boxes: readonly Rectangle[], page: Rectangle): number {
  const sum = boxes.reduce((all, box) => all + area(box), 0);
  return Math.min(1, sum / Math.max(1, area(page)));
}

export { asMatrix };
