import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundledModelDir } from '../../engine/models/catalogue.ts';
import { compare, readVectors, weightsHash } from './golden.ts';

const again = 'run `python models/train/golden.py` after a change of the weights';

const here = import.meta.dirname;
const solver = join(bundledModelDir(), 'solver');

for (const [name, model, vectors, least] of [
  ['the reader', bundledModelDir(), here, 20],
  ['the solver, which is shown no blank patches', solver, join(here, 'solver'), 8],
] as const)
  test(`the compiled graphs give the logits that PyTorch gives: ${name}`, async (context) => {
    assert.equal((await readVectors(vectors)).weights, await weightsHash(model), again);
    const comparisons = await compare(model, vectors);
    assert.ok(comparisons.length >= least, `only ${comparisons.length} images`);
    for (const { file, error, agreeing, places } of comparisons) {
      assert.ok(error < 1e-3, `${file}: relative error ${error}`);
      assert.equal(agreeing, places, `${file}: another token is the likeliest`);
    }
    const worst = Math.max(...comparisons.map(({ error }) => error));
    context.diagnostic(
      `${comparisons.length} images, largest relative error ${worst.toExponential(1)}`,
    );
  });
