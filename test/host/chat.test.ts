/** The chat of a real VS Code: `@margin`, our tools in the hands of another extension, and our models as an agent's. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { becomes, eventually, matches } from '../eventually.ts';
import { event, piece, stream, type Asked } from '../unit/backends/support/chat-server.ts';
import type { Called } from './agent/extension.ts';
import { packAgent } from './agent/pack.ts';
import { answeringServer, Gate } from './answers.ts';
import { processesWith } from './processes.ts';
import { root, sample, story } from './story.ts';

const place = mkdtempSync(join(tmpdir(), 'marginalia-agent-'));
let agent = '';

const options = {
  name: 'chat',
  settings: { 'chat.disableAIFeatures': false },
  files: {
    'paper.pdf': readFileSync(join(root, 'test', 'fixtures', 'margin', 'paper.pdf')),
    'formula.png': sample('katex-quadratic'),
  },
  others: () => [agent],
};

interface Message {
  readonly role: string;
  readonly content: string;
}

/** A model that looks a thing up with two calls, one of them cut into pieces, and then says where it is. */
function agentSays({ body }: Asked): string {
  const last = (body['messages'] as Message[]).at(-1)!;
  if (last.role === 'tool') {
    const { passages } = JSON.parse(last.content) as { passages: { page: number }[] };
    return stream(`It stands on page ${passages[0]!.page}.`);
  }
  const call = (index: number, name: string, input: string): string =>
    piece({ tool_calls: [{ index, id: `call-${index}`, function: { name, arguments: input } }] });
  return [
    piece({ role: 'assistant', content: 'I look it up.' }),
    call(0, 'marginalia_pdf_outline', '{"path":"paper.pdf"}'),
    call(1, 'marginalia_pdf_find', '{"path":"paper.pdf","query":"sprin'),
    call(1, '', 'gs in parallel","limit":1}'),
    piece({}, 'tool_calls'),
    event('[DONE]'),
  ].join('');
}

story('the chat', options, (told) => {
  const { step } = told;
  const gate = new Gate();
  const server = answeringServer('writer', async (response, asked) => {
    const text = JSON.stringify(asked.body);
    if ('tools' in asked.body) response.end(agentSays(asked));
    else if (text.includes('dampers')) {
      response.write(piece({ role: 'assistant', content: 'Their rates add' }));
      await gate.hold();
      response.end(piece({}, 'stop'));
    } else if (text.includes('Said before')) response.end(stream('As was said: less than k [1].'));
    else response.end(stream('Their stiffnesses add [1], so ', '$k = k_1 + k_2$.'));
  });
  after(() => rmSync(place, { recursive: true, force: true }));

  const page = () => told.code.page;
  const box = () => page().locator('.interactive-input-part .monaco-editor').first();
  const reader = () => told.code.webview('.reader .page canvas');
  const answer = (words: string) =>
    page().locator('.interactive-response', { hasText: words }).last();

  /** Opens the chat, where our model is chosen: it is the only one. */
  const openChat = async (): Promise<void> => {
    await told.code.command('Chat: Open Chat');
    await page()
      .locator('.interactive-input-part', { hasText: /writer \((?:no)?think\)/ })
      .first()
      .waitFor();
  };

  const ask = async (question: string): Promise<void> => {
    // What is sent while an answer is written waits in a queue.
    const loading = page().locator('.interactive-response.chat-response-loading').first();
    await loading.waitFor({ state: 'hidden' });
    await box().click();
    await page().keyboard.press('Control+a');
    // As one piece: names are not completed while they are typed, so Enter sends.
    await page().keyboard.insertText(`@margin ${question}`);
    await page().keyboard.press('Enter');
    await page().locator('.interactive-request', { hasText: question }).last().waitFor();
  };

  /** Clicks a link of an answer; the reader is to show the page and light a place on it. */
  const follow = async (words: string, link: string, number: string): Promise<void> => {
    const view = await reader();
    await view.evaluate(() => {
      document.body.removeAttribute('data-lit');
      new MutationObserver(() => {
        if (document.querySelector('.glow') !== null) document.body.dataset['lit'] = 'yes';
      }).observe(document.body, { childList: true, subtree: true });
    });
    await answer(words)
      .locator('a[data-href^="command:marginalia.showPassage"]', { hasText: link })
      .first()
      .click();
    await view.locator('body[data-lit]').waitFor();
    await becomes(() => view.locator('.page-field').inputValue(), number);
  };

  /** What the other extension has written down. */
  const result = async (command: string, allowed: readonly string[]): Promise<unknown> => {
    rmSync(told.path('result.json'), { force: true });
    await told.code.command(command);
    for (const words of allowed) {
      const dialog = page().locator('.monaco-dialog-box', { hasText: words });
      await dialog.locator('.monaco-button', { hasText: 'Yes' }).click();
      await dialog.waitFor({ state: 'hidden' });
    }
    // It is not there, or not whole, until the other extension has written it.
    return eventually(() => JSON.parse(readFileSync(told.path('result.json'), 'utf8')) as unknown);
  };

  step('@margin answers about the PDF in front, with its mathematics', async () => {
    await told.code.explorerMenu(['paper.pdf'], 'Open in Marginalia PDF Reader');
    await (await reader()).locator('.total').waitFor();
    await told.useServer(server.url);
    await openChat();
    await ask('What of springs in parallel?');
    const shown = answer('Their stiffnesses add');
    await shown.getByText('From paper.pdf:').waitFor();
    await shown.locator('.katex').first().waitFor();
    await matches(() => shown.innerText(), /page 2: “Two springs in parallel/);
    await matches(() => shown.innerText(), /writer on server 127\.0\.0\.1/);
    await told.code.screenshot('chat-1-answer');
  });

  step('its links open the page at the passage and light it', async () => {
    await follow('Their stiffnesses add', '[1]', '2');
    await told.code.screenshot('chat-2-followed');
  });

  step('a second question goes on with the first', async () => {
    await ask('And beside those in series?');
    await answer('As was said').getByText('From paper.pdf:').waitFor();
  });

  step('/page shows a page as Markdown', async () => {
    await ask('/page 2');
    const shown = page().locator('.interactive-response', { hasText: 'Critical damping' }).last();
    await shown.locator('.katex').first().waitFor();
    await told.code.screenshot('chat-3-page');
  });

  step(
    'an engine killed in the middle of an answer: what came stays, and the chat says so',
    async () => {
      await ask('What of dampers?');
      const shown = answer('Their rates add');
      await shown.waitFor();
      for (const pid of processesWith(told.code.engineMark, '--server'))
        process.kill(pid, 'SIGKILL');
      await gate.release();
      await shown.getByText('The engine process ended').first().waitFor();
      await shown.getByText('Restart Engine').first().waitFor();
      await told.code.screenshot('chat-4-killed');
    },
  );

  step('after a reload the model is there, /find finds, and its links lead back', async () => {
    await page().reload({ waitUntil: 'commit' });
    await page().locator('.explorer-folders-view').waitFor();
    await openChat();
    await ask('/find critical damping');
    await answer('Critical damping occurs').waitFor();
    await follow('Critical damping occurs', 'Page 2', '2');
    await told.code.screenshot('chat-5-found');
  });

  step('another extension has our tools called, when the person says yes', async () => {
    const calls: [string, object, string][] = [
      ['marginalia_pdf_outline', { path: 'paper.pdf' }, 'reads the outline of paper.pdf'],
      ['marginalia_pdf_find', { query: 'springs in parallel' }, 'looks for passages in paper.pdf'],
      ['marginalia_pdf_page_markdown', { page: 2 }, 'reads a page of paper.pdf'],
      ['marginalia_pdf_ask', { question: 'Parallel springs?' }, 'asks paper.pdf'],
      ['marginalia_read_formula', { path: 'formula.png' }, 'reads the formula in formula.png'],
      ['marginalia_pdf_outline', { path: '../passwd' }, 'reads the outline of passwd'],
    ];
    const written = calls.map(([name, input]) => ({ name, input }));
    writeFileSync(told.path('calls.json'), JSON.stringify(written));
    const { tools, results } = (await result(
      'Agent: Call the Tools',
      calls.map(([, , words]) => words),
    )) as { tools: string[]; results: Called[] };
    assert.equal(tools.length, 5);
    const [outline, found, markdown, asked, formula, outside] = results.map(
      ({ said }) => JSON.parse(said ?? '{}') as Record<string, unknown>,
    );
    assert.equal(outline!['pages'], 3);
    const [first] = found!['passages'] as { page: number; rectangles: object[] }[];
    assert.equal(first!.page, 2);
    assert.ok(first!.rectangles.length > 0);
    assert.match(String(markdown!['markdown']), /Springs in parallel[\s\S]*\$/);
    assert.match(String(asked!['answer']), /stiffnesses add \[1\]/);
    assert.match(String(formula!['latex']), /\\frac/);
    assert.deepEqual(outside, {});
    assert.match(results[5]!.error!, /no PDF file of the workspace/);
  });

  step('our model is an agent’s: its calls are carried out, and it answers from them', async () => {
    const task = { question: 'Where do springs in parallel stand?', model: 'writer (nothink)' };
    writeFileSync(told.path('task.json'), JSON.stringify(task));
    const done = (await result('Agent: Carry Out the Task', [
      'reads the outline of paper.pdf',
      'looks for passages in paper.pdf',
    ])) as { names: string[]; calls: object[]; answer: string };
    assert.deepEqual(done.names.toSorted(), ['writer (nothink)', 'writer (think)']);
    assert.equal(done.answer, 'It stands on page 2.');
    assert.deepEqual(
      done.calls.map((call) => Object.entries(call).filter(([key]) => key !== 'said')),
      [
        [
          ['name', 'marginalia_pdf_outline'],
          ['callId', 'call-0'],
          ['input', { path: 'paper.pdf' }],
        ],
        [
          ['name', 'marginalia_pdf_find'],
          ['callId', 'call-1'],
          ['input', { path: 'paper.pdf', query: 'springs in parallel', limit: 1 }],
        ],
      ],
    );
    const { body } = server.asked.at(-1)!;
    const roles = (body['messages'] as Message[]).map(({ role }) => role);
    assert.deepEqual(roles, ['user', 'assistant', 'tool', 'tool']);
  });
});

before(async () => {
  agent = await packAgent(place);
});
