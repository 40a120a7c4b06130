/** How resistors are put together has to be possible where they stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayConnect } from '../../../engine/solve/networks.ts';

const list = 'Facts: $R_1=35$ $\\Omega$; $R_2=50$ $\\Omega$; $R_3=150$ $\\Omega$. ';
const start = `${list}The way parts and meets: `;

function may(sentence: string, ...spots: [number, number][]): boolean {
  const places = spots.map(([x, y], i) => ({ x, y, at: list.indexOf(`$R_${i + 1}`) }));
  return [...sentence].every((next, i) => mayConnect(start + sentence.slice(0, i), next, places));
}

const pair = '$R_2$, $R_3$ side by side, in a row with $R_1$.';
const other = '$R_1$, $R_2$ side by side, in a row with $R_3$.';
const all = '$R_1$, $R_2$, $R_3$ side by side.';

test('those side by side stand above or beside one another', () => {
  const spots: [number, number][] = [
    [0.75, 0.5],
    [0.3, 0.2],
    [0.31, 0.8],
  ];
  assert.deepEqual(
    [may(pair, ...spots), may(other, ...spots), may(all, ...spots)],
    [true, false, false],
  );
  const column: [number, number][] = [
    [0.3, 0.2],
    [0.31, 0.5],
    [0.29, 0.8],
  ];
  assert.deepEqual([may(all, ...column), may(pair, ...column)], [true, true]);
  const rungs: [number, number][] = [
    [0.2, 0.1],
    [0.5, 0.5],
    [0.8, 0.51],
  ];
  assert.deepEqual(
    [may(pair, ...rungs), may(other, ...rungs), may(all, ...rungs)],
    [true, false, false],
  );
  const beside = '$R_1$ beside the row of $R_2$, $R_3$.';
  const bent: [number, number][] = [
    [0.5, 0.8],
    [0.3, 0.2],
    [0.7, 0.2],
  ];
  assert.deepEqual([may(beside, ...spots), may(beside, ...bent)], [false, true]);
});

test('what has no place may stand beside any', () => {
  assert.equal(may(all, [0.75, 0.5], [0.3, 0.2]), false);
  assert.equal(may(all, [0.75, 0.5]), true);
  assert.equal(mayConnect(list, 'All in one row.', []), true);
  assert.equal(mayConnect('Facts: $m=2$ kg. ', 'The law', []), true);
});

test('law and calculation are those of what was said', () => {
  const solved = `${pair} Law: $R=R_1+\\frac{R_2R_3}{R_2+R_3}$. $R=$ <<35+1/(1/50+1/150)>>=72.5 $\\Omega$.`;
  assert.equal(may(solved), true);
  assert.equal(may(solved.replace('<<35', '<<50')), false);
  assert.equal(may(solved.replace('R=R_1', 'R=R_2')), false);
});
