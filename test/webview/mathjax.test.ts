/** Layouts of MathJax: a drawing of the rows alone, with KaTeX's fonts, is the picture that MathJax makes itself. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import opentype, { type Font } from 'opentype.js';
import sharp from 'sharp';
import { KATEX } from '../../models/train/web/browser.ts';
import { adaptor, MathJaxTypesetter } from '../../models/train/web/mathjax.ts';
import { viewBox } from '../../models/train/web/tree.ts';
import { FIRST, OUTLINE, RULE, SP, STARTS, type Batch } from '../../models/train/web/rows.ts';

/** Units of a thousandth of the em to a pixel. */
const UNITS = 12;
/** What MathJax's style sheet says of the lines of tables. */
const STYLE = '<style>line[data-line]{stroke-width:70px}.mjx-dashed{stroke-dasharray:140}</style>';
const formulas = {
  'fractions and scripts': String.raw`\frac{x_1^2+\alpha}{1+\cfrac{a}{b}}-\tfrac12`,
  'roots of all heights': String.raw`\sqrt{x}\sqrt[3]{\frac{a}{b}}\sqrt{\frac{\frac{a}{b}}{\frac{c}{d}}}\sqrt{\begin{matrix}1\\2\\3\\4\end{matrix}}`,
  'tall brackets': String.raw`\left\{\left(\begin{matrix}1\\2\\3\\4\\5\end{matrix}\right]\right.\biggl\|x\biggr\rangle`,
  matrices: String.raw`\begin{pmatrix}a&b\\c&d\end{pmatrix}\begin{vmatrix}\ddots&\vdots\\\cdots&0\end{vmatrix}`,
  accents: String.raw`\hat x\bar y\tilde z\vec v\dot p\ddot q\check a\breve b\mathring c`,
  'wide accents and braces': String.raw`\widehat{abc}\widetilde{xyz}\overline{AB}\overrightarrow{PQ}\overbrace{a+\cdots+b}^n\underbrace{c+d}_m`,
  'arrows with text': String.raw`A\xrightarrow[\text{below}]{f\circ g}B\xleftarrow{h}C\hookrightarrow D`,
  'integrals with limits': String.raw`\int_0^\infty f\,dx\oint_C\iint\limits_D\sum_{k=1}^n\prod\lim_{x\to 0}`,
  alphabets: String.raw`\mathbb{R}\mathcal{L}\mathfrak{g}\mathscr{F}\mathbf{x}\mathsf{s}\mathtt{t}\mathit{if}\boldsymbol{\beta}`,
  text: String.raw`x\text{ if AV }>0\textbf{bold}\textit{slope}\mathrm{const}`,
  Greek: String.raw`\alpha\beta\epsilon\varepsilon\vartheta\varpi\varrho\varsigma\phi\varphi\Gamma\Omega\partial\nabla\hbar\ell\imath`,
  relations: String.raw`a\le b\ne c\not\subset d\leqslant e\nsubseteq f\approx g\Longleftrightarrow h\bigoplus\blacksquare`,
  'boxes, tables and strokes': String.raw`\boxed{E}\begin{array}{c|c:c}a&b&c\\\hline d&e&f\end{array}\cancel{xy}\bcancel{z}`,
} as const;

const COORDINATES = ['x1', 'y1', 'x2', 'y2', 'x', 'y'];
const fonts = new Map<string, Font>();

function glyph(file: string, code: number, x: number, y: number, size: number): string {
  let font = fonts.get(file);
  if (font === undefined) {
    const data = readFileSync(join(KATEX, 'fonts', file + '.ttf'));
    font = opentype.parse(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
    fonts.set(file, font);
  }
  const drawn = font.charToGlyph(String.fromCodePoint(code)).getPath(x, y, size);
  // The library's own path data leaves out parts of some contours.
  const data = drawn.commands.map((command) => {
    const numbers = COORDINATES.flatMap((name) => (name in command ? [command[name as keyof typeof command]] : [])); // prettier-ignore
    return command.type + numbers.join(' ');
  });
  return `<path d="${data.join('')}"/>`;
}

/** SVG elements of a layout's rows, knowing nothing of the tree that they were read from. */
function drawing(rows: readonly number[], batch: Batch): string {
  const parts: string[] = [];
  for (let i = 0; i < rows.length; i += 5) {
    const [font, code] = [rows[i]!, rows[i + 1]!];
    const [x, y, width] = [rows[i + 2]! / SP, rows[i + 3]! / SP, rows[i + 4]! / SP];
    if (font === RULE)
      parts.push(`<rect x="${x}" y="${y - code / SP}" width="${width}" height="${code / SP}"/>`);
    else if (font === OUTLINE) {
      const vertex = `${code === STARTS ? 'M' : 'L'}${x} ${y}`;
      parts.push(code >= FIRST ? '<path d=""/>' : parts.pop()!.replace('"/>', `${vertex}"/>`));
    } else parts.push(glyph(batch.fonts[font]!.file, code, x, y, batch.fonts[font]!.size));
  }
  return parts.join('');
}

function picture(inside: string, box: readonly number[]): Promise<Buffer> {
  const [x = 0, y = 0, width = 0, height = 0] = box;
  const room = `${x - 200} ${y - 200} ${width + 400} ${height + 400}`;
  const size = `width="${Math.ceil((width + 400) / UNITS)}" height="${Math.ceil((height + 400) / UNITS)}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${room}" ${size}>${inside}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: 'white' }).greyscale().raw().toBuffer();
}

describe('layouts of MathJax', () => {
  const typesetter = new MathJaxTypesetter();

  for (const [name, latex] of Object.entries(formulas)) {
    it(name, async () => {
      const item = { latex, display: true };
      const svg = typesetter.svg(item);
      const box = viewBox(svg);
      const batch = await typesetter.typeset([item]);
      const [made] = batch.formulas;
      assert.ok(made !== undefined && 'rows' in made, JSON.stringify(made));
      const shown = await picture(STYLE + adaptor.innerHTML(svg), box);
      const drawn = await picture(drawing(made.rows, batch), [0, 0, ...box.slice(2)]);
      assert.equal(shown.length, drawn.length);
      let [ink, wrong] = [0, 0];
      shown.forEach((value, i) => {
        ink += 255 - value;
        wrong += Math.abs(value - drawn[i]!);
      });
      assert.ok(ink > 20_000, 'the formula is in the picture');
      // The fonts' outlines were rounded to whole units on two ways.
      assert.ok(wrong / ink < 0.05, `${(wrong / ink).toFixed(3)} of the ink stands elsewhere`);
    });
  }

  it('names glyphs by the letters that they print', async () => {
    const latex = String.raw`x\mathbb{R}\mathcal{L}\boldsymbol{\beta}\mathfrak{g}h\epsilon\left(\frac{\frac ab}{c}\right.`;
    const { fonts: named, formulas: made } = await typesetter.typeset([{ latex, display: true }]);
    assert.ok('rows' in made[0]!);
    const { rows } = made[0];
    const glyphs = rows.flatMap((font, i) => i % 5 > 0 || font === RULE ? [] : [`${named[font]!.file.slice(6)} ${String.fromCodePoint(rows[i + 1]!)}`]); // prettier-ignore
    assert.deepEqual(glyphs.slice(0, 8), ['Math-Italic x', 'AMS-Regular R', 'Caligraphic-Regular L', 'Math-BoldItalic β', 'Fraktur-Regular g', 'Math-Italic h', 'Math-Italic ϵ', 'Size3-Regular (']); // prettier-ignore
  });

  it('refuses what it does not understand', async () => {
    const made = await typesetter.typeset([{ latex: String.raw`x\nosuchmacro`, display: true }]);
    assert.match(JSON.stringify(made.formulas), /Undefined control sequence/u);
  });

  it('puts an equation number near its formula', async () => {
    const item = { latex: String.raw`x=1\tag{2.3}`, display: true, gap: 3 };
    const { formulas: made } = await typesetter.typeset([item]);
    assert.ok('rows' in made[0]! && made[0].rows.length === 5 * 8);
  });
});
