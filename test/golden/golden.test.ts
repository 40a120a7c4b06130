import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundledModelDir } from '../../engine/models/catalogue.ts';
import { compare, readVectors, weightsHash } from './golden.ts';

const vectors = import.meta.dirname;
const again = 'run `python models/train/golden.py` after a change of the weights';

test('the compiled graphs give the logits that PyTorch gives', async (context) => {
  const model = bundledModelDir();
  assert.equal((await readVectors(vectors)).weights, await weightsHash(model), again);
  const comparisons = await compare(model, vectors);
  assert.ok(comparisons.length >= 20, `only ${comparisons.length} images`);
  for (const { file, error, agreeing, places } of comparisons) {
    assert.ok(error < 1e-3, `${file}: relative error ${error}`);
    assert.equal(agreeing, places, `${file}: another token is the likeliest`);
  }
  const worst = Math.max(...comparisons.map(({ error }) => error));
  context.diagnostic(
    `${comparisons.length} images, largest relative error ${worst.toExponential(1)}`,
  );
});
