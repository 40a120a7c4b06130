/** Filled shapes: SVG path data -> polygons, close enough for any picture that is drawn of them. */

/** x0, y0, x1, y1, …; closed, filled by the nonzero rule together with its siblings. */
export type Contour = number[];

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** a, b, c, d, e, f as in SVG: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = Pick<DOMMatrixReadOnly, 'a' | 'b' | 'c' | 'd' | 'e' | 'f'>;

const NUMBERS: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, Z: 0 }; // prettier-ignore

/** Polygons of SVG path data in its own units; curves become chords at most about `tolerance` away. */
export function flatten(data: string, tolerance: number): Contour[] {
  const contours: Contour[] = [];
  let contour: Contour = [];
  let [x, y, startX, startY, controlX, controlY] = [0, 0, 0, 0, 0, 0];
  const line = (toX: number, toY: number): void => {
    contour.push(toX, toY);
    [x, y] = [toX, toY];
  };
  const cubic = (x1: number, y1: number, x2: number, y2: number, x3: number, y3: number): void => {
    const bend = Math.hypot(x - 2 * x1 + x2, y - 2 * y1 + y2);
    const otherBend = Math.hypot(x1 - 2 * x2 + x3, y1 - 2 * y2 + y3);
    // A chord of 1/n of the curve is at most 6/8 of the second difference over n² away.
    const pieces = Math.ceil(Math.sqrt((0.75 * Math.max(bend, otherBend)) / tolerance)) || 1;
    const [x0, y0] = [x, y];
    for (let i = 1; i <= pieces; i++) {
      const t = i / pieces;
      const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
      line(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3);
    }
    [controlX, controlY] = [x2, y2];
  };
  const quadratic = (x1: number, y1: number, x2: number, y2: number): void => {
    const third = (from: number, to: number): number => from + (2 * (to - from)) / 3;
    cubic(third(x, x1), third(y, y1), third(x2, x1), third(y2, y1), x2, y2);
    [controlX, controlY] = [x1, y1];
  };
  let before = '';
  const draw = (command: string, n: readonly number[]): void => {
    const upper = command.toUpperCase();
    const [dx, dy] = command === upper ? [0, 0] : [x, y];
    const at = (i: number): number => n[i]! + (i % 2 === 0 ? dx : dy);
    // A smooth curve mirrors the last control point only after a curve of its kind.
    const mirrorX = (kinds: string): number => (kinds.includes(before) ? 2 * x - controlX : x);
    const mirrorY = (kinds: string): number => (kinds.includes(before) ? 2 * y - controlY : y);
    if (upper === 'M') {
      if (contour.length > 4) contours.push(contour);
      contour = [];
      line(at(0), at(1));
      [startX, startY] = [x, y];
    } else if (upper === 'L') line(at(0), at(1));
    else if (upper === 'H') line(n[0]! + dx, y);
    else if (upper === 'V') line(x, n[0]! + dy);
    else if (upper === 'C') cubic(at(0), at(1), at(2), at(3), at(4), at(5));
    else if (upper === 'S') cubic(mirrorX('CS'), mirrorY('CS'), at(0), at(1), at(2), at(3));
    else if (upper === 'Q') quadratic(at(0), at(1), at(2), at(3));
    else if (upper === 'T') quadratic(mirrorX('QT'), mirrorY('QT'), at(0), at(1));
    else {
      if (contour.length > 4) contours.push(contour);
      contour = [];
      line(startX, startY);
    }
    before = upper;
  };
  for (const [, command = '', rest = ''] of data.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    const each = NUMBERS[command.toUpperCase()];
    if (each === undefined) throw new Error(`path command ${command} is not known`);
    if (each === 0) draw(command, []);
    for (let i = 0; each > 0 && i + each <= numbers.length; i += each) {
      // Further pairs after a move are lines.
      const again =
        i > 0 && command.toUpperCase() === 'M' ? (command === 'M' ? 'L' : 'l') : command;
      draw(again, numbers.slice(i, i + each));
    }
  }
  if (contour.length > 4) contours.push(contour);
  return contours;
}

export function transform(contour: Contour, m: Matrix): Contour {
  const out: Contour = [];
  for (let i = 0; i < contour.length; i += 2) {
    const [x, y] = [contour[i]!, contour[i + 1]!];
    out.push(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
  }
  return out;
}

/** The part of a polygon inside a box (Sutherland and Hodgman, 1974); empty when nothing is left. */
export function clip(contour: Contour, box: Box): Contour {
  let out = contour;
  const sides = [[0, box.left, 1], [0, box.right, -1], [1, box.top, 1], [1, box.bottom, -1]] as const; // prettier-ignore
  for (const [axis, limit, sign] of sides) {
    const from = out;
    out = [];
    for (let i = 0; i < from.length; i += 2) {
      const j = (i + from.length - 2) % from.length;
      const [here, before] = [sign * (from[i + axis]! - limit), sign * (from[j + axis]! - limit)];
      if (here >= 0 !== before >= 0) {
        const t = before / (before - here);
        out.push(from[j]! + t * (from[i]! - from[j]!), from[j + 1]! + t * (from[i + 1]! - from[j + 1]!)); // prettier-ignore
      }
      if (here >= 0) out.push(from[i]!, from[i + 1]!);
    }
  }
  return out.length > 4 ? out : [];
}
