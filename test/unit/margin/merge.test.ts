/** Merging threads: both sides survive, in whatever order they come. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeSidecars } from '../../../extension/margin/sidecar/merge.ts';
import {
  emptySidecar,
  type KeptThread,
  type Sidecar,
} from '../../../extension/margin/sidecar/model.ts';
import { readSidecar } from '../../../extension/margin/sidecar/read.ts';
import { serialize } from '../../../extension/margin/sidecar/serialize.ts';
import { sidecar, thread, turn } from './arbitrary.ts';

const name = 'paper.pdf';
const written = (one: Sidecar): string => serialize(one, name);
const without = (one: Sidecar): Sidecar => ({ ...one, deleted: new Map() });

/** A side that went on from `base`: deletes, asks, answers. */
const change = (base: Sidecar) =>
  fc
    .record({
      gone: fc.subarray([...base.threads], { maxLength: Math.min(1, base.threads.length) }),
      added: fc.array(thread, { maxLength: 2 }),
      asked: fc.array(turn, { maxLength: 2 }),
    })
    .map(({ gone, added, asked }): Sidecar => {
      const left = base.threads.filter((one) => !gone.includes(one));
      const [first, ...rest] = left;
      const longer: KeptThread[] =
        first === undefined ? [] : [{ ...first, turns: [...first.turns, ...asked] }];
      return {
        ...base,
        threads: [...longer, ...rest, ...added],
        deleted: new Map([...base.deleted, ...gone.map(({ id }) => [id, 5e12] as const)]),
      };
    });

const history = sidecar
  .map(without)
  .chain((base) =>
    fc.record({ base: fc.constant(base), ours: change(base), theirs: change(base) }),
  );

test('it does not matter which side is which', () => {
  fc.assert(
    fc.property(history, ({ base, ours, theirs }) => {
      const [one, other] = [mergeSidecars(base, ours, theirs), mergeSidecars(base, theirs, ours)];
      assert.equal(written(one), written(other));
      const [loose, esool] = [
        mergeSidecars(undefined, ours, theirs),
        mergeSidecars(undefined, theirs, ours),
      ];
      assert.equal(written(loose), written(esool));
    }),
    { numRuns: 300 },
  );
});

test('a side that did nothing changes nothing, and merging again changes nothing', () => {
  fc.assert(
    fc.property(history, ({ base, ours, theirs }) => {
      assert.equal(written(mergeSidecars(base, ours, base)), written(ours));
      const merged = mergeSidecars(base, ours, theirs);
      assert.equal(written(mergeSidecars(ours, ours, merged)), written(merged));
      assert.equal(written(mergeSidecars(merged, merged, merged)), written(merged));
    }),
  );
});

test('every question of either side is there, but those that were deleted and not gone on with', () => {
  fc.assert(
    fc.property(history, ({ base, ours, theirs }) => {
      const merged = mergeSidecars(base, ours, theirs);
      const questions = (one: Sidecar) =>
        one.threads.flatMap(({ turns }) => turns.map(({ id, question }) => `${id} ${question}`));
      const kept = new Set(questions(merged));
      const before = new Set(questions(base));
      for (const side of [ours, theirs])
        for (const question of questions(side)) {
          const everywhere = [ours, theirs].every((one) => questions(one).includes(question));
          if (!before.has(question) || everywhere) assert.ok(kept.has(question), question);
        }
    }),
    { numRuns: 300 },
  );
});

const base: KeptThread = {
  ...{ id: 'aaaa', anchor: { page: 2 } },
  turns: [
    {
      ...{ id: 'bbbb', question: 'Why?', made: 1_000, mode: 'auto', state: 'answered' },
      ...{ thought: '', answer: 'Because.', citations: [], quoted: false },
      ...{ model: '', device: '', millis: 0 },
    },
  ],
};
const [only] = base.turns;
const one: Sidecar = { ...emptySidecar, threads: [base] };

test('what one side deleted stays deleted, unless the other went on with it', () => {
  const gone: Sidecar = { ...emptySidecar, deleted: new Map([['aaaa', 2_000]]) };
  assert.deepEqual(mergeSidecars(one, gone, one).threads, []);
  assert.deepEqual(mergeSidecars(undefined, gone, one).threads, [], 'the note of it is enough');
  const longer = { ...base, turns: [only!, { ...only!, id: 'cccc', made: 3_000 }] };
  const merged = mergeSidecars(one, gone, { ...one, threads: [longer] });
  assert.equal(merged.threads.length, 1);
  assert.equal(merged.deleted.size, 0);
  assert.equal(mergeSidecars(gone, gone, one).threads.length, 1, 'taken back');
});

test('two different answers to one question are both kept, a longer one replaces its beginning', () => {
  const answered = (answer: string, state: 'answered' | 'stopped' = 'answered'): Sidecar => ({
    ...one,
    threads: [{ ...base, turns: [{ ...only!, answer, state }] }],
  });
  const both = mergeSidecars(one, answered('A'), answered('B'));
  assert.deepEqual(both.threads[0]!.turns.map(({ answer }) => answer).sort(), ['A', 'B']);
  const longer = mergeSidecars(
    undefined,
    answered('A proof', 'stopped'),
    answered('A proof of it'),
  );
  assert.deepEqual(
    longer.threads[0]!.turns.map(({ answer }) => answer),
    ['A proof of it'],
  );
});

const conflict = (ours: string, theirs: string, middle?: string): string => {
  const [before, after] = ['# Head', ''];
  const base = middle === undefined ? [] : ['||||||| base', middle];
  return [before, '<<<<<<< HEAD', ours, ...base, '=======', theirs, '>>>>>>> main', after].join(
    '\n',
  );
};

test('conflict markers of git: both sides are there, and the text says so no more', () => {
  const other: Sidecar = {
    ...one,
    threads: [{ ...base, id: 'dddd', turns: [{ ...only!, id: 'eeee' }] }],
  };
  const body = (side: Sidecar): string => written(side).split('\n').slice(4).join('\n');
  for (const middle of [undefined, '']) {
    const read = readSidecar(conflict(body(one), body(other), middle), name);
    assert.equal(read.conflict, 'merged');
    assert.deepEqual(
      read.sidecar.threads.map(({ id }) => id),
      ['aaaa', 'dddd'],
    );
    assert.doesNotMatch(written(read.sidecar), /<<<<<<<|=======|>>>>>>>/);
  }
});

test('markers that do not fit together are text, and are told of', () => {
  const broken = `${written(one)}\n<<<<<<< HEAD\nnever closed`;
  const read = readSidecar(broken, name);
  assert.equal(read.conflict, 'unclear');
  assert.match(written(read.sidecar), /never closed/);
});
