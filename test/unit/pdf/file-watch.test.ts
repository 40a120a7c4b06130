/** A PDF that is written in pieces, vanishes and comes back: what is shown, and when. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileWatch, looksWhole, type FileState } from '../../../extension/pdf/fileWatch.ts';

const pdf = (words: string): Uint8Array => Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`, 'latin1');

/** A disk with one file, and a clock on which something happens at each wait. */
function disk(first: Uint8Array | undefined, events: (Uint8Array | undefined | 'rest')[] = []) {
  let bytes = first;
  let mtime = 0;
  const told: FileState['kind'][] = [];
  const gone = (): never => {
    throw new Error('no such file');
  };
  const watch = new FileWatch(
    {
      stat: () =>
        bytes === undefined
          ? Promise.reject(new Error('gone'))
          : Promise.resolve({ size: bytes.length, mtime }),
      read: () => Promise.resolve(bytes ?? gone()),
    },
    {
      rest: 1,
      looks: 4,
      wait: () => {
        const next = events.shift();
        if (next !== undefined && next !== 'rest') {
          bytes = next;
          mtime += 1;
        }
        return Promise.resolve();
      },
    },
  );
  watch.changes.on(({ kind }) => told.push(kind));
  const write = (next: Uint8Array | undefined): void => {
    bytes = next;
    mtime += 1;
  };
  return { watch, told, write };
}

test('a file that is being written is taken when it has come to rest', async () => {
  const done = pdf('second run');
  const { watch, told, write } = disk(pdf('first run'), [
    done.subarray(0, 8),
    done.subarray(0, 12),
    'rest',
    done,
    'rest',
  ]);
  await watch.bytes();
  write(done.subarray(0, 4));
  await watch.touched();
  assert.deepEqual(Buffer.from(await watch.bytes()), Buffer.from(done));
  assert.deepEqual(told, ['unfinished', 'whole']);
});

test('a file without an end is taken as it is after a while: the reader says what is wrong with it', async () => {
  const { watch, told, write } = disk(pdf('whole'));
  await watch.bytes();
  write(Buffer.from('%PDF-1.7 cut'));
  await watch.touched();
  assert.equal(Buffer.from(await watch.bytes()).toString(), '%PDF-1.7 cut');
  assert.deepEqual(told, ['unfinished', 'whole']);
});

test('a file that vanishes says so and comes back; the same bytes once more are no news', async () => {
  const { watch, told, write } = disk(pdf('one'));
  await watch.bytes();
  write(undefined);
  await watch.touched();
  assert.deepEqual(told, ['gone']);
  assert.deepEqual(Buffer.from(await watch.bytes()), Buffer.from(pdf('one')));
  write(pdf('one'));
  await watch.touched();
  assert.deepEqual(told, ['gone', 'whole']);
  await watch.touched();
  assert.deepEqual(told, ['gone', 'whole']);
});

test('nothing is told after the editor has closed', async () => {
  const { watch, told, write } = disk(pdf('one'));
  await watch.bytes();
  write(pdf('two'));
  watch.dispose();
  await watch.touched();
  assert.deepEqual(told, []);
});

test('the beginning and the end make a PDF', () => {
  assert.ok(looksWhole(pdf('x')));
  assert.ok(looksWhole(Buffer.concat([Buffer.alloc(900, 32), pdf('x'), Buffer.alloc(900, 10)])));
  assert.ok(!looksWhole(Buffer.from('%PDF-1.4 without an end')));
  assert.ok(!looksWhole(Buffer.from('<html>%%EOF')));
  assert.ok(!looksWhole(new Uint8Array()));
});
