/** Shapes of web layouts: curves become polygons of the same area, and clipping keeps what is inside. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { clip, flatten, transform, type Contour } from '../../../models/train/web/outline.ts';
import { npy } from '../../../models/train/web/npz.ts';

/** Twice the signed area of a polygon (the shoelace formula), halved. */
function area(contour: Contour): number {
  let twice = 0;
  for (let i = 0; i < contour.length; i += 2) {
    const j = (i + 2) % contour.length;
    twice += contour[i]! * contour[j + 1]! - contour[j]! * contour[i + 1]!;
  }
  return twice / 2;
}

const total = (contours: readonly Contour[]): number =>
  contours.reduce((sum, contour) => sum + area(contour), 0);

describe('path data', () => {
  it('a circle of four cubic curves has its area, written absolutely, relatively and smoothly', () => {
    const k = 55.22847; // the usual handle for a quarter of a circle of radius 100
    const absolute = `M100 0C100 ${k} ${k} 100 0 100C${-k} 100 -100 ${k} -100 0C-100 ${-k} ${-k} -100 0 -100C${k} -100 100 ${-k} 100 0Z`;
    const smooth = `M100,0C100,${k},${k},100,0,100S-100,${k},-100,0S${-k},-100,0,-100S100,${-k},100,0z`;
    const relative = `m100 0c0 ${k}-${100 - k} 100-100 100s-100-${100 - k}-100-100s${100 - k}-100 100-100s100 ${100 - k} 100 100z`;
    for (const data of [absolute, smooth, relative]) {
      assert.ok(Math.abs(total(flatten(data, 0.01)) - Math.PI * 10_000) < 30, data);
    }
  });

  it('under a parabola lies a third of its box', () => {
    assert.ok(Math.abs(Math.abs(total(flatten('M0 0Q50 0 100 100V0z', 0.001))) - 10_000 / 3) < 1);
  });

  it('lines, moves that go on as lines, and a second contour after z', () => {
    assert.deepEqual(flatten('M0 0 10 0v5H0zm20 0l1 0 0 1z', 1), [
      [0, 0, 10, 0, 10, 5, 0, 5],
      [20, 0, 21, 0, 21, 1],
    ]);
  });

  it('an unknown command is an error and not a hole', () => {
    assert.throws(() => flatten('M0 0A1 1 0 0 1 2 2z', 1), /command A/);
  });
});

describe('clipping', () => {
  const side = fc.integer({ min: -50, max: 50 });
  it('leaves of a rectangle what it shares with the box', () => {
    fc.assert(
      fc.property(fc.tuple(side, side, side, side), fc.tuple(side, side, side, side), (a, b) => {
        const [ax, bx] = [Math.min(a[0], a[1]), Math.max(a[0], a[1])];
        const [ay, by] = [Math.min(a[2], a[3]), Math.max(a[2], a[3])];
        const box = { left: Math.min(b[0], b[1]), right: Math.max(b[0], b[1]), top: Math.min(b[2], b[3]), bottom: Math.max(b[2], b[3]) }; // prettier-ignore
        const width = Math.max(0, Math.min(bx, box.right) - Math.max(ax, box.left));
        const height = Math.max(0, Math.min(by, box.bottom) - Math.max(ay, box.top));
        const left = clip([ax, ay, bx, ay, bx, by, ax, by], box);
        assert.ok(Math.abs(area(left) - width * height) < 1e-6);
      }),
    );
  });

  it('keeps the area of what a matrix turns', () => {
    const turned = transform([0, 0, 4, 0, 4, 3, 0, 3], { a: 0, b: 2, c: -2, d: 0, e: 7, f: 1 });
    assert.equal(area(turned), 48);
  });
});

describe('NumPy arrays', () => {
  it('start with the format’s own header, padded to 64 bytes', () => {
    const bytes = npy(Int32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    const length = bytes.readUInt16LE(8);
    assert.equal((10 + length) % 64, 0);
    assert.match(
      bytes.toString('latin1', 10, 10 + length),
      /^\{'descr': '<i4', 'fortran_order': False, 'shape': \(3, 2\), \} *\n$/,
    );
    assert.equal(bytes.readInt32LE(10 + length + 20), 6);
    assert.match(npy(['a', '\\pi']).toString('latin1'), /'<U3'.*'shape': \(2,\)/);
  });
});
