/** Tall and nested constructions as textbooks and manuals show them: matrix equations, towers of scripts, lines upon lines. */
import * as table from '../../../engine/text/latex/tables.ts';
import { randomFrom, type Random } from './random.ts';
import { GREEK, LETTERS } from './school.ts';

const CAPITALS = 'Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'.split(' ');
const SMALL_ACCENTS = '\\dot \\ddot \\hat \\tilde \\bar \\check \\vec \\acute \\grave \\breve \\mathring'.split(' '); // prettier-ignore
const LINES = '\\overline \\underline \\widehat \\widetilde \\overrightarrow \\overleftarrow \\overbrace \\underbrace \\underrightarrow \\underleftarrow \\overleftrightarrow \\utilde'.split(' '); // prettier-ignore
const MATRICES = ['bmatrix', 'bmatrix', 'pmatrix', 'pmatrix', 'vmatrix', 'Bmatrix', 'Vmatrix', 'matrix']; // prettier-ignore
const FENCES = ['( )', '[ ]', '\\{ \\}', '| |', '\\| \\|', '\\langle \\rangle', '\\lfloor \\rfloor', '. |', '\\{ .', '\\{ ]', '. \\}'].map((pair) => pair.split(' ')); // prettier-ignore
const ARROWS = [...table.EXTENSIBLE_ARROWS];
const BIG = '\\sum \\prod \\coprod \\int \\iint \\iiint \\oint \\oiint \\oiiint \\bigcap \\bigcup \\bigoplus \\bigotimes \\lim \\limsup \\liminf \\sup \\max'.split(' '); // prettier-ignore
const INTEGRALS = '\\int \\iint \\iiint \\oint \\oiint \\oiiint'.split(' ');
const RULED_FRACTIONS = ['\\frac', '\\frac', '\\dfrac', '\\tfrac', '\\cfrac', '\\binom', '\\dbinom', '\\tbinom']; // prettier-ignore
const FONTS = ['\\mathrm', '\\mathit', '\\mathbf', '\\mathsf', '\\mathtt', '\\mathcal', '\\mathfrak', '\\mathbb', '\\boldsymbol']; // prettier-ignore

/** Yields `n` formulas; the same seed yields the same formulas. */
export function* structureFormulas(n: number, seed = 23): Generator<string> {
  const of = randomFrom(seed);
  const makers = [
    ...several(5, matrixMakers(of)),
    ...several(2, nestedMakers(of)),
    ...several(2, rowMakers(of)),
    ...indexMakers(of),
  ];
  for (let i = 0; i < n; i++) yield of.pick(makers)();
}

function several<T>(times: number, list: readonly T[]): T[] {
  return Array.from({ length: times }, () => list).flat();
}

function atoms({ pick, integer, chance }: Random) {
  const letter = (): string => (chance(0.7) ? pick(LETTERS) : pick(GREEK) + ' ');
  const digit = (): string => String(integer(10));
  const index = (): string => (chance(0.5) ? digit() : pick(['i', 'j', 'k', 'n', 'm', 'n-1', 'i+1', '\\alpha', '\\mu']));
  const scripted = (): string =>
    letter() + (chance(0.5) ? `_{${index()}}` : '') + (chance(0.35) ? `^{${index()}}` : '');
  const call = (): string => `${letter()}${chance(0.4) ? `_{${index()}}` : ''}(${scripted()})`;
  const number = (): string => {
    const kind = integer(4);
    if (kind === 0) return (integer(2000) / 100 - 10).toFixed(1 + integer(2));
    return `${chance(0.25) ? '-' : ''}${integer(kind === 1 ? 1000 : 10)}`;
  };
  return { letter, digit, index, scripted, call, number };
} // prettier-ignore

/** Equations of matrices: the entries of one matrix are of one kind, as they are on paper. */
function matrixMakers(of: Random): (() => string)[] {
  const { pick, integer, chance } = of;
  const { letter, digit, index, scripted, call, number } = atoms(of);
  const entries: (() => (row: number, column: number) => string)[] = [
    () => {
      const [base, comma] = [letter(), chance(0.2) ? ',' : ''];
      return (r, c) => `${base}_{${r + 1}${comma}${c + 1}}`;
    },
    () => {
      const [base, power] = [letter(), chance(0.4)];
      return (r, c) => (power ? `${base}_{${r + 1}}^{${c + 1}}` : `${base}_{${r + 1}}`);
    },
    () => {
      const [name, base] = [scripted(), letter()];
      return (r) => `${name}(${base}_{${r + 1}})`;
    },
    () => {
      const [f, x] = [pick(['f', 'F', 'u', 'L', 'g']), pick(['x', 'y', 'q', '\\theta'])];
      const second = chance(0.5);
      return (r, c) =>
        second
          ? `\\frac{\\partial^2 ${f}}{\\partial ${x}_{${r + 1}}${r === c ? '^2' : `\\partial ${x}_{${c + 1}}`}}`
          : `\\frac{\\partial ${f}_{${r + 1}}}{\\partial ${x}_{${c + 1}}}`;
    },
    () => (r, c) => (r === c ? letter() : pick(['0', '0', '0', '1', '-1', '\\ast'])),
    () => (r, c) => (r === c ? '1' : '0'),
    () => {
      const angle = pick(['\\theta', '\\phi', '\\alpha', 't', 'x']);
      return (r, c) => (r === c ? '' : c === 0 ? '' : '-') + pick(['\\cos ', '\\sin ']) + angle;
    },
    () => number,
    () => digit,
    () => scripted,
    () => call,
    () => letter,
    () => () => pick([`\\frac{${number()}}{${digit()}}`, number(), scripted()]),
    () => () => `${scripted()}${pick(['+', '-'])}${scripted()}`,
    () => () => `${letter()}^{${index()}}`,
    () => () => pick([`\\sqrt{${digit()}}`, `e^{${pick(['i', '-', ''])}${letter()}}`, digit()]),
    () => () => `\\mathbf{${pick(LETTERS)}}`,
  ];
  const sized = (rows: number, columns: number, name = pick(MATRICES)): string => {
    const entry = pick(entries)();
    // a run of dots instead of the row and the column before the last
    const [dotRow, dotColumn] = [rows > 2 && chance(0.3) ? rows - 2 : -1, columns > 2 && chance(0.3) ? columns - 2 : -1]; // prettier-ignore
    const cell = (r: number, c: number): string => {
      if (r === dotRow) return c === dotColumn ? '\\ddots' : '\\vdots';
      return c === dotColumn ? '\\cdots' : entry(r, c);
    };
    const row = (r: number): string => Array.from({ length: columns }, (_, c) => cell(r, c)).join(' & ');
    const body = Array.from({ length: rows }, (_, r) => row(r)).join(' \\\\ ');
    if (chance(0.06) && columns > 1) {
      const spec = `${'c'.repeat(columns - 1)}|c`;
      return `\\left[\\begin{array}{${spec}} ${body} \\end{array}\\right]`;
    }
    if (name === 'pmatrix' && rows * columns < 7 && chance(0.1))
      return `\\left(\\begin{smallmatrix} ${body} \\end{smallmatrix}\\right)`;
    return `\\begin{${name}} ${body} \\end{${name}}`;
  }; // prettier-ignore
  const powers = ['', '', '', '^{-1}', '^{T}', '^{\\top}', '^{2}', '^{n}', '^{*}', '^{\\dagger}'];
  const power = (): string =>
    chance(0.05) ? `_{${digit()}\\times ${digit()}}` : chance(0.5) ? '' : pick(powers);
  /** A factor: a matrix with its power, or braced and named. */
  const factored = (matrix: string): string => {
    if (!chance(0.08)) return matrix + power();
    return chance(0.6)
      ? `\\underbrace{${matrix}}_{${scripted()}}`
      : `\\overbrace{${matrix}}^{${scripted()}}`;
  };
  const equation = (): string => {
    const [name, rows] = [pick(MATRICES.slice(0, 5)), 1 + integer(5)];
    const column = (): string => factored(sized(rows, 1, name));
    const square = (): string => factored(sized(rows, chance(0.7) ? rows : 1 + integer(5), name));
    const factor = (): string => (chance(0.3) ? pick([letter, scripted, digit])() : '');
    return pick([
      () => `${scripted()}=${square()}`,
      () => `${column()}=${square()}${column()}`,
      () => `${column()}=${column()}+${factor()}${square()}${column()}`,
      () => `${square()}${pick(['+', '-', '', '\\cdot '])}${square()}=${square()}`,
      () => `${factor()}${square()}${column()}=${factor()}${column()}`,
      () => `\\det${square()}=${scripted()}`,
      () => `${letter()}=${factor()}${square()},\\quad ${letter()}=${factor()}${square()}`,
      () => `${column()}+${factor()}${column()}=0`,
    ])();
  };
  const system = (): string => {
    const [rows, terms] = [2 + integer(4), 2 + integer(3)];
    const [a, x] = [letter(), letter()];
    const term = (r: number, c: number): string =>
      chance(0.5) ? `${a}_{${r + 1}${c + 1}}${x}_{${c + 1}}` : `${digit()}${'xyzwu'.charAt(c)}`;
    const spread = chance(0.4);
    const line = (r: number): string =>
      Array.from({ length: terms }, (_, c) => term(r, c)).join(spread ? ' &+& ' : '+') +
      ` ${spread ? '&=&' : '&='} ${chance(0.5) ? digit() : `b_{${r + 1}}`}`;
    const body = Array.from({ length: rows }, (_, r) => line(r)).join(' \\\\ ');
    if (spread) return `\\begin{array}{${'rc'.repeat(terms)}r} ${body} \\end{array}`;
    return chance(0.5)
      ? `\\begin{cases} ${body.replaceAll('&', '')} \\end{cases}`
      : `\\begin{aligned} ${body} \\end{aligned}`;
  };
  const columns = (): string => {
    const [rows, pairs] = [2 + integer(3), 2 + integer(2)];
    const pair = (): string => `${scripted()} &= ${chance(0.5) ? number() : scripted()}`;
    const line = (): string => Array.from({ length: pairs }, pair).join(chance(0.5) ? ' & ' : ' &\\quad ');
    return `\\begin{aligned} ${Array.from({ length: rows }, line).join(' \\\\ ')} \\end{aligned}`;
  }; // prettier-ignore
  const alone = (): string => sized(1 + integer(6), 1 + integer(6)) + power();
  const among = (): string =>
    `${letter()}${sized(2, 1, pick(['matrix', 'matrix', 'pmatrix', 'bmatrix']))}${letter()}`;
  return [equation, equation, equation, alone, among, system, columns]; // prettier-ignore
}

/** Scripts on scripts, lines on lines, fractions in roots in fractions. */
function nestedMakers(of: Random): (() => string)[] {
  const { pick, integer, chance } = of;
  const { letter, digit, index, scripted } = atoms(of);
  const some = <T>(low: number, high: number, make: () => T): T[] => of.several(low, high, make);
  const same = (): (() => string) => {
    const one = pick([letter, digit, () => 'x', () => 'a'])();
    return chance(0.7) ? () => one : () => (chance(0.5) ? letter() : digit());
  };
  const tower = (depth: number, base: () => string, mark = pick(['^', '_'])): string =>
    depth === 0 ? base() : `${base()}${mark}{${tower(depth - 1, base, chance(0.85) ? mark : pick(['^', '_']))}}`; // prettier-ignore
  const tree = (depth: number, base: () => string): string =>
    depth === 0
      ? base()
      : base() +
        (chance(0.75) ? `^{${tree(depth - 1, base)}}` : '') +
        (chance(0.75) ? `_{${tree(depth - 1, base)}}` : '');
  const towers = (): string => tower(2 + integer(chance(0.1) ? 9 : 4), same());
  const trees = (): string => tree(1 + integer(2), same());
  const body = (): string => pick([letter, scripted, towers, trees, () => some(1, 4, letter).join(''), () => `${scripted()}+${scripted()}`])(); // prettier-ignore
  const lined = (depth = 0): string => {
    const name = pick(LINES);
    const inner = depth < 2 && chance(0.35) ? lined(depth + 1) : body();
    const label = name.endsWith('brace') && chance(0.6) ? `${name.includes('under') ? '_' : '^'}{${scripted()}}` : ''; // prettier-ignore
    return `${name}{${inner}}${label}`;
  };
  const deep = (depth: number): string => {
    if (depth === 0) return pick([letter, digit, scripted, body])();
    const inner = (): string => deep(depth - 1);
    return pick([
      () => `${pick(RULED_FRACTIONS)}{${inner()}}{${inner()}}`,
      () => `\\frac{${inner()}}{${letter()}${pick(['+', '-'])}${inner()}}`,
      () => `\\sqrt{${inner()}}`,
      () => `\\sqrt[${chance(0.7) ? digit() : scripted()}]{${inner()}}`,
      () => `${letter()}${pick(['+', '-', '='])}${inner()}`,
      () => {
        const [open, close] = pick(FENCES);
        return `\\left${open} ${inner()} \\right${close} `;
      },
      () => `${pick(BIG)}_{${index()}}^{${letter()}} ${inner()}`,
      () => `\\left(${inner()}\\right)^{${index()}}`,
      () => `${pick(ARROWS)}[${letter()}]{${inner()}} `,
    ])();
  };
  const chain = (depth: number): string =>
    depth === 0 ? letter() : `${digit()}+\\cfrac{${letter()}}{${chain(depth - 1)}}`;
  return [
    towers,
    trees,
    () => some(2, 5, () => pick([towers, trees, lined])()).join(pick(['', '', '+', '\\quad '])),
    () => some(1, 5, lined).join(pick(['', '', '+', '\\quad '])),
    () => deep(2),
    () => deep(2) + pick(['', '=', '+', '\\quad ']) + deep(2),
    () => deep(3),
    () => `${letter()}=${chain(2 + integer(3))}`,
    () => some(2, 6, () => deep(1)).join(pick(['', '+', '\\;', '\\quad '])),
  ];
}

/** One construction in many surroundings, over several lines. */
function rowMakers(of: Random): (() => string)[] {
  const { pick, integer, chance } = of;
  const { letter, digit, index, scripted, call } = atoms(of);
  const word = (): string => of.several(1, 4, () => pick(LETTERS)).join('');
  const kinds: (() => () => string)[] = [
    () => {
      const [name, text] = [pick(ARROWS), chance(0.5) ? word() : 'ABC'];
      return () => `${chance(0.2) ? pick(ARROWS) : name}${chance(0.4) ? `[${word()}]` : ''}{${text}} `;
    },
    () => {
      const text = chance(0.5) ? 'AB' : word();
      return () => `${pick(LINES)}{${text}}`;
    },
    () => () => pick(['\\ldots', '\\cdots', '\\cdots', ';', ',', '+', '\\int ', '\\vdots ', '\\ddots ', '=', '<']),
    () => {
      const limits = pick([`_{${digit()}}^{${digit()}}`, `_{${scripted()}}`, `_{${index()}}^{${letter()}}`]);
      return () => `${pick(BIG)}${chance(0.2) ? '\\limits' : ''}${limits} `.replace(/(\\lim\S*|\\sup|\\max)\\limits/, '$1'); // prettier-ignore
    },
    () => () => `${pick(['\\displaystyle ', '\\textstyle ', ''])}${pick(INTEGRALS)}${chance(0.4) ? `_{${index()}}^{${letter()}}` : ''} `,
    () => () => pick([`${scripted()}\\bmod ${digit()}`, `${letter()}\\pmod{${digit()}}`, `${letter()}\\mod{${digit()}}`, `(${letter()}\\cdot ${letter()})\\bmod ${digit()}${digit()}`]), // prettier-ignore
    () => () => `${pick(FONTS)}{${word()}}`,
    () => () => `\\boldsymbol{${pick([letter, () => pick(GREEK), () => pick(BIG.slice(0, 6)), () => pick(['+', '=', '\\nabla', '\\infty', '\\partial'])])()}} `,
    () => () => pick([...table.OPERATORS]) + pick([' ', ' x', `_{${index()}}`, `^{${digit()}}`, `(${letter()})`]), // prettier-ignore
    () => () => pick([`\\operatorname{${word()}}`, `\\operatorname*{${word()}}_{${letter()}}`, `\\mathrm{${word()}}(${letter()})`]) + letter(), // prettier-ignore
    () => () => `\\overset{${pick(['?', '!', digit(), '\\text{def}', letter()])}}{${pick(['=', '\\sim', '\\to', '\\equiv'])}} ${letter()}`,
    () => {
      const text = pick(['[-1]', '1-1', '=1', '(=1)', '|a|', 'a:a', '{+}1', 'a!b']);
      return () => text + pick(['', '[1-1]', '1=1', '|a|b', '=', '-']);
    },
    () => {
      const name = pick(RULED_FRACTIONS);
      return () => `${chance(0.3) ? pick(RULED_FRACTIONS) : name}{${chance(0.2) ? scripted() : letter()}}{${chance(0.5) ? digit() : letter()}}`;
    },
    () => () => pick([call, scripted, () => `${letter()}'_{${digit()}}`, () => `${letter()}^{${letter()}'}`, () => `${letter()}''`])(),
  ]; // prettier-ignore
  const wrapped = (item: string): string =>
    chance(0.72)
      ? item
      : pick([
          () => `\\frac{${item}}{${item}}`,
          () => `\\left|${item}\\right|`,
          () => `\\left(${item}\\right)`,
          () => `{${item}}^{${index()}}`,
          () => `{${item}}_{${index()}}`,
          () => `\\sqrt{${item}}`,
          () => `${letter()}_{${item}}`,
        ])();
  const line = (item: () => string, low: number, high: number): string =>
    of.several(low, high, () => wrapped(item())).join(pick(['', '', '+', '\\quad ', ',', '\\;']));
  const stack = (): string => {
    const item = chance(0.75) ? pick(kinds)() : () => pick(kinds)()();
    const [rows, columns] = [2 + integer(3), 2 + integer(3)];
    const kind = pick(['matrix', 'array', 'gathered', 'array']);
    if (kind === 'matrix' && chance(0.5)) {
      const cells = (): string => of.several(columns, columns, () => wrapped(item())).join(' & ');
      return `\\begin{matrix} ${of.several(rows, rows, cells).join(' \\\\ ')} \\end{matrix}`;
    }
    const lines = of.several(rows, rows, () => line(item, 2, 5)).join(' \\\\ ');
    return `\\begin{${kind}}${kind === 'array' ? '{l}' : ''} ${lines} \\end{${kind}}`;
  };
  const single = (): string => line(pick(kinds)(), 2, 8);
  return [single, stack, stack];
}

/** Small marks where they are hardest to see: accents in scripts, slanted capitals, primes beside indices. */
function indexMakers(of: Random): (() => string)[] {
  const { pick, chance } = of;
  const { letter, index, scripted } = atoms(of);
  const greek = (): string => pick(GREEK);
  const spinor = (): string => {
    const accent = pick(SMALL_ACCENTS);
    const one = (): string => (chance(0.6) ? `${accent}{${greek()}}` : greek() + ' ');
    const indices = (): string => of.several(1, 3, one).join('');
    const base = chance(0.35) ? `${pick(SMALL_ACCENTS)}{${letter()}}` : letter();
    return base + (chance(0.7) ? `_{${indices()}}` : '') + (chance(0.5) ? `^{${indices()}}` : '');
  };
  const slanted = (): string =>
    `\\var${pick(CAPITALS)}${chance(0.4) ? `_{${index()}}` : ''}${chance(0.3) ? `^{${letter()}}` : ''} `;
  const accented = (): string =>
    `${pick(SMALL_ACCENTS)}{${chance(0.25) ? `\\mathbf{${pick(LETTERS)}}` : letter()}}` +
    pick(['', '', `_{${index()}}`, `^{${index()}}`, `^{2}_{${letter()}}`, "'"]);
  const sum = (make: () => string): string =>
    of.several(2, 5, make).join(pick(['+', '-', '', '=', ',', '\\cdot ']));
  return [
    spinor,
    () => sum(spinor),
    () => `${spinor()}=${sum(() => (chance(0.5) ? spinor() : scripted()))}`,
    () => `${scripted()}(${spinor()},${spinor()})=${spinor()}`,
    slanted,
    () => `${slanted()}=${sum(() => (chance(0.5) ? slanted() : scripted()))}`,
    () => sum(accented),
    () => `(${accented()}${pick(['+', '-'])}${accented()})^{2}=${sum(accented)}`,
  ];
}
