/**
 * Fits calibration.json of a solver on problems that are not those of its figures (diagrams/draw.py makes them).
 * usage: node models/train/calibrateSolver.ts MODEL_DIR PROBLEMS_DIR...
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRight } from '../../engine/eval/diagrams-answer.ts';
import { readProblems } from '../../engine/eval/diagrams-set.ts';
import {
  fitLogistic,
  sequenceFeatures,
  type Calibration,
  type Signs,
} from '../../engine/runtime/calibration.ts';
import { loadModel } from '../../engine/runtime/model.ts';
import { askModel } from '../../engine/tasks/ask.ts';
import { solveProblem } from '../../engine/tasks/solve.ts';

async function main(): Promise<void> {
  const [modelDir, ...folders] = process.argv.slice(2);
  if (modelDir === undefined || folders.length === 0)
    throw new Error('usage: node models/train/calibrateSolver.ts MODEL_DIR PROBLEMS_DIR...');
  const model = { ...(await loadModel(modelDir)), calibration: null };
  const rows: number[][] = [];
  const right: boolean[] = [];
  const { signal } = new AbortController();
  for (const folder of folders) {
    for (const problem of await readProblems(folder)) {
      if (problem.refusal !== '') continue;
      let signs: Signs | undefined;
      const solution = await solveProblem(
        (job) => askModel(model, job),
        {
          onSigns: (found) => (signs = found),
          images: [await readFile(join(folder, problem.file))],
          ...{ question: problem.question, mode: 'think', signal, onDelta: () => undefined },
        },
        model.generation.solve,
      );
      // A refusal is not doubted: it gives no answer.
      if (solution.refused !== null) continue;
      rows.push(sequenceFeatures(signs!));
      right.push(isRight(problem, solution.final));
    }
  }
  await model.dispose();
  const sequence = fitLogistic(rows, right).map((weight) => Number(weight.toFixed(4)));
  const calibration: Calibration = { sequence, token: [0, 1] };
  await writeFile(join(modelDir, 'calibration.json'), JSON.stringify(calibration, null, 2) + '\n');
  const share = right.filter(Boolean).length / right.length;
  process.stdout.write(
    `${right.length} solutions, ${(100 * share).toFixed(1)} % right: ${JSON.stringify(calibration)}\n`,
  );
}

await main();
