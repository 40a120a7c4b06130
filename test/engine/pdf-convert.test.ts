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
import { fixtures, type Fixture, type Part } from './pdf/content.ts';

/** Words that a reader sees of the source, formulas left out. */
function known({ title, abstract, parts }: Fixture): string[] {
  const texts = [title, ...(abstract === undefined ? [] : [abstract]), ...parts.flatMap(textsOf)];
  return wordsOf(
    texts
      .join(' ')
      .replaceAll(/\\([$%#])/g, '$1')
      .replaceAll(/(?<!\\)\$[^$]*[^$\s\d]\$|\[\^\d+\]/g, ' '),
  );
}

function textsOf(part: Part): string[] {
  switch (part.kind) {
    case 'list':
      return [...part.items];
    case 'table':
      return part.rows.flat();
    case 'display':
    case 'figure':
      return [];
    case 'heading':
    case 'paragraph':
    case 'quote':
    case 'code':
      return [part.text];
  }
}

/** What the Markdown says, without its signs, floats' captions, notes and anchors. */
function written(markdown: string): string[] {
  const lines = markdown
    .replaceAll(/\$\$[\s\S]*?\$\$/g, ' ')
    .split('\n')
    .filter((line) => !/^(?:\[|!\[|(?:Figure|Table) \d+:|\| ---|```)/.test(line));
  return wordsOf(
    lines
      .map((line) => line.replace(/^#+ (?:[\d.]+ )?/, '').replace(/^\s*\d+\. /, ''))
      .filter((line) => line !== 'Abstract')
      .join(' ')
      .replaceAll(/(?<!\\)\$(?:[^$\\]|\\.)+(?<!\\)\$/g, ' ')
      .replaceAll(/\[\^\w+\]/g, ' ')
      .replaceAll('\\', ''),
  );
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:-[\p{L}]+)*/gu) ?? [];

/** Words of `a` that come in `b` in the same order, as a share of the longer. */
function similarity(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [index, other] of b.entries())
      next.push(word === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    row = next;
  }
  return row.at(-1)! / Math.max(a.length, b.length);
}

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
    const share = similarity(known(fixture), written(markdown));
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

function checkPart(markdown: string, part: Part): void {
  const lines = markdown.split('\n');
  if (part.kind === 'heading') {
    const heading = new RegExp(`^${'#'.repeat(part.level)} [\\d.]+ ${part.text}$`);
    assert.ok(
      lines.some((line) => heading.test(line)),
      part.text,
    );
  } else if (part.kind === 'code') assert.ok(markdown.includes(`\`\`\`\n${part.text}\n\`\`\``));
  else if (part.kind === 'quote') assert.ok(markdown.includes(`> ${part.text}`));
  else if (part.kind === 'table')
    assert.ok(
      markdown.includes(
        part.rows
          .slice(1)
          .map((row) => `| ${row.join(' | ')} |`)
          .join('\n'),
      ),
    );
  else if (part.kind === 'figure') assert.ok(markdown.includes(`: ${part.caption}`));
  else if (part.kind === 'list')
    for (const [index, item] of part.items.entries())
      assert.ok(lines.includes(part.ordered ? `${index + 1}. ${item}` : `- ${item}`), item);
  else if (part.kind === 'display') {
    const squeezed = markdown.replaceAll(/\s|\\,/g, '');
    const tag = part.number === undefined ? '' : `\\tag{${part.number}}`;
    assert.ok(squeezed.includes(`$$${part.latex.replaceAll(/\s|\\,/g, '')}${tag}$$`), part.latex);
  }
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
