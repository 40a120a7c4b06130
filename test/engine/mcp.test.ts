/** The MCP server over real pipes, spoken to by the protocol's own client. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { cli, cliPath } from './support/cli.ts';

const sample = join(import.meta.dirname, '..', 'samples', 'katex-quadratic.png');

describe('the MCP server', () => {
  const client = new Client({ name: 'test', version: '1' });
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'marginalia-mcp-'));
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [cliPath, 'mcp'],
      stderr: 'ignore',
    });
    await client.connect(transport);
  });
  after(async () => {
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = async (args: Record<string, unknown>) => {
    const result = await client.callTool({ name: 'read_formula', arguments: args });
    const { content, structuredContent, isError } = result as CallToolResult;
    const [first] = content;
    return { structuredContent, isError, text: first?.type === 'text' ? first.text : '' };
  };

  test('offers tools that only read', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['read_formula', 'pdf_outline', 'pdf_page_markdown', 'pdf_find', 'pdf_ask'],
    );
    for (const { annotations } of tools) {
      assert.equal(annotations?.readOnlyHint, true);
      assert.equal(annotations.openWorldHint, false);
    }
  });

  test('reads a file, and the same bytes in base64', async () => {
    const file = await call({ path: sample });
    assert.match(file.text, /\\frac/);
    const { latex, confidence } = file.structuredContent as { latex: string; confidence: number };
    assert.equal(latex, file.text);
    assert.ok(confidence > 0.5 && confidence <= 1);
    const base64 = readFileSync(sample).toString('base64');
    assert.equal((await call({ base64 })).text, file.text);
    assert.equal((await call({ base64: `data:image/png;base64,${base64}` })).text, file.text);
  });

  test('says what is wrong, and goes on', async () => {
    writeFileSync(join(folder, 'note.png'), 'not a picture');
    writeFileSync(join(folder, 'big.png'), Buffer.alloc(33 * 1024 * 1024));
    const bad: [Record<string, unknown>, RegExp][] = [
      [{}, /Exactly one/],
      [{ path: sample, base64: 'AAAA' }, /Exactly one/],
      [{ path: 'samples/a.png' }, /not absolute/],
      [{ path: join(folder, 'none.png') }, /There is no file/],
      [{ path: folder }, /EISDIR|directory/],
      [{ path: join(folder, 'note.png') }, /./],
      [{ path: join(folder, 'big.png') }, /MB/],
      [{ base64: 'no!' }, /not base64/],
      [{ path: 7 }, /path/],
      [{ path: sample, shell: 'rm' }, /shell/],
    ];
    for (const [args, message] of bad) {
      const result = await call(args);
      assert.equal(result.isError, true, JSON.stringify(args));
      assert.match(result.text, message);
    }
    await assert.rejects(client.callTool({ name: 'other', arguments: {} }), /no tool/);
    assert.match((await call({ path: sample })).text, /\\frac/);
  });

  test('a call that is given up does not hold up the next', async () => {
    const abort = new AbortController();
    const given = client.callTool(
      { name: 'read_formula', arguments: { path: sample } },
      undefined,
      {
        signal: abort.signal,
      },
    );
    abort.abort();
    await assert.rejects(given);
    assert.match((await call({ path: sample })).text, /\\frac/);
  });
});

test('the server ends when its input ends, and takes no further words', async () => {
  const { code, stdout } = await cli(['mcp']);
  assert.equal(code, 0);
  assert.equal(stdout, '');
  assert.equal((await cli(['mcp', 'more'])).code, 2);
});
