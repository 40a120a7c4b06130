/** Holds a picture of a view against the one that a person last looked at. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const seen = join(import.meta.dirname, '..', '..', 'test-output', 'webview');

/** Other machines have other letters; a missing style or a cut control changes far more than this. */
const mostDifferent = 0.06;

/**
 * @param reference the picture that was looked at; UPDATE_PICTURES=1 writes it
 * @param name of the files in test-output/webview
 */
export function compare(reference: string, name: string, image: PNG): void {
  mkdirSync(seen, { recursive: true });
  writeFileSync(join(seen, `${name}.png`), PNG.sync.write(image));
  if (process.env['UPDATE_PICTURES'] === '1') {
    mkdirSync(dirname(reference), { recursive: true });
    writeFileSync(reference, PNG.sync.write(image, { colorType: 2 }));
    return;
  }
  assert.ok(existsSync(reference), `there is no ${reference}: take it with UPDATE_PICTURES=1`);
  const expected = PNG.sync.read(readFileSync(reference));
  const { width, height } = expected;
  assert.deepEqual([image.width, image.height], [width, height]);
  const difference = new PNG({ width, height });
  const options = { threshold: 0.25 };
  const count = pixelmatch(expected.data, image.data, difference.data, width, height, options);
  writeFileSync(join(seen, `${name}-difference.png`), PNG.sync.write(difference));
  const share = count / (width * height);
  assert.ok(share <= mostDifferent, `${(100 * share).toFixed(1)}% of ${name} looks different`);
}
