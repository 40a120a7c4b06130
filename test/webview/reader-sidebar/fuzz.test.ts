/**
 * Broken PDFs in the real reader: bytes flipped and files cut at seeded places. The view stays alive and says what
 * is wrong, nothing is thrown that nobody catches, and no request leaves it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { matches } from '../../eventually.ts';
import { skipViews } from '../view.ts';
import { textPdf } from './pages.ts';
import { paper, ReaderServer } from './view.ts';

/** Enough to meet each part of a file; FUZZ=500 for a night. */
const runs = Number(process.env['FUZZ'] ?? 14);
const small = textPdf(3, (page) => [`Page ${page} of a file that will be broken`]);

interface Wound {
  readonly source: 'small' | 'paper';
  /** Where the file ends, as a share of its length; 1: whole. */
  readonly end: number;
  readonly flips: readonly (readonly [number, number])[];
}

const wound: fc.Arbitrary<Wound> = fc.record({
  source: fc.constantFrom('small', 'paper'),
  end: fc.oneof(fc.constant(1), fc.double({ min: 0.01, max: 0.999, noNaN: true })),
  flips: fc.array(
    fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.integer({ min: 1, max: 255 })),
    { minLength: 1, maxLength: 40 },
  ),
});

function broken({ source, end, flips }: Wound): Uint8Array {
  const whole = source === 'small' ? small : paper;
  const bytes = Uint8Array.from(whole.subarray(0, Math.max(1, Math.floor(whole.length * end))));
  for (const [place, bits] of flips) bytes[Math.floor(place * bytes.length)]! ^= bits;
  return bytes;
}

describe('broken PDFs', { skip: skipViews }, () => {
  let server: ReaderServer;
  before(async () => {
    server = await ReaderServer.start();
  });
  after(() => server.stop());

  const wounds = fc.sample(wound, { numRuns: runs, seed: 20_260_11 });
  for (const [index, each] of wounds.entries()) {
    const { source, end, flips } = each;
    const name = `${source}, cut at ${(100 * end).toFixed(1)}%, ${flips.length} bytes flipped`;
    test(`${index}: ${name}`, async () => {
      const view = await server.open({ bytes: broken(each), size: [600, 500] });
      const { page } = view;
      // Either pages, or a message in their place.
      const answer = page.locator(
        '.page > canvas, .page-message, .screen .problem, .screen .password',
      );
      await answer.first().waitFor();
      // It hears keys: the search opens, ends with a count, and closes.
      if ((await page.locator('.page').count()) > 0) {
        await view.offered('opened');
        await view.find('page');
        await page.keyboard.press('Escape');
        await page.locator('.find-bar').waitFor({ state: 'hidden' });
      } else {
        await matches(() => page.locator('.screen').textContent(), /\S/);
      }
      await view.quiet();
      assert.deepEqual(view.violations, []);
      const origin = new URL(page.url()).origin;
      const left = view.requests.filter(
        (url) => !url.startsWith(origin) && !url.startsWith('blob:'),
      );
      assert.deepEqual(left, []);
      await view.close();
    });
  }

  test('nothing was asked of the server but the view itself', () => {
    assert.deepEqual(server.strays, []);
  });
});
