/** An answer as LaTeX that can stand in a document: paragraphs, lists, tables, formulas as they are. Pure. */
import type { Token } from 'markdown-it';
import { parseAnswer } from './markdown.ts';
import type { TurnView } from './protocol.ts';

/** Questions in bold, each followed by its answer. */
export function turnsAsLatex(turns: readonly TurnView[]): string {
  const parts = turns.map(({ question, answer, citations }) => {
    const cited = new Set(citations.map(({ number }) => number));
    return `\\textbf{${escaped(question)}}\n\n${answerAsLatex(answer, cited)}`;
  });
  return parts.join('\n\n');
}

export function answerAsLatex(text: string, cited: ReadonlySet<number>): string {
  const blocks = parseAnswer({ text, cited, streaming: false });
  const latex = blocks.map(({ tokens }) => blockAsLatex(tokens)).join('');
  return latex.replace(/\n{3,}/g, '\n\n').trim();
}

/** A table needs to know its columns before its first row. */
function blockAsLatex(tokens: readonly Token[]): string {
  const columns = tokens.filter(({ type }) => type === 'th_open').length;
  return tokens
    .map(write)
    .join('')
    .replaceAll(columnsMark, 'l'.repeat(Math.max(1, columns)))
    .replaceAll(` & ${rowEnd}`, ` ${rowEnd}`);
}

const columnsMark = '\u0001';
const rowEnd = '\\\\\n';

const environments: Readonly<Record<string, string>> = {
  bullet_list: 'itemize',
  ordered_list: 'enumerate',
  blockquote: 'quote',
};

function write(token: Token): string {
  const { type, content, children, hidden } = token;
  const [, kind = '', side = ''] = /^(.*)_(open|close)$/.exec(type) ?? [];
  const environment = environments[kind];
  if (environment !== undefined)
    return side === 'open' ? `\n\\begin{${environment}}\n` : `\n\\end{${environment}}\n\n`;
  switch (type) {
    case 'inline':
      return inlines(children ?? []);
    case 'paragraph_open':
      return '';
    case 'paragraph_close':
      return hidden ? '' : '\n\n';
    case 'heading_open':
      return '\n\\paragraph{';
    case 'heading_close':
      return '}\n';
    case 'list_item_open':
      return '\n\\item ';
    case 'fence':
    case 'code_block':
      // An end of the environment inside it would let the rest out.
      return `\n\\begin{verbatim}\n${content.replaceAll('\\end{verbatim}', '\\end {verbatim}')}\\end{verbatim}\n\n`;
    case 'hr':
      return '\n\\medskip\\hrule\\medskip\n';
    case 'table_open':
      return `\n\\begin{center}\n\\begin{tabular}{${columnsMark}}\n`;
    case 'table_close':
      return '\\end{tabular}\n\\end{center}\n\n';
    case 'th_close':
    case 'td_close':
      return ' & ';
    case 'tr_close':
      return rowEnd;
    default:
      return '';
  }
}

function inlines(tokens: readonly Token[]): string {
  return tokens.map(inline).join('');
}

function inline(token: Token): string {
  const { type, content, meta, attrs } = token;
  switch (type) {
    case 'math':
      return meta?.['display'] === true ? `\n\\[ ${content} \\]\n` : `$${content}$`;
    case 'citation':
      return ((meta?.['numbers'] ?? []) as number[]).map((number) => `[${number}]`).join('');
    case 'code_inline':
      return `\\texttt{${escaped(content)}}`;
    case 'strong_open':
      return '\\textbf{';
    case 'em_open':
      return '\\emph{';
    case 'strong_close':
    case 'em_close':
      return '}';
    case 'link_close':
      return '';
    case 'link_open': {
      const address = String(attrs?.find(([name]) => name === 'href')?.[1] ?? '');
      return address === '' ? '' : `\\texttt{${escaped(address)}} `;
    }
    case 'softbreak':
      return '\n';
    case 'hardbreak':
      return ' \\\\\n';
    default:
      return escaped(content);
  }
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const escaped = (text: string): string =>
  text.replace(/[\\{}$&#%_~^]/g, (letter) => special[letter] ?? `\\${letter}`);
