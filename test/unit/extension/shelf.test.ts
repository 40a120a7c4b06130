/** Problems of open tabs on disk: there again, whole or not at all, gone with their tabs. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { solutionOf } from '../../../engine/tasks/solve.ts';
import { newShelfId, Shelf, type Shelved } from '../../../extension/solve/shelf.ts';

const solution = solutionOf({
  thought: 'A mass on a spring.',
  answer: 'Facts:\n- mass: $m = 1.6\\,\\text{kg}$ (picture)\n\nAnswer: $T = 0.5\\,\\text{s}$',
  ...{ stopReason: 'end', thoughtCut: false, promptTokens: null, tokens: 9, millis: 4 },
  ...{ device: 'cpu', model: 'm' },
});
const entry: Shelved = {
  ...{ version: 1, name: 'cart.png', mime: 'image/png', question: 'T?', mode: 'think', solution },
  place: { pdf: 'file:///a.pdf', page: 2, rectangle: { x1: 1, y1: 2, x2: 3, y2: 4 } },
  facts: solution.facts.map((fact) => ({ ...fact, value: '3.2' })),
};
const picture = Uint8Array.of(1, 2, 3);

async function shelf(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-shelf-'));
  t.after(() => rm(folder, { recursive: true }));
  const reported: unknown[] = [];
  return { folder, reported, shelf: new Shelf(folder, (error) => reported.push(error)) };
}

test('a tab comes back as it was, its picture too, until it is closed', async (t) => {
  const { shelf: shelves, folder, reported } = await shelf(t);
  const [id, other] = [newShelfId(), newShelfId()];
  void shelves.save(id, { ...entry, solution: null, facts: [] }, picture);
  void shelves.save(id, entry);
  void shelves.save(other, entry, picture);
  const found = await shelves.load(id);
  assert.deepEqual(found?.entry, entry);
  assert.deepEqual(found.picture, picture, 'no Buffer, which a view would not get');
  await shelves.remove(id);
  assert.equal(await shelves.load(id), undefined);
  assert.deepEqual((await readdir(folder)).sort(), [`${other}.json`, `${other}.picture`]);
  assert.deepEqual(reported, []);
});

test('what is damaged is told and left out; what is not there is no error', async (t) => {
  const { shelf: shelves, folder, reported } = await shelf(t);
  const id = newShelfId();
  await shelves.save(id, entry, picture);
  for (const text of ['{', '{"version": 2}', JSON.stringify({ ...entry, mime: 'text/html' })]) {
    await writeFile(join(folder, `${id}.json`), text);
    assert.equal(await shelves.load(id), undefined, text);
  }
  assert.equal(reported.length, 3);
  assert.equal(await shelves.load(newShelfId()), undefined);
  assert.equal(reported.length, 3);
});

test('what no tab has written to for a month goes, and nothing else', async (t) => {
  const { shelf: shelves, folder } = await shelf(t);
  const [old, young] = [newShelfId(), newShelfId()];
  for (const id of [old, young]) await shelves.save(id, entry, picture);
  await writeFile(join(folder, 'notes.txt'), 'of somebody else');
  const then = Date.now() / 1_000 - 31 * 24 * 3_600;
  await utimes(join(folder, `${old}.json`), then, then);
  await shelves.prune();
  assert.deepEqual(
    (await readdir(folder)).sort(),
    ['notes.txt', `${young}.json`, `${young}.picture`].sort(),
  );
});
