/** Pace and words of an installation. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { folderName, safeName } from '../../../engine/models/names.ts';
import { Meter } from '../../../engine/models/meter.ts';
import { progressText } from '../../../engine/cli/install-text.ts';
import { paceText, sizeText, stateText } from '../../../engine/models/words.ts';
import { catalogue } from '../../../engine/models/entries.ts';

test('the pace is that of the last while; what was there before says nothing', () => {
  let now = 0;
  const meter = new Meter(10_000, () => now);
  meter.begin(1_000, 400);
  assert.equal(meter.perSecond, 0);
  assert.equal(meter.secondsLeft, undefined);
  for (now = 1_000; now <= 5_000; now += 1_000) meter.add(20);
  now = 5_000;
  assert.equal(meter.perSecond, 20);
  assert.equal(meter.done, 500);
  assert.equal(meter.secondsLeft, 25);
  now = 60_000; // stalled
  assert.equal(meter.secondsLeft, undefined);
  meter.add(-600);
  assert.equal(meter.done, 0);
});

test('words for a terminal and for a notification', () => {
  const event = { kind: 'progress', text: 'Fetching a', done: 42, total: 100 } as const;
  assert.equal(
    progressText({ ...event, perSecond: 31.5e6, secondsLeft: 700 }),
    '42 % · 31.5 MB/s, 12 min left: Fetching a',
  );
  assert.equal(progressText({ ...event, perSecond: 0 }), '42 % · Fetching a');
  assert.equal(
    paceText({ ...event, perSecond: 1e6, secondsLeft: 7_200 }),
    '1.0 MB/s, 2.0 h left: Fetching a',
  );
  const [entry] = catalogue;
  assert.ok(entry);
  const offered = { ...entry, directory: null, begun: 0.429 };
  assert.equal(stateText(offered), 'paused at 42 %');
  assert.equal(stateText({ ...offered, begun: null, directory: '/x' }), 'installed');
  assert.equal(sizeText(offered), '30.3 GB to fetch, 11.0 GB on disk, 14.5 GB of memory to run');
});

test('no name that passes leaves its folder, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[./a-z\\:-]{1,20}$/)), (name) => {
      let passed: string;
      try {
        passed = safeName(name);
      } catch {
        return;
      }
      assert.ok(!passed.startsWith('/') && !passed.includes('\\') && !passed.includes(':'));
      assert.ok(passed.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));
    }),
  );
  assert.equal(folderName('microsoft/Phi-4'), 'microsoft--Phi-4');
  for (const name of ['.hidden', '../x', 'a/../b', 'nul', 'LPT1.txt', 'x.'])
    assert.throws(() => folderName(name), /refused/);
});

test('the catalogue says what it does not know, and makes no hash up', () => {
  for (const { files, revision } of catalogue) {
    for (const { sha256 } of files) assert.ok(sha256 === null || /^[0-9a-f]{64}$/.test(sha256));
    if (revision.kind === 'pinned') assert.match(revision.commit, /^[0-9a-f]{40}$/);
  }
});
