/** Whether the bundled model was trained to solve problems: tests with its real weights need that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledModelDir } from '../../../engine/models/catalogue.ts';

/** Another export can be tried: MARGINALIA_TEST_MODEL=DIR. */
export const solverDir = process.env['MARGINALIA_TEST_MODEL'] ?? bundledModelDir();

const file = join(solverDir, 'generation_config.json');
const { tasks, companions } = JSON.parse(readFileSync(file, 'utf8')) as {
  tasks?: string[];
  companions?: { solve?: string };
};

export const bundledSolves = tasks?.includes('solve') === true || companions?.solve !== undefined;

/** For `skip`: false, or why. */
export const needsSolver = bundledSolves
  ? false
  : 'the bundled model is not one that was trained to solve problems';
