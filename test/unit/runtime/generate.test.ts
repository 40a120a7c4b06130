import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadModel, type FusionModel } from '../../../engine/runtime/model.ts';
import type {
  GeneratedToken,
  GenerateRequest,
  GenerateResult,
  PatchedImage,
} from '../../../engine/runtime/types.ts';
import { randomValues, tinyConfig, tinyModel } from '../support/tiny-model.ts';

function picture(rows: number, columns: number, seed = 1): PatchedImage {
  const next = randomValues(seed);
  const patchSize = 128;
  const pixelValues = Float32Array.from({ length: rows * columns * patchSize }, () =>
    next() > 0.5 ? 1 : 0,
  );
  return { pixelValues, rows, columns, patchSize };
}

function reading(images: PatchedImage[], changes: Partial<GenerateRequest> = {}): GenerateRequest {
  const content = `${'<image>'.repeat(images.length)}<|latex|>`;
  const prompt = [{ role: 'user' as const, content }];
  return { images, prompt, mode: 'nothink', maxTokens: 12, ...changes };
}

async function run(
  model: FusionModel,
  request: GenerateRequest,
): Promise<{ tokens: GeneratedToken[]; result: GenerateResult }> {
  const tokens: GeneratedToken[] = [];
  const stream = model.generate(request);
  for (;;) {
    const next = await stream.next();
    if (next.done) return { tokens, result: next.value };
    tokens.push(next.value);
  }
}

const idsOf = ({ tokens }: { tokens: GeneratedToken[] }): number[] => tokens.map(({ id }) => id);

test('prompts with no, one and three images', async (context) => {
  const model = await loadModel(await tinyModel(context));
  context.after(() => model.dispose());
  const three = [picture(2, 5), picture(1, 1, 2), picture(3, 4, 3)];
  for (const [images, visual] of [
    [[], 0],
    [three.slice(0, 1), 10],
    [three, 23],
  ] as const) {
    const { tokens, result } = await run(model, reading([...images]));
    assert.equal(result.visualTokens, visual);
    // user, latex, assistant and mode, besides the images
    assert.equal(result.promptTokens, visual + 4);
    assert.ok(tokens.length > 0);
    for (const token of tokens) {
      assert.ok(token.probability > 0 && token.probability <= 1);
      assert.equal(token.top[0]?.id, token.id);
      assert.equal(token.top.length, 5);
    }
  }
  const [first, swapped] = [
    await run(model, reading([picture(2, 5), picture(2, 5, 9)])),
    await run(model, reading([picture(2, 5, 9), picture(2, 5)])),
  ];
  assert.notEqual(first.tokens[0]?.probability, swapped.tokens[0]?.probability, 'order matters');
});

test('the same request gives the same answer, also while another one runs', async (context) => {
  const model = await loadModel(await tinyModel(context));
  context.after(() => model.dispose());
  const request = reading([picture(2, 6)]);
  const alone = await run(model, request);
  const [one, other] = await Promise.all([
    run(model, request),
    run(model, reading([picture(4, 3, 7)])),
  ]);
  assert.deepEqual(one.tokens, alone.tokens);
  assert.ok(other.tokens.length > 0);
  const sampling = { temperature: 1.5, topP: 0.9, seed: 3 };
  const drawn = await run(model, { ...request, sampling });
  assert.deepEqual(idsOf(await run(model, { ...request, sampling })), idsOf(drawn));
  const reseeded = await run(model, { ...request, sampling: { ...sampling, seed: 4 } });
  assert.notDeepEqual(idsOf(reseeded), idsOf(drawn));
});

test('an answer ends at its limit, at the model’s limit, and at a stop token', async (context) => {
  const directory = await tinyModel(context);
  const model = await loadModel(directory);
  context.after(() => model.dispose());
  const short = await run(model, reading([], { maxTokens: 3 }));
  assert.deepEqual([short.tokens.length, short.result.stopReason], [3, 'length']);
  const full = await run(model, reading([picture(8, 15)], { maxTokens: 1000 }));
  assert.equal(full.tokens.length, tinyConfig.max_position_embeddings - 124);

  // Make the second token of that answer a stop token.
  const stop = short.tokens[1]!;
  const generation = join(directory, 'generation_config.json');
  await writeFile(generation, JSON.stringify({ eos_token_id: [3, stop.id] }));
  const stopping = await loadModel(directory);
  context.after(() => stopping.dispose());
  const stopped = await run(stopping, reading([]));
  assert.deepEqual([stopped.tokens.length, stopped.result.stopReason], [1, 'end']);
  assert.equal(stopped.result.stopProbability, stop.probability);
});

test('a cancelled answer ends at the next step', async (context) => {
  const model = await loadModel(await tinyModel(context));
  context.after(() => model.dispose());
  const before = await run(model, reading([picture(1, 2)], { signal: AbortSignal.abort() }));
  assert.deepEqual([before.tokens.length, before.result.stopReason], [0, 'cancelled']);
  const controller = new AbortController();
  // As a message from another process would come: from the event loop, not from the consumer.
  setTimeout(() => controller.abort(), 1);
  const request = reading([], { maxTokens: 100, signal: controller.signal });
  const stream = model.generate(request);
  let count = 0;
  for (let next = await stream.next(); ; next = await stream.next()) {
    if (next.done) {
      assert.equal(next.value.stopReason, 'cancelled');
      break;
    }
    count++;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.ok(count < 100);
});

test('what the model cannot take is refused before it runs', async (context) => {
  const model = await loadModel(await tinyModel(context));
  context.after(() => model.dispose());
  const refused = async (request: GenerateRequest, code: string): Promise<void> => {
    await assert.rejects(run(model, request), (error: Error & Record<string, unknown>) => {
      assert.equal(error['code'], code);
      assert.ok(String(error['action']).length > 0);
      return true;
    });
  };
  await refused(reading([picture(8, 16)]), 'prompt-too-long');
  await refused(reading([picture(9, 1)]), 'image-grid');
  await refused(reading([picture(1, 17)]), 'image-grid');
  await refused(reading([], { prompt: '', mode: 'auto' }), 'prompt-too-long');
  await refused({ ...reading([]), images: [picture(1, 1)] }, 'image-count');
  await refused({ ...reading([picture(1, 1)]), images: [] }, 'image-count');
});

test('a model folder that is not whole is refused with what to do', async (context) => {
  const refused = async (directory: string, code: string): Promise<void> => {
    await assert.rejects(loadModel(directory), (error: Error & Record<string, unknown>) => {
      assert.equal(error['code'], code, error.message);
      assert.ok(String(error['action']).length > 0);
      return true;
    });
  };
  await refused('/nowhere/at/all', 'model-missing');
  const without = async (name: string): Promise<string> => {
    const directory = await tinyModel(context);
    await rm(join(directory, name));
    return directory;
  };
  for (const name of ['model.safetensors', 'tokenizer.json', 'preprocessor_config.json']) {
    await refused(await without(name), 'model-missing');
  }
  const cut = await tinyModel(context);
  await truncate(join(cut, 'model.safetensors'), 5000);
  await refused(cut, 'model-corrupt');
  const other = await tinyModel(context);
  await writeFile(join(other, 'config.json'), JSON.stringify({ model_type: 'gpt2' }));
  await refused(other, 'model-unsupported');
  const other2 = await tinyModel(context);
  await writeFile(join(other2, 'preprocessor_config.json'), '{"image_processor_type":"CLIP"}');
  await refused(other2, 'model-unsupported');

  // A graph that has the right hash and is still no graph.
  const strange = await tinyModel(context);
  await (await loadModel(strange)).dispose();
  const graph = Buffer.from('not a graph');
  await writeFile(join(strange, 'onnx', 'embed_tokens.onnx'), graph);
  const path = join(strange, 'onnx', 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { graphs: Record<string, string> };
  manifest.graphs['embed_tokens.onnx'] = createHash('sha256').update(graph).digest('hex');
  await writeFile(path, JSON.stringify(manifest));
  await refused(strange, 'model-corrupt');
});

test('a device that is not there is refused by name', async (context) => {
  const directory = await tinyModel(context);
  const device = process.platform === 'darwin' ? 'dml' : 'coreml';
  await assert.rejects(loadModel(directory, { device }), {
    code: 'device-unusable',
    message: new RegExp(`"${device}"`),
  });
});
