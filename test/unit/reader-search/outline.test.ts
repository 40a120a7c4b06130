/** The outline as a tree of rows. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { entryAt } from '../../../webview/reader/sidebar/outlinePages.ts';
import { OutlineTree, type OutlineItem } from '../../../webview/reader/sidebar/outlineTree.ts';

const items = fc.letrec<{ list: OutlineItem[] }>((tie) => ({
  list: fc.array(
    fc.record({
      title: fc.string({ maxLength: 4 }),
      count: fc.integer({ min: -3, max: 3 }),
      items: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('list')),
    }),
    { maxLength: 4 },
  ),
})).list;

/** What is seen, by the definition: all children of open entries. */
function seen(tree: OutlineTree): number[] {
  return tree.entries.flatMap((_, index) => {
    for (let at = tree.entries[index]!.parent; at !== -1; at = tree.entries[at]!.parent) {
      if (!tree.isOpen(at)) return [];
    }
    return [index];
  });
}

describe('the outline', () => {
  it('shows exactly the entries whose parents are open, whatever is opened and closed', () => {
    fc.assert(
      fc.property(items, fc.array(fc.tuple(fc.nat(), fc.boolean())), (list, toggles) => {
        const tree = new OutlineTree(list);
        assert.deepEqual(tree.rows, seen(tree));
        for (const [at, open] of toggles) {
          if (tree.entries.length === 0) return;
          tree.setOpen(at % tree.entries.length, open);
          assert.deepEqual(tree.rows, seen(tree));
        }
        for (const index of tree.entries.keys()) {
          const row = tree.rows[tree.rowOf(index)]!;
          assert.ok(row <= index && index < tree.entries[row]!.end);
        }
      }),
    );
  });

  it('finds titles by their first letters, from the active row on', () => {
    const titles = ['Preface', 'Operators', 'Proofs', 'Primes'];
    const tree = new OutlineTree(titles.map((title) => ({ title, items: [] })));
    assert.equal(tree.rowWith('p', 0), 2);
    assert.equal(tree.rowWith('p', 3), 0);
    assert.equal(tree.rowWith('pri', 2), 3);
    assert.equal(tree.rowWith('z', 0), undefined);
  });

  it('stands a very deep outline', () => {
    let item: OutlineItem = { title: 'end', items: [] };
    for (let depth = 0; depth < 20_000; depth += 1) item = { title: 'a', items: [item] };
    assert.equal(new OutlineTree([item]).entries.length, 20_001);
  });

  it('knows the entry that is being read', () => {
    const targets = [
      { page: 1, height: undefined },
      { page: 3, height: 700 },
      { page: 3, height: 300 },
      undefined,
      { page: 9, height: 700 },
    ];
    assert.equal(entryAt(targets, 1, 10), 0);
    assert.equal(entryAt(targets, 3, 750), 0);
    assert.equal(entryAt(targets, 3, 500), 1);
    assert.equal(entryAt(targets, 3, 100), 2);
    assert.equal(entryAt(targets, 8, 750), 2);
    assert.equal(entryAt([], 1, 1), -1);
  });
});
