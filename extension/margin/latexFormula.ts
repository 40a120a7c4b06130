/** A formula that somebody wrote, as LaTeX that can stand in a document, or as the letters that it is. Pure. */
import { katexRefusal } from '../../engine/text/latex/index.ts';
import { escapeLatex } from './latexDocument.ts';

/**
 * Commands that KaTeX takes and that do more in LaTeX than draw: they define, load, link or read. KaTeX looks at
 * no definition's body, so nothing that defines may pass.
 */
const doesMore =
  /\\(?:(?:[gex]?def|let|futurelet|global|long|outer|protected|(?:re)?newcommand|providecommand|(?:re)?newenvironment|DeclareMathOperator|expandafter|noexpand|afterassignment|aftergroup|csname|endcsname|input|include|includegraphics|write|read|openin|openout|immediate|special|catcode|lowercase|uppercase|scantokens|directlua|verb|href|url|html[A-Za-z]*|errmessage|message|usepackage|documentclass|begingroup|endgroup)(?![A-Za-z])|\^\^)|\^\^/;

/** Displays by themselves, which KaTeX takes inside of others too, and what they are called inside of others. */
const inner: Readonly<Record<string, string>> = {
  ...{ align: 'aligned', alignat: 'alignedat', gather: 'gathered' },
};
const LONGEST = 5_000;

export function latexFormula(latex: string, display: boolean): string {
  const tidy = latex.replace(/\s*\n\s*/g, '\n').trim();
  if (tidy === '') return '';
  if (!isHarmless(tidy)) return `\\texttt{${escapeLatex(tidy)}}`;
  const nested = nestable(tidy);
  return display ? `\n\\[ ${nested} \\]\n` : `$${nested}$`;
}

/** Numbers of equations become text: LaTeX has them in displays of their own only. */
const nestable = (latex: string): string =>
  latex
    .replace(/\\(begin|end)\{(align|alignat|gather)\*?\}/g, (_, side: string, name: string) => {
      return `\\${side}{${inner[name]!}}`;
    })
    .replace(/\\(?:begin|end)\{equation\*?\}/g, '')
    .replace(/\\tag\*?\{([^{}]*)\}/g, '\\qquad(\\text{$1})')
    .replace(/\\(?:nonumber|notag)(?![A-Za-z])/g, '')
    .trim();

/** KaTeX accepts it, it defines nothing, and no sign in it reaches beyond its end. */
function isHarmless(latex: string): boolean {
  if (latex.length > LONGEST || doesMore.test(latex)) return false;
  // A comment would swallow what closes the formula; a dollar ends it, even inside of a text in it.
  if (/(?<!\\)(?:\\\\)*[%$#]/.test(latex) || /\\[()[\]]/.test(latex)) return false;
  return katexRefusal(latex) === null;
}
