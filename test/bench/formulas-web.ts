/**
 * Pages that a browser prints: MathML in an OpenType font, as office programs write their PDFs too (one font of
 * mathematics, letters by their Unicode code points), KaTeX's own fonts, and pages without any formula.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import katex from 'katex';
import { chromium } from 'playwright-core';
import { randomFrom } from '../../models/train/synthetic/random.ts';
import { displayFormulas, hardSentences, inlineFormulas, sentences } from './formulas-list.ts';
import { colorOf, type Kind, type Marked } from './formulas-source.ts';
import { plainPages } from './formulas-plain.ts';

export interface WebPages {
  readonly name: string;
  readonly development: boolean;
  readonly html: string;
  readonly marked: readonly Marked[];
}

interface Style {
  readonly name: string;
  readonly development: boolean;
  readonly output: 'mathml' | 'html';
  /** Files of fonts of text and of mathematics, for MathML. */
  readonly fonts?: readonly [string, string];
  readonly columns?: 2;
}

const styles: readonly Style[] = [
  {
    ...{ name: 'MathML, STIX Two', development: true, output: 'mathml' },
    fonts: ['STIXTwoText-Regular.otf', 'STIXTwoMath-Regular.otf'],
  },
  {
    ...{ name: 'MathML, Latin Modern, two columns', development: false, output: 'mathml' },
    ...{ fonts: ['lmroman10-regular.otf', 'latinmodern-math.otf'], columns: 2 },
  },
  {
    ...{ name: 'MathML, Libertinus', development: false, output: 'mathml' },
    fonts: ['LibertinusSerif-Regular.otf', 'LibertinusMath-Regular.otf'],
  },
  { name: 'KaTeX in a browser', development: true, output: 'html' },
  { name: 'KaTeX, two columns', development: false, output: 'html', columns: 2 },
];

const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const katexCss = join(import.meta.dirname, '..', '..', 'node_modules/katex/dist/katex.min.css');

export const hasBrowser = (): boolean => existsSync(browserPath);

/** Documents with marked formulas, of about three pages each. */
export const webPages = (seed: number): WebPages[] =>
  styles.filter(isInstalled).map((style, at) => writeWeb(style, seed + 17 * at));

/** Documents in which nothing is a formula. */
export const pagesWithout = (): WebPages[] =>
  plainPages.map(({ name, html, development }) => ({
    ...{ name, development, marked: [] },
    html: `<!doctype html><meta charset="utf-8"><style>body { font: 11pt "DejaVu Serif", "DejaVu Sans", serif }
code, pre { font-family: "DejaVu Sans Mono" }</style>${html}`,
  }));

/** Prints documents to PDF files; their paths in the same order. Files that are there already are taken. */
export async function printPages(folder: string, pages: readonly WebPages[]): Promise<string[]> {
  const stems = pages.map(({ name }) => join(folder, name.replaceAll(/[^\w-]+/g, '_')));
  const paths = stems.map((stem) => `${stem}.pdf`);
  if (paths.every((path) => existsSync(path))) return paths;
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    for (const [at, { html }] of pages.entries()) {
      writeFileSync(`${stems[at]}.html`, html);
      await page.goto(pathToFileURL(`${stems[at]}.html`).href);
      await page.evaluate('document.fonts.ready.then(() => true)');
      await page.pdf({ path: paths[at]!, format: 'A4', margin: { top: '2cm', bottom: '2cm' } });
    }
    return paths;
  } finally {
    await browser.close();
  }
}

function fontFile(name: string): string | null {
  try {
    return execFileSync('kpsewhich', [name], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

const isInstalled = ({ fonts }: Style): boolean =>
  fonts?.every((name) => fontFile(name) !== null) ?? true;

function writeWeb(style: Style, seed: number): WebPages {
  const random = randomFrom(seed);
  const marked: Marked[] = [];
  const formula = (kind: Kind, latex: string): string => {
    marked.push({ kind, latex });
    const html = katex.renderToString(latex, {
      ...{ output: style.output, displayMode: kind === 'display', throwOnError: false },
    });
    const color = `color: rgb(${colorOf(marked.length - 1)})`;
    return `<span style="${color}">${withUnicode(html)}</span>`;
  };
  const prose = (count: number): string =>
    random
      .several(count, count, () => {
        const sentence = random.pick(random.chance(0.2) ? hardSentences : sentences);
        return htmlOf(sentence).replaceAll('@', () =>
          formula('inline', random.pick(inlineFormulas)),
        );
      })
      .join(' ');
  const parts = Array.from({ length: 18 }, (_, index) => {
    const heading = index % 6 === 0 ? `<h2>${index / 6 + 1} On something</h2>` : '';
    const number = random.chance(0.4) ? `<span class="number">(${index + 1})</span>` : '';
    const display = formula('display', random.pick(displayFormulas));
    return `${heading}<p>${prose(3)}</p><div class="display">${display}${number}</div><p>${prose(2)}</p>`;
  });
  const html = `<!doctype html><meta charset="utf-8"><style>${cssOf(style)}</style>${parts.join('\n')}`;
  return { name: style.name, development: style.development, html, marked };
}

function cssOf({ fonts, columns, output }: Style): string {
  const face = (family: string, file: string): string =>
    `@font-face { font-family: ${family}; src: url("${pathToFileURL(fontFile(file) ?? '').href}") }\n`;
  const [text, math] = fonts ?? [];
  return `${text === undefined ? '' : face('body-text', text)}${math === undefined ? '' : face('body-math', math)}
${output === 'html' ? `@import url("${pathToFileURL(katexCss).href}");` : ''}
body { font: 10.5pt body-text, "DejaVu Serif", serif; text-align: justify; ${columns === undefined ? '' : 'columns: 2;'} }
math { font-family: body-math; }
.display { position: relative; margin: 0.8em 0; }
.number { position: absolute; right: 0; top: 30%; }
`;
}

/** LaTeX of the sentences as HTML. */
const htmlOf = (sentence: string): string =>
  sentence
    .replaceAll(/\\footnote\{.*?\}/g, '')
    .replaceAll(/\\(?:emph|textit)\{(.*?)\}/g, '<i>$1</i>')
    .replaceAll(/\\textbf\{(.*?)\}/g, '<b>$1</b>')
    .replaceAll(/\\texttt\{(.*?)\}/g, '<code>$1</code>')
    .replaceAll(/\\textsubscript\{(.*?)\}/g, '<sub>$1</sub>')
    .replaceAll(/\\textsuperscript\{(.*?)\}/g, '<sup>$1</sup>')
    .replaceAll('\\textdegree', '°')
    .replaceAll('\\textasciitilde', '~')
    .replaceAll('\\char64 ', '&#64;')
    .replaceAll('\\S', '§')
    .replaceAll(/\\,|~|\\ /g, '\u00a0')
    .replaceAll('---', '—')
    .replaceAll('--', '–')
    .replaceAll(/\\([$%&_#])/g, '$1');

/** Browsers draw no alphabets by `mathvariant`: their letters get their own code points, as in office programs. */
function withUnicode(html: string): string {
  const firsts: Readonly<Record<string, number>> = {
    ...{ 'double-struck': 0x1d538, script: 0x1d49c, fraktur: 0x1d504, bold: 0x1d400 },
  };
  const exceptions: Readonly<Record<string, string>> = {
    ...{ 'double-struckR': 'ℝ', 'double-struckZ': 'ℤ', scriptF: 'ℱ', scriptL: 'ℒ' },
  };
  return html.replaceAll(
    /<mi mathvariant="([\w-]+)">([A-Za-z])<\/mi>/g,
    (whole, variant: string, letter: string) => {
      const first = firsts[variant];
      if (first === undefined) return whole;
      const code = letter.charCodeAt(0);
      const at = first + (code >= 97 ? code - 97 + 26 : code - 65);
      return `<mi mathvariant="normal">${exceptions[variant + letter] ?? String.fromCodePoint(at)}</mi>`;
    },
  );
}
