/** Lines of running text with formulas among the words, as they stand in papers and textbooks. */
import { randomFrom } from './random.ts';

/**
 * Yields `n` lines as \\text{…} with mathematics between. `sentences` are runs of words from any plain English text,
 * `formulas` short inline formulas.
 */
export function* proseLines(
  n: number,
  sentences: readonly string[],
  formulas: readonly string[],
  seed = 17,
): Generator<string> {
  const { pick, integer, chance } = randomFrom(seed);
  const run = (words: number): string => {
    const all = pick(sentences).split(' ');
    const start = integer(Math.max(1, all.length - words));
    return all.slice(start, start + words).join(' ');
  };
  for (let i = 0; i < n; i++) {
    const pieces: string[] = [];
    let words = 0;
    const most = 3 + integer(11);
    let mathematics = chance(0.25);
    while (words < most) {
      if (mathematics) {
        pieces.push(pick(formulas));
        words += 2;
      } else {
        const count = 1 + integer(Math.min(6, most - words));
        const before = pieces.length ? ' ' : '';
        const after = chance(0.9) ? ' ' : pick([', ', '. ', ': ']);
        pieces.push(`\\text{${before}${run(count)}${after}}`);
        words += count;
      }
      mathematics = !mathematics;
    }
    if (chance(0.3))
      pieces.push(pick(['.', ',', '\\text{ and}', '\\text{ where}', '\\text{ for all}']));
    yield pieces.join('').replace(/ \}$/, '}');
  }
}

/** Runs of plain words, from text of any layout: letters, digits and simple marks alone. */
export function sentencesOf(text: string): string[] {
  return text
    .replace(/\s+/g, ' ')
    .split(/(?<=[.;:!?]) /)
    .map((line) => line.replace(/[^A-Za-z0-9 ,.;:()'-]/g, '').replace(/\s+/g, ' ').trim())
    .filter((line) => line.split(' ').length >= 5 && (line.match(/[a-z]/g)?.length ?? 0) > line.length * 0.6); // prettier-ignore
}
