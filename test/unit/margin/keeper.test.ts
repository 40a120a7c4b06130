/** Windows that share a file of threads: real files, one lock, nothing lost. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readOptional } from '../../../engine/files.ts';
import { ThreadKeeper, type ThreadStore } from '../../../extension/margin/keeper.ts';
import { withLock } from '../../../extension/margin/lock.ts';
import type { KeptThread } from '../../../extension/margin/sidecar/model.ts';

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'marginalia-margin-'));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

/** As the extension's store, on Node's own file system. */
const storeIn = (path: string): ThreadStore => {
  const file = join(path, 'paper.pdf.margin.md');
  return {
    read: () => readOptional(file),
    write: (text, expected) =>
      withLock(join(path, 'lock'), async () => {
        if ((await readOptional(file)) !== expected) return false;
        const draft = join(path, `draft-${Math.random()}`);
        await writeFile(draft, text);
        await rename(draft, file);
        return true;
      }),
  };
};

const thread = (id: string, page: number, answer = ''): KeptThread => ({
  ...{ id, anchor: { page, rectangle: { x1: 1.23456, y1: 2, x2: 3, y2: 4 } } },
  turns: [
    {
      ...{ id: `${id}-1`, question: `Why ${id}?`, made: page, mode: 'auto', state: 'answered' },
      ...{ thought: '', answer, citations: [], quoted: false, model: '', device: '', millis: 1.5 },
    },
  ],
});

const add = (keeper: ThreadKeeper, one: KeptThread): void =>
  keeper.change((all) => ({ ...all, threads: [...all.threads, one] }));
const ids = (keeper: ThreadKeeper): string[] => keeper.threads.map(({ id }) => id);

test('two windows ask at the same time, again and again: both have everything', async (t) => {
  const path = await folder(t);
  const [one, two] = [storeIn(path), storeIn(path)].map(
    (s) => new ThreadKeeper(s, 'paper.pdf'),
  ) as [ThreadKeeper, ThreadKeeper];
  for (let round = 1; round <= 8; round++) {
    add(one, thread(`a${round}`, round));
    add(two, thread(`b${round}`, round));
    await Promise.all([one.save(), two.save()]);
  }
  await Promise.all([one.load(), two.load()]);
  assert.equal(ids(one).length, 16);
  assert.deepEqual(ids(one), ids(two));
});

test('a thread that is deleted in one window goes in the other, and comes back when it was answered there', async (t) => {
  const path = await folder(t);
  const [one, two] = [storeIn(path), storeIn(path)].map(
    (s) => new ThreadKeeper(s, 'paper.pdf'),
  ) as [ThreadKeeper, ThreadKeeper];
  add(one, thread('kept', 1));
  add(one, thread('gone', 2));
  await one.save();
  await two.load();
  let told = 0;
  two.onChange(() => told++);
  one.change((all) => ({
    ...all,
    threads: all.threads.filter(({ id }) => id !== 'gone'),
    deleted: new Map([['gone', Date.now()]]),
  }));
  await one.save();
  await two.load();
  assert.deepEqual(ids(two), ['kept']);
  assert.equal(told, 1);
});

test('what changes while it is being written is in the next save', async (t) => {
  const path = await folder(t);
  const keeper = new ThreadKeeper(storeIn(path), 'paper.pdf');
  add(keeper, thread('first', 1));
  const saving = keeper.save();
  add(keeper, thread('second', 2));
  await saving;
  assert.deepEqual(ids(keeper), ['first', 'second']);
  await keeper.save();
  const text = await readFile(join(path, 'paper.pdf.margin.md'), 'utf8');
  assert.match(text, /Why second\?/);
});

test('what is deleted while it is being written does not come back, though the file rounds it off', async (t) => {
  const path = await folder(t);
  const store = storeIn(path);
  const asked = thread('a', 1, 'Their stiffnesses add, so ');
  const again = { ...asked.turns[0]!, id: 'a-2', answer: 'They add.' };
  let first = true;
  const keeper: ThreadKeeper = new ThreadKeeper(
    {
      read: () => store.read(),
      write: async (text, expected) => {
        const written = await store.write(text, expected);
        if (first)
          keeper.change((all) => ({
            ...all,
            threads: all.threads.map((one) => ({ ...one, turns: [again] })),
            deleted: new Map([...all.deleted, ['a-1', Date.now()]]),
          }));
        first = false;
        return written;
      },
    },
    'paper.pdf',
  );
  add(keeper, asked);
  await keeper.save();
  await keeper.save();
  const turns = (one: ThreadKeeper) =>
    one.threads.flatMap((each) => each.turns.map(({ id }) => id));
  assert.deepEqual(turns(keeper), ['a-2']);
  const other = new ThreadKeeper(store, 'paper.pdf');
  await other.load();
  assert.deepEqual(turns(other), ['a-2']);
});

test('a pull that left conflict markers: told of, both sides shown, written without markers', async (t) => {
  const path = await folder(t);
  const file = join(path, 'paper.pdf.margin.md');
  const sides: string[] = [];
  for (const id of ['ours', 'theirs']) {
    const keeper = new ThreadKeeper(storeIn(path), 'paper.pdf');
    add(keeper, thread(id, 3));
    await rm(file, { force: true });
    await keeper.save();
    sides.push((await readFile(file, 'utf8')).trimEnd());
  }
  await writeFile(file, `<<<<<<< HEAD\n${sides[0]!}\n=======\n${sides[1]!}\n>>>>>>> main\n`);
  const keeper = new ThreadKeeper(storeIn(path), 'paper.pdf');
  const conflicts: string[] = [];
  keeper.onChange((conflict) => conflicts.push(conflict));
  await keeper.load();
  assert.deepEqual(conflicts, ['merged']);
  assert.deepEqual(ids(keeper), ['ours', 'theirs']);
  await keeper.save();
  assert.doesNotMatch(await readFile(file, 'utf8'), /^(?:<{7}|={7}|>{7})/m);
});

test('a file that cannot be written: the threads stay, and go to disk when it can', async () => {
  let [text, full]: [string | undefined, boolean] = [undefined, true];
  const keeper = new ThreadKeeper(
    {
      read: () => Promise.resolve(text),
      write: (next) => {
        if (full) return Promise.reject(new Error('ENOSPC'));
        text = next;
        return Promise.resolve(true);
      },
    },
    'paper.pdf',
  );
  add(keeper, thread('asked', 1));
  await assert.rejects(keeper.save(), /ENOSPC/);
  assert.deepEqual(ids(keeper), ['asked']);
  full = false;
  await keeper.save();
  assert.match(text!, /Why asked\?/);
});

test('the lock of a window that died is taken over', async (t) => {
  const path = join(await folder(t), 'lock');
  await writeFile(path, '');
  const { utimes } = await import('node:fs/promises');
  await utimes(path, new Date(0), new Date(0));
  assert.equal(await withLock(path, () => Promise.resolve(5)), 5);
});
