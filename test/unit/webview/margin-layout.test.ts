/** Where cards stand, and what messages make of the threads. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import { placeCards, type Slot } from '../../../webview/margin/layout.ts';
import {
  parseFromMargin,
  parseToMargin,
  type ThreadView,
  type ToMargin,
  type TurnView,
} from '../../../webview/margin/protocol.ts';
import { parseMarginState, withDraft } from '../../../webview/margin/state.ts';
import { ThreadStore } from '../../../webview/margin/threads.ts';
import { offersFor, wordCount } from '../../../webview/margin/words.ts';

const gap = 10;
const slots = fc
  .array(
    fc.record({
      wanted: fc.integer({ min: -50, max: 3_000 }),
      height: fc.integer({ min: 20, max: 600 }),
    }),
  )
  .map((list) => list.sort((a, b) => a.wanted - b.wanted));

const overlapFree = (list: readonly Slot[], tops: readonly number[]): void => {
  for (let at = 1; at < list.length; at += 1)
    assert.ok(tops[at]! >= tops[at - 1]! + list[at - 1]!.height + gap);
  assert.ok(tops.every((top) => top >= 0));
};

test('cards never overlap and keep their order; alone they stand level', () => {
  fc.assert(
    fc.property(slots, fc.integer({ min: 500, max: 5_000 }), (list, bottom) => {
      overlapFree(list, placeCards(list, { gap, bottom }));
    }),
  );
  assert.deepEqual(placeCards([{ wanted: 120, height: 50 }], { gap, bottom: 900 }), [120]);
});

test('the focused card is level with its place whenever the cards above it have room', () => {
  fc.assert(
    fc.property(slots, fc.nat(), (list, pick) => {
      fc.pre(list.length > 0);
      const focused = pick % list.length;
      const { wanted } = list[focused]!;
      const above = list.slice(0, focused).reduce((sum, { height }) => sum + height + gap, 0);
      const tops = placeCards(list, { gap, bottom: 1e6, focused });
      overlapFree(list, tops);
      assert.equal(tops[focused], Math.max(wanted, above, 0));
    }),
  );
});

test('what would hang over the end moves up as long as there is room', () => {
  const list = [
    { wanted: 100, height: 100 },
    { wanted: 900, height: 300 },
  ];
  assert.deepEqual(placeCards(list, { gap, bottom: 1_000 }), [100, 700]);
  assert.deepEqual(placeCards(list, { gap, bottom: 1_000, focused: 1 }), [100, 700]);
});

const turn: TurnView = {
  ...{
    id: 't',
    question: 'Why?',
    made: 1,
    mode: 'auto',
    state: 'waiting',
    thought: '',
    answer: '',
  },
  ...{ citations: [], quoted: false, model: '', device: '', millis: 0 },
};
const thread: ThreadView = {
  ...{ id: 'a', anchor: { page: 2 }, anchorState: 'placed', hasCrop: false, turns: [turn] },
};
const delta = (kind: 'thought' | 'answer' | 'was-thought', text: string): ToMargin => ({
  ...{ type: 'delta', thread: 'a', turn: 't', kind, text },
});

test('pieces of an answer add up; what turns out as thought moves there', () => {
  const store = new ThreadStore();
  store.apply({ type: 'threads', threads: [thread], models: [] });
  for (const message of [delta('answer', 'Hm'), delta('was-thought', ''), delta('thought', ', so')])
    store.apply(message);
  store.apply(delta('answer', 'Because'));
  const [now] = store.get('a')?.turns ?? [];
  assert.deepEqual([now?.thought, now?.answer, now?.state], ['Hm, so', 'Because', 'running']);
  store.apply({
    type: 'thread',
    thread: { ...thread, turns: [{ ...turn, state: 'stopped', answer: 'Be' }] },
  });
  store.apply(delta('answer', ' late'));
  assert.equal(store.get('a')?.turns[0]?.answer, 'Be');
  store.apply({ type: 'removed', ids: ['a'] });
  assert.equal(store.size, 0);
  assert.equal(store.apply(delta('answer', 'gone')), undefined);
});

test('threads come in reading order', () => {
  const at = (id: string, page: number, y1?: number): ThreadView => ({
    ...thread,
    id,
    anchor: { page, ...(y1 === undefined ? {} : { rectangle: { x1: 0, y1, x2: 9, y2: y1 + 9 } }) },
  });
  const store = new ThreadStore();
  store.apply({
    type: 'threads',
    threads: [at('c', 2, 5), at('d', 3), at('b', 1, 80), at('a', 1)],
    models: [],
  });
  assert.deepEqual(
    store.all().map(({ id }) => id),
    ['a', 'b', 'c', 'd'],
  );
});

test('the protocol takes what fits and names what does not', () => {
  const message = { type: 'threads', threads: [thread], models: [{ id: 'm', name: 'M' }] };
  assert.deepEqual(parseToMargin(message), message);
  assert.throws(() => parseToMargin({ type: 'removed', ids: ['../x'] }), /ids/);
  assert.throws(
    () => parseFromMargin({ type: 'ask', anchor: { page: 0 }, question: 'x', mode: 'auto' }),
    /page/,
  );
  const nowhere = { x1: Number.NaN, y1: 0, x2: 1, y2: 1 };
  assert.throws(() =>
    parseFromMargin({
      type: 'ask',
      anchor: { page: 1, rectangle: nowhere },
      question: 'x',
      mode: 'auto',
    }),
  );
  fc.assert(fc.property(fc.anything(), (raw) => assert.throws(() => parseFromMargin(raw))));
});

test('what was kept of a margin is taken if it fits', () => {
  assert.deepEqual(parseMarginState({ open: 'yes' }), { drafts: {} });
  const state = withDraft(parseMarginState({ open: true }), 'new', 'Why');
  assert.deepEqual(parseMarginState(structuredClone(state)), {
    open: true,
    drafts: { new: 'Why' },
  });
  assert.deepEqual(withDraft(state, 'new', '').drafts, {});
});

test('words, and what could help with a failure', () => {
  assert.equal(wordCount('  one two\nthree '), 3);
  const offers = (code: string) => offersFor({ code, message: '', action: '' });
  assert.deepEqual(offers('model-cannot-answer'), ['model', 'server']);
  assert.deepEqual(offers('server-unreachable'), ['server']);
  assert.deepEqual(offers('engine-died'), ['restart']);
});
