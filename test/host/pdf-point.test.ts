/** Pointing at a PDF in a real VS Code: a formula by a click, another by a box, into the text beside. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalizeLatex } from '../../engine/text/latex/index.ts';
import { eventually } from '../eventually.ts';
import type { Rectangle } from '../../document/geometry.ts';
import type { Truth } from '../bench/formulas-truth.ts';
import { fitPage, type PlaceOf } from './pages.ts';
import { root, savedAtOnce, story } from './story.ts';

const fixture = join(root, 'test', 'fixtures', 'formulas', 'computer-article-0');
const files = {
  'paper.pdf': readFileSync(`${fixture}.pdf`),
  'notes.tex': '\\documentclass{article}\n\\begin{document}\n',
};
const [known] = JSON.parse(readFileSync(`${fixture}.json`, 'utf8')) as Truth[][];
const truthOf = (latex: string): Truth => known!.find((formula) => formula.latex === latex)!;

story('pointing at a PDF in VS Code', { name: 'point', files, settings: savedAtOnce }, (told) => {
  const { step } = told;
  const reader = () => told.code.webview('.reader .page canvas');
  const middle = (place: PlaceOf, { x1, x2, y1, y2 }: Rectangle) =>
    place((x1 + x2) / 2, (y1 + y2) / 2);
  /** What the window beside the page shows, once it has been read. */
  const read = async (): Promise<string> => {
    const source = (await reader()).locator('.point-popover:not([hidden]) .point-source');
    await source.waitFor();
    return source.innerText();
  };

  step('a click on a formula reads it beside the page', async () => {
    const { code } = told;
    await code.openFile('notes.tex');
    await code.explorerMenu(['paper.pdf'], 'Open in Marginalia PDF Reader');
    const view = await reader();
    const place = await fitPage(code, view);
    const { latex, rectangle } = truthOf(String.raw`E = mc^2`);
    const outline = view.locator('.point-outline:not([hidden])');
    const [x, y] = middle(place, rectangle);
    let moves = 0;
    await eventually(async () => {
      await code.page.mouse.move(x + (moves++ % 2), y);
      assert.ok((await outline.count()) > 0, 'the page’s formulas have been found');
    });
    await code.screenshot('point-1-outline');
    await code.page.mouse.click(x, y);
    assert.deepEqual(normalizeLatex(await read()), normalizeLatex(latex));
    await view.locator('.point-formula .katex').waitFor();
    await code.screenshot('point-2-read');
  });

  step('Insert writes it where the person wrote last', async () => {
    const view = await reader();
    await view.getByRole('button', { name: 'Insert' }).click();
    const text = await told.until('notes.tex', /mc\s*\^/);
    assert.match(text, /E ?= ?m ?c ?\^ ?(2|\{2\})/);
    await told.code.screenshot('point-3-inserted');
  });

  step('a box is read as well', async () => {
    const { code } = told;
    await code.explorerMenu(['paper.pdf'], 'Open in Marginalia PDF Reader');
    const view = await reader();
    const { latex, rectangle } = truthOf(
      String.raw`\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}`,
    );
    const place = await fitPage(code, view);
    await view.getByRole('button', { name: 'Select Region' }).click();
    await code.page.mouse.move(...place(rectangle.x1 - 8, rectangle.y1 - 6));
    await code.page.mouse.down();
    await code.page.mouse.move(...middle(place, rectangle));
    await code.page.mouse.move(...place(rectangle.x2 + 8, rectangle.y2 + 6));
    await code.page.mouse.up();
    await view.getByRole('button', { name: 'Read as LaTeX' }).click();
    assert.deepEqual(normalizeLatex(await read()), normalizeLatex(latex));
    await code.screenshot('point-4-box');
    await code.page.keyboard.press('Escape');
    await view.locator('.point-popover').waitFor({ state: 'hidden' });
  });

  step('both are among the readings, under the page that they are from', async () => {
    await told.code.command('Marginalia: Open Readings');
    const cards = (await told.views()).locator('.name', { hasText: 'paper.pdf, p. 1' });
    await cards.nth(1).waitFor();
    await told.code.screenshot('point-5-readings');
  });
});
