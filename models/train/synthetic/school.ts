/** Formulas that papers seldom show alone but people do point at: single symbols, numbers, matrices, cases, short equations. */
import { OPERATORS, SYMBOLS } from '../../../engine/text/latex/tables.ts';
import { randomFrom } from './random.ts';

export const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
export const GREEK = '\\alpha \\beta \\gamma \\delta \\epsilon \\varepsilon \\zeta \\eta \\theta \\kappa \\lambda \\mu \\nu \\xi \\pi \\rho \\sigma \\tau \\phi \\varphi \\chi \\psi \\omega \\Gamma \\Delta \\Theta \\Lambda \\Xi \\Pi \\Sigma \\Phi \\Psi \\Omega'.split(' '); // prettier-ignore
export const RELATIONS = '= = = = < > \\leq \\geq \\neq \\approx \\equiv \\sim \\in \\to'.split(
  ' ',
);
const FONTS =
  '\\mathbf \\mathcal \\mathbb \\mathfrak \\mathrm \\mathscr \\mathsf \\boldsymbol'.split(' ');
const ACCENTS =
  '\\hat \\tilde \\bar \\vec \\dot \\ddot \\overline \\widehat \\widetilde \\check \\underline'.split(
    ' ',
  );

/** Yields `n` formulas; the same seed yields the same formulas. */
export function* schoolFormulas(n: number, seed = 7): Generator<string> {
  const { random, pick, integer } = randomFrom(seed);
  const number = (): string => {
    const kind = random();
    if (kind < 0.6) return String(integer(pick([10, 100, 1000])));
    if (kind < 0.9) return (random() * pick([1, 10, 1000])).toFixed(1 + integer(3));
    return String(1000 + integer(999000)).replace(/(\d)(?=(\d{3})+$)/g, '$1{,}');
  };
  const letter = (): string => (random() < 0.7 ? pick(LETTERS) : pick(GREEK));
  const atom = (): string => {
    const kind = random();
    if (kind < 0.35) return letter();
    if (kind < 0.6) return number();
    if (kind < 0.72) return `${letter()}_${random() < 0.5 ? integer(10) : pick(LETTERS)}`;
    if (kind < 0.82) return `${letter()}^{${random() < 0.6 ? integer(10) : `-${integer(9)}`}}`;
    if (kind < 0.86) return `${pick(FONTS)}{${pick(LETTERS)}}`;
    if (kind < 0.9) return `${pick(ACCENTS)}{${letter()}}`;
    if (kind < 0.94) return `\\frac{${term()}}{${term()}}`;
    if (kind < 0.97) return `\\sqrt{${term()}}`;
    return `${pick([...OPERATORS])} ${letter()}`;
  };
  const term = (): string =>
    random() < 0.6 ? atom() : atom() + pick(['', '+', '-', '\\cdot ', '\\times ', '']) + atom();
  const row = (columns: number, cell: () => string): string =>
    Array.from({ length: columns }, cell).join(' & ');
  const makers: (() => string)[] = [
    () => pick([...SYMBOLS]),
    letter,
    () => `${pick(FONTS)}{${pick(LETTERS)}}`,
    () => `${pick(ACCENTS)}{${letter()}}`,
    number,
    () => `${term()}${pick(RELATIONS)} ${term()}`,
    () => `${term()}${pick(RELATIONS)} ${term()}${pick(['+', '-'])}${term()}`,
    () => `${number()}${pick(['+', '-', '\\times ', '\\div '])}${number()}=${number()}`,
    () => {
      const [rows, columns] = [1 + integer(4), 1 + integer(4)];
      const sparse =
        random() < 0.5 ? atom : () => (random() < 0.6 ? String(integer(10)) : letter());
      const body = Array.from({ length: rows }, () => row(columns, sparse)).join(' \\\\ ');
      const name = pick([
        'pmatrix',
        'pmatrix',
        'bmatrix',
        'bmatrix',
        'vmatrix',
        'matrix',
        'Vmatrix',
        'Bmatrix',
      ]);
      return `${random() < 0.5 ? `${pick(LETTERS)}=` : ''}\\begin{${name}} ${body} \\end{${name}}`;
    },
    () => {
      const body = Array.from({ length: 2 + integer(2) }, () => `${term()} & ${random() < 0.5 ? `\\text{if }${letter()}${pick(RELATIONS)} ${number()}` : `${letter()}${pick(RELATIONS)} ${number()}`}`); // prettier-ignore
      return `${letter()}(${pick(LETTERS)})=\\begin{cases} ${body.join(' \\\\ ')} \\end{cases}`;
    },
    () => {
      const lines = Array.from(
        { length: 2 + integer(3) },
        () => `${term()} &${pick(RELATIONS)} ${term()}${pick(['+', '-'])}${term()}`,
      );
      return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
    },
    () => {
      const sign = pick([
        '\\sum',
        '\\prod',
        '\\int',
        '\\bigcup',
        '\\oint',
        '\\lim',
        '\\max',
        '\\min',
        '\\sup',
      ]);
      const limits = /lim|max|min|sup/.test(sign) ? `_{${pick(LETTERS)}\\to ${pick(['0', '\\infty', 'a'])}}` : `_{${random() < 0.6 ? `${pick(LETTERS)}=${integer(3)}` : letter()}}^{${pick(['n', 'N', '\\infty', 'k', '1', 'b'])}}`; // prettier-ignore
      return `${sign}${limits} ${term()}${random() < 0.5 ? `=${term()}` : ''}`;
    },
  ];
  for (let i = 0; i < n; i++) yield pick(makers)();
}
