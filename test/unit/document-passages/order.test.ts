/** Fractions and roots in a line of words stand where they are read, in text and as LaTeX. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { formulaWriter } from '../../../document/passages/latex.ts';
import { firstPage, passagesOf } from '../../../document/passages.ts';
import { Documents } from '../../../engine/pdf/documents.ts';

const fixture = join(import.meta.dirname, '..', '..', 'fixtures', 'pdf', 'inline.pdf');
const paper = join(import.meta.dirname, '..', '..', 'fixtures', 'margin', 'paper.pdf');
const documents = new Documents();
after(() => documents.dispose());

test('text goes from left to right, the upper half of a fraction before the lower one', async () => {
  const { id } = await documents.open(readFileSync(fixture));
  const { passages } = passagesOf(await documents.text(id, 1));
  assert.equal(passages[0]!.heading, '1 Shares and roots');
  const text = passages.map((passage) => passage.text).join(' ');
  for (const part of [
    'that is 1 4 of it, was stored. The diagonal',
    'by the factor √ 2. Nobody wondered about that. The mean a+b 2 of two numbers is never below',
    'stays below two. When',
    'is given, the length is known. At last',
    'begins here, with p q set large among words, and ends with the words that end it.',
  ])
    assert.ok(text.includes(part), `${part}\n${text}`);
});

test('each formula is written once, between the words around it', async () => {
  const { id } = await documents.open(readFileSync(fixture));
  const { formulas } = await documents.draft(id, 1);
  const found = formulas.map(({ rectangle }, index) => ({ rectangle, latex: `f_{${index}}` }));
  const writer = formulaWriter(found, (text) => text);
  const { passages } = passagesOf(await documents.text(id, 1), firstPage, writer);
  const text = passages.map((passage) => passage.text).join(' ');
  for (const part of [
    /that is \$f_\{\d+\}\$ of it, was stored\./,
    /by the factor \$f_\{\d+\}\$\. Nobody wondered about that\. The mean \$f_\{\d+\}\$ of two numbers/,
    /never below \$f_\{\d+\}\$, and the sum (?:\$f_\{\d+\}\$ )+stays below two\. When \$f_\{\d+\}\$ is given/,
    /with \$f_\{\d+\}\$ set large among words/,
  ])
    assert.match(text, part);
  for (const { latex } of found)
    assert.equal(text.split(`$${latex}$`).length, 2, `${latex}\n${text}`);
});

test('a page number by itself under a wide lower margin belongs to no passage', async () => {
  const { id } = await documents.open(readFileSync(paper));
  const text = await documents.text(id, 2);
  const { passages } = passagesOf(text);
  const last = passages.at(-1)!;
  assert.match(last.text, /^Friction .* = 4mk\.$/);
  for (const { y1, y2 } of last.rectangles) assert.ok(y2 - y1 < 0.1 * text.height);
});
