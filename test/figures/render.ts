/**
 * Turns the figures' SVG sources into PNG files with Chromium, in few colors so that they stay small.
 * usage: node test/figures/render.ts [NAME...]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';

const folder = import.meta.dirname;

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
    const svg = readFileSync(join(folder, file), 'utf8');
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    await page.setViewportSize({ width: Number(width), height: Number(height) });
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
    const png = await page.screenshot();
    const small = sharp(png).png({ palette: true, colors: 64, compressionLevel: 9 });
    await small.toFile(join(folder, `${name}.png`));
  }
  await browser.close();
}

await main(process.argv.slice(2));
