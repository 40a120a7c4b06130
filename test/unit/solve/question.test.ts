/** Questions reach a trained model as it learnt to read them, token for token. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { spellQuestion } from '../../../engine/solve/question.ts';
import { TextTokenizer } from '../../../engine/text/tokenizer.ts';

// Made by make_told.py with the recipe's own encoder.
const file = join(import.meta.dirname, '../../fixtures/diagrams/tokens.json');
const made = JSON.parse(readFileSync(file, 'utf8')) as {
  tokenizer: object;
  texts: [string, number[]][];
};

test('the exported tokenizer cuts text as the recipe does', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-words-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify(made.tokenizer));
  await writeFile(join(directory, 'tokenizer_config.json'), '{}');
  const tokenizer = await TextTokenizer.load(directory);
  assert.ok(made.texts.length > 600);
  for (const [text, ids] of made.texts) {
    const { text: spelled, dropped } = spellQuestion(text);
    assert.equal(dropped, '');
    assert.deepEqual(tokenizer.encode(spelled), ids, text);
    // What the model writes is what it read, but for blanks behind commands.
    const bare = (latex: string): string => latex.replace(/(\\[A-Za-z]+) /g, '$1');
    assert.equal(bare(tokenizer.decode(ids)), bare(text));
  }
});

const spellings: [string, string, string?][] = [
  ['What is R if R₁ = 5 kΩ?', 'What is R if R$_1$ = 5 k$\\Omega $?'],
  ['C is 3 µF', 'C is 3 $\\mu $F'],
  ['Use 9.81 m/s².', 'Use 9.81 m/s$^2$.'],
  ['The angle is 30°. Find α.', 'The angle is $30^\\circ $. Find $\\alpha $.'],
  ['$α = 30°$', '$\\alpha = 30^\\circ $'],
  ['\\(\\dfrac{1}{2}\\) − 1', '$\\frac {1}{2}$ - 1'],
  ['naïve “x”\nand ½', 'naive "x" and 1/2'],
  ['$\\begin{matrix}1\\end{matrix}$', '$\\begin{matrix}1\\end{matrix}$'],
  ['周期は何ですか', '', '周期は何ですか'],
  ['What is the 周期?', 'What is the ?', '周期'],
];
for (const [question, text, dropped = ''] of spellings)
  test(`spelling of ${JSON.stringify(question)}`, () => {
    const spelled = spellQuestion(question);
    assert.equal(spelled.text, text);
    assert.deepEqual(new Set(spelled.dropped), new Set(dropped));
  });

test('whatever is asked, only what the model can read is left, and nothing grows without bound', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (question) => {
      const { text } = spellQuestion(question);
      assert.match(text, /^[ -~]*$/);
      assert.ok(text.length <= 20 * question.length);
      assert.equal(spellQuestion(text).text, text);
    }),
    { numRuns: 500 },
  );
});
