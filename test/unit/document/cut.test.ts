/** What is cut out around a formula: whole letters, nothing of those beside it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { cutOf, paperColor } from '../../../document/cut.ts';
import { grow, meets, type Rectangle } from '../../../document/geometry.ts';
import type { PageText } from '../../../document/page.ts';
import { Documents } from '../../../engine/pdf/documents.ts';
import type { Truth } from '../../bench/formulas-truth.ts';

const fixture = join(import.meta.dirname, '..', '..', 'fixtures', 'formulas', 'computer-article-0');
const [truths] = JSON.parse(readFileSync(`${fixture}.json`, 'utf8')) as Truth[][];
const documents = new Documents();
after(() => documents.dispose());
const opened = documents.open(readFileSync(`${fixture}.pdf`));
const pageOne = async (): Promise<PageText> => documents.text((await opened).id, 1);

test('a box that cuts a letter takes it whole when its middle is inside, else not at all', async () => {
  const text = await pageOne();
  const { box } = text.runs
    .flatMap(({ glyphs }) => glyphs)
    .find(({ text: letter }) => letter === 'm')!;
  const share = (from: number, to: number): Rectangle => ({
    ...box,
    ...{ x1: box.x1 + from * (box.x2 - box.x1), x2: box.x1 + to * (box.x2 - box.x1) },
  });
  const most = cutOf(share(0, 0.7), text, 1);
  assert.equal(most.rectangle.x2, box.x2);
  const least = cutOf(share(-2, 0.3), text, 1);
  assert.ok(least.rectangle.x2 < box.x2);
  assert.ok(least.strangers.some((stranger) => meets(stranger, box)));
});

test('no letter of the formula is touched; a region without text is left as it is', async () => {
  const text = await pageOne();
  for (const { rectangle } of truths!) {
    const { strangers } = cutOf(rectangle, text, 1.5);
    const own = text.runs
      .flatMap(({ glyphs }) => glyphs)
      .map(({ box }) => box)
      .filter(({ x1, x2, y1, y2 }) => {
        const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
        return x > rectangle.x1 && x < rectangle.x2 && y > rectangle.y1 && y < rectangle.y2;
      });
    for (const stranger of strangers) assert.ok(!own.some((letter) => meets(letter, stranger)));
  }
  const empty = { x1: 2, y1: 2, x2: 30, y2: 20 };
  assert.deepEqual(cutOf(empty, text, 3), { rectangle: empty, strangers: [] });
  assert.deepEqual(cutOf(empty, undefined, 3), { rectangle: empty, strangers: [] });
});

test('pictures of formulas in a line of words hold no pieces of the words', async () => {
  const [scale, margin] = [4, 1.5];
  const { id } = await opened;
  const boxes = truths!.map(({ rectangle }) => rectangle);
  const pictures = await documents.formulas(id, 1, boxes, scale);
  const cropped = await documents.crops(
    id,
    1,
    boxes.map((box) => grow(box, margin)),
    scale,
  );
  /** Dark pixels at the edges, where only a stranger can be. */
  const strange = async (png: Uint8Array): Promise<number> => {
    const { data, info } = await sharp(png).grayscale().raw().toBuffer({ resolveWithObject: true });
    const isEdge = (_: number, at: number): boolean => {
      const [x, y] = [at % info.width, Math.floor(at / info.width)];
      return x === 0 || y === 0 || x === info.width - 1 || y === info.height - 1;
    };
    return [...data].filter(isEdge).filter((value) => value < 160).length;
  };
  const count = async (all: readonly Uint8Array[]): Promise<number> =>
    (await Promise.all(all.map(strange))).filter((dark) => dark > 0).length;
  assert.ok((await count(cropped)) > 3, 'the page has words near its formulas');
  assert.equal(await count(pictures), 0);
});

test('the paper is what most pixels are', () => {
  const pixels = new Uint8ClampedArray([1, 2, 3, 255, 250, 240, 230, 255, 250, 240, 230, 255]);
  assert.equal(paperColor(pixels), '#faf0e6');
});
