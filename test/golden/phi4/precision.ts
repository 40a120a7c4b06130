/**
 * Prints what each precision costs against the official fp32 logits of the tiny model.
 * usage: npm run bench:precision
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileModel, precisions } from '../../../engine/compile/compile.ts';
import { relativeError } from '../../../engine/runtime/device.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { runCases } from './numerics.ts';
import { readVectors, vocabulary } from './vectors.ts';

interface Row {
  /** Largest difference of a logit, as a share of the largest logit. */
  error: number;
  /** Mean Kullback-Leibler divergence of a place's distribution from the official one, in nats. */
  divergence: number;
  /** Share of places at which the likeliest token is the official one. */
  agreement: number;
}

/** Compares logits, f32 [places, vocabulary]. */
export function compareLogits(found: Float32Array, expected: Float32Array): Row {
  const places = expected.length / vocabulary;
  let [divergence, agreeing] = [0, 0];
  for (let at = 0; at < expected.length; at += vocabulary) {
    const p = logProbabilities(expected.subarray(at, at + vocabulary));
    const q = logProbabilities(found.subarray(at, at + vocabulary));
    divergence += p.reduce((sum, log, i) => sum + Math.exp(log) * (log - q[i]!), 0);
    agreeing += Number(p.indexOf(Math.max(...p)) === q.indexOf(Math.max(...q)));
  }
  const error = relativeError(found, expected);
  return { error, divergence: divergence / places, agreement: agreeing / places };
}

function logProbabilities(logits: Float32Array): Float64Array {
  const peak = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = logits.reduce((total, value) => total + Math.exp(value - peak), 0);
  return Float64Array.from(logits, (value) => value - peak - Math.log(sum));
}

async function main(): Promise<void> {
  const vectors = await readVectors();
  const { variant, cases } = vectors.variants[0]!;
  const work = await mkdtemp(join(tmpdir(), 'marginalia-precision-'));
  try {
    await writeCheckpoint(work, vectors, variant);
    const expected = Float32Array.from(cases.flatMap((one) => [...one.prefill, ...one.decoded]));
    const places = expected.length / vocabulary;
    console.log(`${places} places of prompts and answers with none, one and three pictures\n`);
    console.log('| precision | largest error | mean KL (nats) | same likeliest token |');
    console.log('| --- | ---: | ---: | ---: |');
    for (const precision of precisions) {
      const outDir = join(work, precision);
      await compileModel(work, { precision, outDir });
      const runs = await runCases(outDir, cases);
      const found = Float32Array.from(runs.flatMap((run) => [...run.prefill, ...run.decoded]));
      const { error, divergence, agreement } = compareLogits(found, expected);
      const cells = [error.toExponential(1), divergence.toExponential(1)];
      console.log(`| ${precision} | ${cells.join(' | ')} | ${(100 * agreement).toFixed(1)} % |`);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

if (import.meta.main) await main();
