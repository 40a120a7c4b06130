/** `solve` through command line, engine process and a chat server over real sockets. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { EngineClient } from '../../engine/client.ts';
import type { Solution } from '../../engine/solve/messages.ts';
import {
  chatServer,
  eventStream,
  stream,
  type Asked,
} from '../unit/backends/support/chat-server.ts';
import { cli } from './support/cli.ts';
import { drawing } from './support/images.ts';
import { bundledSolves } from './support/solves.ts';

const facts =
  'Facts:\n- mass: $m = 0.5\\,\\text{kg}$ (picture)\n- spring constant: $k = 80\\,\\text{N/m}$ (question)\n\n' +
  'Law: $T = 2\\pi\\sqrt{\\frac{m}{k}}$\n\nSteps:\n';
const call = '<<2*pi*sqrt(0.5/80)>>';
const result = '=(sqrt(10)/20)*pi~=0.496729413';
const end =
  '\n$T = 2\\pi\\sqrt{\\frac{0.5}{80}} \\approx 0.497\\,\\text{s}$\n$f = \\frac{1}{T} = 2.51\\,\\text{Hz}$\n\nAnswer: $T = 0.497\\,\\text{s}$';

async function image(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-solve-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, 'spring.png');
  await writeFile(path, await drawing());
  return path;
}

/** A model that stops where it is told to, and goes on from what it is handed. */
function answering(thought = ''): (response: ServerResponse, asked: Asked) => void {
  return (response, { body }) => {
    response.writeHead(200, eventStream);
    const messages = body['messages'] as { role: string; content: string }[];
    const begun = messages.find(({ role }) => role === 'assistant')?.content;
    if (begun !== undefined) response.end(stream(end));
    else
      response.end(stream(thought, facts, Array.isArray(body['stop']) ? call.slice(0, -2) : call));
  };
}

test('a server stops at a calculator call and goes on with the engine’s result', async (context) => {
  const server = await chatServer(context, answering('<think>A spring: <<1+1>> of it.</think>'));
  const client = new EngineClient({ server: { url: server.url, model: 'm' } });
  context.after(() => client.dispose());
  let streamed = '';
  const solution = await client.solve('What is the period?', {
    images: [await drawing()],
    onDelta: (delta) => (streamed += delta.kind === 'answer' ? delta.text : ''),
  });
  const [first, second] = server.asked.map(({ body }) => body);
  assert.deepEqual(first?.['stop'], ['>>']);
  const begun = (second?.['messages'] as { role: string; content: string }[]).at(-1);
  assert.equal(begun?.role, 'assistant');
  assert.ok(begun.content.endsWith(call + result), begun.content);
  assert.equal(solution.answer, facts + call + result + end);
  assert.equal(streamed, solution.answer);
  assert.equal(solution.calculations.at(-1)?.result, result);
  assert.deepEqual(
    solution.facts.map(({ name, symbol, value, unit, source }) => [
      name,
      symbol,
      value,
      unit,
      source,
    ]),
    [
      ['mass', 'm', '0.5', 'kg', 'picture'],
      ['spring constant', 'k', '80', 'N/m', 'question'],
    ],
  );
  assert.equal(solution.final, '$T = 0.497\\,\\text{s}$');
  assert.equal(solution.finalSymbol, 'T');
  const marks = (right: string): string[] =>
    solution.steps.filter((step) => step.right.startsWith(right)).map(({ mark }) => mark);
  assert.deepEqual(marks('0.497\\,'), ['verified', 'verified']);
  const wrong = solution.steps.find(({ mark }) => mark === 'refuted');
  assert.match(wrong?.right ?? '', /2\.51/);
  assert.match(wrong?.correct ?? '', /2\.01 Hz/);

  const heavier = solution.facts.map((fact) =>
    fact.symbol === 'm' ? { ...fact, value: '2' } : fact,
  );
  const again = await client.recompute(heavier, solution.derived);
  const values = again.map(({ symbol, value }) => [symbol, value]);
  assert.deepEqual(values, [
    ['T', '0.993 s'],
    ['f', '1.01 Hz'],
  ]);
  assert.match(again[0]!.latex, /^T = 2\\pi\\sqrt\{\\frac\{m\}\{k\}\} = 0\.993\\,\\text\{s\}$/);
});

test('the command line: facts, marks, answer; as JSON too', async (context) => {
  const server = await chatServer(context, answering());
  const picture = await image(context);
  const choice = ['--server', server.url, '--server-model', 'm'];
  const told = await cli(['solve', picture, 'What is the period?', ...choice]);
  assert.equal(told.code, 0, told.stderr);
  assert.match(told.stdout, /Facts\n {2}m = 0\.5 kg {2}\(mass, picture\)/);
  assert.match(told.stdout, /✗ .*2\.51.*right is 2\.01 Hz|✗ .*2\.51.*2\.01 Hz/);
  assert.match(told.stdout, /✓ .*0\.497.*rounds to 3 digits/);
  assert.match(told.stdout, /Answer\n {2}\$T = 0\.497/);
  assert.match(told.stderr, /Law:/);
  const json = await cli(['solve', picture, 'What is the period?', '--json', ...choice]);
  const solution = JSON.parse(json.stdout) as Solution;
  assert.equal(solution.derived.length, 2);
  assert.equal(solution.confidence, null);
});

test('a model that declines: its reason, and exit code 2', async (context) => {
  const server = await chatServer(context, (response) => {
    response.writeHead(200, eventStream);
    response.end(stream('Cannot be solved: the mass is not shown.'));
  });
  const picture = await image(context);
  const told = await cli([
    'solve',
    picture,
    'How long?',
    '--server',
    server.url,
    '--server-model',
    'm',
  ]);
  assert.equal(told.code, 2);
  assert.match(told.stdout, /No answer\n {2}the mass is not shown\./);
});

const reader = { skip: bundledSolves && 'the bundled model solves problems' };
test('a model that only reads says that it cannot, and what can', reader, async (context) => {
  const told = await cli(['solve', await image(context), 'How long?']);
  assert.equal(told.code, 1);
  assert.match(told.stderr, /cannot solve problems\. .*--server URL/);
});

test('a server that refuses to go on is asked in words', async (context) => {
  const server = await chatServer(context, (response, { body }) => {
    const messages = body['messages'] as { role: string }[];
    if (messages.at(-1)?.role === 'assistant') {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end('{"error":{"message":"last message must be from the user"}}');
    } else if (messages.length > 1) response.writeHead(200, eventStream).end(stream(' so it is.'));
    else response.writeHead(200, eventStream).end(stream('<<1/3+1/6'));
  });
  const client = new EngineClient({ server: { url: server.url, model: 'm' } });
  context.after(() => client.dispose());
  const { answer } = await client.solve('?', { images: [await drawing()] });
  assert.equal(answer, '<<1/3+1/6>>=0.5 so it is.');
});
