/** Lines as Markdown with LaTeX in the place of the letters of each formula. */
import { centerX, centerY, contains, grow, type Rectangle } from '../geometry.ts';
import type { Letter, Line, Word } from '../lines.ts';

export interface ReadFormula {
  readonly rectangle: Rectangle;
  readonly latex: string;
}

/** Words are apart when the gap is at least so many em. */
const SPACE = 0.16;

/**
 * A writer of lines for `passagesOf`. Each formula is written once, where its first letter comes. `escape`
 * makes words into Markdown.
 */
export function formulaWriter(
  formulas: readonly ReadFormula[],
  escape: (text: string) => string,
): (line: Line) => string {
  const written = new Set<ReadFormula>();
  const formulaAt = ({ box }: Letter): ReadFormula | undefined =>
    formulas.find(({ rectangle }) => contains(grow(rectangle, 0.5), centerX(box), centerY(box)));
  return ({ words, size }) => {
    let text = '';
    let end = -Infinity;
    for (const { formula, letters } of words.flatMap((word) => partsOf(word, formulaAt))) {
      const piece =
        formula === undefined
          ? escape(textOf(letters))
          : written.has(formula)
            ? ''
            : `$${formula.latex.trim()}$`;
      if (formula !== undefined) written.add(formula);
      const apart = letters[0]!.start - end > SPACE * size;
      if (piece !== '') text += (text !== '' && apart ? ' ' : '') + piece;
      end = Math.max(end, letters.at(-1)!.end);
    }
    return text;
  };
}

interface Part {
  readonly formula: ReadFormula | undefined;
  readonly letters: Letter[];
}

/** A full stop after a formula is a letter of the same word. */
function partsOf(
  { letters }: Word,
  formulaAt: (letter: Letter) => ReadFormula | undefined,
): Part[] {
  const parts: Part[] = [];
  for (const letter of letters) {
    const formula = formulaAt(letter);
    const last = parts.at(-1);
    if (last !== undefined && last.formula === formula) last.letters.push(letter);
    else parts.push({ formula, letters: [letter] });
  }
  return parts;
}

const textOf = (letters: readonly Letter[]): string =>
  letters
    .map(({ text }) => text)
    .join('')
    .normalize('NFKC')
    .replaceAll('\u00ad', '');
