/**
 * The threads of PDFs as a LaTeX document: a section for each page, questions, answers with their mathematics,
 * passages with links. What people, models and documents wrote is escaped; a formula stays LaTeX only where it
 * is one (`latexFormula.ts`). Pure.
 */
import createParser, { type MarkdownIt, type Token } from 'markdown-it';
import { harmless, pagesOf, type ExportedPdf } from './exported.ts';
import { escapeLatex, latexLink, packagesFor, preamble } from './latexDocument.ts';
import { latexFormula } from './latexFormula.ts';
import type { KeptThread, KeptTurn } from './sidecar/model.ts';
import { footer, sortedTurns } from './sidecar/serialize.ts';
import { normalLine, normalText, unescapeLine } from './sidecar/text.ts';

export function exportedLatex(pdfs: readonly ExportedPdf[]): string {
  const several = pdfs.length > 1;
  const body = pdfs
    .flatMap((pdf) => [
      several ? `\\part{${escapeLatex(pdf.name)}}` : '',
      ...[...pagesOf(pdf)].flatMap(([page, threads]) => [
        `\\section{Page ${page}}`,
        `\\noindent ${latexLink(pdf.path, page, pdf.name)}`,
        ...threads.flatMap((thread) => threadParts(pdf, thread)),
      ]),
    ])
    .filter((part) => part !== '')
    .join('\n\n');
  const title = several ? 'Questions' : `Questions about ${pdfs[0]?.name ?? ''}`;
  return `${preamble(body, title, packagesFor(body))}${body}\n\n\\end{document}\n`;
}

function threadParts(pdf: ExportedPdf, { anchor, turns, extra }: KeptThread): string[] {
  const { quote } = anchor;
  return [
    quote === undefined ? '' : environment('quote', escapeLatex(normalLine(quote))),
    asLatex(extra ?? ''),
    ...sortedTurns(turns).flatMap((turn) => turnParts(pdf, turn)),
  ];
}

function turnParts(pdf: ExportedPdf, turn: KeptTurn): string[] {
  const question = asLatex(turn.question);
  const sources = turn.citations.map(({ number, page, label, quote }) => {
    const link = latexLink(pdf.path, page, `page ${label ?? String(page)}`);
    return `\\item[{[${number}]}] ${link}: \`\`${escapeLatex(normalLine(quote))}''`;
  });
  const remark = unescapeLine(footer(turn)).replace(/^\*|\*$/g, '');
  return [
    question === '' ? '' : environment('question', question),
    asLatex(turn.answer),
    sources.length === 0 ? '' : environment('sources', sources.join('\n')),
    `{\\small\\itshape ${escapeLatex(remark)}\\par}`,
    asLatex(turn.extra ?? ''),
  ];
}

const environment = (name: string, inside: string): string =>
  `\\begin{${name}}\n${inside}\n\\end{${name}}`;

let parser: MarkdownIt | undefined;
/** Stand for formulas while Markdown is parsed; no text holds them. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];

/** Markdown of anybody as LaTeX. */
export function asLatex(text: string): string {
  parser ??= createParser({ html: false, linkify: false });
  const formulas: string[] = [];
  const keep = (latex: string, display: boolean): string => {
    formulas.push(latexFormula(latex, display));
    return `${OPEN}${formulas.length - 1}${CLOSE}`;
  };
  const markdown = harmless(normalText(text).replace(/[\uE000\uE001]/g, ' '), keep);
  const put = (words: string): string =>
    words
      .split(new RegExp(`${OPEN}(\\d+)${CLOSE}`))
      .map((part, i) => (i % 2 === 0 ? escapeLatex(part) : (formulas[Number(part)] ?? '')))
      .join('');
  const latex = parser
    .parse(markdown, {})
    .map((token) => write(token, put))
    .join('');
  return latex
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

type Put = (words: string) => string;

const environments: Readonly<Record<string, string>> = {
  bullet_list: 'itemize',
  ordered_list: 'enumerate',
  blockquote: 'quote',
};

/** Lines of code, each with its spaces; nothing in them is a command. */
const codeLines = (code: string): string =>
  code
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `\\mbox{${escapeLatex(line).replaceAll(' ', '~')}}\\par`)
    .join('\n');

function write({ type, tag, content, children, hidden }: Token, put: Put): string {
  const [, kind = '', side = ''] = /^(.*)_(open|close)$/.exec(type) ?? [];
  const name = environments[kind];
  if (name !== undefined) return side === 'open' ? `\n\\begin{${name}}\n` : `\n\\end{${name}}\n\n`;
  switch (type) {
    case 'inline':
      return (children ?? []).map((child) => inline(child, put)).join('');
    case 'paragraph_close':
      return hidden ? '' : '\n\n';
    case 'heading_open':
      return `\n{\\bfseries\\${tag === 'h1' ? 'large' : 'normalsize'} `;
    case 'heading_close':
      return '\\par}\n\n';
    case 'list_item_open':
      return '\n\\item{} ';
    case 'fence':
    case 'code_block':
      return `\n{\\ttfamily\\noindent\n${codeLines(content)}\n}\n\n`;
    case 'hr':
      return '\n\\medskip\\hrule\\medskip\n\n';
    // Rows of cells as lines: a model's table need not have as many cells in each row.
    case 'th_close':
    case 'td_close':
      return '\\quad ';
    case 'tr_close':
      return '\\par\n';
    case 'table_close':
      return '\n';
    default:
      return '';
  }
}

function inline({ type, content, attrs }: Token, put: Put): string {
  switch (type) {
    case 'strong_open':
      return '\\textbf{';
    case 'em_open':
      return '\\emph{';
    case 'strong_close':
    case 'em_close':
      return '}';
    case 's_open':
    case 's_close':
      return '';
    case 'code_inline':
      return `\\texttt{${escapeLatex(content)}}`;
    case 'link_close': {
      return '';
    }
    case 'link_open': {
      const address = String(attrs?.find(([key]) => key === 'href')?.[1] ?? '');
      return `\\texttt{${escapeLatex(address)}} `;
    }
    case 'softbreak':
      return '\n';
    case 'hardbreak':
      return '\\leavevmode\\newline{}\n';
    default:
      return put(content);
  }
}
