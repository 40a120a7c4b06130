/** Lines as Markdown with LaTeX in the place of the letters of each formula. */
import { centerX, centerY, contains, grow, type Rectangle } from '../geometry.ts';
import type { Line } from '../lines.ts';

export interface ReadFormula {
  readonly rectangle: Rectangle;
  readonly latex: string;
}

/** Words are apart when the gap is at least so many em. */
const SPACE = 0.16;

/**
 * A writer of lines for `passagesOf`. Each formula is written once, where its first word comes. `escape`
 * makes words into Markdown.
 */
export function formulaWriter(
  formulas: readonly ReadFormula[],
  escape: (text: string) => string,
): (line: Line) => string {
  const written = new Set<ReadFormula>();
  return ({ words, size }) => {
    let text = '';
    let end = -Infinity;
    for (const { box, letters, text: word } of words) {
      const formula = formulas.find(({ rectangle }) =>
        contains(grow(rectangle, 0.5), centerX(box), centerY(box)),
      );
      const piece =
        formula === undefined
          ? escape(word.normalize('NFKC').replaceAll('\u00ad', ''))
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
