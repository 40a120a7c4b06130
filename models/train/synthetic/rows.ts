/** Long rows of kin, as manuals and test pages show them: every accent, every arrow, one construction many times over. */
import * as table from '../../../engine/text/latex/tables.ts';
import { randomFrom } from './random.ts';
import { GREEK, LETTERS } from './school.ts';

const SYMBOLS = [...table.SYMBOLS];
const FONTS = [...table.FONTS];
const ARROWS = [...table.EXTENSIBLE_ARROWS];
const OVER = [...table.ONE_ARGUMENT].filter(
  (name) => !table.FONTS.has(name) && !/substack|sqrt|operatorname|pmod|angl|phase/.test(name),
);
const BIG = '\\sum \\prod \\coprod \\int \\iint \\iiint \\oint \\bigcap \\bigcup \\bigvee \\bigwedge \\bigoplus \\bigotimes \\bigodot \\biguplus \\bigsqcup'.split(' '); // prettier-ignore
const PAIRS = ['( )', '[ ]', '\\{ \\}', '| |', '\\| \\|', '\\langle \\rangle', '\\lfloor \\rfloor', '\\lceil \\rceil'].map((pair) => pair.split(' ')); // prettier-ignore
const MATRICES = ['pmatrix', 'bmatrix', 'vmatrix', 'matrix', 'Bmatrix', 'Vmatrix', 'array'];

/** Yields `n` rows; the same seed yields the same rows. */
export function* rowFormulas(n: number, seed = 17): Generator<string> {
  const { pick, integer, chance, several } = randomFrom(seed);
  const letter = (): string => (chance(0.7) ? pick(LETTERS) : pick(GREEK) + ' ');
  const digit = (): string => String(integer(10));
  const word = (): string => several(1, 5, () => pick(LETTERS)).join('');
  const small = (): string =>
    pick([
      letter,
      digit,
      word,
      () => `${letter()}_{${digit()}}`,
      () => `${letter()}^{${digit()}}`,
    ])();
  /** The same thing again and again: one item of each call. */
  const kinds: (() => () => string)[] = [
    () => {
      const body = pick([letter, word, () => 'x', () => 'AB', small]);
      return () => `${pick(OVER)}{${body()}}`;
    },
    () => {
      const body = pick([word, letter, () => 'Ax2k', () => pick(LETTERS).toUpperCase()]);
      return () => `${pick(FONTS)}{${body()}}`;
    },
    () => () => pick(SYMBOLS) + ' ',
    () => {
      const base = letter();
      return () => base + pick(SYMBOLS) + ' ';
    },
    () => () => `${pick(ARROWS)}${chance(0.4) ? `[${small()}]` : ''}{${small()}} `,
    () => {
      const limits = pick([
        () => '',
        () => `_{${small()}}`,
        () => `_{${small()}}^{${small()}}`,
        () => `^{${small()}}`,
      ]);
      return () => `${pick(BIG)}${limits()} ${letter()}`;
    },
    () => () => `${letter()}_{${small()}}^{${small()}}`,
    () => () => `${letter()}${several(1, 3, () => "'").join('')}`,
    () => {
      const tall = pick([
        () => `\\frac{${small()}}{${small()}}`,
        () => `\\frac{${small()}}{\\frac{${small()}}{${small()}}}`,
        () => `\\sum_{${small()}}^{${small()}} ${letter()}`,
      ]);
      return () => {
        const [open, close] = pick(PAIRS);
        return `\\left${open} ${tall()} \\right${close} `;
      };
    },
    () => () => pick([`\\frac{${small()}}{${small()}}`, `\\binom{${small()}}{${small()}}`, `\\frac{\\frac{${small()}}{${small()}}}{${small()}}`]),
    () => () => pick([`\\sqrt{${small()}}`, `\\sqrt[${digit()}]{${small()}}`, `\\sqrt{\\frac{${small()}}{${small()}}}`, `\\sqrt{\\sqrt{${small()}}}`]),
    () => () => pick([...table.OPERATORS]) + (chance(0.4) ? ` ${letter()}` : ' '),
    () => () => `\\text{${several(1, 2, word).join(' ')}} ${letter()}`,
    () => () => pick([`\\overset{${small()}}{${small()}}`, `\\underset{${small()}}{${small()}}`]),
    () => {
      const [rows, columns] = [1 + integer(3), 1 + integer(3)];
      const cell = pick([digit, letter, small]);
      return () => {
        const name = pick(MATRICES);
        const spec = name === 'array' ? `{${'c'.repeat(columns)}}` : '';
        const line = (): string => several(columns, columns, cell).join(' & ');
        return `\\begin{${name}}${spec} ${several(rows, rows, line).join(' \\\\ ')} \\end{${name}}`;
      };
    },
  ]; // prettier-ignore
  const row = (): string => {
    const item = pick(kinds)();
    return several(3, 14, item).join(pick(['', '', '', ',', '+', '\\quad ']));
  };
  const mixed = (): string =>
    several(2, 4, () => several(1, 5, pick(kinds)()).join('')).join(pick(['', '', '\\quad ', '=']));
  const stack = (): string => {
    const lines = several(2, 5, () => several(2, 8, pick(kinds)()).join(''));
    return chance(0.5)
      ? `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`
      : `\\begin{array}{l} ${lines.join(' \\\\ ')} \\end{array}`;
  };
  const makers = [row, row, row, row, mixed, mixed, stack];
  for (let i = 0; i < n; i++) yield pick(makers)();
}
