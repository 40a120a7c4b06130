/** PDFs made to harm end in a clear error in bounded time, and the engine stays. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { passagesOf } from '../../document/passages.ts';
import { Documents } from '../../engine/pdf/documents.ts';

const documents = new Documents({ limits: { millis: 60_000, megabytes: 900 } });
after(() => documents.dispose());

const good = await readFile(join(import.meta.dirname, 'pdf', 'two-columns.pdf'));
const code = (expected: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === expected;

/** A PDF of these objects, numbered from 1; the first is the catalog. */
function pdf(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  let length = parts[0]!.length;
  for (const [index, object] of objects.entries()) {
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    places.push(length);
    parts.push(part);
    length += part.length;
  }
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const end = `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<</Size ${count}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}

const stream = (dictionary: string, bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${bytes.length}>>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);

const page = (resources = '', contents = ''): string =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<<${resources}>>${contents}>>`;

test('what is no PDF, or is cut off, is called damaged', async () => {
  await assert.rejects(documents.open(Buffer.from('hello')), code('pdf-damaged'));
  await assert.rejects(documents.open(new Uint8Array()), code('pdf-damaged'));
  // pdf.js mends a file whose end is gone when its pages can be found; either way the engine answers.
  for (const share of [0.2, 0.5, 0.9]) {
    const bytes = good.subarray(0, Math.floor(share * good.length));
    const opened = await documents.open(bytes).catch((error: unknown) => error);
    if (opened instanceof Error) assert.match(String((opened as { code?: string }).code), /^pdf-/);
    else documents.close((opened as { id: number }).id);
  }
});

test('an encrypted document wants its password', async () => {
  // three-columns.pdf, encrypted by Ghostscript with the password of its user, "secret".
  const locked = await readFile(join(import.meta.dirname, 'pdf', 'locked.pdf'));
  await assert.rejects(documents.open(locked), code('pdf-password-needed'));
  await assert.rejects(documents.open(locked, 'wrong'), code('pdf-password-wrong'));
  const { id } = await documents.open(locked, 'secret');
  assert.ok((await documents.draft(id, 1)).blocks.length > 3);
  documents.close(id);
});

test('a document without pages says so', async () => {
  const bytes = pdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>']);
  await assert.rejects(
    documents.open(bytes),
    (error) => code('pdf-empty')(error) || code('pdf-damaged')(error),
  );
});

test('20,000 pages open, and the last one is read', async () => {
  const kids = Array.from({ length: 20_000 }, (_, index) => `${index + 3} 0 R`).join(' ');
  const pages = Array.from({ length: 20_000 }, () => page());
  const bytes = pdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count 20000>>`,
    ...pages,
  ]);
  const { id, details } = await documents.open(bytes);
  assert.equal(details.pageCount, 20_000);
  assert.equal((await documents.text(id, 20_000)).page, 20_000);
  await assert.rejects(documents.text(id, 20_001), code('pdf-page-missing'));
  documents.close(id);
  await assert.rejects(documents.text(id, 1), code('pdf-closed'));
});

test('letters of a font drawn in pixels have the size that they are seen in', async () => {
  // As dvips has it: a matrix of one, set at 0.12 of a point, letters 60 pixels high.
  const letter = stream('', Buffer.from('50 0 0 -2 48 60 d1 0 0 48 60 re f'));
  const line = (y: number): string => `1 0 0 1 20 ${y} Tm (aaa) Tj 1 0 0 1 60 ${y} Tm (aaaa) Tj `;
  const text = `BT /F 0.12 Tf ${line(150)}${line(138)}${line(126)}ET`;
  const bytes = pdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    page('/Font<</F 4 0 R>>', '/Contents 6 0 R'),
    '<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[50]' +
      '/CharProcs<</a 5 0 R>>/Encoding<</Type/Encoding/Differences[97/a]>>/Resources<<>>>>',
    letter,
    stream('', Buffer.from(text)),
  ]);
  const { id } = await documents.open(bytes);
  const read = await documents.text(id, 1);
  assert.ok(read.runs.length > 0);
  for (const { size, font } of read.runs) {
    assert.ok(font.type3);
    assert.ok(size > 6 && size < 12, `${size} pt`);
  }
  assert.equal(passagesOf(read).passages[0]?.text, 'aaa aaaa aaa aaaa aaa aaaa');
  documents.close(id);
});

test('an image bomb is left out or ends its own process; the engine reads on', async () => {
  // 60,000 by 60,000 pixels of nothing: 3.6 GB when unpacked.
  const bomb = deflateSync(Buffer.alloc(64_000_000), { level: 9 });
  const image =
    '/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode';
  const bytes = pdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    page('/XObject<</I 4 0 R>>', '/Contents 5 0 R'),
    stream(image, bomb),
    stream('', Buffer.from('200 0 0 200 0 0 cm /I Do')),
  ]);
  const { id } = await documents.open(bytes);
  const whole = [{ x1: 0, y1: 0, x2: 200, y2: 200 }];
  const drawn = await documents.crops(id, 1, whole, 2).catch((error: unknown) => error);
  if (drawn instanceof Error) assert.match(String((drawn as { code?: string }).code), /^pdf-/);
  const next = await documents.open(good);
  assert.ok((await documents.text(next.id, 1)).runs.length > 10);
  documents.close(next.id);
});

test('a document that takes too long, or too much memory, is ended and can be called again', async () => {
  const hasty = new Documents({ limits: { millis: 1, megabytes: 900 } });
  await assert.rejects(
    hasty.open(good),
    (error) => code('pdf-gave-up')(error) && String(error).includes('longer than'),
  );
  hasty.dispose();
  const small = new Documents({ limits: { millis: 60_000, megabytes: 20 } });
  await assert.rejects(
    small.open(good),
    (error) => code('pdf-gave-up')(error) && String(error).includes('memory'),
  );
  small.dispose();
});

test('cancelling answers at once; documents beyond the cap are closed, the newest stays', async () => {
  const few = new Documents({ bytes: good.length + 10, processes: 1 });
  const first = await few.open(good);
  const abort = new AbortController();
  const reading = few.text(first.id, 1, abort.signal);
  abort.abort();
  await assert.rejects(reading, code('cancelled'));
  const second = await few.open(good);
  await assert.rejects(few.text(first.id, 1), code('pdf-closed'));
  assert.equal((await few.text(second.id, 1)).page, 1);
  few.dispose();
});

test('a page larger than any screen is drawn smaller than asked', async () => {
  const huge = page().replace('200 200', '14400 14400');
  const bytes = pdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', huge]);
  const { id } = await documents.open(bytes);
  const [png] = await documents.crops(id, 1, [{ x1: 0, y1: 0, x2: 14400, y2: 14400 }], 3);
  const view = Buffer.from(png!);
  assert.ok(view.readUInt32BE(16) * view.readUInt32BE(20) <= 25_000_000);
});
