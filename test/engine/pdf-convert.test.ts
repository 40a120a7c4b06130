/** PDFs typeset from known text become that text again, in its order, with the real engine and model. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { convertDocument, type ConversionOptions } from '../../document/conversion.ts';
import { diskFolder } from '../../engine/pdf/folder.ts';
import { cli } from './support/cli.ts';
import { checkPart, wordsKept } from './pdf/compare.ts';
import { fixtures } from './pdf/content.ts';

async function convert(
  context: { after(run: () => Promise<void>): void },
  file: string,
  ...more: string[]
) {
  const out = await mkdtemp(join(tmpdir(), 'marginalia-convert-'));
  context.after(() => rm(out, { recursive: true }));
  const run = await cli(['convert', file, '--out', out, ...more]);
  return { ...run, out };
}

const pdf = (name: string): string => join(import.meta.dirname, 'pdf', `${name}.pdf`);

for (const fixture of fixtures) {
  test(`${fixture.name} is read in its order`, async (context) => {
    const { code, out, stderr } = await convert(context, pdf(fixture.name));
    assert.equal(code, 0, stderr);
    const markdown = await readFile(join(out, `${fixture.name}.md`), 'utf8');
    const share = wordsKept(fixture, markdown);
    context.diagnostic(`${(100 * share).toFixed(2)} % of the words, in order`);
    assert.ok(share > 0.985, `${share}\n${markdown}`);
    assert.doesNotMatch(markdown, /Running Head|\ufffd/);
    for (const part of fixture.parts) checkPart(markdown, part);
    for (const [index, note] of fixture.notes.entries())
      assert.ok(markdown.includes(`[^${index + 1}]: ${note}`));
    for (const [, name] of markdown.matchAll(/!\[.*?\]\((.*?)\)/g)) {
      const picture = await readFile(join(out, name!));
      assert.equal(picture.subarray(1, 4).toString(), 'PNG');
    }
    // The journal has done its work.
    assert.ok(!(await readdir(out)).some((name) => name.endsWith('.pages')));
  });
}

test('pages, a missing file and a wrong range on the command line', async (context) => {
  const { code, out, stdout } = await convert(context, pdf('two-columns'), '--pages', '2');
  assert.equal(code, 0);
  assert.equal(stdout.trim(), join(out, 'two-columns-2.md'));
  assert.match(await readFile(join(out, 'two-columns-2.md'), 'utf8'), /^\[page-2\]: <\S+#page=2>/);
  const late = await convert(context, pdf('two-columns'), '--pages', '9-');
  assert.equal(late.code, 2);
  assert.match(late.stderr, /has 2 pages/);
  const none = await convert(context, join(out, 'none.pdf'));
  assert.equal(none.code, 2);
  assert.match(none.stderr, /no such file/);
});

test('a conversion that was stopped goes on; torn and foreign journals are not believed', async (context) => {
  const root = await mkdtemp(join(tmpdir(), 'marginalia-journal-'));
  context.after(() => rm(root, { recursive: true }));
  const asked: number[] = [];
  const abort = new AbortController();
  const options: ConversionOptions = {
    ...{ name: 'x', link: 'x.pdf', fingerprint: createHash('sha256').update('x').digest('hex') },
    ...{ from: 1, to: 4, folder: diskFolder(root), signal: abort.signal },
    isPageError: () => false,
    readPage: (page) => {
      asked.push(page);
      if (page === 3 && asked.length === 3) return Promise.reject(new Error('stopped'));
      const blocks = [
        { kind: 'paragraph' as const, markdown: `page ${page}`, continues: false, open: false },
      ];
      return Promise.resolve({
        page,
        blocks,
        images: [],
        scan: 'no',
        formulas: { read: 0, exact: 0, failed: 0 },
      });
    },
  };
  await assert.rejects(convertDocument(options), /stopped/);
  await writeFile(join(root, 'x.pages', 'page-1.json'), '{"version":1');
  await convertDocument(options);
  assert.deepEqual(asked, [1, 2, 3, 1, 3, 4]);
  const text = await readFile(join(root, 'x.md'), 'utf8');
  assert.deepEqual(text.match(/^page \d$/gm), ['page 1', 'page 2', 'page 3', 'page 4']);
});
