/** Lists of facts that are mended from where things stand: regions of sets, edges of graphs, heights of charts, parts of a whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plane } from '../../../engine/image/picture.ts';
import { asAssigned } from '../../../engine/solve/assigned.ts';
import { leveled } from '../../../engine/solve/levels.ts';
import { mendedFacts } from '../../../engine/solve/mend.ts';
import type { Listed } from '../../../engine/solve/merge.ts';
import type { Solution } from '../../../engine/solve/messages.ts';
import { namedRegions } from '../../../engine/solve/regions.ts';
import type { Look } from '../../../engine/tasks/looks.ts';
import { mendedLook } from '../../../engine/tasks/solve-trained.ts';

const at = (item: string, ...places: [number, number][]): Listed => ({
  item,
  places: places.map(([x, y]) => ({ x, y })),
});
const items = (facts: readonly Listed[]): string[] => facts.map(({ item }) => item);
const noPicture = (): Promise<Plane> => Promise.reject(new Error('no picture is needed'));

const only = (name: string, value: number, x: number, y: number): Listed =>
  at(`$\\text {only }\\text {${name}}=${value}$`, [x, y], [x, y]);
const three = [only('A', 1, 0.25, 0.73), only('B', 2, 0.5, 0.3), only('C', 3, 0.75, 0.73)];
const pair = '\\text {only }\\text {A}\\cap \\text {B}';
const all = '\\text {A}\\cap \\text {B}\\cap \\text {C}';

test('what three sets share is called after where it stands', () => {
  const told = [
    ...three,
    at(`$${all}=4$`, [0.36, 0.5]),
    at(`$${pair}=5$`, [0.5, 0.59]),
    at(`$${pair}=6$`, [0.5, 0.77]),
    at(`$${all}=7$`, [0.64, 0.5]),
    at('$\\text {none}=8$', [0.95, 0.95]),
  ];
  assert.deepEqual(items(namedRegions(told)).slice(3), [
    `$${pair}=4$`,
    `$${all}=5$`,
    '$\\text {only }\\text {A}\\cap \\text {C}=6$',
    '$\\text {only }\\text {B}\\cap \\text {C}=7$',
    '$\\text {none}=8$',
  ]);
});

test("a set's own number is no shared one, and each region is told once", () => {
  const told = [
    ...three,
    at(`$${pair}=4$`, [0.37, 0.5]),
    at(`$${pair}=2$`, [0.5, 0.31]),
    at(`$${all}=4$`, [0.31, 0.42]),
    at(`$${pair}=3$`, [0.72, 0.64]),
  ];
  assert.deepEqual(items(namedRegions(told)).slice(3), [`$${pair}=4$`]);
});

test('two sets share one region; of four nothing is said', () => {
  const shared = at('$\\text {B}\\cap \\text {B}=9$', [0.4, 0.5]);
  assert.deepEqual(
    items(namedRegions([three[0]!, three[1]!, shared])).at(-1),
    '$\\text {A}\\cap \\text {B}=9$',
  );
  const four = [...three, only('D', 4, 0.5, 0.95), at(`$${all}=4$`, [0.5, 0.6])];
  assert.equal(namedRegions(four), four);
});

test('the part that is asked about, and what was listed before, are left out', async () => {
  const told = [at('$\\text {tea}=35\\%$'), at('$\\text {milk}=2\\%$'), at('$\\text {tea}=30\\%$')];
  const mended = await mendedFacts('How large is the part for milk?', told, noPicture);
  assert.deepEqual(items(mended.facts), ['$\\text {tea}=35\\%$']);
  const kept = await mendedFacts('And for water?', told.slice(0, 2), noPicture);
  assert.deepEqual(kept, { facts: told.slice(0, 2), changed: false, gap: null });
});

/** White, with lines between shares of the picture. */
function drawing(...lines: [number, number, number, number][]): Plane {
  const [width, height] = [300, 200];
  const data = new Uint8Array(width * height).fill(255);
  for (const [x0, y0, x1, y1] of lines)
    for (let k = 0; k <= 600; k++) {
      const x = Math.round((x0 + ((x1 - x0) * k) / 600) * width);
      const y = Math.round((y0 + ((y1 - y0) * k) / 600) * height);
      data[y * width + x] = 0;
    }
  return { width, height, data };
}

const a = [0.1, 0.5] as const;
const b = [0.5, 0.1] as const;
const c = [0.5, 0.9] as const;
const d = [0.9, 0.5] as const;
const graph = drawing([...a, ...b], [...a, ...c], [...b, ...c], [...b, ...d], [...c, ...d]);

test('a number belongs to the line beside it', async () => {
  const told = [
    at('$AB=4$', [0.26, 0.26], [...a], [...b]),
    at('$AC=2$', [0.26, 0.74], [...a], [...c]),
    // Told between A and D, where no line is.
    at('$AD=9$', [0.53, 0.47], [0.12, 0.52], [...d]),
    at('$BD=5$', [0.74, 0.26], [...b], [...d]),
    at('$CD=7$', [0.74, 0.74], [...c], [...d]),
  ];
  const mended = await mendedFacts('From $A$ to $D$?', told, () => Promise.resolve(graph));
  assert.deepEqual(items(mended.facts), ['$AB=4$', '$AC=2$', '$CB=9$', '$BD=5$', '$CD=7$']);
});

test('a corner that was called like another has the name that the question asks for', async () => {
  const told = [
    at('$AB=4$', [0.26, 0.26], [...a], [...b]),
    at('$AC=2$', [0.26, 0.74], [...a], [...c]),
    at('$BB=5$', [0.74, 0.26], [...b], [...d]),
  ];
  const mended = await mendedFacts('From $A$ to $Z$?', told, () => Promise.resolve(graph));
  assert.deepEqual(items(mended.facts), ['$AB=4$', '$AC=2$', '$BZ=5$']);
});

const bar = (name: string, value: number, x: number, end: number): Listed =>
  at(`$\\text {${name}}=${value}$`, [x, 0.9], [x, end], [0.05, end]);

test('a value that its height does not allow is the one of its height', () => {
  const told = [
    bar('a', 10, 0.2, 0.7),
    bar('b', 30, 0.4, 0.5),
    bar('c', 50, 0.6, 0.3),
    bar('d', 20, 0.8, 0.4),
  ];
  assert.deepEqual(items(leveled([told])[0]!).at(-1), '$\\text {d}=40$');
  const lying = told.map(({ item, places: [name, end, tick] }) => ({
    item,
    places: [name!, end!, tick!].map(({ x, y }) => ({ x: 1 - y, y: x })),
  }));
  assert.deepEqual(items(leveled([lying])[0]!).at(-1), '$\\text {d}=40$');
});

test('a little off is right; too few say nothing', () => {
  const near = [
    bar('a', 10, 0.2, 0.7),
    bar('b', 30, 0.4, 0.5),
    bar('c', 50, 0.6, 0.3),
    bar('d', 20, 0.8, 0.575),
  ];
  assert.deepEqual(leveled([near])[0], near);
  const few = [bar('a', 10, 0.2, 0.7), bar('b', 30, 0.4, 0.3)];
  assert.deepEqual(leveled([few])[0], few);
});

test('several looks tell of halves of steps together', () => {
  const look = (off: number, d: number): Listed[] => [
    ...[bar('a', 100, 0.2, 0.7), bar('b', 300, 0.4, 0.5), bar('c', 500, 0.6, 0.3)],
    bar('d', d, 0.8, 0.45 + off),
  ];
  const lists = leveled([look(0.01, 300), look(-0.01, 400), look(0, 300), look(0.005, 300)]);
  for (const list of lists) assert.equal(list.at(-1)!.item, '$\\text {d}=350$');
});

test('the model is led to a region that it left unread, where something is printed', async () => {
  const told = [
    ...three,
    at(`$${pair}=4$`, [0.36, 0.5]),
    at(`$${all}=5$`, [0.5, 0.59]),
    at('$\\text {only }\\text {B}\\cap \\text {C}=7$', [0.64, 0.5]),
  ];
  const printed = drawing([0.47, 0.76, 0.52, 0.76]);
  const { gap, changed } = await mendedFacts('How many?', told, () => Promise.resolve(printed));
  assert.equal(changed, false);
  const [place, name] = gap!.slice(-2) as [{ x: number; y: number }, string];
  assert.equal(name, '$\\text {only }\\text {A}\\cap \\text {C}=');
  assert.ok(Math.abs(place.x - 0.5) < 0.02 && Math.abs(place.y - 0.76) < 0.04);
  const empty = await mendedFacts('How many?', told, () => Promise.resolve(drawing()));
  assert.equal(empty.gap, null);
});

test('a third set that was taken for what two share is read as a set', async () => {
  const told = [three[0]!, three[1]!, at(`$${pair}=3$`, [0.92, 0.83])];
  const { facts, gap } = await mendedFacts('How many?', told, noPicture);
  assert.deepEqual(items(facts), items(told.slice(0, 2)));
  assert.deepEqual(gap!.slice(-2), [{ x: 0.92, y: 0.83 }, '$\\text {only }\\text {']);
  const shared = [three[0]!, three[1]!, at(`$${pair}=3$`, [0.38, 0.5])];
  assert.equal((await mendedFacts('How many?', shared, noPicture)).gap, null);
});

test('the model is led to a line without a number', async () => {
  const told = [
    at('$AB=4$', [0.26, 0.26], [...a], [...b]),
    at('$AC=2$', [0.26, 0.66], [...a], [...c]),
    at('$CB=9$', [0.46, 0.46], [...c], [...b]),
    at('$BD=5$', [0.66, 0.26], [...b], [...d]),
  ];
  const { gap } = await mendedFacts('From $A$ to $D$?', told, () => Promise.resolve(graph));
  assert.deepEqual(gap!.filter((part) => typeof part === 'string').slice(-3), ['$', 'C', 'D=']);
});

const look = (listed: readonly Listed[], probabilities: number[] = [0.5]): Look => ({
  ...{ zoom: undefined, calibration: null, listed },
  signs: { probabilities, disagreement: 0, sound: true },
  solution: {
    refused: null,
    confidence: probabilities[0],
    final: items(listed).join(),
  } as Solution,
});

test('a look is solved again from its mended list, and is as sure as it was', async () => {
  const told = [at('$\\text {tea}=35\\%$'), at('$\\text {milk}=2\\%$')];
  const begun: unknown[] = [];
  const found = await mendedLook('How large is milk?', noPicture, (from) => {
    begun.push(from);
    return Promise.resolve(from === undefined ? look(told) : look(told.slice(0, 1), [0.9]));
  });
  assert.deepEqual(begun, [undefined, ['Facts: ', '$\\text {tea}=35\\%$', '.']]);
  assert.deepEqual(items(found.listed), ['$\\text {tea}=35\\%$']);
  assert.deepEqual([found.signs!.probabilities, found.solution.confidence], [[0.5], 0.5]);
});

test('what was left unread is read, and then the list is mended once more', async () => {
  const told = [
    ...three,
    at(`$${pair}=4$`, [0.36, 0.5]),
    at(`$${all}=5$`, [0.5, 0.59]),
    at('$\\text {only }\\text {B}\\cap \\text {C}=7$', [0.64, 0.5]),
  ];
  const more = [...told, at('$\\text {only }\\text {A}\\cap \\text {C}=6$', [0.5, 0.76])];
  const printed = (): Promise<Plane> => Promise.resolve(drawing([0.47, 0.76, 0.52, 0.76]));
  let written = 0;
  const found = await mendedLook('How many?', printed, () =>
    Promise.resolve(look(written++ === 0 ? told : more)),
  );
  assert.deepEqual([written, items(found.listed)], [2, items(more)]);
});

test('what the question tells has the name that it has there', () => {
  const told = [at('$a=12.4$ km (question)'), at('$b=3$ km', [0.5, 0.5])];
  const renamed = asAssigned('There is $c = 12.4$ km. What is $x$?', told);
  assert.deepEqual(items(renamed), ['$c=12.4$ km (question)', '$b=3$ km']);
  assert.deepEqual(items(asAssigned('Let $c$ be 12.4 km.', told))[0], '$c=12.4$ km (question)');
  const kept = ['There is $a = 12.4$ km.', 'A side of 12.4 km.', '$c = 12.4$, $d = 12.4$.'];
  for (const question of kept) assert.deepEqual(items(asAssigned(question, told)), items(told));
  const both = [...told, at('$c=5$ km (question)')];
  assert.deepEqual(items(asAssigned('$c = 12.4$ km.', both)), items(both));
});

test('a refusal that rests on a mended list is written anew', async () => {
  const told = [at('$b=3$ km', [0.5, 0.5]), at('$b=12.4$ km (question)')];
  const refusal = look(told);
  const found = await mendedLook('There is $c = 12.4$ km.', noPicture, (from) =>
    Promise.resolve(
      from === undefined
        ? { ...refusal, solution: { ...refusal.solution, refused: 'two values' } }
        : look([told[0]!, at('$c=12.4$ km (question)')]),
    ),
  );
  assert.equal(found.solution.refused, null);
});
