/** Typesets LaTeX with KaTeX, safely: the text comes from a model or a person, never trusted. */
import katex from 'katex';

export type Typeset =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly message: string;
      /** Where in the source; absent when KaTeX does not know. */
      readonly start?: number;
      readonly end?: number;
    };

/** Longer sources are not typeset: a person would not read them and the view would stall. */
const longestSource = 20_000;

/**
 * Renders into `target`; on an error leaves `target` as it was and says what is wrong and where.
 * `trust: false` renders no links or HTML, `maxExpand` and `maxSize` bound hostile macros and rules.
 */
export function typeset(latex: string, target: HTMLElement): Typeset {
  if (latex.trim() === '') {
    target.replaceChildren();
    return { ok: true };
  }
  if (latex.length > longestSource) {
    return { ok: false, message: `Too long to typeset (over ${longestSource} characters).` };
  }
  const stage = document.createElement('div');
  try {
    // To the DOM, not to a string: KaTeX sets styles through the CSSOM, which a strict policy allows.
    katex.render(latex, stage, {
      displayMode: true,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxExpand: 1_000,
      maxSize: 20,
      macros: {},
    });
  } catch (error) {
    if (error instanceof katex.ParseError) return describe(error, latex);
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message };
  }
  target.replaceChildren(...stage.childNodes);
  return { ok: true };
}

function describe(error: InstanceType<typeof katex.ParseError>, latex: string): Typeset {
  const message = error.rawMessage;
  // An error without a token has neither position nor length, whatever KaTeX's types say.
  const { position, length } = error;
  if (!Number.isFinite(position)) return { ok: false, message };
  // An error at the very end ("expected '}'") still needs one character to stand under.
  const start = Math.min(position, Math.max(0, latex.length - 1));
  const extent = Number.isFinite(length) ? Math.max(1, length) : 1;
  return { ok: false, message, start, end: Math.min(latex.length, start + extent) };
}

/**
 * Shrinks a wide formula until it fits its pane, down to a size that can still be read; beyond that the
 * pane scrolls.
 */
export function fit(formula: HTMLElement, pane: HTMLElement): void {
  formula.style.fontSize = '';
  const styles = getComputedStyle(pane);
  const space = pane.clientWidth - parseFloat(styles.paddingLeft) - parseFloat(styles.paddingRight);
  const needed = formula.scrollWidth;
  if (space <= 0 || needed <= space) return;
  const smallest = 0.6;
  formula.style.fontSize = `${Math.max(smallest, Math.floor((space / needed) * 100) / 100)}em`;
}
