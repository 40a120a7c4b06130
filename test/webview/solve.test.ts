/** The view of a solved problem in a plain browser: the real page and policy, a fake host. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { trainedSolution } from '../../engine/tasks/trained.ts';
import { recompute } from '../../engine/solve/facts.ts';
import { corrected, solutionView } from '../../extension/solve/view.ts';
import type { SolutionView, ToSolve } from '../../webview/solve/protocol.ts';
import { becomes, matches } from '../eventually.ts';
import { compare } from './compare.ts';
import type { Theme } from './hosted.ts';
import { skipViews, type Serving } from './serving.ts';
import { cart, openSolve, serveSolve, solution, type Problem } from './solve-view.ts';

const placesInCart = [
  [
    { x: 0.61, y: 0.5 },
    { x: 0.6, y: 0.5 },
  ],
  [
    { x: 0.185, y: 0.325 },
    { x: 0.26, y: 0.325 },
  ],
];

describe('the view of a solved problem', { skip: skipViews }, () => {
  let serving: Serving;
  before(async () => {
    serving = await serveSolve();
  });
  after(() => serving.stop());

  const open = (theme: Theme, width?: number, height?: number, problem?: Problem) =>
    openSolve(serving, theme, width, height, problem);

  test('where no formula leads to the answer, the model solves with the typed values', async () => {
    const { view, page, said, post, press, close } = await open('light');
    const largest = { ...solution, final: '$\\text{Rome}$', finalSymbol: null, derived: [] };
    await post(solutionView(largest));
    await page.getByLabel('mass, kg').fill('6.4');
    await said('facts');
    await post({ type: 'recomputed', quantities: [], bad: [] });
    await matches(() => page.locator('.again').innerText(), /No formula/);
    await view.screenshot('solve-with-values');
    await press('Solve with These Values');
    const { type, mode, corrected: values } = await said('solve');
    assert.deepEqual([type, mode, values], ['solve', 'auto', true]);
    await close();
  });

  const recomputed = (facts: typeof solution.facts, bad: string[]): ToSolve => ({
    ...{ type: 'recomputed', quantities: recompute(facts, solution.derived), bad },
  });

  test('streams, shows facts, marks and answer; a corrected fact is sent and its result shown', async () => {
    const { view, page, said, post, press, close } = await open('light');
    await post({ type: 'running', mode: 'auto' });
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await post({ type: 'delta', kind: 'answer', text: 'A spring' });
    await post({ type: 'delta', kind: 'was-thought', text: '' });
    await post({ type: 'delta', kind: 'answer', text: 'Facts: …' });
    await page.locator('.writing', { hasText: 'Facts' }).waitFor();
    await post(solutionView(solution));
    await becomes(() => page.locator('.facts li').count(), 2);
    await becomes(() => page.locator('.steps > .verified').count(), 4);
    await becomes(() => page.locator('.steps > .refuted').count(), 1);
    await matches(() => page.locator('.refuted .reason').innerText(), /1\.99 Hz/);
    assert.equal(await page.locator('.thought').getAttribute('open'), null);
    assert.equal(await page.getByRole('button', { name: 'Keep in Margin' }).isVisible(), false);
    await page.getByLabel('mass, kg').fill('6.4');
    const message = await said('facts');
    assert.deepEqual(message.values[0], { symbol: 'm', value: '6.4', unit: 'kg' });
    const { facts, bad } = corrected(solution.facts, message.values);
    await post(recomputed(facts, bad));
    await matches(() => page.locator('.again').innerText(), /1\.01/);
    await view.screenshot('solve-corrected');
    await page.getByLabel('mass, kg').fill('two');
    const wrong = corrected(solution.facts, [{ symbol: 'm', value: 'two' }]);
    await post(recomputed(wrong.facts, wrong.bad));
    await becomes(() => page.getByLabel('mass, kg').getAttribute('aria-invalid'), 'true');
    await matches(() => page.locator('.again').innerText(), /cannot be worked out/);
    await press('Undo Corrections');
    await post(recomputed(solution.facts, []));
    await page.locator('.again').waitFor({ state: 'hidden' });
    await page.getByLabel('Mode').selectOption('think');
    await press('Solve Again');
    const again = await said('solve');
    assert.deepEqual(again, { type: 'solve', question: 'What is the period?', mode: 'think' });
    await post({ type: 'running', mode: 'think' });
    await press('Stop');
    await said('stop');
    await post({ type: 'stopped' });
    await page.getByRole('button', { name: 'Solve Again' }).waitFor();
    await close();
  });

  test('after a reload what was typed is there, and corrections are worked out again', async () => {
    const typed = 'How long does it take, with 3 kg?';
    const draft = { tab: 'a1', question: typed, mode: 'think' };
    const { page, said, post, close } = await open('light', 720, 900, { state: draft });
    const box = page.getByLabel('Question', { exact: true });
    await becomes(() => box.inputValue(), typed);
    await becomes(() => page.getByLabel('Mode').inputValue(), 'think');
    await post(solutionView(solution));
    await post({ type: 'corrections', values: [{ symbol: 'm', value: '3' }] });
    await becomes(() => page.getByLabel('mass, kg').inputValue(), '3');
    assert.equal((await said('facts')).values[0]?.value, '3');
    await close();
    const other = await open('light', 720, 900, { state: { ...draft, tab: 'b2' } });
    const question = other.page.getByLabel('Question', { exact: true });
    await becomes(() => question.inputValue(), 'What is the period?');
    await other.close();
  });

  const asked = (asks: string) => ({ text: `A block slides on a slope of 30°. ${asks}`, asks });
  const printed = [
    asked('How long does it take to the end of the slope?'),
    asked('Find its speed there, $v_1$, and the time that it would take with twice the mass.'),
    asked('<b>Which</b> forces act on it?'),
  ];
  for (const [theme, width] of [
    ['light', 720],
    ['dark', 720],
    ['high-contrast', 720],
    ['light', 320],
  ] as const)
    test(`questions of the page in ${theme}, ${width} px wide: what asks is shown, all that is known is taken`, async () => {
      const { view, page, close } = await open(theme, width, 700, { question: '', printed });
      const offered = page.getByRole('group', { name: 'Questions on the page' });
      await becomes(() => offered.getByRole('button').count(), 3);
      assert.equal(await page.locator('.example').count(), 0);
      await matches(() => offered.getByRole('button').last().innerText(), /^<b>Which<\/b>/);
      await view.screenshot(`solve-printed-${theme}-${width}`);
      await offered.getByRole('button', { name: /^How long/ }).click();
      const box = page.getByLabel('Question', { exact: true });
      await becomes(() => box.inputValue(), printed[0]!.text);
      await offered.waitFor({ state: 'hidden' });
      await close();
    });

  test('an empty question is told in place; an example fills the box and nothing is asked', async () => {
    const { view, page, sent, said, press, close } = await open('light', 720, 900, {
      question: '',
      placed: true,
    });
    const box = page.getByLabel('Question', { exact: true });
    await becomes(() => box.evaluate((element) => element === document.activeElement), true);
    await view.screenshot('solve-empty');
    await press('Solve');
    const hint = page.getByRole('alert').filter({ hasText: 'What is the period?' });
    await hint.waitFor();
    await becomes(() => box.getAttribute('aria-invalid'), 'true');
    await view.screenshot('solve-empty-told');
    await press('What is the total resistance?');
    await becomes(() => box.inputValue(), 'What is the total resistance?');
    await page.locator('.examples').waitFor({ state: 'hidden' });
    await hint.waitFor({ state: 'hidden' });
    await box.press('Enter');
    assert.equal((await said('solve')).question, 'What is the total resistance?');
    // What had been asked before would have come before.
    assert.equal(sent.filter(({ type }) => type === 'solve').length, 1);
    await close();
  });

  test('a region of a page leads back, and is kept beside it until it changes', async () => {
    const { view, page, said, post, press, close } = await open('dark', 720, 900, {
      placed: true,
    });
    await press('Show in Page');
    await said('show-place');
    await post(solutionView(solution));
    await press('Keep in Margin');
    await said('keep');
    await post({ type: 'kept' });
    await page.getByText('Kept in the margin').waitFor();
    await view.screenshot('solve-kept');
    await press('Show in Margin');
    await said('keep');
    await page.getByLabel('mass, kg').fill('6.4');
    await said('facts');
    await page.getByRole('button', { name: 'Keep in Margin' }).waitFor();
    await press('Copy as LaTeX');
    assert.equal((await said('copy')).format, 'latex');
    await press('Copy as Markdown');
    assert.equal((await said('copy')).format, 'markdown');
    await post({ type: 'copied' });
    await page.locator('.said', { hasText: 'Copied' }).waitFor();
    await close();
  });

  test('a refusal shows its reason and what could solve it; doubt is shown as doubt', async () => {
    const { view, page, said, post, press, close } = await open('light');
    const refused: SolutionView = {
      ...solutionView(solution),
      ...{ answer: 'I cannot answer: $m$ is not given.', final: '', facts: [], steps: [] },
      refused: '$m$ is not given.',
    };
    await post({ type: 'running', mode: 'nothink' });
    await post(refused);
    await page.getByRole('heading', { name: 'No answer' }).waitFor();
    await matches(() => page.locator('.result').innerText(), /m\s+is not given/);
    await view.screenshot('solve-refused');
    await press('Use a Larger Model…');
    assert.equal((await said('offer')).what, 'model');
    await press('Use a Server…');
    assert.equal((await said('offer')).what, 'server');
    await press('Think First');
    assert.deepEqual(await said('solve'), {
      ...{ type: 'solve', question: 'What is the period?', mode: 'think' },
    });
    await post({ type: 'running', mode: 'think' });
    await post({ ...refused, refused: null, final: '$T = 0.5$ s', confidence: 0.31 });
    await page.getByText('Only 31 % sure').waitFor();
    await page.getByRole('button', { name: 'Think First' }).waitFor({ state: 'hidden' });
    await view.screenshot('solve-unsure');
    await post({ ...refused, refused: null, final: '$T = 0.5$ s', confidence: 0.93 });
    await page.getByText('% sure').waitFor({ state: 'hidden' });
    await close();
  });

  test('what a trained model worked out in its thought is shown as the steps, typeset', async () => {
    const { view, page, post, close } = await open('light');
    const trained = trainedSolution({
      thought:
        'Facts: $\\alpha=28^\\circ$; $m=4.5$ kg; $g=9.81$ m/s$^2$ (question). Law: $a=g\\sin\\alpha$. $a=$ <<9.81*sin(28 deg)>>=4.60551603 m/s$^2$.',
      answer: '$a=4.61$ m/s$^2$',
      ...{ stopReason: 'end', thoughtCut: false, promptTokens: 300, tokens: 60, millis: 900 },
      ...{ device: 'cpu', model: 'bundled' },
    });
    await post(solutionView(trained));
    await becomes(() => page.locator('.facts li').count(), 3);
    await becomes(() => page.locator('section > .steps > .verified').count(), 3);
    await page.locator('.facts .unit', { hasText: 'm/s²' }).waitFor();
    assert.equal(await page.locator('.steps code').count(), 0, 'every step is typeset');
    assert.equal(await page.getByText('Steps of the thought').isVisible(), false);
    assert.equal(await page.getByText('Solution as written').isVisible(), false);
    await page.getByText('Thought', { exact: true }).click();
    await page.locator('.thought code', { hasText: '9.81*sin(28 deg)' }).waitFor();
    await view.screenshot('solve-trained');
    await close();
  });

  const seen: SolutionView = {
    ...solutionView(solution),
    facts: [
      { name: 'mass', symbol: 'm', value: '1.6', unit: 'kg', source: 'picture' },
      { name: 'spring constant', symbol: 'k', value: '250', unit: 'N/m', source: 'picture' },
      { name: 'g', symbol: 'g', value: '9.81', unit: 'm/s^2', source: 'question' },
    ].map((fact, i) => ({
      ...(fact as SolutionView['facts'][number]),
      ...(i < 2 ? { places: placesInCart[i]! } : {}),
    })),
  };
  for (const [theme, width] of [
    ['light', 720],
    ['dark', 720],
    ['high-contrast', 320],
  ] as const)
    test(`rings show where facts were read, and lead to their values: ${theme}, ${width} px`, async () => {
      const { view, page, post, close } = await open(theme, width);
      await post(seen);
      await becomes(() => page.locator('.ring').count(), 4);
      // Rings stand where the engine says, whatever the picture's size on the screen is.
      const [figure, ring] = [
        (await page.locator('.figure').boundingBox())!,
        (await page.locator('.ring.value').nth(1).boundingBox())!,
      ];
      const { x, y } = placesInCart[1]![1]!;
      const off = Math.hypot(
        ring.x + ring.width / 2 - figure.x - x * figure.width,
        ring.y + ring.height / 2 - figure.y - y * figure.height,
      );
      assert.ok(off < 1, `${off} px off`);
      await page.getByLabel('mass, kg').focus();
      await becomes(() => page.locator('.ring.lit').count(), 2);
      await becomes(() => page.locator('.facts li.lit').count(), 1);
      await page.locator('.facts li').nth(2).hover();
      await page.getByLabel('g, m/s^2').focus();
      await becomes(() => page.locator('.ring.lit').count(), 0);
      await page.locator('.ring.value').nth(1).click();
      await becomes(
        () => page.getByLabel('spring constant, N/m').evaluate((e) => e === document.activeElement),
        true,
      );
      await becomes(() => page.locator('.ring.lit').count(), 2);
      await view.screenshot(`solve-places-${theme}`);
      await post({ type: 'running', mode: 'auto' });
      await becomes(() => page.locator('.ring').count(), 0);
      await close();
    });

  test('without a figure it asks for one; a pasted picture goes to the host', async () => {
    const { view, page, sent, said, press, close } = await open('dark', 720, 900, {
      figure: false,
    });
    await view.screenshot('solve-no-figure');
    await press('Solve');
    await page.getByText('There is no picture yet').waitFor();
    await view.quiet();
    assert.deepEqual(
      sent.filter(({ type }) => type === 'solve'),
      [],
    );
    await page.evaluate(
      async (bytes) => {
        const image = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
      },
      [...cart],
    );
    await page.keyboard.press('Control+v');
    const { picture } = await said('picture');
    assert.equal(picture.name, 'Pasted image');
    assert.ok(Object.values(picture.bytes).length > 100);
    await close();
  });

  test('hostile text, a model that cannot, and every look', async () => {
    for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const) {
      const { page, post, close } = await open(theme, 720, 900, { placed: true });
      await post(solutionView(solution));
      const reference = join(import.meta.dirname, 'pictures', `solve-${theme}.png`);
      await compare(reference, `solve-${theme}`, page);
      await close();
    }
    const narrow = await open('dark', 300, 900, { placed: true });
    await narrow.post(solutionView(solution));
    await narrow.page.evaluate(() => document.fonts.ready.then(() => undefined));
    const wide = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 300, `${wide} pixels wide`);
    await narrow.view.screenshot('solve-narrow');
    const evil =
      '<img src="https://evil.example/x"><script>alert(1)</script> ![x](https://evil.example/y) $\\href{https://evil.example}{x}$';
    await narrow.post({
      ...solutionView(solution),
      ...{ answer: evil, thought: evil, final: evil, refused: evil },
    });
    assert.equal(
      await narrow.page.locator('img:not(.figure), script[src*=evil], a[href]').count(),
      0,
    );
    const failure = { type: 'failed', message: 'It cannot.', action: 'Use a server.' } as const;
    await narrow.post({ ...failure, code: 'model-cannot-answer' });
    await narrow.view.screenshot('solve-failed');
    await narrow.page.locator('.failure').getByRole('button', { name: 'Use a Server…' }).click();
    assert.equal((await narrow.said('offer')).what, 'server');
    await narrow.close();
  });
});
