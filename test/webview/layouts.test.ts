/** Layouts for training say what the browser shows: a picture drawn of a layout alone is the picture of the formula. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import katex from 'katex';
import type { PNG } from 'pngjs';
import { Typesetter } from '../../models/train/web/browser.ts';
import { EM, FIRST, OUTLINE, RULE, SP, STARTS, type Batch } from '../../models/train/web/rows.ts';
import { photograph } from './compare.ts';
import { skipViews } from './view.ts';

/** Pixels of an em in the pictures: large enough that lines on whole pixels differ little. */
const SIZE = 100;
/** Pixels of height for each formula. */
const ROOM = 600;
const formulas = {
  'fractions and scripts': String.raw`\frac{x_1^2+\alpha}{\sqrt[3]{1+\frac{a}{b}}}`,
  'roots of all heights': String.raw`\sqrt{x}\sqrt{\frac{a}{b}}\sqrt{\frac{\frac{a}{b}}{\frac{c}{d}}}`,
  'stretchy braces, accents and arrows': String.raw`\overbrace{a+b}^n\widehat{abc}\vec{v}\xrightarrow{f\circ g}`,
  'tall delimiters': String.raw`\left(\begin{matrix}1\\2\\3\\4\end{matrix}\right\}`,
  'boxes, tables and strokes': String.raw`\boxed{E}\begin{array}{c|c}a&b\\\hline c&d\end{array}\cancel{xy}`,
  'fonts and text': String.raw`\mathbb{R}\mathcal{L}\mathfrak{g}\mathbf{x}\mathtt{t}\text{ if AV }\boldsymbol{\beta}`,
  'what is invisible': String.raw`a\phantom{\sqrt{b}\frac{c}{d}}\colorbox{yellow}{e}`,
} as const;
const names = Object.keys(formulas) as (keyof typeof formulas)[];

/** An SVG group of a layout's rows, knowing nothing of the page that they were read from. */
function drawing(rows: readonly number[], fonts: Batch['fonts'], top: number): string {
  const parts: string[] = [];
  const pixels = (value: number): number => (value * SIZE) / (EM * SP);
  for (let i = 0; i < rows.length; i += 5) {
    const [font, code] = [rows[i]!, rows[i + 1]!];
    const [x, y, width] = [pixels(rows[i + 2]!), pixels(rows[i + 3]!), pixels(rows[i + 4]!)];
    if (font === RULE) {
      const height = pixels(code);
      parts.push(`<rect x="${x}" y="${y - height}" width="${width}" height="${height}"/>`);
    } else if (font === OUTLINE) {
      const vertex = `${code === STARTS ? 'M' : 'L'}${x} ${y}`;
      parts.push(code >= FIRST ? '<path d=""/>' : parts.pop()!.replace('"/>', `${vertex}"/>`));
    } else {
      const { file, size } = fonts[font]!;
      const [family = '', face = ''] = file.split('-');
      const weight = face.includes('Bold') ? 'bold' : 'normal';
      const slope = face.includes('Italic') ? 'italic' : 'normal';
      const style = `font:${slope} ${weight} ${pixels(size * SP)}px ${family}`;
      parts.push(`<text x="${x}" y="${y}" style="${style}">&#${code};</text>`);
    }
  }
  return `<g transform="translate(0 ${top})">${parts.join('')}</g>`;
}

describe('layouts of a browser', { skip: skipViews }, () => {
  let typesetter: Typesetter;
  let shown: PNG;
  let drawn: PNG;

  before(async () => {
    typesetter = await Typesetter.start();
    const { page } = typesetter;
    await page.setViewportSize({ width: 1100, height: ROOM * names.length });
    const items = names.map((name) => ({ latex: formulas[name], display: true }));
    const made = await typesetter.typeset(items);
    await page.addStyleTag({
      content: `body{margin:0}svg.photo{overflow:visible}.photo{position:absolute;left:0;width:max-content}.photo>*{margin:0!important}.photo .katex{font-size:${SIZE}px}`,
    });
    const show = async (html: readonly string[]): Promise<PNG> => {
      await page.evaluate(`document.body.innerHTML = ${JSON.stringify(html.join(''))}`);
      // The letters' fonts are asked for when they are laid out.
      await page.evaluate('document.body.offsetHeight, document.fonts.ready.then(() => undefined)');
      return photograph(page);
    };
    shown = await show(
      items.map(({ latex }, i) => {
        const html = katex.renderToString(latex, { displayMode: true, output: 'html' });
        return `<div class="photo" style="top:${i * ROOM}px">${html}</div>`;
      }),
    );
    const groups = made.formulas.map((one, i) =>
      'rows' in one ? drawing(one.rows, made.fonts, i * ROOM) : '',
    );
    drawn = await show(['<svg class="photo" style="top:0">', ...groups, '</svg>']);
  });
  after(() => typesetter.stop());

  names.forEach((name, index) => {
    it(name, () => {
      let [ink, wrong] = [0, 0];
      for (let i = index * ROOM * shown.width; i < (index + 1) * ROOM * shown.width; i++) {
        const [here, there] = [255 - shown.data[4 * i + 1]!, 255 - drawn.data[4 * i + 1]!];
        ink += here;
        wrong += Math.abs(here - there);
      }
      assert.ok(ink > 100_000, 'the formula is in the picture');
      // The browser moves lines to whole pixels, the drawing does not.
      assert.ok(wrong / ink < 0.2, `${(wrong / ink).toFixed(3)} of the ink stands elsewhere`);
    });
  });
});
