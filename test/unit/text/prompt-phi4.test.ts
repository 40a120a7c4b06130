import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as v from 'valibot';
import { splitPrompt } from '../../../engine/fusion/segments.ts';
import { ChatTemplate } from '../../../engine/text/template.ts';
import { TextTokenizer } from '../../../engine/text/tokenizer.ts';

const folder = join(import.meta.dirname, '../../fixtures/phi4');
const model = join(folder, 'model');
const cases = v.parse(
  v.array(
    v.object({
      messages: v.array(
        v.object({ role: v.picklist(['system', 'user', 'assistant']), content: v.string() }),
      ),
      mode: v.picklist(['auto', 'think', 'nothink']),
      prompt: v.string(),
      ids: v.array(v.number()),
    }),
  ),
  JSON.parse(readFileSync(join(folder, 'prompts.json'), 'utf8')),
);

test(`${cases.length} conversations are rendered as transformers renders them`, async () => {
  const [tokenizer, template] = [await TextTokenizer.load(model), await ChatTemplate.load(model)];
  for (const { messages, mode, prompt } of cases)
    assert.equal(template.render(messages, mode, tokenizer), prompt);
});

test('their tokens are those of the official processor, pictures between them', async () => {
  const tokenizer = await TextTokenizer.load(model);
  for (const { messages, prompt, ids } of cases) {
    const pictures = ids.filter((id) => id === -200).length;
    const segments = splitPrompt(prompt, new Array<number>(pictures).fill(7), tokenizer);
    const found = segments.flatMap((segment) => (segment.kind === 'text' ? segment.ids : [-200]));
    assert.deepEqual(found, ids, JSON.stringify(messages));
  }
});

test('text comes back from its tokens', async () => {
  const tokenizer = await TextTokenizer.load(model);
  for (const { messages } of cases)
    for (const { content } of messages) {
      if (content.includes('<|')) continue; // marks have no text
      assert.equal(tokenizer.decode(tokenizer.encode(content)), content);
    }
});
