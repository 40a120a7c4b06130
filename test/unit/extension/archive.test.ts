/** The history on disk: what is kept, what is pruned, what two windows do to each other. Real files. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Archive } from '../../../extension/readings/archive.ts';
import { History } from '../../../extension/readings/history.ts';
import { ReadingStore } from '../../../extension/readings/store.ts';
import type { FinishedReading } from '../../../webview/protocol.ts';

const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3]);

let folder: string;
const faults: unknown[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-history-'));
  faults.length = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  assert.deepEqual(faults, []);
});

function read(id: string, made = 1, latex = 'x'): FinishedReading {
  return {
    ...{ id, name: `${id}.png`, place: `figures/${id}.png`, made, earlier: false },
    ...{ status: 'read', latex, edited: latex, confidence: 0.9, alternatives: [] },
    ...{ tokens: [{ text: latex, confidence: 0.9 }], millis: 3, device: 'CPU', model: 'bundled' },
  };
}

function openWindow(limit = 1e9, log: string[] = []) {
  const store = new ReadingStore();
  const history = new History(folder, (line) => log.push(line));
  const archive = new Archive({
    ...{ store, history, limit: () => limit },
    originOf: (id) => `file:///figures/${id}.png`,
    report: (error) => faults.push(error),
  });
  const add = (reading: FinishedReading, bytes = png): void => {
    store.put({ ...reading, status: 'waiting' });
    store.setPicture(reading.id, { bytes, mime: 'image/png' });
    store.put(reading);
  };
  const ids = (): string[] => store.all().map(({ id }) => id);
  return { store, archive, add, ids };
}

test('readings, edits and pictures are there again in the next session', async () => {
  const first = openWindow();
  first.add(read('a'));
  first.add(read('b', 2));
  first.store.put({ ...read('a'), edited: 'x^2' });
  await first.archive.flush();

  const next = openWindow();
  await next.archive.sync();
  assert.deepEqual(next.ids(), ['b', 'a']);
  const a = next.store.get('a');
  assert.ok(a?.status === 'read' && a.edited === 'x^2' && a.earlier);
  assert.deepEqual((await next.store.findPicture('a'))?.bytes, png);
  assert.equal(next.archive.places('a').origin, 'file:///figures/a.png');
});

test('what is still being read is not kept; what failed is, with its picture', async () => {
  const window = openWindow();
  window.store.put({ ...read('running'), status: 'running', latex: '' });
  const problem = { code: 'bad-image', message: 'Cut off.', action: 'Save it again.' };
  window.store.put({ ...read('failed'), status: 'failed', problem });
  await window.archive.flush();
  const next = openWindow();
  await next.archive.sync();
  assert.deepEqual(next.ids(), ['failed']);
});

test('two windows add, remove and edit without harm to each other', async () => {
  const one = openWindow();
  const two = openWindow();
  one.add(read('a'));
  two.add(read('b', 2));
  await Promise.all([one.archive.flush(), two.archive.flush()]);
  await Promise.all([one.archive.sync(), two.archive.sync()]);
  assert.deepEqual(
    [one.ids(), two.ids()],
    [
      ['b', 'a'],
      ['b', 'a'],
    ],
  );
  two.store.remove(['a']);
  one.add(read('c', 3));
  await Promise.all([one.archive.flush(), two.archive.flush()]);
  await Promise.all([one.archive.sync(), two.archive.sync()]);
  assert.deepEqual(
    [one.ids(), two.ids()],
    [
      ['c', 'b'],
      ['c', 'b'],
    ],
  );
});

test('damaged files are skipped and named once; the rest is there', async () => {
  const window = openWindow();
  window.add(read('good'));
  await window.archive.flush();
  writeFileSync(join(folder, 'torn.json'), '{"version":1,"reading":{"id":"to');
  writeFileSync(join(folder, 'odd.json'), JSON.stringify({ version: 1, reading: { id: 'odd' } }));
  writeFileSync(join(folder, 'alien.json'), JSON.stringify({ ...entry('good') }));
  writeFileSync(join(folder, 'evil.json'), JSON.stringify(entry('evil', '../../etc/passwd')));
  writeFileSync(join(folder, 'notes.txt'), 'not ours');
  const log: string[] = [];
  const next = openWindow(1e9, log);
  await next.archive.sync();
  await next.archive.sync();
  assert.deepEqual(next.ids(), ['good']);
  assert.equal(log.length, 4, log.join('\n'));
  await next.archive.clear();
  assert.deepEqual(readdirSync(folder), ['notes.txt']);
  assert.deepEqual(next.ids(), []);
});

const entry = (id: string, picture: string | null = null) => ({
  ...{ version: 1, reading: read(id), picture, origin: null },
});

test('over the cap the oldest go, from the disk and from the list', async () => {
  const window = openWindow(25_000);
  for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
    window.add(read(id, index), new Uint8Array(10_000));
    await window.archive.flush();
    const time = new Date(1_000_000_000_000 + index * 1_000);
    for (const name of readdirSync(folder).filter((it) => it.startsWith(id)))
      utimesSync(join(folder, name), time, time);
  }
  await window.archive.sync();
  assert.deepEqual(window.ids(), ['d', 'c']);
  assert.deepEqual(readdirSync(folder).sort(), ['c.json', 'c.png', 'd.json', 'd.png']);
});

test('a cap of nothing keeps nothing', async () => {
  const window = openWindow(0);
  window.add(read('a'));
  await window.archive.flush();
  assert.deepEqual(readdirSync(folder), []);
  assert.deepEqual(window.ids(), ['a'], 'the session still has it');
});

test('an image read anew after it changed is kept as it is now', async () => {
  const window = openWindow();
  window.add(read('a'));
  await window.archive.flush();
  const changed = new Uint8Array([...png, 9]);
  window.store.setPicture('a', { bytes: changed, mime: 'image/png' });
  window.store.put(read('a', 1, 'y'));
  await window.archive.flush();
  const next = openWindow();
  await next.archive.sync();
  assert.deepEqual((await next.store.findPicture('a'))?.bytes, changed);
});
