/** The names by which a person chooses where a model runs. */
import { ensureCompiled } from '../compile/compile.ts';
import { tryDevices } from '../runtime/device.ts';
import type { DeviceTrial } from '../runtime/probe.ts';
import type { Device } from '../runtime/sessions.ts';

const choices = ['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const satisfies (
  Device | 'auto'
)[];

export type DeviceChoice = (typeof choices)[number];

export const isDeviceChoice = (name: string): name is DeviceChoice =>
  (choices as readonly string[]).includes(name);

/** Tries each device of this platform with the model itself; those that answer rightly are kept. */
export async function provenDevices(directory: string): Promise<DeviceTrial[]> {
  await ensureCompiled(directory, {});
  return await tryDevices(directory);
}
