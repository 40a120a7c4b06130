/** Typesets a document and finds the rectangle of each color on its pages, by poppler's pixels. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from '../../document/geometry.ts';
import { idOf, type FontSet, type Kind, type Source } from './formulas-source.ts';

export interface Truth {
  readonly kind: Kind;
  readonly latex: string;
  readonly rectangle: Rectangle;
}

const DPI = 216;

/** The PDF's path. Throws with the end of TeX's log when there is none. */
export function typeset(
  folder: string,
  name: string,
  source: Source,
  program: FontSet['program'],
): string {
  writeFileSync(join(folder, `${name}.tex`), source.tex);
  const pdf = join(folder, `${name}.pdf`);
  try {
    execFileSync(program, ['-interaction=batchmode', `${name}.tex`], {
      cwd: folder,
      stdio: 'ignore',
      timeout: 200_000,
    });
  } catch (error) {
    // TeX also ends so after an error that it got over; what it wrote is looked at.
    if (!existsSync(pdf)) throw error;
  }
  return pdf;
}

/** The marked formulas of each page, first page first. */
export function truthOf(pdf: string, source: Pick<Source, 'marked'>): Truth[][] {
  const stem = pdf.replace(/\.pdf$/, '-page');
  execFileSync('pdftoppm', ['-r', String(DPI), '-aa', 'no', '-aaVector', 'no', pdf, stem]);
  const folder = join(pdf, '..');
  const files = readdirSync(folder)
    .map((file) => join(folder, file))
    .filter((file) => file.startsWith(`${stem}-`) && file.endsWith('.ppm'))
    .sort();
  return files.map((file) => {
    const boxes = colorBoxes(readFileSync(file));
    rmSync(file);
    return [...boxes].flatMap(([id, rectangle]) => {
      const formula = source.marked[id];
      return formula === undefined ? [] : [{ ...formula, rectangle }];
    });
  });
}

/** Rectangles in points of the pixels of each known color in a PPM of type P6. */
function colorBoxes(ppm: Buffer): Map<number, Rectangle> {
  const [, width, height, head] = readHead(ppm);
  const boxes = new Map<number, { x1: number; y1: number; x2: number; y2: number }>();
  let [last, lastId] = [-1, -1];
  for (let y = 0, at = head; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const color = (ppm[at]! << 16) | (ppm[at + 1]! << 8) | ppm[at + 2]!;
      if (color === 0xffffff || color === 0) continue;
      if (color !== last) [last, lastId] = [color, idOf(ppm[at]!, ppm[at + 1]!, ppm[at + 2]!)];
      if (lastId < 0) continue;
      const box = boxes.get(lastId);
      if (box === undefined) boxes.set(lastId, { x1: x, y1: y, x2: x + 1, y2: y + 1 });
      else {
        box.x1 = Math.min(box.x1, x);
        box.x2 = Math.max(box.x2, x + 1);
        box.y2 = y + 1;
      }
    }
  }
  const points = 72 / DPI;
  return new Map(
    [...boxes].map(([id, { x1, y1, x2, y2 }]) => [
      id,
      { x1: x1 * points, y1: y1 * points, x2: x2 * points, y2: y2 * points },
    ]),
  );
}

function readHead(ppm: Buffer): [string, number, number, number] {
  const match = /^(P6)\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 100).toString('latin1'));
  if (match === null) throw new Error('pdftoppm wrote no PPM of 8 bits.');
  return [match[1]!, Number(match[2]), Number(match[3]), match[0].length];
}
