import { readFileSync } from 'node:fs';
import { arch, cpus, freemem, loadavg, platform, totalmem } from 'node:os';
import type { FullsizeOptions } from './fullsize-checkpoint.ts';
import type { CompileResult, EngineResult } from './fullsize-stages.ts';

export interface Measured {
  readonly sizes: FullsizeOptions;
  readonly threads: number;
  /** Bytes of the decoder, all of which are read for each token. */
  readonly weights: number;
  /** Bytes a second. */
  readonly bandwidth: number;
  readonly compiled: CompileResult;
  readonly ran: EngineResult;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
const timed = (seconds: number): string => `${seconds.toFixed(1)} s`;

/** A chunk of the prompt has 64 tokens; a cancel is heard when it has been taken in. */
const chunkSeconds = ({ prefillSeconds, promptTokens }: EngineResult): number =>
  (64 * prefillSeconds) / promptTokens;

/** The dry run as lines of text. Names no machine, but says what it is. */
export function report(measured: Measured): string {
  const { sizes, weights, bandwidth, compiled, ran } = measured;
  const decode = ran.decodedTokens / ran.decodeSeconds;
  const limit = bandwidth / weights;
  const rows: [string, string][] = [
    ['date', new Date().toISOString().slice(0, 10)],
    ['machine', machine(measured.threads)],
    ['load', `${loadavg()[0]?.toFixed(1) ?? '?'} processes ready to run in the last minute`],
    [
      'model',
      `${sizes.layers} decoder layers of 5120, ${sizes.visionLayers} vision layers of 1152`,
    ],
    ['compile', `${timed(compiled.seconds)}, of the CPU ${timed(compiled.cpuSeconds)}`],
    ['  output', gigabytes(compiled.bytes)],
    ['  peak memory', gigabytes(compiled.peak)],
    ['load model', timed(ran.loadSeconds)],
    ['vision', `${ran.visualTokens} patches in ${timed(ran.visionSeconds)}`],
    ['prefill', `${ran.promptTokens} tokens in ${timed(ran.prefillSeconds)}`],
    ['  speed', `${(ran.promptTokens / ran.prefillSeconds).toFixed(2)} tokens/s`],
    ['decode', `${ran.decodedTokens} tokens in ${timed(ran.decodeSeconds)}`],
    ['  speed', `${decode.toFixed(3)} tokens/s`],
    ['  memory reads', `${gigabytes(bandwidth)}/s measured in the same run`],
    ['  limit', `${limit.toFixed(3)} tokens/s: ${gigabytes(weights)} of weights a token`],
    ['  ratio', `${((100 * decode) / limit).toFixed(0)} % of the limit`],
    ['cancel', `${timed(ran.cancelDecodeSeconds)} while decoding, between two steps`],
    ['', `${timed(ran.cancelPrefillSeconds)} in prefill, between two chunks`],
    [
      '  longest wait',
      `${timed(1 / decode)}: a step; in prefill ${timed(chunkSeconds(ran))}: a chunk`,
    ],
    ['peak memory', `${gigabytes(ran.peak)} of the engine's process`],
  ];
  return rows.map(([name, text]) => `${name.padEnd(16)}${text}\n`).join('');
}

function machine(threads: number): string {
  const model = cpus()[0]?.model ?? 'an unknown CPU';
  const memory = `${gigabytes(totalmem())} of memory, ${gigabytes(freemem())} free`;
  return `${threads} cores (${model}, ${arch()}, ${platform()}), ${memory}; ${flags()}`;
}

/** The vector extensions that matter for products of int8; empty where the system does not tell. */
function flags(): string {
  try {
    const found = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ');
    const wanted = ['avx2', 'avx512f', 'avx512_vnni', 'avx_vnni', 'amx_int8'];
    return wanted.filter((flag) => found?.includes(flag)).join(' ');
  } catch {
    return platform(); // not Linux: nothing more is told
  }
}
