import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Tensor } from 'onnxruntime-node';
import { ensureCompiled } from '../../../engine/compile/compile.ts';
import { relativeError } from '../../../engine/runtime/device.ts';
import { openSessions, releaseSessions, type Sessions } from '../../../engine/runtime/sessions.ts';
import { decoderSignature } from '../../../engine/runtime/signature.ts';
import { embedTokens, encodeImage, Sequence } from '../../../engine/runtime/steps.ts';
import { randomValues, tinyConfig, tinyModel } from '../support/tiny-model.ts';

const { hidden_size: width, vocab_size: vocabulary } = tinyConfig;

async function open(context: TestContext): Promise<{ directory: string; sessions: Sessions }> {
  const directory = await tinyModel(context);
  await ensureCompiled(directory);
  const sessions = await openSessions(directory, 'cpu', 1);
  context.after(() => releaseSessions(sessions));
  return { directory, sessions };
}

test('a decoder is known by its session', async (context) => {
  const { directory, sessions } = await open(context);
  const signature = decoderSignature(directory, sessions.decoder);
  assert.equal(signature.slots.length, 2 * tinyConfig.num_hidden_layers);
  assert.deepEqual(signature, {
    slots: signature.slots,
    ...{ cacheType: 'float32', kvHeads: 2, headSize: 16, width },
    ...{ sharesBuffers: true, wantsPositionIds: false, prunesLogits: true },
  });
  assert.throws(() => decoderSignature(directory, sessions.vision), { code: 'model-unsupported' });
});

test('step by step with a cache is the same as all at once', async (context) => {
  const { directory, sessions } = await open(context);
  const signature = decoderSignature(directory, sessions.decoder);
  const ids = Array.from({ length: 40 }, (_, i) => (i * 7) % vocabulary);
  const embeddings = await embedTokens(sessions, ids);
  const whole = await new Sequence(sessions, signature, ids.length).append(embeddings, 0);
  assert.equal(whole.length, ids.length * vocabulary);
  const rowOf = (i: number) => whole.subarray(i * vocabulary, (i + 1) * vocabulary);

  // In place, in place with a buffer that must grow, and as a graph that makes new tensors.
  for (const [sharesBuffers, expected] of [
    [true, 64],
    [true, 3],
    [false, 0],
  ] as const) {
    const sequence = new Sequence(sessions, { ...signature, sharesBuffers }, expected);
    let position = 0;
    for (const count of [5, 1, 1, 8, 1, 24]) {
      const part = embeddings.slice(position * width, (position + count) * width);
      position += count;
      const logits = await sequence.append(part);
      assert.equal(sequence.length, position);
      assert.equal(logits.length, vocabulary);
      assert.ok(relativeError(logits, rowOf(position - 1)) < 1e-5, `position ${position}`);
    }
  }
});

test('padding patches change nothing, and the shape of the grid matters', async (context) => {
  const { sessions } = await open(context);
  const next = randomValues(4);
  const pixelValues = Float32Array.from({ length: 6 * 128 }, () => (next() > 0 ? 1 : 0));
  const image = { pixelValues, rows: 2, columns: 3, patchSize: 128 };
  const features = await encodeImage(sessions, image);
  assert.equal(features.length, 6 * width);
  const turned = await encodeImage(sessions, { ...image, rows: 3, columns: 2 });
  assert.ok(relativeError(turned, features) > 0.01);

  const padded = new Float32Array(9 * 128).fill(0.5);
  padded.set(pixelValues);
  const mask = BigInt64Array.from({ length: 9 }, (_, i) => (i < 6 ? 1n : 0n));
  const outputs = await sessions.vision.run({
    pixel_values: new Tensor('float32', padded, [1, 9, 128]),
    pixel_attention_mask: new Tensor('int64', mask, [1, 9]),
    spatial_shapes: new Tensor('int64', BigInt64Array.of(2n, 3n), [1, 2]),
  });
  assert.deepEqual(outputs['image_features']?.data, features);
});
