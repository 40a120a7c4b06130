/** What stands around exported texts in LaTeX: escapes, links, and a preamble that any of them compiles with. Pure. */
import { linkTarget } from '../../document/escape.ts';
import { signCommand } from '../../document/layout/signs.ts';

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '“': '``',
  '”': "''",
  '‘': '`',
  '’': "'",
  '–': '--',
  '—': '---',
  '…': '\\ldots{}',
  // Two of them would become one sign, and a bracket may be taken for an option.
  '`': '\\textasciigrave{}',
  '[': '{[}',
  ']': '{]}',
};

/** Words as they are: no sign of them is a command. */
export const escapeLatex = (text: string): string =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- those are what is taken out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .replace(/[\\~^<>|“”‘’–—…`[\]]|[{}$&#%_]/g, (sign) => special[sign] ?? `\\${sign}`);

/** A link to a page of a PDF. `words` are escaped here. */
export function latexLink(path: string, page: number, words: string): string {
  const address = linkTarget(path.toWellFormed()).replace(/[^\w./%-]/g, '');
  const escaped = address.replace(/[%_]/g, (sign) => `\\${sign}`);
  return `\\href{${escaped}\\#page=${page}}{${escapeLatex(words)}}`;
}

const packages: readonly (readonly [RegExp, string])[] = [
  [/\\(?:ce|pu)\{/, '\\usepackage[version=4]{mhchem}'],
  [/\\(?:b|x)?cancel\{/, '\\usepackage{cancel}'],
  [/\\(?:color|textcolor|colorbox|fcolorbox)\{/, '\\usepackage{xcolor}'],
  [/\\(?:bra|ket|braket|Bra|Ket|Braket)\b/, '\\usepackage{braket}'],
  [/\\mathscr\b/, '\\usepackage{mathrsfs}'],
  [/\\bm\{/, '\\usepackage{bm}'],
];

/** Packages that formulas of the text need. */
export const packagesFor = (body: string): string[] =>
  packages.filter(([used]) => used.test(body)).map(([, line]) => line);

/** Signs that the reader's table leaves open because fonts draw them in two ways. */
const more: Readonly<Record<string, string>> = {
  ...{ ε: '\\varepsilon', ϵ: '\\epsilon', φ: '\\varphi', ϕ: '\\phi', θ: '\\theta' },
  ...{ '∑': '\\sum', '∏': '\\prod', '∫': '\\int', '√': '\\surd', '∅': '\\emptyset' },
};

/**
 * pdfTeX knows few letters beyond Latin: each other one in the text is declared, as its sign where there is one,
 * else by its number, so that a text in any script compiles. LuaTeX and XeTeX take letters from their fonts.
 */
function declarations(body: string): string[] {
  const letters = [...new Set(body.match(/[^\t-~\u00c0-\u017f]/gu) ?? [])].sort();
  return letters.map((letter) => {
    const code = letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    const command = signCommand(letter) ?? more[letter];
    const shown = command === undefined ? `\\texttt{U+${code}}` : `\\ensuremath{${command}}`;
    return `  \\DeclareUnicodeCharacter{${code}}{${shown}}`;
  });
}

export function preamble(body: string, title: string, used: readonly string[]): string {
  const lines = [
    '% Exported by Marginalia. Compile with pdflatex; with lualatex for scripts other than Latin and Greek.',
    '\\documentclass{article}',
    '\\usepackage{iftex}',
    '\\usepackage{amsmath,amssymb}',
    ...used,
    '\\usepackage[hidelinks]{hyperref}',
    '\\ifPDFTeX',
    '  \\usepackage[T1]{fontenc}',
    ...declarations(`${title}${body}`),
    '\\fi',
    ...['R', 'N', 'Z'].map((set) => `\\providecommand{\\${set}}{\\mathbb{${set}}}`),
    '\\newenvironment{question}{\\par\\medskip\\noindent\\bfseries}{\\par\\smallskip}',
    '\\newenvironment{sources}{\\begin{description}\\small}{\\end{description}}',
    '\\setlength{\\parindent}{0pt}\\setlength{\\parskip}{4pt plus 2pt}',
    `\\title{${escapeLatex(title)}}`,
    '\\date{}',
    '\\begin{document}',
    '\\maketitle',
  ];
  return `${lines.join('\n')}\n\n`;
}
