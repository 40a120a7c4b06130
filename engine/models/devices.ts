/** The names by which a person chooses where a model runs. */
import { ensureCompiled } from '../compile/compile.ts';
import { MarginaliaError } from '../errors.ts';
import { chooseDevice } from '../runtime/device.ts';
import { availableDevices, releaseSessions, type Device } from '../runtime/sessions.ts';

const choices = ['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const satisfies (
  Device | 'auto'
)[];

export type DeviceChoice = (typeof choices)[number];

export const isDeviceChoice = (name: string): name is DeviceChoice =>
  (choices as readonly string[]).includes(name);

/** Tries each device of this platform with the model itself; those that answer rightly are kept. */
export async function provenDevices(directory: string): Promise<Device[]> {
  await ensureCompiled(directory, {});
  const proven: Device[] = [];
  for (const device of availableDevices()) {
    try {
      const { sessions } = await chooseDevice(directory, { device });
      await releaseSessions(sessions);
      proven.push(device);
    } catch (error) {
      if (!(error instanceof MarginaliaError) || error.code !== 'device-unusable') throw error;
    }
  }
  return proven;
}
