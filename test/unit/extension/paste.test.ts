/** Placeholders are found where edits have moved them, whatever is typed meanwhile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  PlaceholderTracker,
  typedInto,
  type PlaceholderEvent,
  type TextChange,
} from '../../../extension/paste/tracker.ts';

const document = 'file:///a.tex';

/** A document and its tracker, edited together. */
function open(start: string) {
  const tracker = new PlaceholderTracker();
  let text = start;
  const edit = (changes: readonly TextChange[], byHistory = false): PlaceholderEvent[] => {
    for (const { rangeOffset, rangeLength, text: added } of changes) {
      text = text.slice(0, rangeOffset) + added + text.slice(rangeOffset + rangeLength);
    }
    return tracker.changed(document, changes, byHistory ? text : undefined);
  };
  const change = (rangeOffset: number, rangeLength: number, added: string): TextChange => ({
    ...{ rangeOffset, rangeLength, text: added },
  });
  const found = (id: number) => tracker.spans(id).map(({ from, to }) => text.slice(from, to));
  return { tracker, edit, change, found, text: () => text };
}

test('typing before, after and beside moves the place and never enters it', () => {
  const letters = fc.string({ minLength: 0, maxLength: 5 });
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(6), letters, fc.boolean()), { maxLength: 30 });
  fc.assert(
    fc.property(fc.string(), fc.nat(), edits, (start, where, changes) => {
      const { tracker, edit, change, found, text } = open(start);
      const placeholder = tracker.make();
      const at = where % (start.length + 1);
      const events = edit([change(at, 0, placeholder.text)]);
      assert.deepEqual(events, [{ kind: 'appeared', id: placeholder.id, document }]);
      for (const [offset, length, added, before] of changes) {
        const [span] = tracker.spans(placeholder.id);
        assert.ok(span !== undefined);
        const low = before ? 0 : span.to;
        const high = before ? span.from : text().length;
        const from = low + (offset % (high - low + 1));
        edit([change(from, Math.min(length, high - from), added)]);
        assert.deepEqual(found(placeholder.id), [placeholder.text]);
      }
    }),
  );
});

test('whatever is edited, the span stays inside of the document', () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(30), fc.string({ maxLength: 5 })), { maxLength: 30 });
  fc.assert(
    fc.property(edits, (changes) => {
      const { tracker, edit, change, text } = open('some text before and behind');
      const { id, text: placeholder } = tracker.make();
      edit([change(5, 0, placeholder)]);
      for (const [offset, length, added] of changes) {
        const from = offset % (text().length + 1);
        edit([change(from, Math.min(length, text().length - from), added)]);
        for (const span of tracker.spans(id)) {
          assert.ok(0 <= span.from && span.from <= span.to && span.to <= text().length);
        }
      }
    }),
  );
}); // prettier-ignore

test('several cursors: each has its own place', () => {
  const { tracker, edit, change, found } = open('one two three');
  const { id, text } = tracker.make();
  edit([change(8, 0, text), change(4, 0, text)]);
  assert.deepEqual(found(id), [text, text]);
  assert.equal(edit([change(4, text.length, '')]).length, 0);
  assert.deepEqual(found(id), [text]);
});

test('undone, done again, and gone', () => {
  const { tracker, edit, change } = open('a b');
  const { id, text } = tracker.make();
  const insert = change(2, 0, text);
  const remove = change(2, text.length, '');
  assert.deepEqual(edit([insert]), [{ kind: 'appeared', id, document }]);
  assert.deepEqual(edit([remove], true), [{ kind: 'removed', id }]);
  assert.deepEqual(edit([insert], true), [{ kind: 'returned', id, document }]);
  assert.deepEqual(edit([remove]), [{ kind: 'removed', id }]);
  assert.deepEqual(edit([change(0, 0, '⟨reading image 99…⟩')]), []);
});

test('undone and done again in pieces, as VS Code does where letters are shared', () => {
  const { tracker, edit, change, found } = open('a ');
  const { id, text } = tracker.make();
  edit([change(2, 0, text)]);
  // From the end, so that no change moves another; the m of "image" is also in the formula.
  const m = text.indexOf('m');
  const forth = [change(2 + m + 1, text.length - m - 1, 'c^2$'), change(2, m, '$E=')];
  const back = [change(6, 4, text.slice(m + 1)), change(2, 3, text.slice(0, m))];
  edit(forth);
  tracker.replaced(id);
  assert.deepEqual(tracker.spans(id), []);
  assert.deepEqual(edit(back, true), [{ kind: 'returned', id, document }]);
  assert.deepEqual(found(id), [text]);
  assert.deepEqual(edit(forth, true), [{ kind: 'removed', id }]);
});

test('a document that is closed and opened again', () => {
  const { tracker, edit, change, text } = open('a b');
  const { id, text: placeholder } = tracker.make();
  edit([change(2, 0, placeholder)]);
  tracker.closed(document);
  assert.deepEqual(tracker.spans(id), []);
  tracker.opened(document, text());
  assert.equal(tracker.spans(id)[0]?.from, 2);
});

test('what is typed into a placeholder is kept', () => {
  const { text } = new PlaceholderTracker().make();
  fc.assert(
    fc.property(fc.nat(text.length), fc.stringMatching(/^[a-z]*$/), (at, typed) => {
      const kept = typedInto(1, text.slice(0, at) + typed + text.slice(at));
      assert.equal([...kept].sort().join(''), [...typed].sort().join(''));
    }),
  );
});
