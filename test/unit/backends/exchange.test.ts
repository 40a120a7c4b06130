/** The backend against a real server over sockets, on its bad days. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { test, type TestContext } from 'node:test';
import { complete, type Question } from '../../../engine/backends/chat.ts';
import { parseEndpoint } from '../../../engine/backends/endpoint.ts';
import { defaultLimits } from '../../../engine/backends/exchange.ts';
import type { Delta } from '../../../engine/protocol.ts';
import { chatServer, event, eventStream, piece, stream, trickle } from './support/chat-server.ts';

const question: Question = {
  ...{ model: 'm', text: 'What is two and two?', images: [], mode: 'auto', maxTokens: 100 },
};

type Serve = Parameters<typeof chatServer>[1];

async function fails(
  context: TestContext,
  serve: Serve,
  code: string,
  words: RegExp,
  limits: Parameters<Awaited<ReturnType<typeof chatServer>>['chosen']>[0] = {},
): Promise<void> {
  const server = await chatServer(context, serve);
  const asking = complete(server.chosen(limits), question);
  await assert.rejects(asking, (error: Error & Record<string, unknown>) => {
    assert.equal(error['code'], code, error.message);
    assert.match(`${error.message} ${String(error['action'])}`, words);
    return true;
  });
  // Whatever went wrong, the line is not left open.
  await server.closed();
}

test('a slow stream, cut inside characters and marks, comes out whole', async (context) => {
  const data = Buffer.from(stream('<think>naïve 😀</think>', '∑ é', '😀'));
  const server = await chatServer(context, async (response) => {
    response.writeHead(200, eventStream);
    await trickle(
      response,
      Array.from({ length: data.length / 7 + 1 }, (_, i) => data.subarray(i * 7, i * 7 + 7)),
    );
    response.end();
  });
  const heard: Delta[] = [];
  const done = await complete(server.chosen(), {
    ...question,
    onDelta: (delta) => heard.push(delta),
  });
  assert.equal(done.thought, 'naïve 😀');
  assert.equal(done.answer, '∑ é😀');
  assert.ok(heard.length >= 3);
  assert.deepEqual(server.asked[0]!.body['messages'], [{ role: 'user', content: question.text }]);
});

test('refusals name what to do', async (context) => {
  const refuse =
    (status: number, body: string, headers: Record<string, string> = {}): Serve =>
    (response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body);
    };
  const say = (message: string): string => JSON.stringify({ error: { message } });
  await fails(
    context,
    refuse(401, say('bad key')),
    'server-unauthorized',
    /401: bad key.*key again/,
  );
  await fails(context, refuse(403, ''), 'server-unauthorized', /key/);
  await fails(context, refuse(404, say('model m')), 'server-not-found', /model m.*\/v1/);
  await fails(context, refuse(413, ''), 'server-too-large', /smaller images/);
  await fails(
    context,
    refuse(429, say('slow down'), { 'retry-after': '7' }),
    'server-busy',
    /in 7 seconds/,
  );
  await fails(context, refuse(503, ''), 'server-busy', /in a moment/);
  await fails(context, refuse(500, '{"detail": "no memory"}'), 'server-failed', /no memory/);
  await fails(
    context,
    refuse(400, say('images are not supported')),
    'server-refused',
    /a model that sees/,
  );
  const html = { 'content-type': 'text/html' };
  await fails(context, refuse(502, '<h1>Bad gateway</h1>', html), 'server-failed', /\(502\)/);
  await fails(context, refuse(200, '<h1>Hello</h1>', html), 'server-not-api', /web page/);
  await fails(
    context,
    refuse(302, '', { location: 'http://127.0.0.1:1/' }),
    'server-redirected',
    /nothing was sent/,
  );
  await fails(context, refuse(500, say('x'.repeat(200_000))), 'server-failed', /xxx…/);
});

test('a connection that breaks', async (context) => {
  const broken: Serve = async (response) => {
    response.writeHead(200, eventStream);
    await trickle(response, [piece({ content: 'half' })]);
    response.destroy();
  };
  await fails(context, broken, 'server-dropped', /broke before/);
  const ended: Serve = (response) => {
    response.writeHead(200, eventStream);
    response.end(piece({ content: 'half' }));
  };
  await fails(context, ended, 'server-dropped', /without saying why/);
  await fails(context, (response) => response.destroy(), 'server-unreachable', /cannot be reached/);
});

test('a connection that breaks after the last word has cost nothing', async (context) => {
  const server = await chatServer(context, async (response) => {
    response.writeHead(200, eventStream);
    await trickle(response, [piece({ content: 'whole' }), piece({}, 'stop')]);
    response.destroy();
  });
  assert.equal((await complete(server.chosen(), question)).answer, 'whole');
});

test('silence, before the answer and in its middle', async (context) => {
  await fails(context, () => undefined, 'server-stalled', /not begun/, { beginMillis: 50 });
  const stops: Serve = async (response) => {
    response.writeHead(200, eventStream);
    await trickle(response, [piece({ content: 'half' })]);
  };
  await fails(context, stops, 'server-stalled', /stopped in the middle/, { stallMillis: 50 });
});

test('streams without an end and beyond all measure', async (context) => {
  const forever: Serve = (response) => {
    response.writeHead(200, eventStream);
    const timer = setInterval(() => response.write(': still here\n\n'), 10);
    response.on('close', () => clearInterval(timer));
  };
  await fails(context, forever, 'server-endless', /still answering/, { totalMillis: 150 });
  const flood: Serve = (response) => {
    response.writeHead(200, eventStream);
    const pour = (): void => {
      while (!response.destroyed && response.write(piece({ content: 'x'.repeat(10_000) })));
    };
    response.on('drain', pour);
    pour();
  };
  await fails(context, flood, 'server-too-long', /more than any answer needs/, {
    bytes: 2_000_000,
  });
  const line: Serve = (response) => {
    response.writeHead(200, eventStream);
    response.write(`data: ${'x'.repeat(6_000_000)}`);
  };
  await fails(context, line, 'server-too-long', /without an end/);
});

test('a stream that goes on after its end is left', async (context) => {
  const server = await chatServer(context, (response) => {
    response.writeHead(200, eventStream);
    response.write(stream('done') + piece({ content: 'and more' }));
  });
  assert.equal((await complete(server.chosen(), question)).answer, 'done');
  await server.closed();
});

test('cancelling closes the socket', async (context) => {
  const server = await chatServer(context, async (response) => {
    response.writeHead(200, eventStream);
    await trickle(response, [piece({ content: 'half' })]);
  });
  const controller = new AbortController();
  const asking = complete(server.chosen(), {
    ...{ ...question, signal: controller.signal },
    onDelta: () => controller.abort(),
  });
  await assert.rejects(asking, { code: 'cancelled' });
  await server.closed();
  await assert.rejects(complete(server.chosen(), { ...question, signal: AbortSignal.abort() }), {
    code: 'cancelled',
  });
  assert.equal(server.asked.length, 1, 'a cancelled question is never sent');
});

test('nobody at the address', async (context) => {
  const listener = net.createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as net.AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  const endpoint = parseEndpoint(`127.0.0.1:${port}`);
  const nobody = complete({ endpoint, limits: defaultLimits }, question);
  await assert.rejects(nobody, { code: 'server-unreachable', message: /ECONNREFUSED/ });
  const tls = await chatServer(context, (response) => response.end());
  const secure = parseEndpoint(tls.url.replace('http:', 'https:'));
  await assert.rejects(complete({ endpoint: secure }, question), { code: 'server-unreachable' });
});

test('what a server does not know is left out at a second try', async (context) => {
  const server = await chatServer(context, (response, { body }) => {
    if ('stream_options' in body || 'chat_template_kwargs' in body) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'unknown parameter' }));
      return;
    }
    response.writeHead(200, eventStream);
    response.end(stream('yes'));
  });
  const asked = { ...question, mode: 'nothink', temperature: 0, seed: 3 } as const;
  assert.equal((await complete(server.chosen(), asked)).answer, 'yes');
  const [first, second] = server.asked.map(({ body }) => body);
  assert.deepEqual(first!['chat_template_kwargs'], { enable_thinking: false });
  assert.deepEqual([second!['temperature'], second!['seed'], second!['max_tokens']], [0, 3, 100]);
});

test('the key is sent as a bearer, and only one that can be a key', async (context) => {
  const server = await chatServer(context, (response) => {
    response.writeHead(200, eventStream);
    response.end(stream('yes'));
  });
  await complete(server.chosen({}, 'sk-1'), question);
  assert.equal(server.asked[0]!.headers.authorization, 'Bearer sk-1');
  await complete(server.chosen(), question);
  assert.equal(server.asked[1]!.headers.authorization, undefined);
  await assert.rejects(complete(server.chosen({}, 'a\r\nhost: b'), question), {
    code: 'bad-input',
  });
});

test('Phi-4-reasoning-vision’s modes are the opening of its answer', async (context) => {
  const server = await chatServer(context, (response, { body }) => {
    response.writeHead(200, eventStream);
    const last = (body['messages'] as { content: string }[]).at(-1)!.content;
    response.end(last === '<think>' ? stream('why</think>x') : stream('x'));
  });
  const asked = { ...question, model: 'microsoft/Phi-4-reasoning-vision-15B' };
  const thinking = await complete(server.chosen(), { ...asked, mode: 'think' });
  assert.deepEqual([thinking.thought, thinking.answer], ['why', 'x']);
  await complete(server.chosen(), { ...asked, mode: 'nothink' });
  const bodies = server.asked.map(({ body }) => body);
  assert.equal(bodies[0]!['continue_final_message'], true);
  assert.deepEqual((bodies[1]!['messages'] as unknown[])[1], {
    ...{ role: 'assistant', content: '<|dummy_84|>' },
  });
});

test('an answer of nothing is an error', async (context) => {
  const nothing: Serve = (response) => {
    response.writeHead(200, eventStream);
    response.end(piece({}, 'stop') + event('[DONE]'));
  };
  await fails(context, nothing, 'server-empty', /nothing/);
});
