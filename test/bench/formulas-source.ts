/** Writes LaTeX documents in which every formula has a color of its own. */
import { randomFrom, type Random } from '../../models/train/synthetic/random.ts';
import {
  alignedFormulas,
  displayFormulas,
  hardSentences,
  inlineFormulas,
  sentences,
} from './formulas-list.ts';

export type Kind = 'display' | 'inline';

export interface FontSet {
  readonly name: string;
  readonly preamble: string;
  /** Rules were looked at on these; the others are for reporting. */
  readonly development: boolean;
  /** Unicode mathematics in OpenType fonts needs the latter. */
  readonly program: 'pdflatex' | 'lualatex';
}

const sets: readonly [string, boolean, string][] = [
  ['Computer Modern', true, ''],
  // Old bitmap fonts have no Euler letters here.
  [
    'Computer Modern, bitmaps',
    true,
    '\\pdfmapfile{}\\AtBeginDocument{\\let\\mathfrak\\mathsf\\let\\mathbb\\mathbf}',
  ],
  ['newtx (Times)', true, '\\usepackage{newtxtext,newtxmath}'],
  ['mathpazo (Palatino)', true, '\\usepackage{mathpazo}'],
  ['Fourier (Utopia)', true, '\\usepackage{fourier}'],
  ['Libertinus', true, '\\usepackage{libertinus}\\usepackage{libertinust1math}'],
  ['CM Bright', true, '\\usepackage{cmbright}'],
  ['Latin Modern', false, '\\usepackage{lmodern}\\usepackage[T1]{fontenc}'],
  ['newpx (Palatino)', false, '\\usepackage{newpxtext,newpxmath}'],
  ['STIX2', true, '\\usepackage{stix2}'],
  ['mathptmx (Times)', false, '\\usepackage{mathptmx}'],
  ['Euler, Palatino', false, '\\usepackage{palatino}\\usepackage{eulervm}'],
  ['Kp-Fonts', true, '\\usepackage{kpfonts}'],
  ['Charter', false, '\\usepackage[charter]{mathdesign}'],
];

/** Sets that came later, none of them looked at. */
const more: readonly [string, boolean, string][] = [
  ['XCharter', false, '\\usepackage{XCharter}\\usepackage[xcharter]{newtxmath}'],
  ['Antykwa Torunska', false, '\\usepackage[math]{anttor}'],
  ['Arev', false, '\\usepackage{arev}'],
  ['Schoolbook (fouriernc)', false, '\\usepackage{fouriernc}'],
  ['Cochineal', false, '\\usepackage{cochineal}\\usepackage[cochineal]{newtxmath}'],
];

/** Names of the font files of mathematics and of text. */
const unicode: readonly [string, boolean, string, string][] = [
  ['Latin Modern Math', true, 'latinmodern-math', 'lmroman10-regular'],
  ['STIX Two Math', true, 'STIXTwoMath-Regular', 'STIXTwoText-Regular'],
  ['Libertinus Math', true, 'LibertinusMath-Regular', 'LibertinusSerif-Regular'],
  ['XITS Math', false, 'XITSMath-Regular', 'XITS-Regular'],
  ['Kp Math', false, 'KpMath-Regular', 'KpRoman-Regular'],
  ['New Computer Modern', false, 'NewCMMath-Regular', 'NewCM10-Regular'],
  ['Fira Math', false, 'FiraMath-Regular', 'FiraSans-Regular'],
  ['Erewhon Math', false, 'Erewhon-Math', 'Erewhon-Regular'],
];

export const fontSets: readonly FontSet[] = [
  ...[...sets, ...more].map(([name, development, preamble]): FontSet => ({
    ...{ name, development, preamble },
    program: 'pdflatex',
  })),
  ...unicode.map(([name, development, math, text]): FontSet => ({
    ...{ name: `${name} (OpenType)`, development, program: 'lualatex' },
    preamble: `\\usepackage{unicode-math}\\setmainfont{${text}.otf}\\setmathfont{${math}.otf}`,
  })),
];

export interface Layout {
  readonly name: string;
  readonly head: string;
  readonly slides?: true;
  /** Its sentences are full of what looks like mathematics and is none. */
  readonly hard?: true;
}

export const layouts: readonly Layout[] = [
  { name: 'article', head: '\\documentclass{article}' },
  { name: 'article, two columns', head: '\\documentclass[twocolumn]{article}' },
  { name: 'amsart', head: '\\documentclass[11pt]{amsart}' },
  {
    name: 'transactions',
    head: '\\documentclass[9pt,twocolumn]{extarticle}\\usepackage[margin=18mm,columnsep=5mm]{geometry}',
  },
  { name: 'beamer', head: '\\documentclass{beamer}\\usetheme{Madrid}', slides: true },
];

/** One more document for each set of fonts. */
export const hardLayout: Layout = {
  ...{ name: 'amsart, hard words', head: '\\documentclass{amsart}', hard: true },
};

/** What a color says: the formula and how it was set. */
export interface Marked {
  readonly kind: Kind;
  readonly latex: string;
}

/** Levels 8, 24, … 232 of three channels: no two are near, none is black or white. */
const LEVELS = 15;
export const colorOf = (id: number): string =>
  [id, id / LEVELS, id / LEVELS ** 2].map((part) => 8 + 16 * (Math.floor(part) % LEVELS)).join(',');

/** The number that a pixel's color stands for; -1 for every other color. */
export function idOf(red: number, green: number, blue: number): number {
  const level = (value: number): number =>
    Math.abs(((value + 8) % 16) - 0) <= 2 || (value + 8) % 16 >= 14
      ? Math.round((value - 8) / 16)
      : -1;
  const [a, b, c] = [level(red), level(green), level(blue)];
  return Math.min(a, b, c) < 0 || Math.max(a, b, c) >= LEVELS ? -1 : a + LEVELS * (b + LEVELS * c);
}

export interface Source {
  readonly tex: string;
  readonly marked: readonly Marked[];
}

export function writeDocument(
  fonts: FontSet,
  layout: Layout,
  seed: number,
  paragraphs: number,
): Source {
  const random = randomFrom(seed);
  const marked: Marked[] = [];
  const said = layout.hard === true ? hardSentences : sentences;
  const mark = (kind: Kind, latex: string): string => {
    marked.push({ kind, latex });
    return `\\color[RGB]{${colorOf(marked.length - 1)}}`;
  };
  const inline = (): string => {
    const latex = random.pick(inlineFormulas);
    return `{${mark('inline', latex)}$${latex}$}`;
  };
  const display = (): string => {
    const rows = random.chance(0.25);
    const latex = random.pick(rows ? alignedFormulas : displayFormulas);
    const kinds = rows ? ['align*', 'align'] : ['equation*', 'equation*', 'equation'];
    const environment = layout.slides === true ? kinds[0]! : random.pick(kinds);
    // A period belongs to the sentence, and is black.
    return `\\begingroup${mark('display', latex)}%\n\\begin{${environment}}${latex}\\end{${environment}}\\endgroup\n`;
  };
  const prose = (count: number): string =>
    random.several(count, count, () => random.pick(said).replaceAll('@', inline)).join(' ');
  const parts = Array.from({ length: paragraphs }, (_, index) =>
    layout.slides === true
      ? slide(random, index, prose, display)
      : paragraph(random, index, prose, display),
  );
  return { tex: wrap(fonts, layout, parts.join('\n\n')), marked };
}

type Prose = (count: number) => string;

function paragraph(random: Random, index: number, prose: Prose, display: () => string): string {
  const heading = index % 6 === 0 ? `\\section{On the ${index + 1}th question}\n` : '';
  if (random.chance(0.15))
    return `${heading}\\begin{itemize}\\item ${prose(1)}\\item ${prose(1)}\\end{itemize}`;
  if (random.chance(0.15)) return `${heading}\\begin{theorem}${prose(2)}${display()}\\end{theorem}`;
  return `${heading}${prose(3)}\n${display()}${prose(2)}`;
}

function slide(_random: Random, index: number, prose: Prose, display: () => string): string {
  const text = prose(1).replace(/\\footnote\{.*?\}/, '');
  return `\\begin{frame}{Slide ${index + 1}}${text}\n${display()}\\begin{itemize}\\item ${prose(1).replace(/\\footnote\{.*?\}/, '')}\\end{itemize}\\end{frame}`;
}

function wrap(fonts: FontSet, layout: Layout, body: string): string {
  const theorem = layout.slides === true ? '' : '\\newtheorem{theorem}{Theorem}';
  return `${layout.head}
\\usepackage{amsmath}${fonts.program === 'pdflatex' ? '\\usepackage{amssymb}' : ''}\\usepackage{xcolor}
${fonts.preamble}
\\makeatletter\\def\\maketag@@@#1{\\hbox{\\m@th\\normalfont\\color{black}#1}}\\makeatother
\\relpenalty=10000 \\binoppenalty=10000 \\emergencystretch=2em \\hbadness=10000 \\hfuzz=1000pt
${theorem}
\\begin{document}
${body}
\\end{document}
`;
}
