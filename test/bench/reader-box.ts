/** From a box around a formula to its LaTeX beside the page: our reader, its crop, the bundled model. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { EngineClient } from '../../engine/client.ts';
import { normalizeLatex } from '../../engine/text/latex/index.ts';
import type { BenchServer } from './reader-server.ts';
import { installHost } from './reader-host.ts';
import type { Truth } from './formulas-truth.ts';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'formulas', 'computer-article-0');

export interface BoxTimes {
  /** Milliseconds from "Read as LaTeX" to the typeset formula beside the page, and the model's part of it. */
  readonly whole: readonly number[];
  readonly model: readonly number[];
  /** Formulas that were read right, of how many. */
  readonly right: number;
  readonly count: number;
}

/** Boxes every formula of a typeset page in turn. */
export async function timeBoxes(page: Page, server: BenchServer): Promise<BoxTimes> {
  server.show(readFileSync(`${fixture}.pdf`));
  const [truths] = JSON.parse(readFileSync(`${fixture}.json`, 'utf8')) as Truth[][];
  const engine = new EngineClient();
  try {
    await engine.start();
    let latex = '';
    await installHost(page, async (png) => ({ latex } = await engine.read(png)).latex);
    await page.goto(`${server.url}/ours`);
    await page.locator('.page canvas').waitFor();
    // All of the page in sight.
    await page.evaluate(() => window.postMessage({ type: 'command', name: 'fitPage' }));
    await page.locator('.page-message, .page canvas').first().waitFor();
    const times: { whole: number; model: number; isRight: boolean }[] = [];
    for (const { rectangle, latex: known } of truths!) {
      const box = (await page.locator('.page').first().boundingBox())!;
      const at = (x: number, y: number): [number, number] => [
        box.x + (x / 612) * box.width,
        box.y + (y / 792) * box.height,
      ];
      await page.keyboard.down('Alt');
      await page.mouse.move(...at(rectangle.x1 - 2, rectangle.y1 - 2));
      await page.mouse.down();
      await page.mouse.move(...at(rectangle.x2 + 2, rectangle.y2 + 2), { steps: 3 });
      await page.mouse.up();
      await page.keyboard.up('Alt');
      const button = page.getByRole('button', { name: 'Read as LaTeX' });
      await button.waitFor();
      times.push({
        ...(await button.evaluate(untilTypeset)),
        isRight: String(normalizeLatex(latex)) === String(normalizeLatex(known)),
      });
      await page.keyboard.press('Escape');
      await page.locator('.point-popover').waitFor({ state: 'hidden' });
    }
    return {
      whole: times.map(({ whole }) => whole),
      model: times.map(({ model }) => model),
      right: times.filter(({ isRight }) => isRight).length,
      count: times.length,
    };
  } finally {
    engine.dispose();
  }
}

/** Presses the button and waits for the typeset formula. */
function untilTypeset(button: Element): Promise<{ whole: number; model: number }> {
  const begin = performance.now();
  (button as HTMLElement).click();
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.querySelector('.point-popover:not([hidden]) .point-formula .katex') === null)
        requestAnimationFrame(look);
      else
        resolve({
          whole: performance.now() - begin,
          model: Number(Reflect.get(window, 'readMillis')),
        });
    };
    look();
  });
}
