import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph, type Dimension } from '../../../engine/compile/graph.ts';
import { relativeError } from '../../../engine/runtime/device.ts';
import type { Sessions } from '../../../engine/runtime/sessions.ts';
import { decoderSignature } from '../../../engine/runtime/signature.ts';
import { Sequence } from '../../../engine/runtime/steps.ts';

/**
 * A "decoder" such as other exporters write: position_ids wanted, present longer than past, logits
 * of every position. Its logits are the sums of the keys so far, and its own position.
 */
function otherDecoder(): Graph {
  const graph = new Graph('other');
  const cache = (length: string): Dimension[] => [1, 1, length, 2];
  graph.input('inputs_embeds', 'float32', [1, 'sequence', 2]);
  graph.input('attention_mask', 'int64', [1, 'total']);
  graph.input('position_ids', 'int64', [1, 'sequence']);
  for (const part of ['key', 'value']) {
    graph.input(`past_key_values.0.${part}`, 'float32', cache('past'));
    graph.output(`present.0.${part}`, 'float32', cache('total'));
    const rows = graph.op('Unsqueeze', ['inputs_embeds', graph.integers([1])]);
    const past = `past_key_values.0.${part}`;
    graph.node('Concat', [past, rows], [`present.0.${part}`], { axis: 2 });
  }
  const axes = graph.integers([1, 2]);
  const sums = graph.op('ReduceSum', ['present.0.key', axes], { attributes: { keepdims: 0 } });
  const positions = graph.op('Cast', ['position_ids'], { attributes: { to: 1 } });
  const column = graph.op('Unsqueeze', [positions, graph.integers([2])]);
  graph.node('Add', [column, graph.op('Unsqueeze', [sums, graph.integers([1])])], ['logits']);
  graph.output('logits', 'float32', [1, 'sequence', 2]);
  return graph;
}

async function open(context: TestContext, graph: Graph): Promise<InferenceSession> {
  const session = await InferenceSession.create(graph.toBytes('test'), { logSeverityLevel: 3 });
  context.after(() => session.release());
  return session;
}

test('a decoder with positions and a growing cache runs as it is', async (context) => {
  const decoder = await open(context, otherDecoder());
  const signature = decoderSignature('folder', decoder);
  const { sharesBuffers, wantsPositionIds, prunesLogits } = signature;
  assert.deepEqual([sharesBuffers, wantsPositionIds, prunesLogits], [false, true, false]);
  const sessions: Sessions = { vision: decoder, embedding: decoder, decoder, cacheOnDevice: false };
  const sequence = new Sequence(sessions, signature, 10);
  assert.deepEqual([...(await sequence.append(Float32Array.of(1, 10, 2, 20, 3, 30)))], [8, 62]);
  assert.deepEqual([...(await sequence.append(Float32Array.of(4, 40)))], [13, 103]);
  assert.equal(sequence.length, 4);
});

test('a graph without embeddings or without a cache is no decoder', async (context) => {
  const plain = new Graph('plain');
  plain.input('inputs_embeds', 'float32', [1, 'sequence', 2]);
  plain.node('Neg', ['inputs_embeds'], ['logits']);
  plain.output('logits', 'float32', [1, 'sequence', 2]);
  const session = await open(context, plain);
  const refused = { code: 'model-unsupported', message: /past_key_values/ };
  assert.throws(() => decoderSignature('folder', session), refused);
  const outputs = await session.run({
    inputs_embeds: new Tensor('float32', Float32Array.of(1, 2), [1, 1, 2]),
  });
  assert.deepEqual(outputs['logits']?.data, Float32Array.of(-1, -2));
});

test('a device’s answer is measured against the largest logit, and no number is no answer', () => {
  const expected = Float32Array.of(0, -4, 2);
  assert.equal(relativeError(expected, expected), 0);
  assert.equal(relativeError(Float32Array.of(1, -4, 2), expected), 0.25);
  assert.ok(Number.isNaN(relativeError(Float32Array.of(NaN, -4, 2), expected)));
  assert.equal(relativeError(Float32Array.of(0), expected), Infinity);
});
