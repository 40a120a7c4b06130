/** Atoms → lines, and what each line looks like. */
import { bounds, shared, type Rectangle } from '../geometry.ts';
import { SPACE, type Atom } from './atoms.ts';
import type { Inline } from './draft.ts';

export interface Line {
  /** From left to right. */
  readonly atoms: readonly Atom[];
  readonly box: Rectangle;
  readonly baseline: number;
  /** Of most of its letters. */
  readonly size: number;
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
}

interface Open {
  atoms: Atom[];
  baseline: number;
  size: number;
  y1: number;
  y2: number;
}

/** Scripts join the line that they belong to. The lines come from top to bottom. */
export function linesOf(atoms: readonly Atom[]): Line[] {
  const open: Open[] = [];
  for (const atom of [...atoms].sort((a, b) => b.size - a.size || a.baseline - b.baseline)) {
    const line = nearest(
      open.filter((candidate) => belongs(atom, candidate)),
      atom,
    );
    if (line === undefined) {
      const { baseline, size } = atom;
      open.push({
        atoms: [atom],
        baseline,
        size,
        y1: baseline - 0.8 * size,
        y2: baseline + 0.25 * size,
      });
    } else line.atoms.push(atom);
  }
  return withShifted(open)
    .map(({ atoms: found }) => lineOf(found))
    .sort((a, b) => a.baseline - b.baseline);
}

/** Letters that a logo sets lower or higher (the E of TeX) go to the line that they stand in. */
function withShifted(lines: readonly Open[]): Open[] {
  const kept: Open[] = [];
  for (const line of lines) {
    const short = line.atoms.every((atom) => atom.kind === 'text' && [...atom.text].length <= 2);
    const homes = short
      ? line.atoms.map((atom) => lines.find((other) => other !== line && holds(other, atom)))
      : [undefined];
    if (homes.includes(undefined)) kept.push(line);
    else for (const [index, atom] of line.atoms.entries()) homes[index]!.atoms.push(atom);
  }
  return kept;
}

const holds = (line: Open, { box, baseline }: Atom): boolean =>
  line.atoms.some((atom) => atom.kind === 'text' && atom.text.length > 2) &&
  Math.abs(line.baseline - baseline) < 0.4 * line.size &&
  line.atoms.some((atom) => shared(atom.box.x1, atom.box.x2, box.x1, box.x2) > -0.12 * line.size);

function belongs(atom: Atom, line: Open): boolean {
  if (Math.abs(atom.baseline - line.baseline) < 0.2 * line.size) return true;
  if (atom.size > 0.86 * line.size) return false;
  const middle = (atom.box.y1 + atom.box.y2) / 2;
  // The next column's line is as high as this one.
  const beside = line.atoms.some(
    ({ box }) => shared(box.x1, box.x2, atom.box.x1, atom.box.x2) > -0.6 * line.size,
  );
  return beside && middle > line.y1 && middle < line.y2;
}

const nearest = (lines: readonly Open[], { baseline }: Atom): Open | undefined =>
  lines.reduce<Open | undefined>((best, line) => {
    const nearer =
      best === undefined || Math.abs(line.baseline - baseline) < Math.abs(best.baseline - baseline);
    return nearer ? line : best;
  }, undefined);

export function lineOf(found: readonly Atom[]): Line {
  const atoms = [...found].sort((a, b) => a.box.x1 - b.box.x1);
  const size = mostOf(atoms, (atom) => Math.round(atom.size * 10) / 10);
  const main = atoms.find((atom) => Math.abs(atom.size - size) < 0.06) ?? atoms[0]!;
  const share = (is: (atom: Atom) => boolean): boolean =>
    mostOf(
      atoms.filter((atom) => atom.kind === 'text'),
      (atom) => (is(atom) ? 1 : 0),
    ) === 1;
  return {
    atoms,
    box: bounds(atoms.map((atom) => atom.box))!,
    baseline: main.baseline,
    size,
    text: textOf(atoms),
    bold: share((atom) => atom.kind === 'text' && atom.bold),
    italic: share((atom) => atom.kind === 'text' && atom.italic),
    // A line of code is all code: a paragraph's line may hold much of it and is none.
    monospace: atoms.every((atom) => atom.kind === 'text' && atom.monospace),
  };
}

/** A line cut where its gaps are wider than `gap`, in units of its letters. */
export function chunksOf(line: Line, gap: number): Line[] {
  const chunks: Atom[][] = [];
  let end = -Infinity;
  for (const atom of line.atoms) {
    if (atom.box.x1 - end > gap * line.size) chunks.push([atom]);
    else chunks.at(-1)!.push(atom);
    end = Math.max(end, atom.box.x2);
  }
  return chunks.map((atoms) => lineOf(atoms));
}

const weight = (atom: Atom): number => (atom.kind === 'text' ? atom.text.length : 1);

/** The value that most letters have. */
export function mostOf(atoms: readonly Atom[], value: (atom: Atom) => number): number {
  const counts = new Map<number, number>();
  for (const atom of atoms) counts.set(value(atom), (counts.get(value(atom)) ?? 0) + weight(atom));
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])[0];
}

/** True when words end between the two. */
export const spaceBetween = (a: Atom, b: Atom): boolean =>
  b.box.x1 - a.box.x2 > SPACE * Math.max(a.size, b.size);

/** Plain text, formulas as a sign that no text has. */
function textOf(atoms: readonly Atom[]): string {
  let text = '';
  for (const [index, atom] of atoms.entries()) {
    if (index > 0 && spaceBetween(atoms[index - 1]!, atom)) text += ' ';
    text += atom.kind === 'text' ? atom.text : '\ufffc';
  }
  return text;
}

/** Raised far enough above the line, and small: a footnote's mark or an exponent. */
export const isRaised = (atom: Atom, line: Line): boolean =>
  atom.size < 0.86 * line.size && line.baseline - atom.baseline > 0.18 * line.size;

export interface InlineOptions {
  /** Marks of footnotes on this page. */
  readonly marks: ReadonlySet<string>;
}

/** A line's inlines, with the spaces between its words. */
export function inlinesOf(line: Line, { marks }: InlineOptions): Inline[] {
  const inlines: Inline[] = [];
  for (const [index, atom] of line.atoms.entries()) {
    const before = line.atoms[index - 1];
    const space = before !== undefined && spaceBetween(before, atom);
    if (atom.kind === 'formula') {
      if (space) inlines.push(plain(' '));
      inlines.push({ kind: 'formula', formula: atom.formula });
    } else if (isRaised(atom, line) && marks.has(atom.text)) {
      inlines.push({ kind: 'note', mark: atom.text });
    } else {
      const { bold, italic, monospace } = atom;
      const text = isRaised(atom, line) ? raised(atom.text) : atom.text;
      inlines.push({ kind: 'text', text: (space ? ' ' : '') + text, bold, italic, monospace });
    }
  }
  return inlines;
}

export const plain = (text: string): Inline => ({
  ...{ kind: 'text', text, bold: false, italic: false, monospace: false },
});

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Digits as Unicode's superscripts; letters (1st) stay on the line. */
const raised = (text: string): string =>
  text.replaceAll(/[0-9]/g, (digit) => superscripts[+digit]!);
