/** Every command that the canonical form knows, the rare as often as the common, among ordinary neighbors. */
import * as table from '../../../engine/text/latex/tables.ts';
import { GREEK, LETTERS, RELATIONS } from './school.ts';
import { randomFrom, type Random } from './random.ts';

const DELIMITER_PAIRS = [
  '( )', '[ ]', '\\{ \\}', '| |', '\\| \\|', '\\langle \\rangle', '\\lfloor \\rfloor', '\\lceil \\rceil', '( ]', '[ )',
  '\\lgroup \\rgroup', '\\lmoustache \\rmoustache', '. |', '\\{ .',
  '\\ulcorner \\urcorner', '\\uparrow \\downarrow', '/ \\backslash', '. \\rangle', '| \\rangle', '\\langle |',
].map((pair) => pair.split(' ')); // prettier-ignore
const BIG_OPERATORS = '\\sum \\prod \\coprod \\int \\iint \\iiint \\oint \\oiint \\oiiint \\bigcap \\bigcup \\bigvee \\bigwedge \\bigoplus \\bigotimes \\bigodot \\biguplus \\bigsqcup \\lim \\limsup \\liminf \\varlimsup \\varliminf \\varinjlim \\varprojlim \\injlim \\projlim \\max \\sup'.split(' '); // prettier-ignore
const SYMBOLS = [...table.SYMBOLS];
const ONE = [...table.ONE_ARGUMENT].filter(
  (name) => !/substack|sqrt|operatorname|pmod|angl|phase/.test(name),
);
const ARROWS = [...table.EXTENSIBLE_ARROWS];

/** Yields `n` formulas that between them use each command of the tables alike often. */
export function* commandFormulas(n: number, seed = 11): Generator<string> {
  const of = randomFrom(seed);
  const makers = makersWith(of);
  for (let i = 0; i < n; i++) yield of.pick(makers)();
}

function makersWith({ pick, integer, chance, several }: Random): (() => string)[] {
  const letter = (): string => (chance(0.7) ? pick(LETTERS) : pick(GREEK) + ' ');
  const script = (): string => (chance(0.5) ? String(integer(10)) : letter());
  const scripted = (base: string): string =>
    base + (chance(0.35) ? `_{${script()}}` : '') + (chance(0.3) ? `^{${script()}}` : '');
  const symbol = (): string => pick(SYMBOLS) + ' ';
  const word = (): string => several(1, 4, letter).join('');
  const small = (): string =>
    pick([letter, letter, script, symbol, () => scripted(letter()), word])();
  const term = (): string =>
    chance(0.5) ? small() : small() + pick(['+', '-', '', '\\cdot ', '/', ',']) + small();
  const equation = (): string => `${term()}${pick(RELATIONS)} ${term()}`;
  const decorated = (): string => {
    const name = pick(ONE);
    const body = chance(0.45) ? letter() : chance(0.5) ? word() : term();
    const label = /overb|underb|group|segment/.test(name) && chance(0.6);
    return `${name}{${body}}${label ? `${name.includes('under') ? '_' : '^'}{${term()}}` : ''}`;
  };
  const arrow = (): string =>
    `${letter()}${pick(ARROWS)}${chance(0.35) ? `[${term()}]` : ''}{${term()}} ${letter()}`;
  const fence = (): string => {
    const [open, close] = pick(DELIMITER_PAIRS);
    const tall = pick([
      () => `\\frac{${term()}}{${term()}}`,
      () => `\\sum_{${script()}}^{${script()}} ${term()}`,
      () => `\\binom{${small()}}{${small()}}`,
      () =>
        `\\begin{matrix} ${several(2, 3, () => `${small()} & ${small()}`).join(' \\\\ ')} \\end{matrix}`,
    ]);
    return `\\left${open} ${tall()} \\right${close} `;
  };
  const operator = (): string => {
    const name = pick(BIG_OPERATORS);
    return `${name}_{${term()}}${chance(0.5) ? `^{${small()}}` : ''} ${term()}`;
  };
  const nested = (): string =>
    pick([
      () => `\\frac{${equation()}}{${term()}}`,
      () => `\\sqrt[${script()}]{${term()}}`,
      () => `\\sqrt{${pick([decorated, fence, () => nested()])()}}`,
      () => `\\frac{${small()}}{${small()}+\\frac{${small()}}{${small()}+\\frac{${small()}}{${small()}}}}`,
      () => `${letter()}^{${letter()}^{${small()}}}`,
      () => `${letter()}_{${letter()}_{${small()}}}`,
      () => `\\overset{${term()}}{${pick(['=', '\\to', '\\sim', letter()])}}`,
      () => `\\underset{${term()}}{${pick(['\\max', '\\min', '=', '\\to', letter()])}}`,
      () => `\\operatorname*{${several(3, 6, () => pick(LETTERS).toLowerCase()).join('')}}_{${term()}} ${letter()}`,
      () => `\\substack{${several(2, 3, term).join(' \\\\ ')}}`,
      () => `\\sum_{\\substack{${several(2, 3, term).join(' \\\\ ')}}} ${term()}`,
      () => `\\not${symbol()}`,
      () => `${letter()}\\pmod{${term()}}`,
      () => `\\left. ${nested()} \\right|_{${term()}}`,
      () => `\\left( ${small()} \\middle| \\frac{${term()}}{${small()}} \\right)`,
    ])(); // prettier-ignore
  const environment = (): string => {
    const name = pick(['cases', 'rcases', 'aligned', 'gathered', 'array']);
    const cell = pick([small, term, small, () => (chance(0.6) ? pick(['0', '1', '-1']) : small())]);
    if (name === 'array') {
      const columns = 2 + integer(5);
      const spec = several(columns, columns, () => pick(['c', 'c', 'l', 'r'])).join(
        chance(0.3) ? '|' : '',
      );
      const rows = several(2, 6, () => several(columns, columns, cell).join(' & '));
      return `\\begin{array}{${spec}} ${rows.join(chance(0.2) ? ' \\\\ \\hline ' : ' \\\\ ')} \\end{array}`;
    }
    const line = name === 'gathered' ? equation : () => `${term()} & ${pick(RELATIONS)} ${term()}`;
    return `\\begin{${name}} ${several(2, 5, line).join(' \\\\ ')} \\end{${name}}`;
  };
  const matrix = (): string => {
    const columns = 1 + integer(6);
    const cell = pick([small, () => pick(['0', '1', '\\cdots', '\\vdots', '\\ddots']), () => scripted(letter())]);
    const rows = several(2, 6, () => several(columns, columns, cell).join(' & '));
    const name = pick(['pmatrix', 'bmatrix', 'vmatrix', 'matrix', 'Bmatrix', 'Vmatrix']);
    return `\\begin{${name}} ${rows.join(' \\\\ ')} \\end{${name}}`;
  }; // prettier-ignore
  const sentence = (): string =>
    several(2, 5, pick([term, decorated, symbol, nested, arrow])).join(pick(['', '=', '+', ',']));
  return [
    () => letter() + symbol() + letter(),
    () => symbol() + symbol() + symbol(),
    () => scripted(symbol()) + scripted(letter()),
    decorated,
    () => letter() + pick(['=', '+', '']) + decorated(),
    () => decorated() + decorated(),
    arrow,
    fence,
    () => fence() + letter() + fence(),
    operator,
    nested,
    () => nested() + nested(),
    environment,
    matrix,
    sentence,
    () => `${pick([...table.FONTS])}{${word()}}${term()}`,
  ];
}
