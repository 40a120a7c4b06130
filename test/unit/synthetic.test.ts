/** What the training recipe makes itself: nearly all of it has a canonical form that KaTeX reads, and a seed says it all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { katexRefusal, latexOf, normalizeLatex } from '../../engine/text/latex/index.ts';
import { commandFormulas } from '../../models/train/synthetic/commands.ts';
import { rowFormulas } from '../../models/train/synthetic/rows.ts';
import { schoolFormulas } from '../../models/train/synthetic/school.ts';
import { structureFormulas } from '../../models/train/synthetic/structures.ts';
import { symbolFormulas } from '../../models/train/synthetic/symbols.ts';

const makers = {
  commands: commandFormulas,
  rows: rowFormulas,
  school: schoolFormulas,
  structures: structureFormulas,
  symbols: symbolFormulas,
};

for (const [name, make] of Object.entries(makers)) {
  test(`${name} are formulas`, () => {
    const made = [...make(800, 4)];
    assert.deepEqual([...make(800, 4)], made);
    assert.notDeepEqual([...make(800, 5)], made);
    const read = made.filter((source) => {
      const tokens = normalizeLatex(source);
      return tokens !== null && katexRefusal(latexOf(tokens)) === null;
    });
    assert.ok(read.length > 0.96 * made.length, `${read.length} of ${made.length}`);
  });
}

test('structures hold matrices, towers of scripts, lines upon lines and accents in scripts', () => {
  const all = [...structureFormulas(2000)].join('\n');
  for (const piece of [
    /\\begin\{bmatrix\}(.*\\\\){3}/u,
    /\^\{.\^\{.\^\{/u,
    /\\(over|under)line\{\\(over|under)line/u,
    /_\{\\dot\{\\/u,
    /\\varSigma/u,
    /\\ddots/u,
    /\\begin\{array\}\{rcrcr\}/u,
    /\\underbrace\{\\begin/u,
  ])
    assert.match(all, piece);
});
