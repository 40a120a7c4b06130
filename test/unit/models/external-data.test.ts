/** Graphs whose weights lie in files beside them: names that lead elsewhere are refused. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { ModelProtoSchema, TensorProto_DataLocation as DataLocation } from 'onnx-buf';
import { MarginaliaError } from '../../../engine/errors.ts';
import {
  checkExternalData,
  externalData,
  graphOutputs,
} from '../../../engine/runtime/external-data.ts';

interface Pointed {
  location: string;
  offset?: string;
  length?: string;
}

const tensor = (entries: Pointed) => ({
  name: 'w',
  dims: [1n],
  dataLocation: DataLocation.EXTERNAL,
  externalData: Object.entries(entries).map(([key, value]) => ({ key, value: String(value) })),
});

/** A model with one external tensor: among the weights, or deep inside an If's branch. */
function model(entries: Pointed, deep = false): Uint8Array {
  const inner = { name: 'inner', initializer: [tensor(entries)] };
  const branch = { opType: 'If', attribute: [{ name: 'then_branch', g: inner }] };
  const graph = deep ? { name: 'g', node: [branch] } : inner;
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { graph: { ...graph, output: [{ name: 'logits' }] } }),
  );
}

async function folder(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-external-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  await mkdir(join(directory, 'onnx'));
  await writeFile(join(directory, 'outside'), Buffer.alloc(100));
  await writeFile(join(directory, 'onnx', 'inside'), Buffer.alloc(100));
  return directory;
}

const graphPath = (directory: string): string => join(directory, 'onnx', 'decoder.onnx');

const failsWith = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof MarginaliaError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

for (const deep of [false, true]) {
  for (const location of [
    '../outside',
    '/etc/passwd',
    'a/../../outside',
    '..',
    '',
    'C:\\x',
    '..\\x',
  ]) {
    test(`${JSON.stringify(location)} is refused${deep ? ' in a branch too' : ''}`, async (t) => {
      const directory = await folder(t);
      await writeFile(graphPath(directory), model({ location }, deep));
      await assert.rejects(
        checkExternalData(graphPath(directory)),
        failsWith('model-unsafe', /outside its folder/),
      );
    });
  }
}

test('a file of the folder passes when it is long enough', async (t) => {
  const directory = await folder(t);
  const path = graphPath(directory);
  await writeFile(path, model({ location: 'inside', offset: '40', length: '60' }));
  await checkExternalData(path);
  assert.deepEqual(await graphOutputs(path), ['logits']);
  await writeFile(path, model({ location: 'inside', offset: '41', length: '60' }));
  await assert.rejects(checkExternalData(path), failsWith('model-corrupt', /inside.*100.*101/));
  await writeFile(path, model({ location: 'absent' }));
  await assert.rejects(checkExternalData(path), failsWith('model-corrupt', /absent.*not there/));
  await writeFile(path, model({ location: 'inside', offset: '-1' }));
  await assert.rejects(checkExternalData(path), failsWith('model-corrupt', /byte -1/));
});

test('a link that leads out of the folder is refused', async (t) => {
  const directory = await folder(t);
  await symlink(join(directory, 'outside'), join(directory, 'onnx', 'link'));
  await writeFile(graphPath(directory), model({ location: 'link' }));
  await assert.rejects(checkExternalData(graphPath(directory)), failsWith('model-unsafe', /link/));
});

test('bytes that are no graph are refused, whatever they are', async (t) => {
  const directory = await folder(t);
  await writeFile(graphPath(directory), Buffer.alloc(50, 255));
  await assert.rejects(
    checkExternalData(graphPath(directory)),
    failsWith('model-corrupt', /not an ONNX graph/),
  );
  const whole = model({ location: '../outside' }, true);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
      const bytes = Uint8Array.from(whole);
      bytes[at] = value;
      try {
        for (const { location } of externalData(bytes)) assert.equal(typeof location, 'string');
      } catch (error) {
        assert.ok(error instanceof Error && !(error instanceof TypeError), String(error));
      }
    }),
  );
});
