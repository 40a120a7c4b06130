import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { ChatTemplate } from '../../../engine/text/template.ts';
import { TextStream, TextTokenizer } from '../../../engine/text/tokenizer.ts';
import { tinyModel } from '../support/tiny-model.ts';

test('LaTeX is cut into its tokens and comes back unchanged', async (context) => {
  const tokenizer = await TextTokenizer.load(await tinyModel(context));
  const pieces = ['\\alpha ', '\\frac ', '{', '}', '^', '_', '1', '2', '+', 'a', 'm'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces)), (tokens) => {
      const ids = tokenizer.encode(tokens.join(''));
      assert.equal(ids.length, tokens.length);
      assert.equal(tokenizer.decode(ids), tokens.join(''));
      const stream = new TextStream(tokenizer);
      assert.deepEqual(
        ids.map((id) => stream.push(id)),
        tokens,
      );
    }),
  );
});

test('special tokens are single ids and have no text; a thought mark has', async (context) => {
  const tokenizer = await TextTokenizer.load(await tinyModel(context));
  const ids = tokenizer.encode('<|user|><|latex|>a<think><|end|>');
  assert.equal(ids.length, 5);
  assert.equal(tokenizer.decode(ids), 'a<think>');
  const stream = new TextStream(tokenizer);
  assert.deepEqual(
    ids.map((id) => stream.push(id)),
    ['', '', 'a', '<think>', ''],
  );
  assert.deepEqual(tokenizer.encode(''), []);
  assert.equal(tokenizer.idOf('no such token'), undefined);
});

test('half a character waits for the other half', () => {
  const parts = ['\uFFFD', 'é', 'x'];
  const fake = {
    encode: () => [],
    idOf: () => undefined,
    isSpecial: () => false,
    decode: (ids: readonly number[]) => (ids.length === 2 ? 'é' : (parts[ids[0] ?? 0] ?? '')),
  };
  const stream = new TextStream(fake);
  assert.deepEqual([stream.push(0), stream.push(1), stream.push(2)], ['', 'é', 'x']);
});

test('a conversation is rendered with the token of its mode', async (context) => {
  const directory = await tinyModel(context);
  const tokenizer = await TextTokenizer.load(directory);
  const template = await ChatTemplate.load(directory);
  const messages = [{ role: 'user' as const, content: '<image><|latex|>' }];
  const start = '<|user|><image><|latex|><|assistant|>';
  assert.equal(template.render(messages, 'auto', tokenizer), start);
  assert.equal(template.render(messages, 'think', tokenizer), `${start}<think>`);
  assert.equal(template.render(messages, 'nothink', tokenizer), `${start}<nothink>`);
  const later = [
    ...messages,
    { role: 'assistant' as const, content: 'a' },
    { role: 'user' as const, content: 'b' },
  ];
  assert.equal(template.render(later, 'auto', tokenizer), `${start}a<|end|><|user|>b<|assistant|>`);
});

test('a mode that the vocabulary does not know is refused by name', async (context) => {
  const directory = await tinyModel(context);
  const template = await ChatTemplate.load(directory);
  const none = {
    encode: () => [],
    decode: () => '',
    idOf: () => undefined,
    isSpecial: () => false,
  };
  assert.equal(template.modeToken('auto', none), '');
  assert.throws(() => template.modeToken('think', none), {
    code: 'model-unsupported',
    message: /tokenizer\.json has no token for the mode "think" \(<think>\)/,
  });
  const big = { ...none, idOf: (token: string) => (token === '<|dummy_84|>' ? 9 : undefined) };
  assert.equal(template.modeToken('nothink', big), '<|dummy_84|>');
});

test('the template may be in tokenizer_config.json; without one the folder is no model', async (context) => {
  const directory = await tinyModel(context);
  const tokenizer = await TextTokenizer.load(directory);
  await rm(join(directory, 'chat_template.jinja'));
  await assert.rejects(ChatTemplate.load(directory), { code: 'model-missing' });
  const config = join(directory, 'tokenizer_config.json');
  await writeFile(config, JSON.stringify({ chat_template: 'Q: {{ messages[0].content }} A:' }));
  const template = await ChatTemplate.load(directory);
  assert.equal(template.render([{ role: 'user', content: 'b' }], 'auto', tokenizer), 'Q: b A:');
  await writeFile(join(directory, 'chat_template.jinja'), "{{ raise_exception('no such role') }}");
  const refusing = await ChatTemplate.load(directory);
  assert.throws(() => refusing.render([], 'auto', tokenizer), {
    code: 'model-corrupt',
    message: /chat_template\.jinja.*no such role/,
  });
  await writeFile(join(directory, 'chat_template.jinja'), '{% for %}');
  await assert.rejects(ChatTemplate.load(directory), { code: 'model-corrupt' });
  await writeFile(join(directory, 'tokenizer.json'), '{"model": 3}');
  await assert.rejects(TextTokenizer.load(directory), { code: 'model-corrupt' });
});

test('the stop token is known by its text, bare or with options around it', async (context) => {
  const directory = await tinyModel(context);
  const stopOf = async (config: object) => {
    await writeFile(join(directory, 'tokenizer_config.json'), JSON.stringify(config));
    return (await TextTokenizer.load(directory)).stopId;
  };
  assert.equal(await stopOf({ eos_token: '<|end|>' }), 3);
  assert.equal(await stopOf({ eos_token: { content: '<|end|>', lstrip: true } }), 3);
  assert.equal(await stopOf({ eos_token: 'no such token' }), undefined);
  assert.equal(await stopOf({ eos_token: null }), undefined);
});
