/** Short texts, searching, and what is kept of a view. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FinishedReading } from '../../../webview/protocol.ts';
import { parseViewState, withFold } from '../../../webview/readings/viewState.ts';
import { factsText, matches, searchText } from '../../../webview/readings/words.ts';

const reading: FinishedReading = {
  ...{ id: 'a', name: 'Figure 3.png', place: 'paper/Figure 3.png', made: 1, earlier: false },
  ...{ status: 'read', latex: 'x', edited: '\\frac{ \\alpha x }{2}', confidence: 0.943 },
  ...{ tokens: [], alternatives: [], millis: 1_234, device: 'CPU', model: 'bundled' },
};

test('says how sure, how long and where; of an earlier session when', () => {
  assert.equal(factsText(reading, { kind: 'stopped' }), '94% sure · 1.2 s · CPU');
  const unrated = { ...reading, confidence: 0 };
  assert.equal(factsText(unrated, { kind: 'stopped' }), 'sureness unknown · 1.2 s · CPU');
  const earlier = { ...reading, earlier: true, made: Date.UTC(2024, 0, 5, 12) };
  assert.match(factsText(earlier, { kind: 'stopped' }), /^Jan 5/);
});

test('every word must be there; LaTeX is found with and without its spaces', () => {
  const text = searchText(reading);
  for (const query of [
    '',
    'figure',
    'FIGURE alpha',
    '\\frac{\\alpha',
    '\\frac{ \\alpha x }',
    '3.png',
  ])
    assert.ok(matches(text, query), query);
  for (const query of ['beta', 'figure beta', '\\frac{\\beta'])
    assert.ok(!matches(text, query), query);
});

test('of a view the latest folds are kept, and nonsense becomes a fresh start', () => {
  let state = parseViewState(undefined);
  for (let index = 0; index < 300; index += 1) state = withFold(state, `r${index}`, true);
  state = withFold(state, 'r200', false);
  assert.equal(state.folds.length, 200);
  assert.deepEqual(state.folds.at(-1), ['r200', false]);
  assert.deepEqual(parseViewState({ query: 3, folds: [['a']] }), { query: '', folds: [] });
});
