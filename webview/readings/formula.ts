/** Typesets LaTeX with KaTeX, safely: the text comes from a model or a person, never trusted. */
import katex from 'katex';
import 'katex/contrib/mhchem';
import { l10n } from '../l10n.ts';

export interface Refusal {
  readonly ok: false;
  readonly message: string;
  /** Where in the source; absent when KaTeX does not know. */
  readonly start?: number;
  readonly end?: number;
}

export type Typeset = { readonly ok: true } | Refusal;

/** Longer sources are not typeset: a person would not read them and the view would stall. */
export const longestSource = 5_000;

/**
 * `trust: false` renders no links or HTML, `maxExpand` and `maxSize` bound hostile macros and rules, and
 * macros that a formula defines globally die with it.
 */
const safely = (displayMode = true): katex.KatexOptions => ({
  ...{ displayMode, throwOnError: true, strict: 'ignore', trust: false },
  ...{ maxExpand: 1_000, maxSize: 20, macros: {} },
});

/** Renders into `target`; on an error leaves `target` as it was and says what is wrong and where. */
export function typeset(latex: string, target: HTMLElement, displayed = true): Typeset {
  const stage = document.createElement('div');
  const refusal = attempt(latex, () => {
    if (latex.trim() !== '') stage.append(build(latex, displayed));
  });
  if (refusal !== undefined) return refusal;
  target.replaceChildren(...stage.childNodes);
  return { ok: true };
}

/** KaTeX's own tree before it becomes elements; its type declarations leave it out. */
interface Branch {
  readonly children?: readonly Branch[];
  readonly attributes?: Record<string, string>;
  toNode(): Node;
}

/**
 * As elements, not as a string: KaTeX then sets styles through the CSSOM, which a strict policy allows.
 * Its small drawings (the arrow of \vec) alone bring a style attribute; that goes the same way here.
 */
function build(latex: string, displayed: boolean): Node {
  const typesetter = katex as unknown as {
    __renderToDomTree(source: string, options: katex.KatexOptions): Branch;
  };
  const tree = typesetter.__renderToDomTree(latex, safely(displayed));
  const restyle = ({ attributes, children }: Branch): void => {
    if (attributes?.['style'] !== undefined) {
      attributes['data-style'] = attributes['style'];
      delete attributes['style'];
    }
    children?.forEach(restyle);
  };
  restyle(tree);
  // As katex.render does it: the style sheet sets off a displayed formula by this class.
  const display = document.createElement('span');
  if (displayed) display.className = 'katex-display';
  const node = tree.toNode();
  display.append(node);
  for (const element of display.querySelectorAll<SVGElement>('[data-style]')) {
    element.style.cssText = element.dataset['style'] ?? '';
    delete element.dataset['style'];
  }
  return display;
}

/** The formula as presentation MathML, without the LaTeX that KaTeX puts beside it. */
export function toMathMl(latex: string): string | Refusal {
  let text = '';
  const refusal = attempt(latex, () => {
    text = katex.renderToString(latex, { ...safely(), output: 'mathml' });
  });
  if (refusal !== undefined) return refusal;
  const page = new DOMParser().parseFromString(text, 'text/html');
  const math = page.querySelector('math');
  for (const note of math?.querySelectorAll('annotation') ?? []) note.remove();
  const semantics = math?.querySelector('semantics');
  semantics?.replaceWith(...semantics.childNodes);
  return math === null ? '' : new XMLSerializer().serializeToString(math);
}

function attempt(latex: string, run: () => void): Refusal | undefined {
  if (latex.length > longestSource) {
    const most = longestSource.toLocaleString(l10n.language);
    return { ok: false, message: l10n.t('it is too long (over {0} characters)', most) };
  }
  try {
    run();
    return undefined;
  } catch (error) {
    return describe(error, latex);
  }
}

/** KaTeX throws ParseError for most bad input, plain errors for some, and RangeError when it nests too deep. */
function describe(error: unknown, latex: string): Refusal {
  if (error instanceof RangeError) return { ok: false, message: l10n.t('it is nested too deeply') };
  if (!(error instanceof katex.ParseError)) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
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
