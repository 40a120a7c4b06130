/** Bullets that are drawn and not written, as slides have them. */
import { centerX, centerY, contains, height, width, type Rectangle } from '../geometry.ts';
import type { PageText } from '../page.ts';
import type { Atom, TextAtom } from './atoms.ts';

/** Their size and their distance from the text, in units of its letters. */
const SIZE = { least: 0.2, most: 1.1 };
const GAP = { least: 0.05, most: 1.8 };
/** So many small shapes are a drawing. */
const MOST = 200;

/** The atoms with a bullet before each line that a dot, ball or triangle stands beside; numbers in balls get a period. */
export function withBullets(atoms: readonly Atom[], { shapes, images }: PageText): Atom[] {
  const small = [...shapes, ...images].filter((box) => isSmall(box));
  if (small.length === 0 || small.length > MOST) return [...atoms];
  const kept = new Set(atoms);
  for (const box of small) {
    const first = textBeside(box, atoms);
    if (first === undefined) continue;
    const { baseline, size } = first;
    const inner = atoms.find((atom) => contains(box, centerX(atom.box), centerY(atom.box)));
    const number = inner?.kind === 'text' ? /^\d{1,2}$/.exec(inner.text)?.[0] : undefined;
    if (inner !== undefined && number === undefined) continue;
    if (inner !== undefined) kept.delete(inner);
    const text = number === undefined ? '•' : `${number}.`;
    const bullet: TextAtom = {
      ...{ kind: 'text', text, box, baseline, size },
      ...{ bold: false, italic: false, monospace: false },
    };
    kept.add(bullet);
  }
  return [...kept];
}

const isSmall = (box: Rectangle): boolean => {
  const [across, down] = [width(box), height(box)];
  return down > 1.5 && down < 16 && across > 0.5 * down && across < 2 * down;
};

/** The word that begins a line right of a small shape, with nothing on its left. */
function textBeside(box: Rectangle, atoms: readonly Atom[]): Atom | undefined {
  const level = atoms.filter(
    ({ baseline, size }) => Math.abs(baseline - 0.33 * size - centerY(box)) < 0.3 * size,
  );
  const first = level
    .filter((atom) => atom.box.x1 > box.x2)
    .reduce<Atom | undefined>(
      (a, b) => (a === undefined || b.box.x1 < a.box.x1 ? b : a),
      undefined,
    );
  if (first === undefined) return undefined;
  const { size } = first;
  const gap = (first.box.x1 - box.x2) / size;
  const fits = height(box) > SIZE.least * size && height(box) < SIZE.most * size;
  const clear = !level.some(({ box: other }) => other.x2 < box.x1 && other.x2 > box.x1 - 3 * size);
  return fits && clear && gap > GAP.least && gap < GAP.most ? first : undefined;
}
