/** The session's readings: newest first, bounded, and never losing one that is being read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadingStore, type StoreChange } from '../../../extension/readings/store.ts';
import type { ReadingView } from '../../../webview/protocol.ts';

const settled = (id: string): ReadingView => ({
  ...{ id, name: id, place: id, made: 0, earlier: false, status: 'cancelled' },
});
const running = (id: string): ReadingView => ({
  ...{ id, name: id, place: id, made: 0, earlier: false, status: 'running', latex: '' },
});

test('keeps the newest five hundred, and whatever is being read', () => {
  const store = new ReadingStore();
  store.put(running('first'));
  for (let index = 0; index < 600; index += 1) store.put(settled(`n-${index}`));
  assert.equal(store.size, 500);
  assert.equal(store.all()[0]?.id, 'n-599');
  assert.equal(store.all().at(-1)?.id, 'first');
});

test('lets old pictures go when they outgrow the memory set aside for them', () => {
  const store = new ReadingStore();
  const large = new Uint8Array(100 * 1024 * 1024);
  for (const id of ['a', 'b', 'c']) {
    store.put(settled(id));
    store.setPicture(id, { bytes: large, mime: 'image/png' });
  }
  assert.deepEqual(
    store.all().map(({ id }) => id),
    ['c', 'b'],
  );
});

test('tells who changed a reading, and nothing about unknown ones', () => {
  const store = new ReadingStore();
  const changes: StoreChange[] = [];
  const subscription = store.onChange((change) => changes.push(change));
  const view = {};
  store.put(settled('a'), view);
  store.setPicture('unknown', { bytes: new Uint8Array(1), mime: 'image/png' });
  store.remove(['unknown']);
  subscription.dispose();
  store.remove(['a']);
  assert.equal(changes.length, 1);
  assert.ok(changes[0]?.kind === 'put' && changes[0].from === view);
});

test('a picture that lies in the archive leaves the memory, not the list', async () => {
  const store = new ReadingStore();
  const large = new Uint8Array(100 * 1024 * 1024);
  store.archive = {
    has: (id) => id === 'a',
    picture: () => Promise.resolve({ bytes: new Uint8Array(1), mime: 'image/png' }),
  };
  for (const id of ['a', 'b', 'c']) {
    store.put(settled(id));
    store.setPicture(id, { bytes: large, mime: 'image/png' });
  }
  assert.deepEqual(
    store.all().map(({ id }) => id),
    ['c', 'b', 'a'],
  );
  assert.equal(store.picture('a'), undefined);
  assert.equal((await store.findPicture('a'))?.bytes.length, 1);
});

test('sorted by when they were made, whenever they arrive', () => {
  const store = new ReadingStore();
  for (const [id, made] of [
    ['new', 3],
    ['old', 1],
    ['middle', 2],
  ] as const) {
    store.put({ ...settled(id), made });
  }
  assert.deepEqual(
    store.all().map(({ id }) => id),
    ['new', 'middle', 'old'],
  );
});
