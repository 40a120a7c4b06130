import { availableDevices, deviceUnusable, openSessions, releaseSessions } from './sessions.ts';
import type { Device, Sessions } from './sessions.ts';
import { decoderSignature } from './signature.ts';
import { embedTokens, Sequence } from './steps.ts';

export interface ChosenDevice {
  readonly device: Device;
  readonly sessions: Sessions;
}

interface DeviceOptions {
  readonly device?: Device | 'auto';
  readonly threads?: number;
}

/** Tokens of the known prompt that a device must answer as the CPU does. */
const proofTokens = Array.from({ length: 16 }, (_, i) => i);

/** Half precision on a device is honest; anything beyond this is a broken kernel. */
const proofTolerance = 2e-2;

/**
 * Opens a model on the device asked for. `auto` is the CPU: for a model of some million weights the
 * way to a graphics card and back costs more than the card saves.
 * Throws `device-unusable` when a device is missing, or answers a known prompt wrongly.
 */
export async function chooseDevice(
  directory: string,
  { device = 'auto', threads }: DeviceOptions,
): Promise<ChosenDevice> {
  const cpu = () => openSessions(directory, 'cpu', threads);
  if (device === 'auto' || device === 'cpu') return { device: 'cpu', sessions: await cpu() };
  const available = availableDevices();
  if (!available.includes(device)) {
    throw deviceUnusable(device, `this platform offers ${available.join(', ')}`);
  }
  const reference = await cpu();
  try {
    const sessions = await openSessions(directory, device, threads);
    try {
      await prove(directory, device, sessions, reference);
    } catch (error) {
      await releaseSessions(sessions);
      throw error;
    }
    return { device, sessions };
  } finally {
    await releaseSessions(reference);
  }
}

async function prove(
  directory: string,
  device: Device,
  sessions: Sessions,
  reference: Sessions,
): Promise<void> {
  const expected = await proofLogits(directory, reference);
  const found = await proofLogits(directory, sessions).catch((error: unknown) => {
    throw deviceUnusable(device, `it fails on a known prompt (${String(error)})`, error);
  });
  const error = relativeError(found, expected);
  if (!(error <= proofTolerance)) {
    throw deviceUnusable(device, `it answers a known prompt wrongly (error ${error.toFixed(3)})`);
  }
}

async function proofLogits(directory: string, sessions: Sessions): Promise<Float32Array> {
  const signature = decoderSignature(directory, sessions.decoder);
  const sequence = new Sequence(sessions, signature, proofTokens.length);
  return await sequence.append(await embedTokens(sessions, proofTokens));
}

/** Largest difference, as a share of the largest value expected. NaN when a value is. */
export function relativeError(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Infinity;
  let [difference, scale] = [0, 0];
  for (let i = 0; i < found.length; i++) {
    difference = Math.max(difference, Math.abs(found[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return difference / scale;
}
