/** How much room a formula takes, which decides between a line of prose and lines of its own. */
import katex from 'katex';
import 'katex/contrib/mhchem';
import { rowsOf } from './rows.ts';

/** `low` fits a line of prose, `tall` does not, `rows` is several lines. */
export type Shape = 'low' | 'tall' | 'rows';

/** Height and depth together, in em, up to which a formula sits well in prose: scripts do, fractions do not. */
const lowest = 1.6;

interface Box {
  readonly height: number;
  readonly depth: number;
}

export function shapeOf(latex: string): Shape {
  if (rowsOf(latex) !== undefined) return 'rows';
  try {
    const { height, depth } = layout(latex);
    return height + depth <= lowest ? 'low' : 'tall';
  } catch {
    // KaTeX cannot typeset it, so its height is unknown; lines of its own are safe for any height.
    return 'tall';
  }
}

/** KaTeX's own layout; its type declarations leave the function out. */
function layout(latex: string): Box {
  const typesetter = katex as unknown as {
    __renderToDomTree(source: string, options: katex.KatexOptions): Box;
  };
  return typesetter.__renderToDomTree(latex, {
    displayMode: true,
    output: 'html',
    strict: 'ignore',
    maxSize: 100,
  });
}
