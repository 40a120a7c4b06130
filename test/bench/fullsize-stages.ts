/** The two stages of the dry run that are measured, each in a process of its own. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compileModel } from '../../engine/compile/compile.ts';
import { loadModel, type FusionModel } from '../../engine/runtime/model.ts';
import type { GenerateRequest } from '../../engine/runtime/types.ts';

export interface CompileResult {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly peak: number;
}

export interface EngineResult {
  readonly loadSeconds: number;
  readonly visionSeconds: number;
  readonly prefillSeconds: number;
  readonly promptTokens: number;
  readonly visualTokens: number;
  readonly decodeSeconds: number;
  readonly decodedTokens: number;
  /** From the abort in the middle of prefill, and of decoding, to the end of the generation. */
  readonly cancelPrefillSeconds: number;
  readonly cancelDecodeSeconds: number;
  readonly peak: number;
}

export interface EngineJob {
  readonly threads: number;
  readonly rows: number;
  readonly columns: number;
  readonly tokens: number;
}

const seconds = (since: number): number => (performance.now() - since) / 1000;

// Kibibytes on every platform: libuv sees to it.
const peak = (): number => process.resourceUsage().maxRSS * 1024;

export async function compileStage(address: string, outDir: string): Promise<CompileResult> {
  const start = performance.now();
  let told = start;
  await compileModel(address, {
    ...{ precision: 'int4', outDir },
    onProgress: ({ phase, done, total, name }) => {
      if (done < total && performance.now() - told < 10_000) return;
      told = performance.now();
      const gigabytes = [done, total].map((n) => (n / 1e9).toFixed(1)).join(' of ');
      console.log(`  ${seconds(start).toFixed(0)} s  ${phase}  ${gigabytes} GB  ${name}`);
    },
  });
  const { user, system } = process.cpuUsage();
  const bytes = await folderBytes(outDir);
  return { seconds: seconds(start), cpuSeconds: (user + system) / 1e6, bytes, peak: peak() };
}

export async function folderBytes(directory: string, pattern = /./): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !pattern.test(entry.name)) continue;
    sum += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return sum;
}

export async function engineStage(directory: string, job: EngineJob): Promise<EngineResult> {
  const start = performance.now();
  const model = await loadModel(directory, { device: 'cpu', threads: job.threads });
  const loadSeconds = seconds(start);
  console.log(`  loaded in ${loadSeconds.toFixed(1)} s`);
  try {
    const answered = await answer(model, job);
    const cancelPrefillSeconds = await cancelInPrefill(model, job);
    return { loadSeconds, ...answered, cancelPrefillSeconds, peak: peak() };
  } finally {
    await model.dispose();
  }
}

function request({ rows, columns, tokens }: EngineJob): GenerateRequest & { signal: AbortSignal } {
  const patchSize = 16 * 16 * 3;
  const pixelValues = new Float32Array(rows * columns * patchSize);
  for (let i = 0; i < pixelValues.length; i++) pixelValues[i] = Math.sin(i * 0.37);
  return {
    images: [{ pixelValues, rows, columns, patchSize }],
    prompt: [{ role: 'user', content: '<image>\nWhat is to be seen here?' }],
    ...{ mode: 'nothink', maxTokens: tokens, signal: new AbortController().signal },
  };
}

/** One whole answer, and the abort of it after its last token but some. */
async function answer(model: FusionModel, job: EngineJob) {
  const abort = new AbortController();
  const begun = performance.now();
  const generation = model.generate({
    ...request({ ...job, tokens: job.tokens + 8 }),
    signal: abort.signal,
    onPrefill: (done, total) =>
      console.log(`  ${seconds(begun).toFixed(0)} s  prompt  ${done} of ${total} tokens`),
  });
  let [decodedTokens, stopped] = [0, 0];
  for (;;) {
    const next = await generation.next();
    if (next.done === true) {
      const { millis, promptTokens, visualTokens } = next.value;
      return {
        visionSeconds: millis.vision / 1000,
        prefillSeconds: millis.prefill / 1000,
        decodeSeconds: millis.decode / 1000,
        ...{ promptTokens, visualTokens, decodedTokens },
        cancelDecodeSeconds: seconds(stopped),
      };
    }
    decodedTokens += 1;
    if (decodedTokens % 8 === 0)
      console.log(`  ${seconds(begun).toFixed(0)} s  ${decodedTokens} tokens`);
    if (decodedTokens === job.tokens) {
      stopped = performance.now();
      abort.abort();
    }
  }
}

async function cancelInPrefill(model: FusionModel, job: EngineJob): Promise<number> {
  const abort = new AbortController();
  let stopped = 0;
  const generation = model.generate({
    ...request({ ...job, rows: 10, columns: 20 }),
    signal: abort.signal,
    onPrefill: () => {
      // While the next chunk runs, as a person would: the engine hears of it between two steps.
      setImmediate(() => {
        stopped ||= performance.now();
        abort.abort();
      });
    },
  });
  for await (const token of generation) console.log(`  not cancelled in time: ${token.id}`);
  return seconds(stopped);
}

if (process.send && process.argv[2] === 'compile') {
  process.send(await compileStage(process.argv[3] ?? '', process.argv[4] ?? ''));
} else if (process.send && process.argv[2] === 'engine') {
  const job = JSON.parse(process.argv[4] ?? '{}') as EngineJob;
  process.send(await engineStage(process.argv[3] ?? '', job));
}
