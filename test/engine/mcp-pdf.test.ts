/** PDF tools over real pipes, spoken to by the protocol's own client. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { cliPath } from './support/cli.ts';

const here = import.meta.dirname;
const paper = join(here, '..', 'fixtures', 'margin', 'paper.pdf');
const labeled = join(here, '..', 'fixtures', 'pdf', 'paper.pdf');
const locked = join(here, 'pdf', 'locked.pdf');

interface Box {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}
interface Passage {
  page: number;
  text: string;
  rectangles: Box[];
}

describe('PDFs over MCP', () => {
  const client = new Client({ name: 'test', version: '1' });
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'marginalia-mcp-pdf-'));
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [cliPath, 'mcp'],
        stderr: 'ignore',
      }),
    );
  });
  after(async () => {
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = async (name: string, args: Record<string, unknown>) => {
    const result = await client.callTool({ name, arguments: args }, undefined, {
      timeout: 240_000,
    });
    const { content, structuredContent, isError } = result as CallToolResult;
    const [first] = content;
    return { told: structuredContent, isError, text: first?.type === 'text' ? first.text : '' };
  };

  test('tells pages, title and outline', async () => {
    const { told, text } = await call('pdf_outline', { path: labeled });
    assert.deepEqual(JSON.parse(text), told);
    const { pages, outline } = told as { pages: number; outline: { title: string }[] };
    assert.ok(pages > 1);
    assert.ok(outline.length > 0 && outline.every(({ title }) => title !== ''));
    assert.equal((await call('pdf_outline', { path: paper })).told?.['pages'], 3);
  });

  test('gives a page as Markdown with LaTeX', async () => {
    const { text } = await call('pdf_page_markdown', { path: paper, page: 1 });
    assert.match(text, /^#+ .*A single spring/m);
    assert.match(text, /\$\$\n.*\\frac/s);
    assert.match(text, /Hooke’s law/);
  });

  test('finds passages with their places', async () => {
    const { told } = await call('pdf_find', { path: paper, query: 'critical damping', limit: 2 });
    const { passages } = told as unknown as { passages: Passage[] };
    assert.ok(passages.length >= 1 && passages.length <= 2);
    assert.equal(passages[0]?.page, 2);
    assert.match(passages[0].text, /Critical damping/);
    for (const { x1, y1, x2, y2 } of passages[0].rectangles) assert.ok(x1 < x2 && y1 < y2);
  });

  test('answers by quoting, and says so', async () => {
    const asked = { path: paper, question: 'What was the mean relative error of the period?' };
    const { told, text } = await call('pdf_ask', asked);
    assert.equal(told?.['quoted'], true);
    assert.match(text, /three percent/);
    assert.match(text, /no model wrote/);
    const [citation] = told['citations'] as { page: number; rectangles: Box[] }[];
    assert.equal(citation?.page, 3);
    assert.ok(citation.rectangles.length > 0);
  });

  test('says what is wrong, and goes on', async () => {
    const note = join(folder, 'note.pdf');
    writeFileSync(note, 'not a PDF');
    const bad: [string, Record<string, unknown>, RegExp][] = [
      ['pdf_outline', {}, /path/],
      ['pdf_outline', { path: 'paper.pdf' }, /not absolute/],
      ['pdf_outline', { path: join(folder, 'none.pdf') }, /There is no file/],
      ['pdf_outline', { path: note }, /not a PDF/],
      ['pdf_outline', { path: locked }, /password/],
      ['pdf_outline', { path: paper, shell: 'rm' }, /shell/],
      ['pdf_page_markdown', { path: paper }, /page/],
      ['pdf_page_markdown', { path: paper, page: 4 }, /There is no page 4/],
      ['pdf_find', { path: paper, query: ' ' }, /query/],
      ['pdf_find', { path: paper, query: 'a', limit: 51 }, /limit/],
    ];
    for (const [name, args, message] of bad) {
      const result = await call(name, args);
      assert.equal(result.isError, true, JSON.stringify(args));
      assert.match(result.text, message);
    }
    copyFileSync(paper, note);
    const { told } = await call('pdf_outline', { path: note });
    assert.equal(told?.['pages'], 3, 'a file that changed is read anew');
  });
});
