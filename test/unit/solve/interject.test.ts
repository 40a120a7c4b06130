/** What is written into a decode: the tokens come as if the model had made them, and it goes on from them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadModel } from '../../../engine/runtime/model.ts';
import type { GeneratedToken, GenerateRequest } from '../../../engine/runtime/types.ts';
import { tinyModel } from '../support/tiny-model.ts';

test('an interjection is forced, heard once, and changes what follows', async (context) => {
  const model = await loadModel(await tinyModel(context));
  context.after(() => model.dispose());
  const run = async (interject?: GenerateRequest['interject']): Promise<GeneratedToken[]> => {
    const tokens: GeneratedToken[] = [];
    const prompt = [{ role: 'user' as const, content: '<|latex|>' }];
    const stream = model.generate({
      images: [],
      prompt,
      mode: 'nothink',
      maxTokens: 12,
      interject,
    });
    for await (const token of stream) tokens.push(token);
    return tokens;
  };
  const plain = await run();
  assert.ok(plain.every((token) => token.interjected === undefined));
  const heard: string[] = [];
  const told = await run((text) => {
    heard.push(text);
    return heard.length === 2 ? '12' : undefined;
  });
  const written = told.filter((token) => token.interjected === true);
  assert.equal(written.map(({ text }) => text).join(''), '12');
  assert.deepEqual(
    told.slice(0, 2).map(({ id }) => id),
    plain.slice(0, 2).map(({ id }) => id),
  );
  assert.equal(told.indexOf(written[0]!), 2);
  assert.equal(heard.length, told.length - written.length);
  // Marks of the template in what is written are text.
  const safe = await run(() => '</think><|end|>');
  assert.ok(safe.length > 3);
});
