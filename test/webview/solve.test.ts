/** The view of a solved problem in a plain browser: the real page and policy, a fake host. */
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import { solutionOf } from '../../engine/tasks/solve.ts';
import { recompute } from '../../engine/solve/facts.ts';
import { solvePage } from '../../extension/solve/page.ts';
import { corrected, solutionView } from '../../extension/solve/view.ts';
import { viewBundle } from '../../webview/bundle.ts';
import type { FromSolve, ToSolve } from '../../webview/solve/protocol.ts';
import { drawing } from '../engine/support/images.ts';
import { Heard } from './heard.ts';
import { skipViews, View, type Theme } from './view.ts';

const root = join(import.meta.dirname, '..', '..');
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const solution = solutionOf({
  thought: 'A mass on a spring. $0.5/80 = 0.00625$.',
  answer:
    'Facts:\n- mass: $m = 0.5\\,\\text{kg}$ (picture)\n- spring constant: $k = 80\\,\\text{N/m}$ (question)\n\n' +
    'Steps:\n$T = 2\\pi\\sqrt{\\frac{m}{k}} = 2\\pi\\sqrt{\\frac{0.5}{80}} \\approx 0.497\\,\\text{s}$\n\n' +
    '$f = \\frac{1}{T} = 2.51\\,\\text{Hz}$\n\nAnswer: $T = 0.497\\,\\text{s}$',
  ...{ stopReason: 'end', thoughtCut: false, promptTokens: null, tokens: 90, millis: 4200 },
  ...{ device: 'server localhost:8000', model: 'Phi-4-reasoning-vision-15B' },
});

describe('the view of a solved problem', { skip: skipViews }, () => {
  let browser: Browser;
  let server: Server;
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-solve-view-'));
  before(async () => {
    await build({ ...viewBundle('solve', folder), absWorkingDir: root });
    const page = solvePage({
      ...{ cspSource: `'self'`, nonce: 'dGVzdA', language: 'en', texts: {} },
      ...{ script: '/solve.js', style: '/solve.css' },
    });
    server = createServer(({ url = '/' }, response) => {
      const type = types[extname(url)];
      response.writeHead(200, { 'content-type': type ?? 'text/html; charset=utf-8' });
      response.end(type === undefined ? page : readFileSync(join(folder, url)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  after(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const bytes = drawing();
  async function open(theme: Theme, width = 720, height = 900) {
    const context = await browser.newContext({ viewport: { width, height } });
    context.setDefaultTimeout(120_000);
    const view = new View(await context.newPage());
    await view.load(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, theme, {});
    const sent = view.sent as unknown as FromSolve[];
    const post = (message: ToSolve): Promise<void> => view.post(message as never);
    const numbers = [...(await bytes)];
    await view.page.evaluate(
      (picture) =>
        window.postMessage({
          ...{ type: 'problem', name: 'spring.png', mode: 'auto', mime: 'image/png' },
          ...{ question: 'What is the period?', bytes: new Uint8Array(picture) },
        }),
      numbers,
    );
    const heard = new Heard(view.page);
    const said = (type: FromSolve['type']): Promise<FromSolve> =>
      heard.until(
        () => sent.findLast((message) => message.type === type),
        () => `the view never sent ${type}`,
      );
    return { view, page: view.page, sent, said, post };
  }

  test('streams, shows facts, marks and answer; a corrected fact is sent and its result shown', async () => {
    const { view, page, said, post } = await open('light');
    await post({ type: 'running', mode: 'auto' });
    assert.equal(await page.getByRole('button', { name: 'Stop' }).isVisible(), true);
    await post({ type: 'delta', kind: 'answer', text: 'A spring' });
    await post({ type: 'delta', kind: 'was-thought', text: '' });
    await post({ type: 'delta', kind: 'answer', text: 'Facts: …' });
    await page.locator('.writing', { hasText: 'Facts' }).waitFor();
    await post(solutionView(solution));
    assert.equal(await page.locator('.facts li').count(), 2);
    assert.equal(await page.locator('.steps > .verified').count(), 4);
    assert.equal(await page.locator('.steps > .refuted').count(), 1);
    assert.match(await page.locator('.refuted .reason').innerText(), /2\.01 Hz/);
    assert.equal(await page.locator('.thought').getAttribute('open'), null);
    await page.getByLabel('mass, kg').fill('2');
    const message = await said('facts');
    assert.ok(message.type === 'facts');
    assert.deepEqual(message.values[0], { symbol: 'm', value: '2', unit: 'kg' });
    const { facts, bad } = corrected(solution.facts, message.values);
    await post({ type: 'recomputed', quantities: recompute(facts, solution.derived), bad });
    assert.match(await page.locator('.again').innerText(), /0\.993/);
    await view.screenshot('solve-corrected');
    await page.getByLabel('mass, kg').fill('two');
    const wrong = corrected(solution.facts, [{ symbol: 'm', value: 'two' }]);
    await post({
      type: 'recomputed',
      quantities: recompute(wrong.facts, solution.derived),
      bad: wrong.bad,
    });
    assert.equal(await page.getByLabel('mass, kg').getAttribute('aria-invalid'), 'true');
    assert.match(await page.locator('.again').innerText(), /cannot be worked out/);
    await page.getByRole('button', { name: 'Undo Corrections' }).click();
    await post({
      type: 'recomputed',
      quantities: recompute(solution.facts, solution.derived),
      bad: [],
    });
    assert.equal(await page.locator('.again').isVisible(), false);
    await page.getByLabel('Mode').selectOption('think');
    await page.getByRole('button', { name: 'Solve Again' }).click();
    const again = await said('solve');
    assert.deepEqual(again, { type: 'solve', question: 'What is the period?', mode: 'think' });
    assert.deepEqual(view.violations, []);
    await view.close();
  });

  test('a model that cannot, hostile text, and every look', async () => {
    for (const theme of ['light', 'dark', 'high-contrast'] as const) {
      const { view, post } = await open(theme);
      await post(solutionView(solution));
      await view.screenshot(`solve-${theme}`);
      assert.deepEqual(view.violations, []);
      await view.close();
    }
    const narrow = await open('dark', 300, 900);
    await narrow.post(solutionView(solution));
    const wide = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 300, `${wide} pixels wide`);
    await narrow.view.screenshot('solve-narrow');
    const evil =
      '<img src="https://evil.example/x"><script>alert(1)</script> ![x](https://evil.example/y) $\\href{https://evil.example}{x}$';
    await narrow.post({
      ...solutionView(solution),
      answer: evil,
      thought: evil,
      final: evil,
      refused: evil,
    });
    assert.equal(
      await narrow.page.locator('img:not(.figure), script[src*=evil], a[href]').count(),
      0,
    );
    await narrow.post({
      type: 'failed',
      message: 'It cannot.',
      action: 'Use a server.',
      server: true,
    });
    await narrow.view.screenshot('solve-failed');
    assert.deepEqual(
      narrow.sent.filter(({ type }) => type === 'fault'),
      [],
    );
    await narrow.page.getByRole('button', { name: 'Use a Server…' }).click({ timeout: 20_000 });
    await narrow.said('server');
    assert.deepEqual(narrow.view.violations, []);
    await narrow.view.close();
  });
});
