import { type Node, flatten, isTall } from './nodes.ts';

const ROW = '\\\\';

/** Drops empty last rows, and wraps loose rows of a whole formula into `aligned` or `gathered`. */
export function splitRows(nodes: Node[], whole: boolean): Node[] {
  const rows = [...nodes];
  const blank = (node: Node | undefined): boolean =>
    node?.separator === true &&
    (node.tokens[0] === ROW || node.tokens[0] === '&') &&
    !node.sub &&
    !node.sup;
  while (blank(rows.at(-1))) rows.pop();
  if (!whole) return rows;
  while (rows[0]?.tokens[0] === ROW) rows.shift();
  const quad = (node: Node | undefined): boolean =>
    node?.tokens.length === 1 && node.tokens[0] === '\\quad';
  while (quad(rows.at(-1))) rows.pop();
  while (quad(rows[0])) rows.shift();
  if (!rows.some((node) => node.separator)) return rows;
  const name = rows.some((node) => node.tokens[0] === '&') ? 'aligned' : 'gathered';
  return [finishEnvironment(name, '', rows)];
}

function lines(rows: Node[]): Node[][] {
  const out: Node[][] = [[]];
  for (const node of rows) {
    if (node.separator && node.tokens[0] === ROW) out.push([]);
    else out.at(-1)?.push(node);
  }
  return out;
}

/** eqnarray's second ampersand, and a column point that the same relation follows, say nothing more. */
function oneAlignmentPoint(rows: Node[]): Node[] {
  const out: Node[] = [];
  for (const line of lines(rows)) {
    if (out.length) out.push({ tokens: [ROW], separator: true });
    let seen = 0;
    const points = line.filter((node) => node.tokens[0] === '&').length;
    for (const node of line) {
      if (node.tokens[0] === '&' && points === 2 && ++seen === 2) continue;
      out.push(node);
    }
  }
  return out;
}

/** A column specification as l, c, r and |: repetitions written out, widths and decorations gone. */
export function columnsOf(spec: string): string {
  return spec
    .replace(/\*\{?(\d)\}?\{([^{}]*)\}/g, (_, times: string, what: string) =>
      what.repeat(Number(times)),
    )
    .replace(/[@!><]\{[^{}]*\}/g, '')
    .replace(/[pmb]\{[^{}]*\}/g, 'l')
    .replaceAll(':', '|')
    .replace(/[^lcr|]/g, '');
}

/** One environment as a node; a single row of `aligned` is no environment at all. */
export function finishEnvironment(name: string, spec: string, rows: Node[]): Node {
  let content = rows;
  if (name === 'aligned' || name === 'gathered') {
    content = oneAlignmentPoint(rows);
    const multiple = content.some((node) => node.separator && node.tokens[0] === ROW);
    if (!multiple) {
      const line = content.filter((node) => !node.separator);
      return { tokens: flatten(line), tall: isTall(line) };
    }
    const aligned = content.some((node) => node.tokens[0] === '&');
    name = aligned ? 'aligned' : 'gathered';
  }
  const ruled = spec.includes('|') || content.some((node) => node.tokens[0] === '\\hline');
  if (name === 'array' && !ruled && /^c*$/.test(spec)) name = 'matrix';
  const head = [`\\begin{${name}}`, ...(name === 'array' ? ['{', ...(spec || 'c'), '}'] : [])];
  return { tokens: [...head, ...flatten(content), `\\end{${name}}`], tall: true };
}

const FENCED: ReadonlyMap<string, string> = new Map([
  ['( )', 'pmatrix'], ['[ ]', 'bmatrix'], ['| |', 'vmatrix'], ['\\| \\|', 'Vmatrix'], ['\\{ \\}', 'Bmatrix'],
]); // prettier-ignore

/** A fence around nothing but a matrix takes the matrix's own name: \left( matrix \right) is pmatrix, \left\{ … \right. is cases. */
export function fenceMatrices(tokens: string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const begin = tokens[i + 2];
    if (
      tokens[i] === '\\left' &&
      begin !== undefined &&
      /^\\begin\{(matrix|array)\}$/.test(begin)
    ) {
      const end = matching(tokens, i + 2);
      const [open, close] = [tokens[i + 1] ?? '', tokens[end + 2] ?? ''];
      const start = begin === '\\begin{array}' ? tokens.indexOf('}', i + 2) + 1 : i + 3;
      const ruled = begin === '\\begin{array}' && tokens.slice(i + 2, start).includes('|');
      const name = open === '\\{' && close === '.' ? 'cases' : FENCED.get(`${open} ${close}`);
      if (end > 0 && tokens[end + 1] === '\\right' && name && !ruled) {
        out.push(`\\begin{${name}}`, ...fenceMatrices(tokens.slice(start, end)), `\\end{${name}}`);
        i = end + 2;
        continue;
      }
    }
    out.push(tokens[i] ?? '');
  }
  return out;
}

function matching(tokens: string[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    if (tokens[i]?.startsWith('\\begin{')) depth++;
    if (tokens[i]?.startsWith('\\end{') && --depth === 0) return i;
  }
  return -1;
}
