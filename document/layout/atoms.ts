/** Letters → atoms: pieces of words in one style, with formulas and figures as atoms of their own. */
import { centerX, centerY, contains, bounds, type Rectangle } from '../geometry.ts';
import type { Glyph, PageText, Run } from '../page.ts';
import { clean, composed, isAccent } from './characters.ts';
import { isDrawing, styleOf } from './styles.ts';

interface Placed {
  readonly box: Rectangle;
  readonly baseline: number;
  readonly size: number;
}

export interface TextAtom extends Placed {
  readonly kind: 'text';
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
}

export interface FormulaAtom extends Placed {
  readonly kind: 'formula';
  readonly formula: number;
}

export type Atom = TextAtom | FormulaAtom;

/** A gap wider than this is a space between words; tight lines of narrow fonts shrink them to 0.15 em. */
export const SPACE = 0.125;
/** Letters of one word may overlap so far (kerning, slanted fonts). */
const OVERLAP = -0.35;

/** Where an inline formula lies and which of the draft's it is. */
export interface InlineRegion {
  readonly rectangle: Rectangle;
  readonly formula: number;
}

export interface AtomOptions {
  /** Text in these is not running text: displayed formulas, figures. */
  readonly taken: readonly Rectangle[];
  readonly inline: readonly InlineRegion[];
  /** The hidden text under a scan instead of the visible one. */
  readonly hidden: boolean;
}

/** Turned text (stamps in the margin) is left out. */
export function atomsOf(text: PageText, { taken, inline, hidden }: AtomOptions): Atom[] {
  const atoms: Atom[] = [];
  const letters = new Map<InlineRegion, { glyph: Glyph; run: Run }[]>();
  for (const run of text.runs) {
    if (run.angle !== 0 || run.hidden !== hidden || isDrawing(run.font)) continue;
    let word: Glyph[] = [];
    const flush = (): void => {
      const atom = textAtom(word, run);
      if (atom !== null) atoms.push(atom);
      word = [];
    };
    for (const glyph of run.glyphs) {
      const [x, y] = [centerX(glyph.box), centerY(glyph.box)];
      if (glyph.blank || taken.some((box) => contains(box, x, y))) {
        flush();
        continue;
      }
      const region = inline.find(({ rectangle }) => contains(rectangle, x, y));
      if (region !== undefined) {
        flush();
        const found = letters.get(region) ?? [];
        found.push({ glyph, run });
        letters.set(region, found);
        continue;
      }
      const last = word.at(-1);
      const gap = last === undefined ? 0 : (glyph.start - last.end) / run.size;
      if (gap > SPACE || gap < OVERLAP) flush();
      word.push(glyph);
    }
    flush();
  }
  for (const region of inline) atoms.push(formulaAtom(region, letters.get(region) ?? []));
  return atoms;
}

function textAtom(glyphs: readonly Glyph[], run: Run): TextAtom | null {
  const box = bounds(glyphs.map((glyph) => glyph.box));
  if (box === null) return null;
  let text = '';
  let accent = '';
  for (const glyph of glyphs) {
    const letter = clean(glyph.text);
    if (isAccent(letter)) {
      accent = letter;
      continue;
    }
    text += accent === '' ? letter : composed(accent, letter);
    accent = '';
  }
  text += accent;
  if (text === '') return null;
  const { bold, italic, monospace } = styleOf(run.font, text);
  const { baseline, size } = run;
  // The pen's places, not the ink's: the gaps between words come from them.
  const spread = { ...box, x1: glyphs[0]!.start, x2: Math.max(glyphs.at(-1)!.end, box.x2) };
  return { kind: 'text', text, box: spread, baseline, size, bold, italic, monospace };
}

/** Its baseline and size are those of its largest letters, so that it stands in its line. */
function formulaAtom(
  { rectangle, formula }: InlineRegion,
  letters: readonly { glyph: Glyph; run: Run }[],
): FormulaAtom {
  const size = Math.max(0, ...letters.map(({ run }) => run.size));
  const first = letters.find(({ run }) => run.size === size);
  return {
    kind: 'formula',
    formula,
    box: rectangle,
    baseline: first?.run.baseline ?? rectangle.y2,
    size: size || rectangle.y2 - rectangle.y1,
  };
}
