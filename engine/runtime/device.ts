import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../files.ts';
import { listedDevices, plainReason, probeDevice, type DeviceTrial } from './probe.ts';
import { deviceUnusable, openSessions, releaseSessions } from './sessions.ts';
import type { Device, Sessions } from './sessions.ts';
import { decoderSignature } from './signature.ts';
import { embedTokens, Sequence } from './steps.ts';

export interface ChosenDevice {
  readonly device: Device;
  readonly sessions: Sessions;
  /** For people: why this device and no faster one. */
  readonly reason: string;
}

export interface DeviceOptions {
  readonly device?: Device | 'auto';
  readonly threads?: number;
  /** Devices that were lost while this process ran: `auto` passes them over. */
  readonly lost?: readonly Device[];
}

/** Tokens of the known prompt that a device must answer as the CPU does. */
const proofTokens = Array.from({ length: 16 }, (_, i) => i);

/** Half precision on a device is honest; anything beyond this is a broken kernel. */
const proofTolerance = 2e-2;

/** With less than this in a model's graphs, the way to a graphics card costs more than it saves. */
const smallModel = 300e6;

/**
 * Opens a model on the device asked for, or, with `auto`, on the first that answers a known prompt as
 * the CPU does, in the platform's order; a small model goes to the CPU at once.
 * Throws `device-unusable` when the device that was asked for is missing or answers wrongly.
 */
export async function chooseDevice(
  directory: string,
  options: DeviceOptions,
): Promise<ChosenDevice> {
  const { device = 'auto', threads, lost = [] } = options;
  const onCpu = async (reason: string): Promise<ChosenDevice> => ({
    ...{ device: 'cpu', reason },
    sessions: await openSessions(directory, 'cpu', threads),
  });
  if (device === 'cpu') return await onCpu('it was asked for');
  const reference = new Reference(directory, threads);
  if (device !== 'auto') {
    const trial = await probeDevice(device);
    if (!trial.usable) throw deviceUnusable(device, trial.reason);
    const sessions = await openProven(directory, device, reference, threads);
    return { device, sessions, reason: 'it was asked for' };
  }
  if ((await graphBytes(directory)) < smallModel)
    return await onCpu('the model is small, and a graphics card would not make it faster');
  const refused: string[] = lost.map((one) => `${one} was lost`);
  for (const candidate of listedDevices()) {
    if (candidate === 'cpu' || lost.includes(candidate)) continue;
    const probed = await probeDevice(candidate);
    const tried = probed.usable
      ? await tryDevice(directory, candidate, reference, threads)
      : probed.reason;
    if (typeof tried !== 'string')
      return {
        device: candidate,
        sessions: tried,
        reason: because('it is the fastest that works', refused),
      };
    refused.push(`${candidate}: ${tried}`);
  }
  return await onCpu(because('nothing faster works', refused));
}

const because = (reason: string, refused: readonly string[]): string =>
  refused.length === 0 ? reason : `${reason} (${refused.join('; ')})`;

/** Tries each device of this platform with the model itself. */
export async function tryDevices(directory: string): Promise<DeviceTrial[]> {
  const reference = new Reference(directory, undefined);
  const trials: DeviceTrial[] = [];
  for (const device of listedDevices()) {
    const probed = await probeDevice(device);
    if (!probed.usable) {
      trials.push(probed);
      continue;
    }
    const tried = await tryDevice(directory, device, reference, undefined);
    if (typeof tried !== 'string') await releaseSessions(tried);
    const usable = typeof tried !== 'string';
    const reason = usable ? 'it answers a known prompt as it should' : tried;
    trials.push({ device, usable, reason });
  }
  return trials;
}

/** The model open on a device, or why it is not. */
async function tryDevice(
  directory: string,
  device: Device,
  reference: Reference,
  threads: number | undefined,
): Promise<Sessions | string> {
  // What keeps it from the CPU keeps it from every device, and is thrown.
  await reference.logits();
  try {
    return await openProven(directory, device, reference, threads);
  } catch (error) {
    return plainReason(error);
  }
}

async function openProven(
  directory: string,
  device: Device,
  reference: Reference,
  threads: number | undefined,
): Promise<Sessions> {
  const expected = await reference.logits();
  const sessions = await openSessions(directory, device, threads);
  try {
    const found = await proofLogits(directory, sessions).catch((error: unknown) => {
      throw deviceUnusable(device, `it fails on a known prompt (${plainReason(error)})`, error);
    });
    const error = relativeError(found, expected);
    if (!(error <= proofTolerance))
      throw deviceUnusable(device, `it answers a known prompt wrongly (error ${error.toFixed(3)})`);
    return sessions;
  } catch (error) {
    await releaseSessions(sessions);
    throw error;
  }
}

/** What the CPU answers to the known prompt; asked once, and the CPU's sessions are let go again. */
class Reference {
  readonly #directory: string;
  readonly #threads: number | undefined;
  #logits: Promise<Float32Array> | undefined;

  constructor(directory: string, threads: number | undefined) {
    this.#directory = directory;
    this.#threads = threads;
  }

  logits(): Promise<Float32Array> {
    return (this.#logits ??= this.#ask());
  }

  async #ask(): Promise<Float32Array> {
    const sessions = await openSessions(this.#directory, 'cpu', this.#threads);
    try {
      return await proofLogits(this.#directory, sessions);
    } finally {
      await releaseSessions(sessions);
    }
  }
}

async function proofLogits(directory: string, sessions: Sessions): Promise<Float32Array> {
  const signature = decoderSignature(directory, sessions.decoder);
  const sequence = new Sequence(sessions, signature, proofTokens.length);
  try {
    return await sequence.append(await embedTokens(sessions, proofTokens));
  } finally {
    sequence.dispose();
  }
}

async function graphBytes(directory: string): Promise<number> {
  const folder = join(directory, 'onnx');
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []; // opening it will say so
    throw error;
  });
  const sizes = names.map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
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
