/**
 * Our engine beside transformers.js and onnxruntime-genai: the same weights, prompt, threads and machine,
 * turn by turn. `npm run bench -- --help`.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TextTokenizer } from '../../engine/text/tokenizer.ts';
import { benchThreads, bundledModel, randomModel, type BenchModel } from './peers-models.ts';
import { table, type Measured } from './peers-table.ts';
import { Worker, type Question } from './peers-worker.ts';

const usage = `npm run bench -- [options]

  --model NAME    bundled or random; both when left out
  --rounds N      turns of each (5)
  --tokens N      tokens to decode (128 with the bundled model, 32 with the random one)
  --against DIR   another checkout of this repository, measured as one more peer
  --python PATH   a Python with onnxruntime-genai (.venv/bin/python)
  --dir DIR       where the models are put into the peers' layouts (a folder in the temporary folder)
  --out FILE      write the table to this file too

transformers.js: npm install --prefix test/bench/peers. What is missing is left out and said so.`;

const peers = join(import.meta.dirname, 'peers');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ model: { type: 'string' }, rounds: { type: 'string', default: '5' } },
      ...{ tokens: { type: 'string' }, against: { type: 'string' }, out: { type: 'string' } },
      python: { type: 'string', default: join(import.meta.dirname, '../../.venv/bin/python') },
      dir: { type: 'string', default: join(tmpdir(), 'marginalia-bench') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${usage}\n`);
  const made = { bundled: bundledModel, random: randomModel };
  const tokens = { bundled: 128, random: 32 };
  const lines = await machine();
  for (const name of ['bundled', 'random'] as const) {
    if (values.model !== undefined && values.model !== name) continue;
    const model = await made[name](join(values.dir, name));
    const question = await questionFor(model, Number(values.tokens ?? tokens[name]));
    const measured = await race(model, question, { ...values, rounds: Number(values.rounds) });
    lines.push('', ...table(model.name, question, measured));
  }
  lines.push(
    '',
    `Load average at the end: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  process.stdout.write(lines.join('\n') + '\n');
  if (values.out !== undefined) await writeFile(values.out, lines.join('\n') + '\n');
}

async function machine(): Promise<string[]> {
  const package_ = join(peers, 'node_modules/@huggingface/transformers/package.json');
  const version = existsSync(package_)
    ? (JSON.parse(await readFile(package_, 'utf8')) as { version: string }).version
    : 'not installed';
  const load = loadavg().map((value) => value.toFixed(1));
  return [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GiB; ${benchThreads} threads each; Node ${process.version}`,
    `transformers.js ${version}`,
    `Load average at the start, before the bench: ${load.join(' ')}`,
  ];
}

async function questionFor(model: BenchModel, tokens: number): Promise<Question> {
  const tokenizer = await TextTokenizer.load(model.ours);
  const text = 'abcdefghijklmnopqrstuvwxyz'.repeat(3).slice(0, 64);
  return { text, prompt: tokenizer.encode(text), tokens };
}

/** Turn by turn, so that whatever else the machine does falls on all alike. The first turn warms up. */
async function race(
  model: BenchModel,
  question: Question,
  { rounds, python, against }: { rounds: number; python: string; against?: string },
): Promise<Measured[]> {
  const threads = String(benchThreads);
  const ours = (name: string, bench: string): Worker =>
    new Worker(name, process.execPath, [join(bench, 'peers-ours.ts'), model.ours, threads]);
  const workers = [
    ours('Marginalia', import.meta.dirname),
    new Worker('transformers.js', process.execPath, [
      ...[join(peers, 'transformers.js'), model.transformers, threads],
    ]),
    new Worker('onnxruntime-genai', python, [join(peers, 'genai.py'), model.genai]),
  ];
  if (against !== undefined)
    workers.push(ours(`Marginalia in ${against}`, join(against, 'test', 'bench')));
  const measured = workers.map(({ name }): Measured => ({ name, runs: [], peakMemory: 0 }));
  try {
    for (let round = 0; round <= rounds; round++)
      for (const [i, worker] of workers.entries()) {
        const mine = measured[i]!;
        if (mine.problem !== undefined) continue;
        try {
          const run = await worker.ask(question);
          if (round > 0) mine.runs.push(run);
        } catch (error) {
          mine.problem = error instanceof Error ? error.message : String(error);
        }
      }
    for (const [i, worker] of workers.entries())
      if (measured[i]!.problem === undefined) measured[i]!.peakMemory = await worker.peakMemory();
  } finally {
    for (const worker of workers) worker.close();
  }
  return measured;
}

await main();
