import katex from 'katex';
import type { Page } from 'playwright-core';
import type { Sample, Theme } from './samples.ts';

const themes: Record<Theme, [ink: string, page: string]> = {
  light: ['#1f2328', '#ffffff'],
  dark: ['#e6edf3', '#0d1117'],
  cream: ['#3b2f23', '#fdf6e3'],
  blue: ['#ffffff', '#1d4e89'],
  gray: ['#202020', '#e4e7eb'],
};

/** Shows the sample's formula on a web page between two lines of text and photographs it with its margin. */
export async function photographWebPage(
  page: Page,
  origin: string,
  sample: Sample,
): Promise<Buffer> {
  const { source } = sample;
  if (!('theme' in source)) throw new Error(`${sample.file} is not a web page`);
  const [ink, paper] = themes[source.theme];
  const family =
    source.kind === 'mathml' && source.font !== 'math'
      ? `math { font-family: '${source.font}' }`
      : '';
  const html = `<!doctype html><meta charset="utf-8"><base href="${origin}/">
    ${head(source.kind)}
    <style>body { font: ${source.pixels}px/1.6 serif; color: ${ink}; background: ${paper}; margin: 40px }
      .formula { display: inline-block } .line { margin: 60px 0; text-align: center } ${family}</style>
    <p>The formula stands on a line of its own:
    <div class="line"><span class="formula">${formula(source.kind, sample.latex)}</span></div>
    <p>and the text goes on below it.`;
  await page.goto(`${origin}/blank`);
  await page.setContent(html, { waitUntil: 'networkidle' });
  if (source.kind.startsWith('mathjax'))
    await page.waitForFunction('globalThis.typeset === true', undefined, { timeout: 60_000 });
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  const box = await page.locator(inked(source.kind)).first().boundingBox();
  if (box === null) throw new Error(`${sample.file}: the page shows no formula`);
  const [left, top, right, bottom] = sample.margin;
  return await page.screenshot({
    clip: {
      x: box.x - left,
      y: box.y - top,
      width: box.width + left + right,
      height: box.height + top + bottom,
    },
  });
}

function head(kind: Sample['source']['kind']): string {
  if (kind === 'katex') return '<link rel="stylesheet" href="root/katex/dist/katex.min.css">';
  if (kind === 'mathml') return '';
  const font = kind === 'mathjax' ? 'mathjax-newcm' : 'mathjax-stix2';
  return `<script>MathJax = {
      output: { font: '${font}', fontPath: '/make/@mathjax/%%FONT%%-font' },
      options: { enableMenu: false, enableAssistiveMml: false, enableSpeech: false, enableBraille: false },
      startup: { pageReady: () => MathJax.startup.defaultPageReady().then(() => { globalThis.typeset = true; }) },
    };</script>
    <script src="make/mathjax/tex-chtml-nofont.js"></script>`;
}

function formula(kind: Sample['source']['kind'], latex: string): string {
  if (kind === 'katex') return katex.renderToString(latex, { displayMode: true, output: 'html' });
  if (kind === 'mathml')
    return katex.renderToString(latex, { displayMode: true, output: 'mathml' });
  return `\\[${latex.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}\\]`;
}

function inked(kind: Sample['source']['kind']): string {
  if (kind === 'katex') return '.formula .katex-html';
  return kind === 'mathml' ? '.formula math' : '.formula mjx-math';
}
