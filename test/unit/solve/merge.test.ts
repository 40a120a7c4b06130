/** Facts of several looks at one picture are brought together, each as most looks read it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergedFacts, type Listed } from '../../../engine/solve/merge.ts';

const at = (item: string, x?: number, y = 0.5): Listed => ({
  item,
  places: x === undefined ? [] : [{ x, y }],
});

const itemsOf = (looks: readonly (readonly Listed[])[]): string[] | undefined =>
  mergedFacts(looks)?.map(({ item }) => item);

test('each fact is as most looks read it, though none has them all', () => {
  const looks = [
    [at('$\\text{Jon}=65$', 0.2), at('$\\text{May}=10$', 0.5), at('$n=40$ (question)')],
    [at('$\\text{Jan}=65$', 0.21), at('$\\text{May}=16$', 0.51), at('$n=40$ (question)')],
    [at('$\\text{Jan}=85$', 0.19), at('$\\text{May}=16$', 0.5), at('$n=40$ (question)')],
  ];
  assert.deepEqual(itemsOf(looks), ['$\\text{Jan}=65$', '$\\text{May}=16$', '$n=40$ (question)']);
});

test('what one look alone lists is left out, and what one has missed is there in its place', () => {
  const looks = [
    [at('$a=1$ cm', 0.1), at('$c=3$ cm', 0.9)],
    [at('$a=1$ cm', 0.1), at('$b=2$ cm', 0.5), at('$c=3$ cm', 0.9)],
    [at('$a=1$ cm', 0.1), at('$b=2$ cm', 0.5), at('$c=3$ cm', 0.9), at('$d=4$ cm', 0.9, 0.9)],
  ];
  assert.deepEqual(itemsOf(looks), ['$a=1$ cm', '$b=2$ cm', '$c=3$ cm']);
});

test('where all differ the first look counts; a fact of the question is none of the picture', () => {
  const looks = [
    [at('$k=80$ N/m', 0.3), at('$k=95$ N/m (question)')],
    [at('$k=60$ N/m', 0.3), at('$k=95$ N/m (question)')],
    [at('$k=86$ N/m', 0.3), at('$k=95$ N/m (question)')],
  ];
  assert.deepEqual(itemsOf(looks), ['$k=80$ N/m', '$k=95$ N/m (question)']);
});

test('one look lists a place once; what cannot be told apart is not brought together', () => {
  const twice = [at('$\\text{L}=15\\%$', 0.3), at('$\\text{L}=15\\%$', 0.3)];
  assert.equal(mergedFacts([twice, twice, twice]), null);
  assert.equal(mergedFacts([[], [], []]), null);
  assert.equal(mergedFacts([[at('no fact')], [at('$a=1$', 0.5)], []]), null);
});

test('two facts are not called the same where a look knows better', () => {
  const looks = [
    [at('$\\text{bus}=15$', 0.2), at('$\\text{bus}=45$', 0.5)],
    [at('$\\text{bus}=15$', 0.2), at('$\\text{bus}=45$', 0.5)],
    [at('$\\text{bus}=15$', 0.2), at('$\\text{car}=45$', 0.5)],
  ];
  assert.deepEqual(itemsOf(looks), ['$\\text{bus}=15$', '$\\text{car}=45$']);
  assert.equal(mergedFacts([looks[0]!, looks[0]!, looks[1]!]), null);
});

test('a fact keeps the places of the look that read it so; the question has none', () => {
  const read = (value: number, x: number): Listed => ({
    item: `$\\text{Jan}=${value}$`,
    places: [
      { x, y: 0.9 },
      { x, y: 0.4 },
    ],
  });
  const told = at('$n=40$ (question)', 0.5);
  const looks = [
    [read(6, 0.21), told],
    [read(5, 0.2), told],
    [read(5, 0.19), told],
  ];
  assert.deepEqual(mergedFacts(looks), [read(5, 0.2), { ...told, places: [] }]);
});
