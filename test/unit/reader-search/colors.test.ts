/** Dark pages: who decides, and what keeps its colors. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { isDark, parseChoice, parseColor } from '../../../webview/reader/colors/choice.ts';
import { asMatrix, pictures, share } from '../../../webview/reader/colors/pictures.ts';
import { looksLikePaper } from '../../../webview/reader/colors/paper.ts';

const page = { x1: 0, y1: 0, x2: 100, y2: 100 };
const flip = [1, 0, 0, -1, 0, 100] as const;

/** RGBA of as many pixels as there are colors. */
const pixels = (...colors: readonly (readonly [number, number, number, number])[]): number[] =>
  colors.flatMap(([times, ...color]) =>
    Array.from({ length: times }, () => [...color, 255]).flat(),
  );

describe('dark pages', () => {
  it('follow the choice for the file, then the setting, then the theme', () => {
    assert.equal(isDark(undefined, 'auto', true), true);
    assert.equal(isDark(undefined, 'auto', false), false);
    assert.equal(isDark(undefined, 'light', true), false);
    assert.equal(isDark('dark', 'light', false), true);
    assert.equal(isDark('light', 'dark', true), false);
    assert.equal(parseChoice({ pages: 'dark' }), 'dark');
    assert.equal(parseChoice({ pages: 'green' }), undefined);
    assert.deepEqual(parseColor('rgb(1, 22, 255)'), [1, 22, 255]);
    assert.equal(parseColor('color(srgb 0 0 0)'), undefined);
  });

  it('know where the photograph of a page is', async () => {
    const file = join(import.meta.dirname, '..', '..', 'webview', 'reader-sidebar', 'paper.pdf');
    const data = new Uint8Array(readFileSync(file));
    const document = await getDocument({ data, verbosity: 0 }).promise;
    const proxy = await document.getPage(6);
    const view = proxy.getViewport({ scale: 1 });
    const list = await proxy.getOperatorList({ annotationMode: 0 });
    const size = { x1: 0, y1: 0, x2: view.width, y2: view.height };
    const found = pictures(list, asMatrix(view.transform)!, size);
    await document.loadingTask.destroy();
    assert.equal(found.length, 1);
    const [{ x1, x2, y1, y2 }] = found as [(typeof found)[0]];
    // Set 60 mm wide and two thirds as high.
    assert.ok(Math.abs(x2 - x1 - 170.08) < 0.5 && Math.abs(y2 - y1 - 113.4) < 0.5);
    assert.ok(share(found, size) < 0.2);
  });

  it('see of a picture what its clip leaves, and pass over stencils', () => {
    const path = [OPS.endPath, [null], Float32Array.of(10, 10, 40, 60)];
    const list = {
      fnArray: [OPS.save, OPS.clip, OPS.constructPath, OPS.transform, OPS.paintImageXObject].concat(
        [OPS.restore, OPS.transform, OPS.paintImageMaskXObject, OPS.paintImageXObject],
      ),
      argsArray: [null, null, path, [80, 0, 0, 80, 0, 0], ['a', 8, 8]].concat([
        null,
        [20, 0, 0, 20, 80, 80],
        [{}] as never,
        ['b', 8, 8],
      ]),
    };
    assert.deepEqual(pictures(list, flip, page), [
      { x1: 10, y1: 40, x2: 40, y2: 90 },
      { x1: 80, y1: 0, x2: 100, y2: 20 },
    ]);
  });

  it('tell scans and line drawings from photographs', () => {
    assert.ok(looksLikePaper(pixels([900, 255, 255, 255], [100, 0, 0, 0])));
    assert.ok(looksLikePaper(pixels([900, 250, 244, 226], [100, 40, 35, 30])), 'old paper');
    assert.ok(!looksLikePaper(pixels([700, 255, 255, 255], [300, 200, 40, 30])), 'a colored chart');
    assert.ok(
      !looksLikePaper(pixels([500, 60, 60, 60], [500, 130, 130, 130])),
      'a gray photograph',
    );
    assert.ok(!looksLikePaper(pixels([1000, 90, 140, 230])), 'a sky');
  });
});
