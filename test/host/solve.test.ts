/** Problems in pictures in a real VS Code: solved from a file and from a page, corrected, kept beside the page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { becomes, eventually, matches } from '../eventually.ts';
import { stream, type Asked } from '../unit/backends/support/chat-server.ts';
import { answeringServer } from './answers.ts';
import { fitPage } from './pages.ts';
import { isStored } from './stored.ts';
import { root, story } from './story.ts';

const figures = join(root, 'test', 'figures');
const files = {
  'cart.png': readFileSync(join(figures, 'springs-cart.png')),
  'parabola.png': readFileSync(join(figures, 'graph-parabola.png')),
  // Made by the recipe: the left arm has its name and no value.
  'lever.png': readFileSync(join(root, 'test', 'fixtures', 'diagrams', 'lever-lacking.png')),
  'sheet.pdf': readFileSync(join(figures, 'sheet.pdf')),
};
const question = 'What is the period?';

/** What a model that solves writes until it calls the calculator, and from its result on. */
const written = [
  '<think>A cart on a spring swings. The label says $k = 250\\,\\text{N/m}$.</think>' +
    'Facts:\n- mass: $m = 1.6\\,\\text{kg}$ (picture)\n- spring constant: $k = 250\\,\\text{N/m}$ (picture)\n\n' +
    'Law: $T = 2\\pi\\sqrt{\\frac{m}{k}}$\n\nSteps:\n<<2*pi*sqrt(1.6/250)',
  ' s\n\n$T = 2\\pi\\sqrt{\\frac{m}{k}} = 2\\pi\\sqrt{\\frac{1.6}{250}} \\approx 0.503\\,\\text{s}$\n\n' +
    '$f = \\frac{1}{T} = 2.51\\,\\text{Hz}$\n\nAnswer: $T = 0.503\\,\\text{s}$',
];

function answerTo(asked: Asked): string {
  const body = JSON.stringify(asked.body);
  if (!body.includes('Solve the problem shown in the image')) return 'It doubles.';
  return written[body.includes('sqrt(1.6/250)>>') ? 1 : 0] ?? '';
}

story('problems in pictures in VS Code', { name: 'solve', files }, (told) => {
  const { step } = told;
  const server = answeringServer('solver', (response, asked) =>
    response.end(stream(answerTo(asked))),
  );

  const solver = () => told.code.webview('body > .problem:visible');
  const reader = () => told.code.webview('.reader .page canvas');
  const ask = async (): Promise<void> => {
    const box = (await solver()).getByLabel('Question', { exact: true });
    await box.fill(question);
    await box.press('Enter');
  };

  step('an image of the Explorer: an empty question is told, and nothing is sent', async () => {
    const { code } = told;
    await told.useServer(server.url);
    const before = server.asked.length;
    await code.explorerMenu(['cart.png'], 'Solve Problem in Image');
    const view = await solver();
    await view.getByRole('button', { name: 'Solve', exact: true }).click();
    await view.getByRole('alert').filter({ hasText: question }).waitFor();
    // Sound, for a request would have left before the view could say what is missing.
    assert.equal(server.asked.length, before);
    await code.screenshot('solve-1-question');
  });

  step('facts, marked steps and the answer, with a sum of our own calculator', async () => {
    await ask();
    const view = await solver();
    await view.getByRole('heading', { name: 'Answer' }).waitFor();
    await becomes(() => view.getByLabel('mass, kg').inputValue(), '1.6');
    assert.equal(await view.getByLabel('spring constant, N/m').inputValue(), '250');
    await matches(() => view.locator('.result > .answer').innerText(), /0\.503/);
    await eventually(async () =>
      assert.ok((await view.locator('.steps > .verified').count()) >= 3),
    );
    await matches(() => view.locator('.steps > .refuted').innerText(), /1\.99 Hz/);
    await matches(
      () => view.locator('.writing .answer').textContent(),
      /2\*pi\*sqrt\(1\.6\/250\).*0\.5026/,
    );
    await told.code.screenshot('solve-2-solved');
  });

  step('a corrected value is worked out at once, without the model', async () => {
    const view = await solver();
    const before = server.asked.length;
    await view.getByLabel('mass, kg').fill('6.4');
    await view.locator('.again', { hasText: '1.01' }).waitFor();
    assert.equal(server.asked.length, before);
    await told.code.screenshot('solve-3-corrected');
  });

  step(
    'Solve Clipboard Image without a clipboard in reach: the view takes a pasted picture',
    async () => {
      const { code } = told;
      await code.command('View: Close All Editors');
      await code.copyImage(files['cart.png']);
      await code.command('Marginalia: Solve Problem in Clipboard Image');
      const view = await solver();
      await view.getByText('Paste the picture of a problem here').waitFor();
      await view.getByLabel('Question', { exact: true }).click();
      await code.page.keyboard.press('Control+v');
      await view.locator('.caption', { hasText: 'Pasted image' }).waitFor();
      await code.page.locator('.tab.active', { hasText: 'Solve Pasted image' }).waitFor();
    },
  );

  step('a box around a figure of a PDF is solved and leads back to its page', async () => {
    const { code } = told;
    await code.command('View: Close All Editors');
    await code.explorerMenu(['sheet.pdf'], 'Open in Marginalia PDF Reader');
    const pages = await reader();
    const place = await fitPage(code, pages);
    await pages.getByRole('button', { name: 'Select Region' }).click();
    await code.page.mouse.move(...place(130, 200));
    await code.page.mouse.down();
    await code.page.mouse.move(...place(300, 280));
    await code.page.mouse.move(...place(480, 350));
    await code.page.mouse.up();
    await pages.getByRole('button', { name: 'Solve…' }).click();
    const view = await solver();
    await view.locator('.caption', { hasText: 'sheet.pdf, p. 1' }).waitFor();
    const printed = view.getByRole('group', { name: 'Questions on the page' });
    await printed.getByRole('button').nth(2).waitFor();
    await code.screenshot('solve-3b-printed');
    await printed.getByRole('button', { name: 'How long does one oscillation' }).click();
    const typed = await view.getByLabel('Question', { exact: true }).inputValue();
    assert.match(typed, /^The cart in the figure .* How long does one oscillation take\?$/);
    assert.equal(await printed.isVisible(), false, 'there is a question now');
    await ask();
    await view.getByRole('heading', { name: 'Answer' }).waitFor();
    await pages.locator('.page-field').fill('2');
    await pages.locator('.page-field').press('Enter');
    await view.getByRole('button', { name: 'Show in Page' }).click();
    await becomes(() => pages.locator('.page-field').inputValue(), '1');
    await code.screenshot('solve-4-page');
  });

  step('the solution is kept in the margin, with its marks, and goes on there', async () => {
    const { code } = told;
    await (await solver()).getByRole('button', { name: 'Keep in Margin' }).click();
    await (await solver()).getByText('Kept in the margin').waitFor();
    const card = (await reader()).locator('.thread-card', { hasText: question });
    await card.locator('.turn > .answer', { hasText: '✓' }).waitFor();
    await code.screenshot('solve-5-kept');
    const tabs = code.page.locator('.tab[data-resource-name="sheet.pdf"]');
    await becomes(() => tabs.count(), 1); // in the editor that is open
    const text = await told.until('sheet.pdf.margin.md', /✗/);
    assert.match(text, /### What is the period\?/);
    assert.match(text, /0\.503\\,\\text\{s\}\$ ✓/);
    assert.match(text, /- ✗ \$.*2\.51.*1\.99 Hz/);
    const more = card.getByRole('textbox', { name: 'Follow-up question' });
    await more.fill('And with four times the mass?');
    await more.press('Enter');
    await card.getByText('It doubles.').waitFor();
    await told.until('sheet.pdf.margin.md', /It doubles\./); // seen a moment before it is written down
    const asked = JSON.stringify(server.asked.at(-1)!.body);
    assert.match(asked, /0\.503/, 'the solution is what came before');
    assert.match(asked, /data:image/, 'the figure goes along');
  });

  step('after a reload of the window the thread is there, and so is the problem', async () => {
    const { page } = told.code;
    // The question is in what the view keeps of itself: its tab's name alone may be written down before.
    await becomes(() => isStored(page, 'marginalia.solve', 'sheet.pdf, p. 1', question), true);
    await page.reload({ waitUntil: 'commit' });
    await page.locator('.explorer-folders-view').waitFor();
    const view = await told.code.webview('.margin .thread-card');
    const card = view.locator('.thread-card', { hasText: question });
    await card.getByText('It doubles.').waitFor();
    await card.locator('.turn > .answer', { hasText: '✓' }).first().waitFor();
    const problem = await solver();
    await problem.getByRole('heading', { name: 'Answer' }).waitFor();
    await becomes(() => problem.getByLabel('mass, kg').inputValue(), '1.6');
    await problem.locator('.caption', { hasText: 'sheet.pdf, p. 1' }).waitFor();
    await told.code.screenshot('solve-6-reloaded');
  });
});

const config = join(root, 'models', 'bundled', 'generation_config.json');
const { companions } = JSON.parse(readFileSync(config, 'utf8')) as { companions?: object };

if (companions === undefined)
  test('the bundled model solves a problem', { skip: 'the bundled model has no solver' });
else
  story('the bundled model solves in VS Code', { name: 'solve-bundled', files }, (told) => {
    told.step(
      'a figure of a file: an answer or a refusal, by the model that is packaged',
      async () => {
        const { code } = told;
        await code.explorerMenu(['cart.png'], 'Solve Problem in Image');
        const view = await code.webview('body > .problem:visible');
        await view.locator('.caption', { hasText: 'cart.png' }).waitFor();
        const box = view.getByLabel('Question', { exact: true });
        await box.fill(`${question} Neglect friction.`);
        await box.press('Enter');
        const title = view.locator('.result > h2');
        await title.waitFor();
        await code.screenshot('solve-7-bundled');
        if ((await title.innerText()) === 'No answer') {
          await view.getByRole('button', { name: 'Use a Server…' }).waitFor();
          return;
        }
        await view.locator('.facts li').first().waitFor();
        await matches(() => view.locator('.result > .answer').innerText(), /\d/);
        // Where a fact was read is shown on the figure, and leads to its value.
        const ring = view.locator('.ring.value').first();
        await ring.click();
        await view.locator('.facts li.lit input:focus').waitFor();
        await code.screenshot('solve-8-places');
        await matches(() => view.locator('.note:visible').innerText(), /· cpu ·/i);
      },
    );

    told.step('what no formula works out is solved again with corrected values', async () => {
      const { code } = told;
      await code.command('View: Close All Editors');
      await code.explorerMenu(['parabola.png'], 'Solve Problem in Image');
      const view = await code.webview('body > .problem:visible');
      await view.locator('.caption', { hasText: 'parabola.png' }).waitFor();
      const box = view.getByLabel('Question', { exact: true });
      await box.fill('What are the coordinates of the lowest point of the graph?');
      await box.press('Enter');
      const across = view.getByLabel('x of S', { exact: false });
      await across.fill('-4');
      await view.getByText('No formula says').waitFor();
      await code.screenshot('solve-9-corrected');
      await view.getByRole('button', { name: 'Solve with These Values' }).click();
      await matches(() => view.locator('.result > .answer').innerText(), /[−-]\s?4/);
      await becomes(() => across.inputValue(), '-4');
      await view.getByText('x of S, corrected').waitFor();
      // The model was not asked where they are; they are where they were.
      await view.locator('.ring').first().waitFor();
      await code.screenshot('solve-10-with-values');
    });

    told.step('a value that the figure lacks is told of, typed in and solved with', async () => {
      const { code } = told;
      await code.command('View: Close All Editors');
      await code.explorerMenu(['lever.png'], 'Solve Problem in Image');
      const view = await code.webview('body > .problem:visible');
      await view.locator('.caption', { hasText: 'lever.png' }).waitFor();
      const box = view.getByLabel('Question', { exact: true });
      await box.fill('The bar is level. What is $F_2$?');
      await box.press('Enter');
      await view.locator('.result > h2', { hasText: 'No answer' }).waitFor();
      const arm = view.getByLabel(/^d_1,/);
      await becomes(() => arm.inputValue(), '');
      await code.screenshot('solve-11-lacking');
      await arm.fill('3.4');
      await view.getByRole('button', { name: 'Solve with These Values' }).click();
      await matches(() => view.locator('.result > .answer').innerText(), /270/);
      await code.screenshot('solve-12-typed');
    });
  });
