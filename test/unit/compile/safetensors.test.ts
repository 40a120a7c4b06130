import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { Checkpoint } from '../../../engine/compile/checkpoint.ts';
import { bfloatToFloat, halfToFloat } from '../../../engine/compile/half.ts';
import { SafetensorsFile } from '../../../engine/compile/safetensors.ts';
import { writeSafetensors } from '../support/tiny-model.ts';

async function folder(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-safetensors-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

function withHeader(header: string | Uint8Array, data: Uint8Array = new Uint8Array(0)): Buffer {
  const bytes = Buffer.from(header);
  const length = Buffer.from(new BigUint64Array([BigInt(bytes.length)]).buffer);
  return Buffer.concat([length, bytes, data]);
}

test('what was written is read back', async (context) => {
  const path = join(await folder(context), 'model.safetensors');
  const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
  const value = fc.float({ noNaN: true });
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(names, shape, fc.infiniteStream(value), async (keys, dims, stream) => {
      const keep = keys.filter((name) => name !== '__metadata__' && name !== '__proto__');
      const size = dims.reduce((product, n) => product * n, 1);
      const tensors = new Map(
        keep.map((name) => [name, { shape: dims, values: Float32Array.from(stream.take(size)) }]),
      );
      await writeSafetensors(path, tensors);
      const file = await SafetensorsFile.open(path);
      try {
        for (const [name, tensor] of tensors) {
          assert.deepEqual(await file.read(name), tensor.values);
          assert.deepEqual(file.shapeOf(name), dims);
        }
      } finally {
        await file.close();
      }
    }),
    { numRuns: 40 },
  );
});

test('half precision widens exactly', () => {
  const half = new Uint8Array(new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff, 0x8000]).buffer);
  assert.deepEqual([...halfToFloat(half)], [1, -2, 2 ** -24, 65504, -0]);
  const odd = new Uint8Array(new Uint16Array([0x7c00, 0xfc00, 0x7e00]).buffer);
  assert.deepEqual([...halfToFloat(odd)], [Infinity, -Infinity, NaN]);
  const brain = new Uint8Array(new Uint16Array([0x3f80, 0xc000, 0x7f80, 0x3dcd]).buffer);
  assert.deepEqual([...bfloatToFloat(brain)], [1, -2, Infinity, 0.10009765625]);
  assert.deepEqual([...halfToFloat(half.subarray(2, 4))], [-2], 'a view at an odd place');
});

test('a damaged file is refused, and the message says how it is damaged', async (context) => {
  const directory = await folder(context);
  const path = join(directory, 'model.safetensors');
  const entry = (offsets: number[], shape = [2]) =>
    JSON.stringify({ w: { dtype: 'F32', shape, data_offsets: offsets } });
  const overlapping = JSON.stringify({
    w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    v: { dtype: 'F32', shape: [2], data_offsets: [4, 12] },
  });
  const cases: [Uint8Array, RegExp][] = [
    [Buffer.from('abc'), /3 bytes, too few/],
    [Buffer.from(new BigUint64Array([2n ** 40n]).buffer), /claims 1099511627776 bytes/],
    [withHeader('{"w":'), /not a JSON object/],
    [withHeader('[1]'), /not a JSON object|wrongly/],
    [withHeader('{"w":{"dtype":"F32"}}'), /describes w wrongly/],
    [withHeader(entry([-8, 0]), Buffer.alloc(8)), /describes w wrongly/],
    [withHeader(entry([0, 8], [2.5]), Buffer.alloc(8)), /describes w wrongly/],
    [withHeader(entry([0, 8]), Buffer.alloc(7)), /ends before tensor w does/],
    [withHeader(entry([0, 8], [3]), Buffer.alloc(8)), /of shape \[3\] takes 8 bytes/],
    [withHeader(entry([8, 0]), Buffer.alloc(8)), /takes -8 bytes/],
    [withHeader(overlapping, Buffer.alloc(12)), /tensors w and v overlap/],
    [withHeader(entry([0, 8]).replace('F32', 'F3'), Buffer.alloc(8)), /unknown element type F3/],
  ];
  for (const [bytes, message] of cases) {
    await writeFile(path, bytes);
    await assert.rejects(SafetensorsFile.open(path), { code: 'model-corrupt', message });
  }
});

test('a checkpoint of shards is one set of weights', async (context) => {
  const directory = await folder(context);
  const map = { a: 'model-1.safetensors', b: 'model-2.safetensors' };
  for (const [name, file] of Object.entries(map)) {
    const tensor = { shape: [2], values: Float32Array.of(1, name.length) };
    await writeSafetensors(join(directory, file), new Map([[name, tensor]]));
  }
  const index = join(directory, 'model.safetensors.index.json');
  await writeFile(index, JSON.stringify({ weight_map: map }));
  const checkpoint = await Checkpoint.open(directory);
  assert.deepEqual(await checkpoint.read('b', [2]), Float32Array.of(1, 1));
  assert.equal(checkpoint.parameters, 4);
  await assert.rejects(checkpoint.read('c', [2]), {
    code: 'model-corrupt',
    message: /c is missing/,
  });
  await assert.rejects(checkpoint.read('a', [2, 1]), { message: /\[2\] where .* \[2, 1\]/ });
  await checkpoint.close();

  await writeFile(index, JSON.stringify({ weight_map: { a: '../elsewhere.safetensors' } }));
  await assert.rejects(Checkpoint.open(directory), { message: /outside its folder/ });
  await writeFile(index, JSON.stringify({ weight_map: { a: 'model-3.safetensors' } }));
  await assert.rejects(Checkpoint.open(directory), { code: 'model-missing', message: /model-3/ });
  await writeFile(index, '{}');
  await assert.rejects(Checkpoint.open(directory), { code: 'model-corrupt', message: /index/ });
});

test('a file that shrinks after it was opened is noticed', async (context) => {
  const path = join(await folder(context), 'model.safetensors');
  await writeSafetensors(path, new Map([['w', { shape: [2], values: Float32Array.of(1, 2) }]]));
  const file = await SafetensorsFile.open(path);
  await truncate(path, (await readFile(path)).length - 4);
  await assert.rejects(file.read('w'), { code: 'model-corrupt' });
  await file.close();
});
