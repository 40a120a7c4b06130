/** The margin beside real pages in a browser: places, asking, streaming, citations, keys. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { after, before, describe, test } from 'node:test';
import { becomes, eventually, matches, patience } from '../eventually.ts';
import { failed, lost, models, quoting, written } from './margin-samples.ts';
import { openMargin, thread, turn, type MarginView, type OpenOptions } from './margin-view.ts';
import { ReaderServer } from './reader-sidebar/view.ts';
import { skipViews } from './view.ts';

describe('the margin of the PDF reader', { skip: skipViews }, () => {
  let server: ReaderServer;
  /** One open document for most tests: each begins at its top with nothing asked. */
  let shared: MarginView;
  before(async () => {
    server = await ReaderServer.start();
    shared = await openMargin(server);
  });
  after(() => server.stop());

  const withView = async (
    use: (view: MarginView) => Promise<void>,
    options?: OpenOptions,
  ): Promise<void> => {
    const view = options === undefined ? shared : await openMargin(server, options);
    await view.reset();
    try {
      await use(view);
      await view.quiet();
      assert.deepEqual([view.violations, view.faults], [[], []]);
    } catch (error) {
      await view.screenshot('margin-failed-test');
      throw error;
    } finally {
      if (options !== undefined) await view.close();
    }
  };
  const all = [written, quoting, failed, lost];
  const top = async (view: MarginView, id: string): Promise<number> =>
    (await view.card(id).boundingBox())?.y ?? Number.NaN;
  const expand = (view: MarginView, id: string) =>
    view.card(id).click({ position: { x: 60, y: 45 } });

  test('cards stand level with their places, follow the pages and never overlap', () =>
    withView(async (view) => {
      await view.threads(all);
      await expand(view, 'written');
      const mark = view.page.locator('.margin-anchor.focused');
      // Cards are placed before the next frame, and again when their sizes are known.
      const isLevel = (): Promise<void> =>
        eventually(async () => {
          const { y = Number.NaN } = (await mark.boundingBox()) ?? {};
          const off = Math.abs((await top(view, 'written')) - y);
          assert.ok(off < 3, `off by ${off}`);
        });
      const wheel = (by: number): Promise<void> => view.scrolls(() => view.page.mouse.wheel(0, by));
      await isLevel();
      const before = await top(view, 'written');
      await view.page.mouse.move(300, 400);
      await wheel(120);
      await eventually(async () => assert.ok((await top(view, 'written')) < before - 60));
      await isLevel();
      await eventually(async () => {
        const boxes = await Promise.all(all.map(({ id }) => view.card(id).boundingBox()));
        const edges = boxes
          .map((box) => [box!.y, box!.y + box!.height])
          .sort((a, b) => a[0]! - b[0]!);
        for (let at = 1; at < edges.length; at += 1)
          assert.ok(edges[at]![0]! >= edges[at - 1]![1]!);
      });
      await view.page.mouse.move(900, 300);
      await wheel(-120);
      // The wheel turns the pages here too.
      await eventually(async () => assert.ok((await top(view, 'written')) > before - 60));
    }));

  test('asks about the page with Enter; a line more with Shift+Enter; the draft survives a reload', () =>
    withView(async (view) => {
      await view.threads([], { models });
      await view.page.getByRole('button', { name: 'Questions', exact: true }).click();
      const field = view.page.getByRole('textbox', { name: /Question about/ });
      await field.fill('What is');
      await field.press('Shift+Enter');
      await field.pressSequentially('a spring?');
      await view.page.getByRole('combobox', { name: 'How it answers' }).selectOption('think');
      await view.page.getByRole('combobox', { name: 'Model' }).selectOption('b');
      // The place is kept after a rest.
      await eventually(() => assert.match(JSON.stringify(view.state), /What is\\na spring\?/));
      const kept = view.state;
      await field.press('Enter');
      const asked = await view.heard('ask');
      assert.deepEqual(asked, {
        ...{ type: 'ask', anchor: { page: 1 }, question: 'What is\na spring?' },
        ...{ mode: 'think', model: 'b' },
      });
      await withView(
        async (again) => {
          await again.threads([]);
          const restored = again.page.getByRole('textbox', { name: /Question about/ });
          await becomes(() => restored.inputValue(), 'What is\na spring?');
          await restored.press('Escape');
          await becomes(() => restored.count(), 0);
        },
        { state: kept },
      );
    }, {}));

  test('asks about selected text, with its place and its words', () =>
    withView(async (view) => {
      await view.threads([]);
      const words = view.page.getByText('Doubling the mass').first();
      await words.waitFor();
      await view.drawn();
      const box = (await words.boundingBox())!;
      await view.page.mouse.move(box.x + 2, box.y + box.height / 2);
      await view.page.mouse.down();
      await view.page.mouse.move(box.x + 140, box.y + box.height / 2, { steps: 5 });
      await view.page.mouse.up();
      await view.page.locator('.ask-selection').click();
      const field = view.page.getByRole('textbox', { name: /Passage on page 1/ });
      await field.fill('Why?');
      await field.press('Enter');
      const { anchor } = await view.heard('ask');
      assert.match(anchor.quote ?? '', /^Doubling the m/);
      const { y1 = 0, y2 = 0, x1 = 0 } = anchor.rectangle ?? {};
      // pdftotext -bbox: Doubling stands from 125.8 to 169.3, 338.6 to 348.2
      assert.ok(Math.abs(x1 - 126) < 4 && y1 > 330 && y2 < 356, JSON.stringify(anchor));
    }));

  test('a streamed answer grows, its thought is counted and folded, and it can be stopped', () =>
    withView(async (view) => {
      const waiting = turn('t', 'Why?', { state: 'waiting', model: '', device: '', millis: 0 });
      await view.threads([thread('s', { page: 1 }, [waiting])]);
      await expand(view, 's');
      const say = (kind: 'thought' | 'answer', text: string) =>
        view.post({ type: 'delta', thread: 's', turn: 't', kind, text });
      await say('thought', 'one two ');
      await say('thought', 'three');
      await matches(() => view.card('s').locator('summary').innerText(), /Thinking… · 3 words/);
      assert.equal(await view.card('s').locator('details').getAttribute('open'), null);
      await say('answer', 'So $x$ and\n\\[ \\frac{1}');
      await view.page.locator('.math-to-come').waitFor();
      await say('answer', '{2} \\] done');
      await view.card('s').locator('.katex-display').first().waitFor();
      await view.card('s').getByRole('button', { name: 'Stop' }).click();
      assert.deepEqual(await view.heard('stop'), { type: 'stop', thread: 's' });
      const stopped = turn('t', 'Why?', { state: 'stopped', answer: 'So $x$' });
      await view.post({ type: 'thread', thread: thread('s', { page: 1 }, [stopped]) });
      await matches(() => view.card('s').locator('.facts').innerText(), /Stopped/);
      await becomes(() => view.page.locator('.margin .for-reader').innerText(), 'Stopped');
      const again = view.card('s').getByRole('button', { name: 'Ask again' });
      await view.choose(again, 'Ask again: Think');
      const retry = { type: 'retry', thread: 's', turn: 't', mode: 'think' };
      assert.deepEqual(await view.heard('retry'), retry);
      const further = view.card('s').getByRole('textbox', { name: 'Follow-up question' });
      await further.fill('And then?');
      await further.press('Enter');
      assert.equal((await view.heard('follow-up')).question, 'And then?');
    }));

  test('threads that another window changed do not move the pages', () =>
    withView(async (view) => {
      await view.threads(all);
      await expand(view, 'written');
      await view.page.mouse.move(300, 400);
      await view.scrolls(() => view.page.mouse.wheel(0, 1_200));
      const place = () => view.page.locator('.viewport').evaluate((pages) => pages.scrollTop);
      const before = await place();
      assert.ok(before > 600);
      await view.threads([...all].reverse());
      await view.frames(); // cards have been placed anew, in a frame, and their sizes seen in the next
      assert.equal(await place(), before);
      await matches(() => view.card('written').getAttribute('class'), /focused/);
    }));

  test('a citation shows its quote, and a click or Enter lights its passage', () =>
    withView(async (view) => {
      await view.threads(all);
      await expand(view, 'written');
      const cite = view.card('written').getByRole('button', { name: '[1] Page 2' });
      await cite.scrollIntoViewIfNeeded();
      await view.frames(); // what scrolls hides the quote
      await cite.hover();
      const preview = view.page.getByRole('tooltip');
      await matches(() => preview.innerText(), /Friction proportional to velocity/);
      await cite.focus();
      await cite.press('Enter');
      await eventually(async () => {
        const second = await view.page.locator('.page').nth(1).boundingBox();
        assert.ok(second !== null && second.y < 400, 'the second page is in the window');
      });
      await preview.waitFor({ state: 'hidden' });
    }));

  test('quotes are labeled as such, failures say what to do, lost places are marked', () =>
    withView(async (view) => {
      await view.threads(all, {
        notice: { code: 'conflict', message: 'Two versions.', action: 'Choose one.' },
      });
      await expand(view, 'quoting');
      const card = view.card('quoting');
      await card.getByText('the bundled model does not write answers').waitFor();
      await card.getByRole('button', { name: 'Use a Server…' }).click();
      assert.deepEqual(await view.heard('offer'), { type: 'offer', what: 'server' });
      await expand(view, 'failed');
      await view.card('failed').getByText('Ask again; it starts by itself.').waitFor();
      await view.card('failed').getByRole('button', { name: 'Retry' }).click();
      assert.equal((await view.heard('retry')).turn, 'f1');
      await becomes(() => view.card('lost').locator('.badge').innerText(), 'place lost');
      await view.page.getByText('Two versions.').waitFor();
    }));

  test('copying, deleting and taking it back', () =>
    withView(async (view) => {
      await view.threads(all);
      const more = view.card('written').getByRole('button', { name: 'More' });
      await view.choose(more, 'Copy as LaTeX');
      assert.match((await view.heard('copy')).text ?? '', /\\textbf\{Why does the period/);
      await view.choose(more, 'Delete');
      assert.deepEqual(await view.heard('delete'), { type: 'delete', thread: 'written' });
      await view.post({ type: 'removed', ids: ['written'] });
      await becomes(() => view.card('written').count(), 0);
      await view.page.getByRole('button', { name: 'Undo' }).click();
      assert.deepEqual(await view.heard('undelete'), { type: 'undelete', thread: 'written' });
    }));

  test('with the keyboard alone: from card to card, into the box, and back to the pages', () =>
    withView(async (view) => {
      await view.threads(all);
      // Cards are put in the order of their places before the next frame.
      const order = view.page.locator('[data-thread="quoting"] + [data-thread="written"]');
      await order.waitFor({ state: 'attached' });
      await view.card('quoting').focus();
      await view.page.keyboard.press('ArrowDown');
      await view.page.locator('.thread-card[data-thread="written"]:focus').waitFor();
      await view.page.keyboard.press('Enter');
      await view.card('written').locator('textarea:focus').waitFor();
      await view.page.keyboard.type('Further?');
      await view.page.keyboard.press('Enter');
      assert.equal((await view.heard('follow-up')).thread, 'written');
      await view.page.keyboard.press('Escape');
      const inMargin = (): Promise<boolean> =>
        view.page.evaluate(() => document.activeElement?.closest('.margin') !== null);
      await becomes(inMargin, false);
    }));

  test('where it is narrow, a drawer lists the cards and gives way to the page', () =>
    withView(
      async (view) => {
        await view.threads(all);
        await view.page.locator('.margin.drawer').waitFor();
        await expand(view, 'written');
        await view.card('written').getByRole('button', { name: '[1] Page 2' }).click();
        await view.page.locator('.margin').waitFor({ state: 'hidden' });
      },
      { size: [480, 760] },
    ));

  test('its texts come from the translations', () =>
    withView(
      async (view) => {
        await view.threads([]);
        await view.page.getByRole('button', { name: 'Fragen' }).click();
      },
      { language: 'de', texts: { Questions: 'Fragen' } },
    ));

  test('any cut of a stream gives the same answer as the whole', () =>
    withView(async (view) => {
      const text =
        written.turns[0]!.answer + '\n\n1. a\n2. `b`\n\n| a | b |\n|--|--|\n| $x$ | [1] |\n';
      const citations = written.turns[0]!.citations;
      const open = turn('t', 'Why?', { state: 'waiting', citations });
      const done = turn('t', 'Why?', { answer: text, citations });
      const answer = view.card('s').locator('.turn > .answer');
      await view.threads([thread('s', { page: 1 }, [done])]);
      await expand(view, 's');
      const whole = await matches(() => answer.innerHTML(), /katex/);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 12 }), async (cuts) => {
          await view.post({ type: 'removed', ids: ['s'] });
          await view.post({ type: 'thread', thread: thread('s', { page: 1 }, [open]) });
          await expand(view, 's');
          const places = [0, ...cuts.sort((a, b) => a - b), text.length];
          for (let at = 1; at < places.length; at += 1) {
            const piece = text.slice(places[at - 1], places[at]);
            await view.post({ type: 'delta', thread: 's', turn: 't', kind: 'answer', text: piece });
          }
          await view.post({ type: 'thread', thread: thread('s', { page: 1 }, [done]) });
          await becomes(() => answer.innerHTML(), whole);
        }),
        { numRuns: 8 },
      );
    }));

  test('hostile answers: nothing runs, loads, leads away or hangs', () =>
    withView(async (view) => {
      await view.threads([thread('s', { page: 1 }, [turn('t', '<b>x</b><img src=x>', {})])]);
      const hostile = [
        '<img src="https://evil.example/a.png" onerror="alert(1)"><script>alert(1)</script>',
        '![x](https://evil.example/b.png) [go](javascript:alert(1)) [data](data:text/html,x)',
        '[web](https://evil.example/c) <https://evil.example/d>',
        String.raw`$\href{javascript:alert(1)}{x}$ $\includegraphics{https://evil.example/e.png}$`,
        String.raw`$$\def\a{\a\a}\a$$ $$\rule{500em}{500em}$$ $\htmlStyle{position:fixed}{x}$`,
        `$${'{'.repeat(2_000)}x${'}'.repeat(2_000)}$`,
        'x $y '.repeat(40_000),
        '$x$ '.repeat(20_000),
        '['.repeat(60_000) + '>'.repeat(60_000),
      ];
      const before = view.requests.length;
      for (const answer of hostile) {
        const from = Date.now();
        await view.post({
          type: 'thread',
          thread: thread('s', { page: 1 }, [turn('t', 'Q', { answer })]),
        });
        const millis = Date.now() - from;
        assert.ok(millis < patience, `${answer.slice(0, 40)} took ${millis} ms`);
        const bad = view
          .card('s')
          .locator('.answer :is(a, script, iframe, img, [onerror], [href])');
        assert.equal(await bad.count(), 0, answer.slice(0, 60));
      }
      const strange = view.requests
        .slice(before)
        .filter((url) => !/\.woff2|127\.0\.0\.1|^blob:/.test(url));
      assert.deepEqual(strange, []);
      const links = 'A [web](https://good.example/c) link';
      await view.post({
        type: 'thread',
        thread: thread('s', { page: 1 }, [turn('t', 'Q', { answer: links })]),
      });
      await expand(view, 's');
      await view.card('s').locator('.link').click();
      assert.deepEqual(await view.heard('open-link'), {
        type: 'open-link',
        address: 'https://good.example/c',
      });
    }));
});
