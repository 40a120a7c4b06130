/** A formula that somebody wrote, as LaTeX that can stand in a document, or as the letters that it is. Pure. */
import { katexRefusal } from '../../engine/text/latex/index.ts';
import { escapeLatex } from './latexDocument.ts';

/**
 * Commands that KaTeX takes and that do more in LaTeX than draw: they define, load, link or read. KaTeX looks at
 * no definition's body, so nothing that defines may pass.
 */
const doesMore =
  /\\(?:(?:[gex]?def|let|futurelet|global|long|outer|protected|(?:re)?newcommand|providecommand|(?:re)?newenvironment|DeclareMathOperator|expandafter|noexpand|afterassignment|aftergroup|csname|endcsname|input|include|includegraphics|write|read|openin|openout|immediate|special|catcode|lowercase|uppercase|scantokens|directlua|verb|href|url|html[A-Za-z]*|errmessage|message|usepackage|documentclass|begingroup|endgroup)(?![A-Za-z])|\^\^)|\^\^/;

/** Environments that are displays by themselves. */
const ownDisplay = /^\\begin\{((?:align|alignat|gather|equation)\*?)\}[^]*\\end\{\1\}$/;
const LONGEST = 5_000;

export function latexFormula(latex: string, display: boolean): string {
  const tidy = latex.replace(/\s*\n\s*/g, '\n').trim();
  if (tidy === '') return '';
  if (!isHarmless(tidy)) return `\\texttt{${escapeLatex(tidy)}}`;
  if (ownDisplay.test(tidy)) return `\n${tidy}\n`;
  return display ? `\n\\[ ${tidy} \\]\n` : `$${tidy}$`;
}

/** KaTeX accepts it, it defines nothing, and no sign in it reaches beyond its end. */
function isHarmless(latex: string): boolean {
  if (latex.length > LONGEST || doesMore.test(latex)) return false;
  // A comment would swallow what closes the formula; a dollar ends it, even inside of a text in it.
  if (/(?<!\\)(?:\\\\)*[%$#]/.test(latex) || /\\[()[\]]/.test(latex)) return false;
  return katexRefusal(latex) === null;
}
