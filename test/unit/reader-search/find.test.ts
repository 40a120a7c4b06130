/** What a search finds, against a search through the plain text that the page was typeset from. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { finder, snippet } from '../../../webview/reader/search/find.ts';
import type { Query } from '../../../webview/reader/search/pattern.ts';

const plain = { matchCase: false, matchMarks: false, wholeWord: false };

/** The stretches of `text` that are found. */
function found(text: string, query: string, options: Partial<Query> = {}): string[] {
  const find = finder({ ...plain, ...options, text: query });
  return (find?.(text) ?? []).map(({ start, end }) => text.slice(start, end));
}

interface Typeset {
  readonly plain: string;
  readonly page: string;
  /** For each letter of `plain` where its source begins and ends in `page`. */
  readonly places: readonly (readonly [number, number])[];
}

const ligatures: readonly (readonly [string, string])[] = [
  ['ffi', 'ﬃ'],
  ['ff', 'ﬀ'],
  ['fi', 'ﬁ'],
  ['fl', 'ﬂ'],
];

/** Sets words as a page has them; `choices` decide on ligatures, line ends and hyphens. */
function typeset(words: readonly string[], choices: readonly number[]): Typeset {
  let [page, turn] = ['', 0];
  const places: (readonly [number, number])[] = [];
  const choose = (of: number): boolean => (choices[turn++ % choices.length] ?? 0) % of === 0;
  for (const [index, word] of words.entries()) {
    if (index > 0) {
      places.push([page.length, page.length + 1]);
      page += choose(4) ? '\n' : ' ';
    }
    for (let at = 0; at < word.length;) {
      const ligature = ligatures.find(([letters]) => word.startsWith(letters, at));
      if (ligature !== undefined && choose(2)) {
        places.push(...[...ligature[0]].map(() => [page.length, page.length + 1] as const));
        page += ligature[1];
        at += ligature[0].length;
      } else {
        places.push([page.length, page.length + 1]);
        page += word.charAt(at);
        at += 1;
      }
      if (at < word.length && choose(5)) page += '-\n';
    }
  }
  return { plain: words.join(' '), page, places };
}

const word = fc
  .array(fc.constantFrom('a', 'b', 'f', 'ff', 'i', 'fi', 'l'), { minLength: 1, maxLength: 5 })
  .map((letters) => letters.join(''));
const typesetPage = fc
  .tuple(
    fc.array(word, { minLength: 1, maxLength: 12 }),
    fc.array(fc.nat(60), { minLength: 3, maxLength: 40 }),
  )
  .map(([words, choices]) => typeset(words, choices));

describe('search in a page', () => {
  it('finds what was written, across ligatures, line ends and hyphens', () => {
    fc.assert(
      fc.property(typesetPage, fc.nat(), fc.integer({ min: 1, max: 9 }), (set, from, length) => {
        const start = from % set.plain.length;
        const query = set.plain.slice(start, start + length);
        fc.pre(query.trim() === query);
        const expected: [number, number][] = [];
        for (let at = set.plain.indexOf(query); at !== -1;) {
          expected.push([set.places[at]![0], set.places[at + query.length - 1]![1]]);
          at = set.plain.indexOf(query, at + query.length);
        }
        const actual = finder({ ...plain, text: query })!(set.page);
        assert.deepEqual(
          actual.map(({ start: first, end }) => [first, end]),
          expected,
        );
      }),
      { numRuns: 600 },
    );
  });

  it('never fails, and stays inside the text, whatever page and query are', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 60 });
    const options = fc.record({
      text: anything,
      matchCase: fc.boolean(),
      matchMarks: fc.boolean(),
      wholeWord: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, options, (page, query) => {
        let last = 0;
        for (const { start, end } of finder(query)?.(page) ?? []) {
          assert.ok(start >= last && end > start && end <= page.length);
          last = start;
        }
      }),
    );
  });

  it('finds every text in itself', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, fc.boolean(), fc.boolean(), (query, matchCase, matchMarks) => {
        const find = finder({ text: query, matchCase, matchMarks, wholeWord: false });
        fc.pre(find !== undefined);
        assert.ok(find(query).length > 0);
      }),
    );
  });

  it('takes a hyphen at the end of a line for both: the one between words and the one that parts a word', () => {
    const page = 'the well-\nknown represen-\ntation of non-negative';
    assert.deepEqual(found(page, 'well-known'), ['well-\nknown']);
    assert.deepEqual(found(page, 'representation'), ['represen-\ntation']);
    assert.deepEqual(found(page, 'wellknown repre'), ['well-\nknown repre']);
    assert.deepEqual(found(page, 'nonnegative'), []);
    assert.deepEqual(found('from 3 -\nto 5', '3 - to'), ['3 -\nto']);
  });

  it('passes over marks on letters, also where TeX sets them before the letter', () => {
    assert.deepEqual(found('Schr¨odinger, Poincar´e, ˇCech', 'schrodinger'), ['Schr¨odinger']);
    assert.deepEqual(found('Schr¨odinger', 'Schrödinger', { matchMarks: true }), ['Schr¨odinger']);
    assert.deepEqual(found('na¨ıve naïve nai\u0308ve naive', 'naïve', { matchMarks: true }), [
      'na¨ıve',
      'naïve',
      'nai\u0308ve',
    ]);
    assert.deepEqual(found('Erdős Straße Ørsted Łódź', 'erdos strasse orsted lodz'), [
      'Erdős Straße Ørsted Łódź',
    ]);
    assert.deepEqual(found('über', 'u', { matchMarks: true }), []);
    assert.deepEqual(found('über', 'U'), ['ü']);
  });

  it('minds case and whole words when asked', () => {
    assert.deepEqual(found('Lie lie LIE', 'Lie', { matchCase: true }), ['Lie']);
    assert.deepEqual(found('Lie lie LIE', 'Lie'), ['Lie', 'lie', 'LIE']);
    assert.deepEqual(found('Lie lies belie Lie2 (lie)', 'lie', { wholeWord: true }), [
      'Lie',
      'lie',
    ]);
    assert.deepEqual(found('be-\nlie', 'lie', { wholeWord: true }), []);
    assert.deepEqual(found('f(x) = x', 'f(x)', { wholeWord: true }), ['f(x)']);
    assert.deepEqual(found('ΟΔΟΣ οδος οδός', 'οδοσ'), ['ΟΔΟΣ', 'οδος', 'οδός']);
  });

  it('reads letters of mathematics, quotes and dashes as a keyboard has them', () => {
    assert.deepEqual(found('𝑥² + 𝛼', 'x2 + α'), ['𝑥² + 𝛼']);
    assert.deepEqual(found('“it’s” 1939–1945 − 3', '"it\'s" 1939-1945 - 3'), [
      '“it’s” 1939–1945 − 3',
    ]);
    assert.deepEqual(found('微分\n方程式', '分方程'), ['分\n方程']);
    assert.deepEqual(found('a.b [c] a+b', 'a.b [c] a+'), ['a.b [c] a+']);
  });

  it('looks for nothing when there is nothing to look for', () => {
    assert.equal(finder({ ...plain, text: '' }), undefined);
    assert.equal(finder({ ...plain, text: ' \n' }), undefined);
    assert.equal(finder({ ...plain, text: '\u200b' }), undefined);
  });

  it('shows the words around a match in one line', () => {
    const text = `${'before '.repeat(20)}a represen-\ntation\nof ${'after '.repeat(40)}`;
    const start = text.indexOf('represen');
    const shown = snippet(text, { start, end: start + 'represen-\ntation'.length });
    assert.equal(shown.match, 'representation');
    assert.match(shown.before, /^…before( before)* a $/);
    assert.match(shown.after, /^ of after( after)*( a?f?t?e?r?)?…$/);
    assert.deepEqual(snippet('all of it', { start: 0, end: 9 }), {
      before: '',
      match: 'all of it',
      after: '',
    });
  });
});
