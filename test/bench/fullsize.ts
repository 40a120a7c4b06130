/**
 * The full-size dry run: a made-up checkpoint with the sizes of Phi-4-reasoning-vision-15B is
 * served over HTTP, compiled to int4, loaded and run on this machine's CPU. See --help.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readOptional } from '../../engine/files.ts';
import { readBandwidth } from './bandwidth.ts';
import { report } from './fullsize-report.ts';
import { folderBytes, type CompileResult, type EngineJob } from './fullsize-stages.ts';
import type { EngineResult } from './fullsize-stages.ts';

const usage = `npm run bench:fullsize -- [options]

  --layers N          decoder layers (40, as in the real model)
  --vision-layers N   layers of the vision tower (27)
  --tokens N          tokens to decode (16)
  --dir DIR           where the compiled model goes, about 10 GB (a folder in the temporary folder);
                      one that an earlier run was stopped in is gone on with
  --keep              leave the compiled model there
  --out FILE          write the report to this file too`;

const options = {
  layers: { type: 'string', default: '40' },
  'vision-layers': { type: 'string', default: '27' },
  tokens: { type: 'string', default: '16' },
  dir: { type: 'string', default: join(tmpdir(), 'marginalia-fullsize') },
  keep: { type: 'boolean', default: false },
  out: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const { values } = parseArgs({ options });

function start(script: string, words: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return fork(path, words, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** What a child sends once it has done its part. Throws when it ends without. */
async function result<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a stage ended with status ${String(code)}`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T];
  ended.catch(() => undefined); // it has sent what was wanted
  return message;
}

/** Compiles, unless an earlier run that was told to keep its model has done so. */
async function compile(address: string): Promise<CompileResult> {
  const measured = join(values.dir, 'compiled.json');
  const earlier = await readOptional(measured);
  if (earlier !== undefined) return JSON.parse(earlier) as CompileResult;
  console.log(`compiling ${address} into ${values.dir}`);
  const compiler = start('fullsize-stages.ts', ['compile', address, values.dir]);
  const compiled = await result<CompileResult>(compiler);
  await writeFile(measured, JSON.stringify(compiled));
  return compiled;
}

/** A machine that runs out of memory ends other people's programs. */
function checkMemory(weights: number): void {
  const available = process.availableMemory();
  const needed = 1.1 * weights + 3e9;
  if (available >= needed) return;
  const [have, want] = [available, needed].map((bytes) => `${(bytes / 1e9).toFixed(1)} GB`);
  throw new Error(`${have ?? ''} of memory are free; the engine needs ${want ?? ''}`);
}

async function run(): Promise<void> {
  const sizes = { layers: Number(values.layers), visionLayers: Number(values['vision-layers']) };
  const threads = availableParallelism();
  const job: EngineJob = { threads, rows: 25, columns: 40, tokens: Number(values.tokens) };
  const server = start('fullsize-server.ts', ['serve', JSON.stringify(sizes)]);
  try {
    const { address } = await result<{ address: string }>(server);
    const compiled = await compile(address);
    server.kill();
    const weights = await folderBytes(join(values.dir, 'onnx'), /^decoder_/);
    checkMemory(weights);
    const before = await readBandwidth(threads);
    console.log(`memory reads at ${(before / 1e9).toFixed(1)} GB/s; loading the model`);
    const engine = start('fullsize-stages.ts', ['engine', values.dir, JSON.stringify(job)]);
    const ran = await result<EngineResult>(engine);
    const bandwidth = (before + (await readBandwidth(threads))) / 2;
    const text = report({ sizes, threads, weights, bandwidth, compiled, ran });
    console.log(`\n${text}`);
    if (values.out !== undefined) await writeFile(values.out, text);
  } finally {
    server.kill();
    if (!values.keep) await rm(values.dir, { recursive: true, force: true });
  }
}

if (values.help) console.log(usage);
else await run();
