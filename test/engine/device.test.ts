/** Devices: which are really there, that they answer as the CPU does, and that memory stays put. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { DeviceTrial } from '../../engine/runtime/probe.ts';
import type { RuntimeInfo } from '../../engine/runtime/types.ts';
import { tinyModel } from '../unit/support/tiny-model.ts';
import { vulkanEnvironment, vulkanFolder } from './support/devices.ts';

interface Run {
  trials: DeviceTrial[];
  info: RuntimeInfo;
  answers: number[][];
  memory: number[];
}

async function onDevice(
  model: string,
  device: string,
  { generations = 1, tokens = 4, env = {} } = {},
): Promise<Run> {
  const script = join(import.meta.dirname, 'support', 'on-device.ts');
  const words = ['--expose-gc', script, model, device, String(generations), String(tokens)];
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.ok(output.startsWith('{'), complaints);
  return JSON.parse(output) as Run;
}

/** Memory in the second half, against that before it: a leak grows on and on. */
function growth(memory: readonly number[]): number {
  const half = memory.slice(memory.length / 2);
  return (half.at(-1)! - half[0]!) / half[0]!;
}

test('the CPU is there; what is not there is not claimed, and says why', async (t) => {
  const { trials } = await onDevice(await tinyModel(t), 'cpu', {
    env: { VK_DRIVER_FILES: '/nowhere', VK_ICD_FILENAMES: '/nowhere' },
  });
  assert.equal(trials.find(({ device }) => device === 'cpu')?.usable, true);
  for (const { reason } of trials)
    assert.ok(reason.length > 5 && !reason.includes('onnxruntime_src'));
  if (process.platform === 'linux' && process.arch === 'x64') {
    const cuda = trials.find(({ device }) => device === 'cuda');
    assert.ok(cuda, 'CUDA is listed, whether it works or not');
  }
});

test('memory does not grow over 50 generations on the CPU', async (t) => {
  const { memory, answers } = await onDevice(await tinyModel(t), 'cpu', {
    generations: 50,
    tokens: 24,
  });
  assert.equal(new Set(answers.map((ids) => ids.join())).size, 1, 'the same answer each time');
  assert.ok(growth(memory) < 0.05, `grew by ${growth(memory)}`);
});

test('WebGPU answers as the CPU does, keeps its cache, and its memory does not grow', async (t) => {
  const env = vulkanEnvironment();
  if (env === null) return t.skip('no Vulkan driver: neither a GPU nor Chromium with SwiftShader');
  const folder = vulkanFolder(env);
  if (folder !== undefined) t.after(() => rmSync(folder, { recursive: true, force: true }));
  const model = await tinyModel(t);
  const onCpu = await onDevice(model, 'cpu', { env });
  const webgpu = onCpu.trials.find(({ device }) => device === 'webgpu');
  if (!webgpu?.usable) return t.skip(`WebGPU: ${webgpu?.reason ?? 'not built for this platform'}`);
  const onGpu = await onDevice(model, 'webgpu', { env, generations: 50, tokens: 2 });
  assert.equal(onGpu.info.device, 'webgpu');
  for (const ids of onGpu.answers) assert.deepEqual(ids, onCpu.answers[0]!.slice(0, 2));
  assert.ok(growth(onGpu.memory) < 0.05, `grew by ${growth(onGpu.memory)}`);
});

test('a device that is missing is refused with the reason', async (t) => {
  const model = await tinyModel(t);
  await assert.rejects(onDevice(model, 'coreml'), /device "coreml".*not built|coreml/);
});
