/** Runs inside the browser: formulas -> where each of their glyphs, rules and shapes stands. */
import katex from 'katex';
import 'katex/contrib/mhchem';
import { boxRules } from './borders.ts';
import { Glyphs } from './glyphs.ts';
import { svgRows } from './shapes.ts';
import { RULE, SP, type Batch, type Typeset } from './rows.ts';

export interface Item {
  latex: string;
  display: boolean;
  /** Room before the equation number, in em. */
  gap?: number;
}

/** KaTeX's own fonts and nothing else: loaded once, before the first formula. */
export async function loadFonts(): Promise<void> {
  await Promise.all([...document.fonts].map((face) => face.load()));
}

/** Typesets all at once: one parse, one layout, then only reading. Nothing is ever painted. */
export function typeset(items: readonly Item[]): Batch {
  const html = items.map(({ latex, display }) => render(latex, display));
  document.body.innerHTML = html
    .map((one, index) => {
      const gap = items[index]?.gap ?? 0;
      return `<div class="formula" style="--gap:${gap}em">${'html' in one ? one.html : ''}</div>`;
    })
    .join('');
  const glyphs = new Glyphs();
  const formulas = html.map((one, index): Typeset => {
    if ('refusal' in one) return one;
    const root = document.body.children[index] as HTMLElement;
    return read(root, glyphs);
  });
  const { fonts } = glyphs;
  document.body.innerHTML = '';
  return { fonts, formulas };
}

function render(latex: string, displayMode: boolean): { html: string } | { refusal: string } {
  try {
    return { html: katex.renderToString(latex, { displayMode, strict: 'ignore', output: 'html' }) };
  } catch (error) {
    return { refusal: String(error) };
  }
}

function read(root: HTMLElement, glyphs: Glyphs): Typeset {
  const origin = root.getBoundingClientRect();
  const rows: number[] = [];
  const put = (font: number, code: number, x: number, y: number, width: number): void => {
    const place = (value: number): number => Math.round(value * SP);
    const second = font === RULE ? place(code) : code;
    rows.push(font, second, place(x - origin.left), place(y - origin.top), place(width));
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  try {
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Text) glyphs.read(node, put);
      else if (node instanceof SVGSVGElement) svgRows(node, root, put);
      else if (node instanceof HTMLElement) boxRules(node, put);
    }
  } catch (error) {
    return { refusal: String(error) };
  }
  return { rows };
}
