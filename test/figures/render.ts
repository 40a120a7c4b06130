/**
 * Turns the figures' SVG sources into PNG files with Chromium, in few colors so that they stay small, and sets
 * two of them into `sheet.pdf`, as a page of problems shows them.
 * usage: node test/figures/render.ts [NAME...]; `sheet` is the PDF alone
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';

const folder = import.meta.dirname;
const source = (name: string): string => readFileSync(join(folder, `${name}.svg`), 'utf8');

async function main(wanted: readonly string[]): Promise<void> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.svg'))) {
    const { name } = parse(file);
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const svg = source(name);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    await page.setViewportSize({ width: Number(width), height: Number(height) });
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
    const png = await page.screenshot();
    const small = sharp(png).png({ palette: true, colors: 64, compressionLevel: 9 });
    await small.toFile(join(folder, `${name}.png`));
  }
  if (wanted.length === 0 || wanted.includes('sheet')) await sheet(page);
  await browser.close();
}

/** Apart from the page, whose styles it would change. */
const image = (name: string): string =>
  `<img src="data:image/svg+xml;base64,${Buffer.from(source(name)).toString('base64')}" />`;

async function sheet(page: Page): Promise<void> {
  await page.setContent(`<style>
    body { font: 11pt/1.5 'P052', serif; margin: 0 }
    h1 { font-size: 17pt } h2 { font-size: 12pt; break-before: auto }
    img { display: block; margin: 12pt auto; width: 360pt; height: auto }
    .next { break-before: page }
  </style>
  <h1>Sheet 7: Oscillations and circuits</h1>
  <h2>Problem 1</h2>
  <p>The cart in the figure is tied to the wall by a spring. It is pulled aside by a few centimeters and let go.
  Friction is neglected throughout.</p>
  ${image('springs-cart')}
  <p>(a) How long does one oscillation take? (b) By which factor does that change when the mass is four times as
  large? (c) Where is the cart fastest, and why?</p>
  <h2 class="next">Problem 2</h2>
  <p>Three resistors are joined as shown. Which single resistor could take their place?</p>
  ${image('resistors-mixed')}`);
  const margin = { top: '1in', bottom: '1in', left: '1in', right: '1in' };
  await page.pdf({ path: join(folder, 'sheet.pdf'), format: 'letter', margin });
}

await main(process.argv.slice(2));
