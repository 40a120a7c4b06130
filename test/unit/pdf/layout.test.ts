/** The column of pages: no gaps, no overlaps, and what is read stays where it is. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import { gap, PageLayout } from '../../../webview/reader/layout.ts';
import { fromShare, shareOf, toShare } from '../../../webview/reader/turn.ts';
import { largestZoom, nextStep, smallestZoom, wheelFactor } from '../../../webview/reader/zoom.ts';

const side = fc.integer({ min: 20, max: 3_000 });
const rotations = fc.constantFrom<0 | 90 | 180 | 270>(0, 90, 180, 270);

test('pages follow one another with a gap, and each height belongs to the page that is there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ width: side, height: side }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.1, max: 8, noNaN: true }),
      rotations,
      fc.constantFrom(1, 1.25, 1.5, 2, 3),
      (sizes, zoom, rotation, pixelRatio) => {
        const layout = new PageLayout(sizes.length, sizes[0]!);
        layout.look = { zoom, rotation, pixelRatio };
        sizes.forEach((size, index) => layout.correct(index + 1, size));
        let end = 0;
        sizes.forEach(({ width, height }, index) => {
          const box = layout.box(index + 1);
          const wanted = rotation % 180 === 0 ? height : width;
          assert.ok(Math.abs(box.height - wanted * zoom) <= 1);
          const onPixels = box.top * pixelRatio;
          assert.ok(Math.abs(onPixels - Math.round(onPixels)) < 1e-6 || index === 0);
          assert.ok(Math.abs(box.top - end - gap) <= 1, `page ${index + 1}`);
          end = box.top + box.height;
          for (const y of [box.top, box.top + box.height / 2, end]) {
            assert.equal(layout.at(y), index + 1);
          }
        });
        assert.ok(layout.height >= end);
        assert.equal(layout.at(-100), 1);
        assert.equal(layout.at(1e12), sizes.length);
      },
    ),
  );
});

test('unknown pages take the commonest size', () => {
  const layout = new PageLayout(100, { width: 300, height: 200 });
  layout.correct(1, { width: 300, height: 200 });
  assert.equal(layout.size(50).height, 200);
  layout.correct(2, { width: 612, height: 792 });
  layout.correct(3, { width: 612, height: 792 });
  assert.equal(layout.size(50).height, 792);
  assert.equal(layout.size(1).height, 200);
  assert.equal(layout.correct(3, { width: 612, height: 792 }), false);
});

test('a column of 20,000 pages is laid out at once', () => {
  const layout = new PageLayout(20_000, { width: 612, height: 792 });
  layout.look = { zoom: 4, rotation: 0, pixelRatio: 1 };
  assert.equal(layout.at(layout.box(19_999).top + 5), 19_999);
});

test('points turn with the page and back', () => {
  const size = { width: 400, height: 600 };
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 400, noNaN: true }),
      fc.double({ min: 0, max: 600, noNaN: true }),
      rotations,
      (x, y, rotation) => {
        const back = fromShare(toShare(x, y, size, rotation), size, rotation);
        assert.ok(Math.abs(back.x - x) < 1e-6 && Math.abs(back.y - y) < 1e-6);
      },
    ),
  );
  // Turned clockwise, the top left corner is at the top right.
  assert.deepEqual(toShare(0, 0, size, 90), { x: 1, y: 0 });
  assert.deepEqual(shareOf({ x1: 0, y1: 0, x2: 200, y2: 600 }, size, 180), {
    x1: 0.5,
    y1: 0,
    x2: 1,
    y2: 1,
  });
});

test('zoom goes in round steps and ends at its limits', () => {
  let zoom = 4 / 3;
  for (let step = 0; step < 40; step += 1) zoom = nextStep(zoom, 1);
  assert.equal(zoom, largestZoom);
  for (let step = 0; step < 40; step += 1) zoom = nextStep(zoom, -1);
  assert.equal(zoom, smallestZoom);
  assert.ok(Math.abs(nextStep((4 / 3) * 1.03, 1) - (4 / 3) * 1.1) < 1e-9);
  assert.ok(wheelFactor(-100, 0) > 1 && wheelFactor(100, 0) < 1);
  assert.ok(Math.abs(wheelFactor(-100, 0) * wheelFactor(100, 0) - 1) < 1e-12);
});
