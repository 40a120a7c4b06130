/** The engine whose model is a server: what it sends, and what it makes of the answers. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import sharp from 'sharp';
import { openServer } from '../../../engine/backends/server.ts';
import type { Engine } from '../../../engine/server.ts';
import { drawing } from '../../engine/support/images.ts';
import {
  chatServer,
  colorsSeen,
  event,
  eventStream,
  piece,
  stream,
  type ChatServer,
} from './support/chat-server.ts';

const signal = new AbortController().signal;

type Serve = Parameters<typeof chatServer>[1];

const says =
  (...contents: string[]): Serve =>
  (response) => {
    response.writeHead(200, eventStream);
    response.end(stream(...contents));
  };

async function open(
  context: TestContext,
  serve: Serve,
  model: string | undefined = 'm',
): Promise<{ server: ChatServer; engine: Engine }> {
  const server = await chatServer(context, serve);
  return { server, engine: await openServer({ url: server.url, model }) };
}

interface Part {
  type: string;
  text?: string;
  image_url?: { url: string };
}

/** The pictures that went over the line. */
async function sent(server: ChatServer) {
  const [message] = server.asked[0]!.body['messages'] as { content: Part[] }[];
  const urls = message!.content.flatMap((part) => part.image_url?.url ?? []);
  return Promise.all(
    urls.map(async (url) => {
      const [head, data] = url.split(',') as [string, string];
      const bytes = Buffer.from(data, 'base64');
      return { head, bytes, meta: await sharp(bytes).metadata() };
    }),
  );
}

test('asking: images first, thought and answer apart', async (context) => {
  const { server, engine } = await open(context, says('<think>hm', '</think>', 'Four.'));
  const images = [await drawing(), await drawing(60, 40)];
  const heard: string[] = [];
  const answer = await engine.ask({
    ...{ images, question: 'Why?', mode: 'auto', signal },
    onDelta: (delta) => heard.push(delta.kind),
  });
  assert.deepEqual([answer.thought, answer.answer, answer.stopReason], ['hm', 'Four.', 'end']);
  assert.deepEqual([...new Set(heard)], ['thought', 'answer']);
  assert.deepEqual([answer.model, answer.device], ['m', `server ${new URL(server.url).host}`]);
  const pictures = await sent(server);
  assert.deepEqual(
    pictures.map(({ meta }) => [meta.width, meta.height]),
    [
      [96, 64],
      [60, 40],
    ],
  );
  const parts = (server.asked[0]!.body['messages'] as { content: Part[] }[])[0]!.content;
  assert.deepEqual(
    parts.map((part) => part.type),
    ['image_url', 'image_url', 'text'],
  );
});

test('only pixels leave the machine: no metadata, no foreign formats, no giants', async (context) => {
  const { server, engine } = await open(context, says('x'));
  const noise = { create: { width: 3200, height: 400, channels: 3, background: '#000' } } as const;
  const photo = sharp({
    ...noise,
    create: { ...noise.create, noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  });
  const tagged = await photo
    .jpeg()
    .withExif({ IFD0: { Copyright: 'me', Artist: 'me' } })
    .toBuffer();
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>',
  );
  await engine.ask({
    images: [tagged, svg],
    question: '?',
    mode: 'auto',
    signal,
    onDelta: () => undefined,
  });
  const [large, drawn] = await sent(server);
  assert.deepEqual(
    [large!.meta.format, large!.meta.width, large!.meta.exif],
    ['jpeg', 3072, undefined],
  );
  assert.equal(large!.head, 'data:image/jpeg;base64');
  assert.equal(large!.bytes.includes('Copyright'), false);
  assert.deepEqual([drawn!.meta.format, drawn!.head], ['png', 'data:image/png;base64']);
});

test('a thought cut by the limit is told', async (context) => {
  const { engine } = await open(context, (response) => {
    response.writeHead(200, eventStream);
    const usage = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 9 } };
    response.end(piece({ reasoning_content: 'on and on' }) + piece({}, 'length') + event(usage));
  });
  const ask = {
    images: [],
    question: '?',
    mode: 'auto',
    signal,
    onDelta: () => undefined,
  } as const;
  const answer = await engine.ask(ask);
  assert.deepEqual([answer.thoughtCut, answer.stopReason, answer.answer], [true, 'length', '']);
  assert.deepEqual([answer.promptTokens, answer.tokens], [5, 9]);
});

test('reading a formula: the answer normalized, its sureness where the server tells', async (context) => {
  const logprobs = { content: [{ token: 'x', logprob: Math.log(0.5) }] };
  const { server, engine } = await open(context, (response) => {
    response.writeHead(200, eventStream);
    const told = {
      choices: [{ delta: { content: '```latex\n\\frac { a }{ b }\n```' }, logprobs }],
    };
    response.end(event(told) + piece({}, 'stop') + event('[DONE]'));
  });
  const job = { image: await drawing(), signal, onToken: () => undefined };
  const reading = await engine.read(job);
  assert.equal(reading.latex, '\\frac{a}{b}');
  assert.ok(Math.abs(reading.confidence - 0.5) < 1e-9);
  assert.deepEqual([reading.width, reading.height, reading.tokens], [96, 64, []]);
  assert.equal(server.asked[0]!.body['logprobs'], true);
  assert.equal(server.asked[0]!.body['temperature'], 0);
  const silent = await open(context, says('$x^2$'));
  assert.deepEqual((await silent.engine.read({ ...job, zoom: 0.5 })).confidence, 0);
  const [small] = await sent(silent.server);
  assert.deepEqual([small!.meta.width, small!.meta.height], [48, 32]);
  await assert.rejects((await open(context, says('```\n\n```'))).engine.read(job), {
    code: 'server-empty',
  });
  await assert.rejects(engine.read({ ...job, image: Buffer.from('not an image') }), {
    code: 'bad-image',
  });
});

const models =
  (...ids: string[]): Serve =>
  (response, asked) => {
    if (asked.path.endsWith('/models'))
      response.end(JSON.stringify({ data: ids.map((id) => ({ id })) }));
    else void says('x')(response, asked);
  };

test('without a model named, the only one is taken', async (context) => {
  const ask = {
    images: [],
    question: '?',
    mode: 'auto',
    signal,
    onDelta: () => undefined,
  } as const;
  const only = await open(context, models('the-one'), '');
  const named = await openServer({ url: only.server.url });
  assert.equal((await named.ask(ask)).model, 'the-one');
  assert.deepEqual(await named.server!.models(signal), [{ name: 'the-one' }]);
  const telling = await open(context, (response) => {
    const data = [
      { id: 'vllm', max_model_len: 8192 },
      { id: 'gateway', context_length: 200_000 },
      { id: 'llama', meta: { n_ctx: 4096, n_ctx_train: 131_072 } },
      { id: 'odd', max_model_len: 'long', context_length: -1, meta: 3 },
    ];
    response.end(JSON.stringify({ data }));
  });
  assert.deepEqual(
    (await telling.engine.server!.models(signal)).map(({ name, context: length }) => [
      name,
      length,
    ]),
    [
      ['vllm', 8192],
      ['gateway', 200_000],
      ['llama', 4096],
      ['odd', undefined],
    ],
  );
  const many = await open(context, models('a', 'b'));
  await assert.rejects((await openServer({ url: many.server.url })).ask(ask), {
    ...{ code: 'bad-input', message: /several models: a, b/ },
  });
  const none = await open(context, models());
  await assert.rejects((await openServer({ url: none.server.url })).ask(ask), /no model loaded/);
  const odd = await open(context, (response) => response.end('<p>hi</p>'));
  await assert.rejects(odd.engine.server!.models(signal), { code: 'server-not-api' });
});

test('the probe tells a model that sees from one that guesses and one that refuses', async (context) => {
  const seeing = await open(context, async (response, asked) => {
    const colors = await colorsSeen(asked);
    response.writeHead(200, eventStream);
    response.end(stream('<think>red? blue?</think>', colors));
  });
  assert.equal((await seeing.engine.server!.probe('m', signal)).images, 'seen');
  const blind = await open(context, says('I see no image.'));
  assert.equal((await blind.engine.server!.probe('m', signal)).images, 'unsure');
  const refusing = await open(context, (response) => {
    response.writeHead(400).end(JSON.stringify({ error: 'image_url is not supported' }));
  });
  const probe = await refusing.engine.server!.probe('m', signal);
  assert.equal(probe.images, 'refused');
  assert.match(probe.detail, /image_url is not supported/);
});
