/** A device that is lost in the middle of an answer: the answer goes on, on the next device. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { cancelled, MarginaliaError } from '../../../engine/errors.ts';
import { LastingModel } from '../../../engine/models/fallback.ts';
import { loadModel, type FusionModel } from '../../../engine/runtime/model.ts';
import type { Device } from '../../../engine/runtime/sessions.ts';
import { tinyModel } from '../support/tiny-model.ts';

const request = { images: [], prompt: '\\frac {1', mode: 'auto', maxTokens: 6 } as const;

/** A real model that says it is on `device` and breaks after `tokens` tokens. */
function breaking(model: FusionModel, device: Device, tokens: number, error: Error): FusionModel {
  return {
    ...model,
    info: { ...model.info, device },
    async *generate(wanted) {
      let made = 0;
      for await (const token of model.generate(wanted)) {
        if (made++ === tokens) throw error;
        yield token;
      }
      throw error;
    },
  };
}

async function scene(t: TestContext, error: Error, first: Device = 'webgpu') {
  const directory = await tinyModel(t);
  const lines: string[] = [];
  const asked: Device[][] = [];
  const model = await LastingModel.load({
    log: (line) => lines.push(line),
    load: async (lost) => {
      asked.push([...lost]);
      const real = await loadModel(directory, { device: 'cpu', threads: 1 });
      return lost.length === 0 ? breaking(real, first, 2, error) : real;
    },
  });
  t.after(() => model.dispose());
  return { model, lines, asked, directory };
}

async function idsOf(model: FusionModel): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of model.generate(request)) ids.push(id);
  return ids;
}

test('the request in flight is answered, each token told once, with a notice', async (t) => {
  const { model, lines, asked, directory } = await scene(t, new Error('Device lost'));
  const changes: string[] = [];
  model.onDevice(() => changes.push(model.info.device));
  const plain = await loadModel(directory, { device: 'cpu', threads: 1 });
  t.after(() => plain.dispose());
  const expected = await idsOf(plain);
  const [first, second] = await Promise.all([idsOf(model), idsOf(model)]);
  assert.deepEqual(first, expected);
  assert.deepEqual(second, expected);
  assert.deepEqual(asked, [[], ['webgpu']], 'replaced once, however many were in flight');
  assert.deepEqual(changes, ['cpu']);
  assert.match(lines.join('\n'), /webgpu was lost \(Device lost\)[\s\S]*now on cpu/);
});

test('a cancelled request and an error of the request itself lose no device', async (t) => {
  const { model, asked } = await scene(t, cancelled());
  await assert.rejects(idsOf(model), (error) => error instanceof MarginaliaError);
  assert.equal(model.info.device, 'webgpu');
  assert.equal(asked.length, 1);
});

test('what breaks on the CPU is told, not tried again', async (t) => {
  const { model, asked } = await scene(t, new Error('out of memory'), 'cpu');
  await assert.rejects(idsOf(model), /out of memory/);
  assert.equal(asked.length, 1);
});
