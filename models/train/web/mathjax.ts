/** Formulas -> rows: MathJax makes SVG trees without a browser, and they say where each glyph stands. */
import { liteAdaptor } from 'mathjax-full/js/adaptors/liteAdaptor.js';
import type { LiteElement } from 'mathjax-full/js/adaptors/lite/Element.js';
import { RegisterHTMLHandler } from 'mathjax-full/js/handlers/html.js';
import { AllPackages } from 'mathjax-full/js/input/tex/AllPackages.js';
import { TeX } from 'mathjax-full/js/input/tex.js';
import { mathjax } from 'mathjax-full/js/mathjax.js';
import { SVG } from 'mathjax-full/js/output/svg.js';
import type { Item } from './page.ts';
import { EM, RULE, SP, type Batch, type Typeset, type WebFont } from './rows.ts';
import { treeRows, viewBox, type Fonts } from './tree.ts';

/** They show what they do not understand instead of refusing it. */
const LENIENT = new Set(['noerrors', 'noundefined']);
/** Nothing is broken into lines. */
const WIDE = 1e7;

export const adaptor = liteAdaptor();

/** Stands where `Typesetter` of browser.ts does. */
export class MathJaxTypesetter {
  readonly #document;

  constructor() {
    RegisterHTMLHandler(adaptor);
    const input = new TeX({
      packages: AllPackages.filter((name) => !LENIENT.has(name)),
      formatError: (_: unknown, error: Error) => {
        throw new Error(error.message);
      },
    });
    this.#document = mathjax.document('', {
      InputJax: input,
      OutputJax: new SVG({ fontCache: 'none' }),
    });
  }

  /** A formula's <svg>, with 1000 units to the em. */
  svg({ latex, display, gap = 0 }: Item): LiteElement {
    // MathJax puts an equation's number at the edge of the page; here it stands near the formula.
    const numbered = latex.replace(
      /\\tag\{([^{}]*)\}$/u,
      `\\hskip ${gap.toFixed(2)}em (\\text{$1})`,
    );
    const options = { display, em: 16, ex: 8, containerWidth: WIDE };
    const container = this.#document.convert(numbered, options) as LiteElement;
    return adaptor.firstChild(container) as LiteElement;
  }

  typeset(items: readonly Item[]): Promise<Batch> {
    const fonts: WebFont[] = [];
    const numbers = new Map<string, number>();
    const numberOf: Fonts = (file, size) => {
      const rounded = Math.round(size * 10) / 10;
      const key = `${file} ${rounded}`;
      const number = numbers.get(key) ?? fonts.push({ file, size: rounded }) - 1;
      numbers.set(key, number);
      return number;
    };
    const formulas = items.map((item) => this.#rows(item, numberOf));
    return Promise.resolve({ fonts, formulas });
  }

  #rows(item: Item, numberOf: Fonts): Typeset {
    const rows: number[] = [];
    const place = (value: number): number => Math.round(value * SP);
    try {
      const svg = this.svg(item);
      const [left = 0, top = 0] = viewBox(svg);
      treeRows(svg, { a: EM / 1000, b: 0, c: 0, d: EM / 1000, e: -left, f: -top }, numberOf, (font, code, x, y, width) => {
        rows.push(font, font === RULE ? place(code) : code, place(x), place(y), place(width));
      }); // prettier-ignore
      return { rows };
    } catch (error) {
      return { refusal: error instanceof Error ? error.message : String(error) };
    }
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
