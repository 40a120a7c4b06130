import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { Sample } from './samples.ts';

const run = promisify(execFile);
const dotsPerInch = 96;

/**
 * Typesets the sample with pdflatex, shows it in its viewer, and crops the formula with its margin.
 * The same page with the formula in red tells where it stands; the crop is taken from the black one.
 */
export async function photographPdf(
  page: Page,
  origin: string,
  sample: Sample,
  work: string,
): Promise<Buffer> {
  const black = await show(page, origin, sample, 'black', work);
  const red = await show(page, origin, sample, 'red', work);
  const box = await difference(black, red);
  const [left, top, right, bottom] = sample.margin.map(
    (side) => side * sample.scale,
  ) as Sample['margin'];
  return await sharp(black)
    .extract({
      left: box.left - left,
      top: box.top - top,
      width: box.right - box.left + left + right,
      height: box.bottom - box.top + top + bottom,
    })
    .png()
    .toBuffer();
}

async function show(
  page: Page,
  origin: string,
  sample: Sample,
  color: string,
  work: string,
): Promise<Buffer> {
  const { source } = sample;
  if (!('zoom' in source)) throw new Error(`${sample.file} is not a PDF`);
  const name = `${sample.file.replace('.png', '')}-${color}`;
  const lines = [
    source.preamble,
    '\\usepackage[paperwidth=160mm,paperheight=90mm,margin=20mm]{geometry}\\usepackage{xcolor}\\pagestyle{empty}',
    '\\begin{document}The formula stands on a line of its own,',
    `{\\color{${color}}\\[ ${source.body} \\]}`,
    'and the text goes on below it.\\end{document}',
  ];
  await writeFile(join(work, `${name}.tex`), lines.join('\n'));
  await run('pdflatex', ['-interaction=batchmode', '-halt-on-error', `${name}.tex`], { cwd: work });
  const resolution = dotsPerInch * source.zoom * sample.scale;
  if (source.kind === 'poppler') {
    await run('pdftoppm', ['-r', String(resolution), '-png', '-singlefile', `${name}.pdf`, name], {
      cwd: work,
    });
    return await readFile(join(work, `${name}.png`));
  }
  if (source.kind === 'pdfjs')
    return await photographPdfJs(page, origin, `${name}.pdf`, resolution / 72);
  return await photographChromium(page, origin, `${name}.pdf`, source.zoom);
}

/** Chromium's own viewer, as when a PDF opens in a tab. */
async function photographChromium(
  page: Page,
  origin: string,
  file: string,
  zoom: number,
): Promise<Buffer> {
  await page.goto(`${origin}/blank`);
  await page.setContent(`<body style="margin: 0">
    <embed type="application/pdf" src="${origin}/pdf/${file}#toolbar=0&zoom=${Math.round(100 * zoom)}"
      style="width: 1000px; height: 700px">`);
  // The viewer draws in a frame of its own and says nothing when it has finished.
  await page.waitForTimeout(4000);
  return await page.screenshot();
}

/** The viewer of Firefox and of many web applications: pdf.js on a canvas. */
async function photographPdfJs(
  page: Page,
  origin: string,
  file: string,
  scale: number,
): Promise<Buffer> {
  await page.goto(`${origin}/blank`);
  await page.setContent('<body style="margin: 0"><canvas></canvas>');
  await page.evaluate(`(async () => {
    const { getDocument, GlobalWorkerOptions } = await import('${origin}/make/pdfjs-dist/build/pdf.mjs');
    GlobalWorkerOptions.workerSrc = '${origin}/make/pdfjs-dist/build/pdf.worker.mjs';
    const document_ = await getDocument({ url: '${origin}/pdf/${file}' }).promise;
    const sheet = await document_.getPage(1);
    const viewport = sheet.getViewport({ scale: ${scale} });
    const canvas = document.querySelector('canvas');
    Object.assign(canvas, { width: viewport.width, height: viewport.height });
    canvas.style.width = viewport.width / devicePixelRatio + 'px';
    await sheet.render({ canvas, viewport }).promise;
  })()`);
  return await page.locator('canvas').screenshot();
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The pixels in which two pictures of one page differ. */
async function difference(one: Buffer, other: Buffer): Promise<Box> {
  const pixels = (png: Buffer) =>
    sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const left = await pixels(one);
  const right = await pixels(other);
  if (left.data.length !== right.data.length)
    throw new Error('The two pictures of the page differ in size.');
  const { width, height, channels } = left.info;
  const box: Box = { left: width, top: height, right: 0, bottom: 0 };
  for (let at = 0; at < left.data.length; at++) {
    if (left.data[at] === right.data[at]) continue;
    const pixel = Math.floor(at / channels);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + 1);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y + 1);
  }
  if (box.right === 0) throw new Error('The viewer shows no formula.');
  return box;
}
