/** Questions beside a figure: those of a page of problems, none of an article's prose. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { PageText } from '../../../document/page.ts';
import { questionsNear } from '../../../document/questions.ts';
import { Documents } from '../../../engine/pdf/documents.ts';

const folder = join(import.meta.dirname, '..', '..');
const documents = new Documents();
after(() => documents.dispose());

async function pageOf(file: string, page: number): Promise<PageText> {
  const { id } = await documents.open(readFileSync(join(folder, file)));
  return documents.text(id, page);
}
const sheet = join('figures', 'sheet.pdf');
const cart = { x1: 130, y1: 200, x2: 480, y2: 350 };

test('each part of a problem comes with what all parts have in common', async () => {
  const asked = questionsNear(await pageOf(sheet, 1), cart);
  assert.equal(asked.length, 3);
  for (const { text } of asked)
    assert.match(text, /^The cart in the figure is tied to the wall by a spring\. /);
  const parts = [/How long .* take\?$/, /By which factor .* as large\?$/, /fastest, and why\?$/];
  for (const [i, part] of parts.entries()) {
    assert.match(asked[i]!.text, part);
    assert.match(asked[i]!.asks, part);
    assert.ok(asked[i]!.asks.length < 80, 'alone, for there is little room to show it');
  }
});

test('a question before the figure is found, and none that is far away', async () => {
  const page = await pageOf(sheet, 2);
  assert.deepEqual(questionsNear(page, { x1: 130, y1: 120, x2: 480, y2: 250 }), [
    {
      text: 'Three resistors are joined as shown. Which single resistor could take their place?',
      asks: 'Which single resistor could take their place?',
    },
  ]);
  assert.deepEqual(questionsNear(page, { x1: 130, y1: 600, x2: 480, y2: 700 }), []);
});

test('labels of the figure ask nothing, and neither does the prose of an article', async () => {
  const text = await pageOf(join('fixtures', 'formulas', 'computer-article-0.pdf'), 1);
  assert.deepEqual(questionsNear(text, { x1: 100, y1: 200, x2: 300, y2: 400 }), []);
  const page = await pageOf(sheet, 1);
  assert.ok(questionsNear(page, cart).every(({ text }) => !text.includes('1.6 kg')));
});

test('a font made of drawings, which does not tell its height, keeps no page from being read', async () => {
  const { runs } = await pageOf(sheet, 1);
  const drawn = runs.filter(({ font }) => font.type3);
  assert.ok(drawn.length > 0);
  for (const { font } of drawn) assert.ok(Number.isFinite(font.ascent + font.descent));
});
