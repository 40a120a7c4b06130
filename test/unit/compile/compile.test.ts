import assert from 'node:assert/strict';
import { readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { ensureCompiled } from '../../../engine/compile/compile.ts';
import { tinyConfig, tinyModel, writeSafetensors } from '../support/tiny-model.ts';

/** Compiles and tells whether there was anything to do. */
async function compiles(directory: string): Promise<boolean> {
  const lines: string[] = [];
  await ensureCompiled(directory, { log: (line) => lines.push(line) });
  return lines.length > 0;
}

test('graphs are made once, and the same each time', async (context) => {
  const directory = await tinyModel(context);
  const graph = join(directory, 'onnx', 'decoder_model_merged.onnx');
  assert.equal(await compiles(directory), true);
  const first = await readFile(graph);
  assert.equal(await compiles(directory), false);
  await rm(join(directory, 'onnx'), { recursive: true });
  assert.equal(await compiles(directory), true);
  assert.ok(first.equals(await readFile(graph)));
  assert.deepEqual((await readdir(join(directory, 'onnx'))).sort(), [
    'decoder_model_merged.onnx',
    'embed_tokens.onnx',
    'manifest.json',
    'vision_encoder.onnx',
  ]);
});

test('stale or damaged graphs are made anew', async (context) => {
  const directory = await tinyModel(context);
  await ensureCompiled(directory);
  const weights = join(directory, 'model.safetensors');
  const bytes = await readFile(weights);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(weights, bytes);
  assert.equal(await compiles(directory), true, 'other weights');
  await truncate(join(directory, 'onnx', 'embed_tokens.onnx'), 100);
  assert.equal(await compiles(directory), true, 'a graph cut short');
  await rm(join(directory, 'onnx', 'vision_encoder.onnx'));
  assert.equal(await compiles(directory), true, 'a graph removed');
  await writeFile(join(directory, 'onnx', 'manifest.json'), '{"compiler": 1}');
  assert.equal(await compiles(directory), true, 'a manifest of another kind');
  await writeFile(join(directory, 'config.json'), JSON.stringify({ ...tinyConfig, name: 'other' }));
  assert.equal(await compiles(directory), true, 'another config.json');
});

test('a place that cannot be written is named', async (context) => {
  const directory = await tinyModel(context);
  await writeFile(join(directory, 'onnx'), 'a file where the folder should be');
  await assert.rejects(ensureCompiled(directory), { code: 'model-not-writable', message: /onnx/ });
});

test('two compilers at once make one whole model', async (context) => {
  const directory = await tinyModel(context);
  const [one, two] = await Promise.all([ensureCompiled(directory), ensureCompiled(directory)]);
  assert.deepEqual(one, two);
  assert.equal(await compiles(directory), false);
});

test('whole graphs do without the weights that they were made from', async (context) => {
  const directory = await tinyModel(context);
  await ensureCompiled(directory);
  await rm(join(directory, 'model.safetensors'));
  assert.equal(await compiles(directory), false);
  await truncate(join(directory, 'onnx', 'embed_tokens.onnx'), 100);
  await assert.rejects(ensureCompiled(directory), { code: 'model-corrupt' });
  await rm(join(directory, 'onnx'), { recursive: true });
  await assert.rejects(ensureCompiled(directory), { code: 'model-missing' });
});

test('a folder that is no such model gets a message that says why', async (context) => {
  const config = async (changes: object): Promise<string> => {
    const directory = await tinyModel(context);
    await writeFile(join(directory, 'config.json'), JSON.stringify({ ...tinyConfig, ...changes }));
    return directory;
  };
  const rejects = async (directory: string, code: string, message: RegExp): Promise<void> => {
    await assert.rejects(ensureCompiled(directory), (error: Error & Record<string, unknown>) => {
      assert.equal(error['code'], code);
      assert.match(error.message, message);
      assert.ok(String(error['action']).length > 0);
      return true;
    });
  };
  await rejects('/nowhere/at/all', 'model-missing', /config\.json is not there/);
  await rejects(await config({ model_type: 'llama' }), 'model-unsupported', /"llama"/);
  await rejects(await config({ vocab_size: -1 }), 'model-unsupported', /vocab_size/);
  await rejects(await config({ head_dim: 12 }), 'model-unsupported', /multiple of 16/);
  await rejects(await config({ vocab_size: 77 }), 'model-corrupt', /shape .* asks for \[77/);
  await rejects(await config({ num_hidden_layers: 3 }), 'model-corrupt', /layers\.2.* is missing/);

  const broken = await tinyModel(context);
  await writeFile(join(broken, 'config.json'), '{');
  await rejects(broken, 'model-corrupt', /not JSON/);
  const empty = await tinyModel(context);
  await writeSafetensors(join(empty, 'model.safetensors'), new Map());
  await rejects(empty, 'model-corrupt', /is missing/);
  assert.ok(!(await readdir(join(empty, 'onnx'))).includes('manifest.json'));
});

test("a graph's file is what the ONNX schema says", async (context) => {
  const directory = await tinyModel(context);
  await ensureCompiled(directory);
  const bytes = await readFile(join(directory, 'onnx', 'decoder_model_merged.onnx'));
  const { graph, producerName, opsetImport } = fromBinary(ModelProtoSchema, bytes);
  assert.equal(producerName, 'marginalia');
  assert.deepEqual(
    new Set(opsetImport.map(({ domain }) => domain)),
    new Set(['', 'com.microsoft']),
  );
  const count = (type: string) => graph?.node.filter((node) => node.opType === type).length;
  assert.equal(count('GroupQueryAttention'), tinyConfig.num_hidden_layers);
  assert.equal(count('SkipSimplifiedLayerNormalization'), 2 * tinyConfig.num_hidden_layers);
  const names = graph?.initializer.map((tensor) => tensor.name) ?? [];
  assert.equal(new Set(names).size, names.length, 'each weight is stored once');
});
