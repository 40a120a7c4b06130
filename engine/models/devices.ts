/** The names by which a person chooses where a model runs. */
import type { Device } from '../runtime/sessions.ts';

const choices = ['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const satisfies (
  Device | 'auto'
)[];

export type DeviceChoice = (typeof choices)[number];

export const isDeviceChoice = (name: string): name is DeviceChoice =>
  (choices as readonly string[]).includes(name);
