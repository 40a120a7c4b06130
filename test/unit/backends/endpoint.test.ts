import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEndpoint } from '../../../engine/backends/endpoint.ts';
import { serverEnvironment, takeServerKey } from '../../../engine/backends/environment.ts';

test('addresses as people type them', () => {
  const bases: [typed: string, base: string, loopback: boolean, plain: boolean][] = [
    ['localhost:8000', 'http://localhost:8000/v1', true, false],
    [' http://localhost:8000/ ', 'http://localhost:8000/v1', true, false],
    ['http://127.0.0.1:1234/v1/chat/completions', 'http://127.0.0.1:1234/v1', true, false],
    ['http://[::1]:11434/v1/', 'http://[::1]:11434/v1', true, false],
    ['https://api.example.org/openai/v1/models', 'https://api.example.org/openai/v1', false, false],
    ['http://gpu.example.org', 'http://gpu.example.org/v1', false, true],
    ['http://localhost.example.org', 'http://localhost.example.org/v1', false, true],
  ];
  for (const [typed, base, loopback, plain] of bases) {
    const endpoint = parseEndpoint(typed);
    assert.deepEqual([endpoint.base, endpoint.loopback, endpoint.plain], [base, loopback, plain]);
  }
  assert.equal(parseEndpoint('https://a.example:443/x').origin, 'https://a.example');
});

test('what is no address, and what should not stand in one', () => {
  for (const typed of ['', '  ', 'ftp://a', 'file:///etc/passwd', 'http://', 'http://u:p@a', 'a b'])
    assert.throws(() => parseEndpoint(typed), { code: 'bad-input' }, typed);
});

test('a server on this machine is never reached through a proxy', () => {
  const env = serverEnvironment({ NO_PROXY: 'a.example, localhost', HTTPS_PROXY: 'http://p' });
  assert.equal(env.NODE_USE_ENV_PROXY, '1');
  assert.equal(env.no_proxy, 'a.example,localhost,127.0.0.1,::1');
  assert.equal(env.NO_PROXY, env.no_proxy);
  assert.match(serverEnvironment({ NO_PROXY: 'a' }, { no_proxy: 'b' }).no_proxy, /^b,/);
});

test('the key is taken out of the environment', () => {
  const env: Record<string, string | undefined> = { MARGINALIA_SERVER_KEY: ' k ' };
  assert.equal(takeServerKey(env), 'k');
  assert.deepEqual(env, {});
  assert.equal(takeServerKey({ MARGINALIA_SERVER_KEY: ' ' }), undefined);
});
