import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileModel, ensureCompiled } from '../../../engine/compile/compile.ts';
import type { CompileProgress } from '../../../engine/compile/compile.ts';
import { checkDisk } from '../../../engine/compile/disk.ts';
import { precisions, type Precision } from '../../../engine/compile/precision.ts';
import { relativeError } from '../../../engine/runtime/device.ts';
import { openSessions, releaseSessions } from '../../../engine/runtime/sessions.ts';
import { decoderSignature } from '../../../engine/runtime/signature.ts';
import { embedTokens, encodeImage, Sequence } from '../../../engine/runtime/steps.ts';
import { randomValues, tinyModel } from '../support/tiny-model.ts';
import { serveRanges } from './support/ranges.ts';

/** Large enough that most tensors go into files beside the graphs. */
const wide = { hidden_size: 256, intermediate_size: 512, num_attention_heads: 16 };

async function folder(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-compile-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  return join(directory, 'model');
}

async function compiled(context: TestContext, from: string, precision: Precision = 'int4') {
  const outDir = await folder(context);
  await compileModel(from, { precision, outDir });
  return outDir;
}

/** Name and sha256 of everything in a folder. */
async function contents(directory: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    hashes[path.slice(directory.length)] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  }
  return hashes;
}

async function outputs(directory: string) {
  const sessions = await openSessions(directory, 'cpu', 1);
  try {
    const ids = Array.from({ length: 30 }, (_, i) => (i * 5) % 33);
    const signature = decoderSignature(directory, sessions.decoder);
    const sequence = new Sequence(sessions, signature, ids.length);
    const next = randomValues(3);
    const pixelValues = Float32Array.from({ length: 6 * 128 }, next);
    const image = { pixelValues, rows: 2, columns: 3, patchSize: 128 };
    return {
      logits: await sequence.append(await embedTokens(sessions, ids), 0),
      features: await encodeImage(sessions, image),
    };
  } finally {
    await releaseSessions(sessions);
  }
}

test('every precision runs, and is as near to fp32 as it should be', async (context) => {
  const model = await tinyModel(context, wide);
  await ensureCompiled(model);
  const reference = await outputs(model);
  const tolerance = { fp32: 1e-6, fp16: 1e-2, int8: 5e-2, int4: 0.5 };
  for (const precision of precisions) {
    const directory = await compiled(context, model, precision);
    const found = await outputs(directory);
    const error = relativeError(found.logits, reference.logits);
    assert.ok(error < tolerance[precision], `${precision}: ${error}`);
    const vision = relativeError(found.features, reference.features);
    assert.ok(vision < tolerance.fp16, `${precision} vision: ${vision}`);
    assert.equal((await ensureCompiled(directory)).precision, precision, 'taken as it is');
  }
});

test('over HTTP the bytes are those from the folder, and progress only grows', async (context) => {
  const model = await tinyModel(context, wide);
  const server = await serveRanges(context, model);
  const outDir = await folder(context);
  const told: CompileProgress[] = [];
  await compileModel(server.address, {
    ...{ precision: 'int4', outDir },
    onProgress: (progress) => told.push(progress),
  });
  assert.deepEqual(await contents(outDir), await contents(await compiled(context, model)));
  for (const phase of ['weights', 'verify']) {
    const part = told.filter((progress) => progress.phase === phase);
    assert.ok(part.every(({ done }, i) => i === 0 || done >= part[i - 1]!.done));
    assert.equal(part.at(-1)?.done, part.at(-1)?.total);
  }
});

test('killed again and again it goes on, and the bytes are the same', async (context) => {
  const model = await tinyModel(context, wide);
  const expected = await contents(await compiled(context, model));
  const server = await serveRanges(context, model);
  const outDir = await folder(context);
  const script = fileURLToPath(new URL('support/compile-child.ts', import.meta.url));
  const run = async (killAt: number): Promise<number> => {
    server.requests.length = 0;
    const child = spawn(process.execPath, [script, server.address, outDir], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    server.mischief = (_, response, { bytes, headers }) => {
      if (server.requests.length < killAt) return false;
      // Half of what was asked for is on its way when the process dies.
      response.writeHead(206, headers);
      response.write(bytes.subarray(0, bytes.length / 2), () => child.kill('SIGKILL'));
      return true;
    };
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (killAt < Infinity) assert.equal(signal, 'SIGKILL');
    else assert.equal(code, 0);
    return server.requests.length;
  };
  for (const killAt of [3, 60, 70]) {
    await run(killAt);
    assert.ok(!(await readdir(outDir)).includes('manifest.json'));
    await assert.rejects(ensureCompiled(outDir), { code: 'model-missing' });
  }
  const last = await run(Infinity);
  assert.deepEqual(await contents(outDir), expected);
  const fresh = await folder(context);
  server.requests.length = 0;
  server.mischief = () => false;
  await compileModel(server.address, { precision: 'int4', outDir: fresh });
  assert.ok(last < server.requests.length, 'what was done was not fetched again');
});

test('a half-written journal line costs one tensor, and damage behind it is found', async (context) => {
  const model = await tinyModel(context, wide);
  const expected = await contents(await compiled(context, model));
  const outDir = await folder(context);
  const onnx = join(outDir, 'onnx');
  const stop = new AbortController();
  const stopAt = (share: number) => ({
    ...{ precision: 'int4' as const, outDir, signal: stop.signal },
    onProgress: ({ done, total, name }: CompileProgress) => {
      if (name.startsWith('lm_head') && done > share * total) stop.abort(new Error('stopped'));
    },
  });
  await assert.rejects(compileModel(model, stopAt(0)), { message: 'stopped' });
  await appendFile(join(onnx, 'journal.jsonl'), '{"key":"decoder_model_mer');
  const data = await open(join(onnx, 'decoder_model_merged.onnx_data'), 'r+');
  await data.write(Buffer.from([1, 2, 3]), 0, 3, 10_000);
  await data.close();
  const again = () => compileModel(model, { precision: 'int4', outDir });
  await assert.rejects(again(), { code: 'model-corrupt', message: /decoder_model_merged/ });
  assert.ok(!(await readdir(onnx)).includes('manifest.json'));
  await again();
  assert.deepEqual(await contents(outDir), expected);
});

test('what another compile left is not mixed in', async (context) => {
  const model = await tinyModel(context, wide);
  const outDir = await folder(context);
  const stop = AbortSignal.abort(new Error('stopped'));
  await assert.rejects(compileModel(model, { precision: 'int8', outDir, signal: stop }));
  await compileModel(model, { precision: 'int4', outDir });
  assert.deepEqual(await contents(outDir), await contents(await compiled(context, model)));
  await compileModel(model, { precision: 'int4', outDir }); // done already
  await assert.rejects(compileModel(model, { precision: 'int8', outDir }), {
    ...{ code: 'model-folder-taken', message: /int4/ },
  });
});

test('a compiled folder is checked when it is used', async (context) => {
  const outDir = await compiled(context, await tinyModel(context, wide));
  const data = join(outDir, 'onnx', 'decoder_model_merged.onnx_data');
  const bytes = await readFile(data);
  await truncate(data, bytes.length - 1);
  await assert.rejects(ensureCompiled(outDir), { code: 'model-corrupt' });
  await writeFile(data, bytes);
  await ensureCompiled(outDir);
  const manifest = join(outDir, 'onnx', 'manifest.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace('decoder_model_merged.onnx"', '../../etc/passwd"'));
  await assert.rejects(ensureCompiled(outDir), { code: 'model-missing' });
});

test('what does not fit is told before anything is written', async (context) => {
  const model = await tinyModel(context, wide);
  const config = join(model, 'config.json');
  const sound = await readFile(config, 'utf8');
  const outDir = await folder(context);
  const rejects = async (text: string, code: string, message: RegExp): Promise<void> => {
    await writeFile(config, text);
    const attempt = compileModel(model, { precision: 'int4', outDir });
    await assert.rejects(attempt, { code, message });
    const written = await readdir(join(outDir, 'onnx')).catch(() => []);
    assert.deepEqual(written, []);
  };
  const with_ = (changes: object) =>
    JSON.stringify({ ...(JSON.parse(sound) as object), ...changes });
  await rejects(with_({ vocab_size: 77 }), 'model-corrupt', /embed_tokens.* asks for \[77/);
  await rejects(with_({ num_hidden_layers: 3 }), 'model-corrupt', /layers\.2\..* is missing/);
  await rejects(with_({ model_type: 'llama' }), 'model-unsupported', /"llama"/);
  await rejects('{', 'model-corrupt', /config\.json.*not JSON/);
  await writeFile(config, sound);
  const index = join(model, 'model.safetensors.index.json');
  await writeFile(index, JSON.stringify({ weight_map: { 'no.such': 'model.safetensors' } }));
  await rejects(
    sound,
    'model-corrupt',
    /tensor no\.such is in model\.safetensors, where it is not/,
  );
  await rm(index);
  await rename(join(model, 'model.safetensors'), join(model, 'elsewhere'));
  await rejects(sound, 'model-missing', /model\.safetensors is not there/);
});

test('a full disk is told of, and nothing is lost', async (context) => {
  await assert.rejects(checkDisk(tmpdir(), 1e18), {
    ...{ code: 'disk-full', message: /1000000000\.\d GB are needed/ },
  });
  if (process.platform !== 'linux') return;
  const model = await tinyModel(context, wide);
  const outDir = await folder(context);
  const data = join(outDir, 'onnx', 'decoder_model_merged.onnx_data');
  const stop = new AbortController();
  const stopped = compileModel(model, {
    ...{ precision: 'int4', outDir, signal: stop.signal },
    onProgress: ({ name }) => {
      if (name.startsWith('model.layers')) stop.abort(new Error('stopped'));
    },
  });
  await assert.rejects(stopped, { message: 'stopped' });
  await rm(data, { force: true });
  // A device that answers every write as a full disk does.
  await symlink('/dev/full', data);
  const again = () => compileModel(model, { precision: 'int4', outDir });
  await assert.rejects(again(), { code: 'disk-full', message: /ENOSPC/ });
  await rm(data);
  await again();
  assert.deepEqual(await contents(outDir), await contents(await compiled(context, model)));
});

test('a large checkpoint is not compiled by the way', async (context) => {
  const model = await tinyModel(context);
  const path = join(model, 'model.safetensors');
  const bytes = 4 * 40_000 ** 2;
  const entry = { dtype: 'F32', shape: [40_000, 40_000], data_offsets: [0, bytes] };
  const header = Buffer.from(JSON.stringify({ large: entry }));
  const length = Buffer.from(new BigUint64Array([BigInt(header.length)]).buffer);
  await writeFile(path, Buffer.concat([length, header]));
  await truncate(path, 8 + header.length + bytes); // a hole: no disk is used
  await assert.rejects(ensureCompiled(model), {
    ...{ code: 'model-uncompiled', message: /1\.6 billion/, action: /models compile/ },
  });
});

test('files beside a graph begin where every system can map them, below 2 GiB each', async (context) => {
  const outDir = await compiled(context, await tinyModel(context, wide));
  const graph = await readFile(join(outDir, 'onnx', 'decoder_model_merged.onnx'), 'latin1');
  const offsets = [...graph.matchAll(/offset\D\D(\d+)/g)].map(([, digits]) => Number(digits));
  assert.ok(offsets.length > 4);
  assert.ok(offsets.every((offset) => offset % 65536 === 0));
  assert.ok((await stat(join(outDir, 'onnx', 'decoder_model_merged.onnx_data'))).size < 2 ** 31);
});
