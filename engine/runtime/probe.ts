/** Which devices are really there: onnxruntime lists what it was built for, not what works here. */
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { Graph } from '../compile/graph.ts';
import type { Device } from './sessions.ts';

/** What became of trying a device. */
export interface DeviceTrial {
  readonly device: Device;
  readonly usable: boolean;
  /** For people: why it is, or is not, used. */
  readonly reason: string;
}

const order: readonly Device[] = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'];

/** Devices that this build of onnxruntime knows, best first, whether they work here or not. */
export function listedDevices(): Device[] {
  const present = new Set(listSupportedBackends().map((backend) => backend.name));
  return order.filter((device) => present.has(device));
}

/** Runs a sum on each listed device; those that give the right one are there. */
export async function probeDevices(): Promise<DeviceTrial[]> {
  const trials: DeviceTrial[] = [];
  for (const device of listedDevices()) trials.push(await probeDevice(device));
  return trials;
}

export async function probeDevice(device: Device): Promise<DeviceTrial> {
  if (!listedDevices().includes(device))
    return { device, usable: false, reason: 'onnxruntime is not built with it for this platform' };
  try {
    const sum = await runSum(device);
    const right = sum.length === 2 && sum[0] === 4 && sum[1] === 6;
    const reason = right ? 'it works' : 'it adds wrongly';
    return { device, usable: right, reason };
  } catch (error) {
    return { device, usable: false, reason: plainReason(error) };
  }
}

async function runSum(device: Device): Promise<Float32Array> {
  const graph = new Graph('probe');
  graph.input('a', 'float32', [2]);
  graph.node('Add', ['a', 'a'], ['sum']);
  graph.output('sum', 'float32', [2]);
  const session = await InferenceSession.create(graph.toBytes('probe'), {
    executionProviders: [device],
    // 4 = fatal only: that a driver is missing is told by the error.
    logSeverityLevel: 4,
  });
  try {
    const outputs = await session.run({ a: new Tensor('float32', Float32Array.of(2, 3), [2]) });
    return Object.values(outputs)[0]?.data as Float32Array;
  } finally {
    await session.release();
  }
}

/** The last sentence of a native error, without paths of its source. */
export function plainReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const sentence = text.split('\n')[0] ?? text;
  const told = /(?:was false\.|Error:|error:)\s*(.+)$/.exec(sentence)?.[1] ?? sentence;
  return told.replace(/\S*onnxruntime_src\S*\s*/g, '').slice(0, 300) || 'it does not load';
}
