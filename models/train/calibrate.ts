/**
 * Fits calibration.json of a model folder on labeled pictures that training never saw (heldout.py makes them).
 * usage: node models/train/calibrate.ts MODEL_DIR LABELED_DIR...
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalTokens } from '../../engine/eval/score.ts';
import { readLabels } from '../../engine/eval/labels.ts';
import {
  fitLogistic,
  sequenceFeatures,
  tokenFeatures,
  type Calibration,
  type Signs,
} from '../../engine/runtime/calibration.ts';
import { loadModel } from '../../engine/runtime/model.ts';
import { readFormula } from '../../engine/tasks/read.ts';

/** Which of `given` stand in an alignment with `wanted` of least edit distance. */
function matched(given: readonly string[], wanted: readonly string[]): boolean[] {
  const cost = Array.from({ length: given.length + 1 }, (_, i) =>
    Array.from({ length: wanted.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= given.length; i++)
    for (let j = 1; j <= wanted.length; j++)
      cost[i]![j] = Math.min(
        cost[i - 1]![j]! + 1,
        cost[i]![j - 1]! + 1,
        cost[i - 1]![j - 1]! + Number(given[i - 1] !== wanted[j - 1]),
      );
  const right = given.map(() => false);
  for (let i = given.length, j = wanted.length; i > 0;) {
    if (j > 0 && given[i - 1] === wanted[j - 1] && cost[i]![j] === cost[i - 1]![j - 1]) {
      right[i - 1] = true;
      i--;
      j--;
    } else if (j > 0 && cost[i]![j] === cost[i - 1]![j - 1]! + 1) {
      i--;
      j--;
    } else if (cost[i]![j] === cost[i - 1]![j]! + 1) i--;
    else j--;
  }
  return right;
}

async function main(): Promise<void> {
  const [modelDir, ...folders] = process.argv.slice(2);
  if (modelDir === undefined || folders.length === 0)
    throw new Error('usage: node models/train/calibrate.ts MODEL_DIR LABELED_DIR...');
  const model = { ...(await loadModel(modelDir)), calibration: null };
  const sequences: { features: number[]; right: boolean }[] = [];
  const tokens: { features: number[]; right: boolean }[] = [];
  for (const folder of folders) {
    for (const { file, latex } of await readLabels(folder)) {
      let signs: Signs | undefined;
      const reading = await readFormula(model, await readFile(join(folder, file)), {
        onSigns: (found) => (signs = found),
      });
      const wanted = canonicalTokens(latex);
      const right = canonicalTokens(reading.latex).join(' ') === wanted.join(' ');
      sequences.push({ features: sequenceFeatures(signs!), right });
      const marks = matched(
        reading.tokens.map(({ text }) => text.trim() || text),
        wanted,
      );
      for (const [i, { confidence }] of reading.tokens.entries())
        tokens.push({ features: tokenFeatures(confidence), right: marks[i]! });
    }
  }
  await model.dispose();
  const fit = (cases: typeof tokens): number[] =>
    fitLogistic(
      cases.map(({ features }) => features),
      cases.map(({ right }) => right),
    ).map((weight) => Number(weight.toFixed(4)));
  const calibration: Calibration = { sequence: fit(sequences), token: fit(tokens) };
  await writeFile(join(modelDir, 'calibration.json'), JSON.stringify(calibration, null, 2) + '\n');
  const share = sequences.filter(({ right }) => right).length / sequences.length;
  process.stdout.write(
    `${sequences.length} readings, ${(100 * share).toFixed(1)} % right: ${JSON.stringify(calibration)}\n`,
  );
}

await main();
