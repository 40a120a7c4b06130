/** A search through a document: order, steps around its end, stopping, broken pages, bounds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mostFound, Search, type SearchParts } from '../../../webview/reader/search/search.ts';
import type { SearchText } from '../../../webview/reader/search/searchText.ts';

const query = { text: 'x', matchCase: false, matchMarks: false, wholeWord: false };
const identity = [1, 0, 0, 1, 0, 0] as const;

function textOf(text: string): SearchText {
  const run = { matrix: identity, length: 10, ascent: 1, descent: 0, family: '' };
  return {
    ...{ text, height: 100, starts: Uint32Array.of(0, text.length) },
    runs: [{ ...run, direction: 'ltr' }],
  };
}

function search(pages: readonly string[], rest: Partial<SearchParts> = {}) {
  const read: number[] = [];
  const broken: number[] = [];
  const made = new Search(query, {
    count: pages.length,
    page: (page) => {
      read.push(page);
      const text = pages[page - 1]!;
      return text === '!' ? Promise.reject(new Error('broken')) : Promise.resolve(textOf(text));
    },
    pause: () => Promise.resolve(),
    onProgress: () => undefined,
    onBroken: (page) => broken.push(page),
    ...rest,
  });
  return { search: made, read, broken };
}

describe('a search through a document', () => {
  it('begins where the reader is and reads each page once', async () => {
    const { search: all, read } = search(['x', '', 'xx', 'x']);
    await all.run(3);
    assert.deepEqual(read, [3, 4, 1, 2]);
    assert.equal(all.total, 4);
    assert.ok(all.done);
    assert.deepEqual(
      all.all().map(({ page, start }) => [page, start]),
      [
        [1, 0],
        [3, 0],
        [3, 1],
        [4, 0],
      ],
    );
  });

  it('steps through all matches in order, both ways and around, as a list would', async () => {
    const pages = fc.array(fc.stringMatching(/^[x ]{0,4}$/), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pages, fc.boolean(), fc.nat(), async (texts, forward, from) => {
        const expected = texts.flatMap((text, index) =>
          [...text].flatMap((letter, at) => (letter === 'x' ? [`${index + 1}:${at}`] : [])),
        );
        fc.pre(expected.length > 0);
        const { search: all } = search(texts);
        // Nothing was searched yet: steps look for themselves.
        let found = await all.step({ page: (from % texts.length) + 1, index: -1 }, true);
        const seen: string[] = [];
        while (seen.length < expected.length) {
          seen.push(`${found!.page}:${found!.start}`);
          found = await all.step(all.placeOf(found!), forward);
        }
        assert.equal(`${found!.page}:${found!.start}`, seen[0]);
        const turn = expected.indexOf(seen[0]!);
        const around = [...expected.slice(turn), ...expected.slice(0, turn)];
        assert.deepEqual(seen, forward ? around : [around[0], ...around.slice(1).reverse()]);
        await all.run(1);
        assert.equal(all.rank(all.placeOf(found!)), turn + 1);
      }),
      { numRuns: 150 },
    );
  });

  it('searches the other pages when one is broken', async () => {
    const { search: all, broken } = search(['x', '!', 'x']);
    await all.run(1);
    assert.deepEqual(broken, [2]);
    assert.equal(all.total, 2);
    assert.ok(all.done);
  });

  it('stops at once when another takes its place', async () => {
    const { search: all, read } = search(['x', 'x', 'x'], {
      pause: () => {
        all.stop();
        return Promise.resolve();
      },
    });
    await all.run(1);
    assert.deepEqual(read, [1]);
    assert.equal(await all.step({ page: 1, index: 0 }, true), undefined);
  });

  it('ends when there is more than anyone reads', async () => {
    const full = 'x'.repeat(4_000);
    const { search: all } = search(Array.from({ length: 9 }, () => full));
    await all.run(1);
    assert.equal(all.total, mostFound);
    assert.ok(all.cut && all.done);
  });
});
