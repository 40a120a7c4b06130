/** The quick way of one token gives what the plain way gives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensureCompiled } from '../../../engine/compile/compile.ts';
import { openSessions, releaseSessions } from '../../../engine/runtime/sessions.ts';
import { decoderSignature } from '../../../engine/runtime/signature.ts';
import { embedTokens, Sequence, TokenRows } from '../../../engine/runtime/steps.ts';
import { TokenWords } from '../../../engine/runtime/token-words.ts';
import { tinyModel } from '../support/tiny-model.ts';

test('steps with reused buffers are the same as single positions appended', async (context) => {
  const directory = await tinyModel(context);
  await ensureCompiled(directory);
  const sessions = await openSessions(directory, 'cpu', 1);
  context.after(() => releaseSessions(sessions));
  const signature = decoderSignature(directory, sessions.decoder);
  const rows = new TokenRows(sessions);
  const prompt = await embedTokens(sessions, [4, 5, 6]);
  // Room for few positions, so that the cache grows on the way.
  const [plain, quick] = [4, 4].map((room) => new Sequence(sessions, signature, room));
  assert.deepEqual(await quick!.append(prompt), await plain!.append(prompt));
  for (const id of [9, 12, 9, 20, 12, 31, 9]) {
    const expected = await plain!.append(await embedTokens(sessions, [id]));
    assert.deepEqual(await quick!.step(await rows.row(id)), expected);
    assert.equal(quick!.length, plain!.length);
  }
});

test('a token’s row and its text are asked for once', async (context) => {
  const directory = await tinyModel(context);
  await ensureCompiled(directory);
  const sessions = await openSessions(directory, 'cpu', 1);
  context.after(() => releaseSessions(sessions));
  const rows = new TokenRows(sessions);
  assert.equal(await rows.row(7), await rows.row(7));
  assert.deepEqual(await rows.row(7), await embedTokens(sessions, [7]));
  let decoded = 0;
  const words = new TokenWords({
    decode: ([id]: readonly number[]) => `${String(id)}:${++decoded}`,
  } as unknown as ConstructorParameters<typeof TokenWords>[0]);
  assert.deepEqual([words.of(3), words.of(3), words.of(4)], ['3:1', '3:1', '4:2']);
});
