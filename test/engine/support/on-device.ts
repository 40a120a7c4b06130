/**
 * Runs a model on a device in this process and prints what came of it as JSON:
 * node on-device.ts FOLDER DEVICE GENERATIONS TOKENS
 */
import { provenDevices } from '../../../engine/models/devices.ts';
import { loadModel } from '../../../engine/runtime/model.ts';
import type { Device } from '../../../engine/runtime/sessions.ts';

const [directory = '', device = 'cpu', generations = '1', tokens = '4'] = process.argv.slice(2);

const trials = await provenDevices(directory);
const model = await loadModel(directory, { device: device as Device, threads: 1 });
const answers: number[][] = [];
const memory: number[] = [];
for (let i = 0; i < Number(generations); i++) {
  const ids: number[] = [];
  const request = {
    images: [],
    prompt: '\\frac {1',
    mode: 'auto',
    maxTokens: Number(tokens),
  } as const;
  for await (const token of model.generate(request)) ids.push(token.id);
  answers.push(ids);
  globalThis.gc?.();
  memory.push(process.memoryUsage.rss());
}
console.log(JSON.stringify({ trials, info: model.info, answers, memory }));
await model.dispose();
