/** Holds a picture of a view against the one that a person last looked at. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { eventually } from '../eventually.ts';
import { shots } from './serving.ts';

/** Other machines have other letters; a missing style or a cut control changes far more than this. */
const mostDifferent = 0.06;

/**
 * Takes pictures until one is right, for what is still being drawn is no fault.
 * @param reference the picture that was looked at; UPDATE_PICTURES=1 writes it
 * @param name of the files in test-output/webview
 */
export async function compare(reference: string, name: string, page: Page): Promise<void> {
  // A cursor that blinks is in some pictures and not in others.
  await page.evaluate(async () => {
    document.documentElement.style.caretColor = 'transparent';
    await document.fonts.ready;
  });
  mkdirSync(shots, { recursive: true });
  if (process.env['UPDATE_PICTURES'] === '1') {
    mkdirSync(dirname(reference), { recursive: true });
    writeFileSync(reference, PNG.sync.write(await photograph(page), { colorType: 2 }));
    return;
  }
  assert.ok(existsSync(reference), `there is no ${reference}: take it with UPDATE_PICTURES=1`);
  const expected = PNG.sync.read(readFileSync(reference));
  await eventually(async () => hold(expected, await photograph(page), name));
}

/** A picture that is the same as the one before it: nothing moves any more. */
export async function photograph(page: Page): Promise<PNG> {
  let before = await page.screenshot();
  return eventually(async () => {
    const now = await page.screenshot();
    const same = now.equals(before);
    before = now;
    assert.ok(same, 'the page does not come to rest');
    return PNG.sync.read(now);
  });
}

function hold(expected: PNG, image: PNG, name: string): void {
  writeFileSync(join(shots, `${name}.png`), PNG.sync.write(image));
  const { width, height } = expected;
  assert.deepEqual([image.width, image.height], [width, height]);
  const difference = new PNG({ width, height });
  const options = { threshold: 0.25 };
  const count = pixelmatch(expected.data, image.data, difference.data, width, height, options);
  writeFileSync(join(shots, `${name}-difference.png`), PNG.sync.write(difference));
  const share = count / (width * height);
  assert.ok(share <= mostDifferent, `${(100 * share).toFixed(1)}% of ${name} looks different`);
}
