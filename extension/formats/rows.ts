/** Formulas of several lines: told apart, boxed and unboxed. */

const boxes = new Set(['aligned', 'gathered', 'split']);
const piece = /\\begin\s*\{([a-zA-Z]+\*?)\}|\\end\s*\{[a-zA-Z]+\*?\}|\\[\s\S]|[{}&]/g;

export interface Rows {
  /** The lines, without an environment around them. */
  readonly body: string;
  /** Whether they are aligned at `&`. */
  readonly aligned: boolean;
  /** The formula as one box that stands anywhere in mathematics. */
  readonly box: string;
}

/** The lines of a formula that is nothing but lines, or undefined where it is one line. */
export function rowsOf(latex: string): Rows | undefined {
  const source = latex.trim();
  const inner = unboxed(source);
  if (inner !== undefined) {
    const { points } = atTop(inner);
    return { body: inner, aligned: points, box: source };
  }
  const { breaks, points } = atTop(source);
  if (!breaks) return undefined;
  const name = points ? 'aligned' : 'gathered';
  return { body: source, aligned: points, box: `\\begin{${name}}${source}\\end{${name}}` };
}

/** What the one environment around the whole formula holds, if it is one of lines. */
function unboxed(source: string): string | undefined {
  const open = /^\\begin\s*\{([a-zA-Z]+)\}/.exec(source);
  if (open === null || !boxes.has(open[1] ?? '')) return undefined;
  let depth = 0;
  for (const match of source.matchAll(piece)) {
    if (match[1] !== undefined) depth += 1;
    else if (match[0].startsWith('\\end')) depth -= 1;
    if (depth > 0) continue;
    const whole = match.index + match[0].length === source.length;
    return whole ? source.slice(open[0].length, match.index).trim() : undefined;
  }
  return undefined;
}

/** Whether lines break, and whether they are aligned, outside of braces and inner environments. */
function atTop(source: string): { breaks: boolean; points: boolean } {
  let depth = 0;
  let breaks = false;
  let points = false;
  for (const [text, name] of source.matchAll(piece)) {
    if (name !== undefined || text === '{') depth += 1;
    else if (text.startsWith('\\end') || text === '}') depth -= 1;
    else if (depth === 0 && text === '\\\\') breaks = true;
    else if (depth === 0 && text === '&') points = true;
  }
  return { breaks, points };
}
