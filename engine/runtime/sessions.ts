import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { MarginaliaError, modelCorrupt, modelMissing } from '../errors.ts';
import { checkExternalData, graphOutputs } from './external-data.ts';

export type Device = 'cpu' | 'cuda' | 'dml' | 'coreml' | 'webgpu';

/** The three graphs of a model, open on one device. */
export interface Sessions {
  readonly vision: InferenceSession;
  readonly embedding: InferenceSession;
  readonly decoder: InferenceSession;
  /** The decoder leaves the keys and values that it makes on its device. */
  readonly cacheOnDevice: boolean;
}

/** More threads than this cost more in waiting than they give on graphs of this size. */
const maxThreads = 4;

const graphFiles = {
  vision: 'vision_encoder.onnx',
  embedding: 'embed_tokens.onnx',
  decoder: 'decoder_model_merged.onnx',
} as const;

/**
 * Opens the graphs of `<directory>/onnx/`. Throws `model-missing`, `model-corrupt` (a graph does not
 * load on the CPU, or its weights are not whole), `model-unsafe` (it keeps weights outside its folder)
 * or `device-unusable`.
 */
export async function openSessions(
  directory: string,
  device: Device,
  threads: number | undefined,
): Promise<Sessions> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    intraOpNumThreads: threads ?? Math.min(maxThreads, availableParallelism()),
    interOpNumThreads: 1,
    // 3 = errors only: warnings would go to standard error among our own messages.
    logSeverityLevel: 3,
    // Threads that spin while they wait take the other core from the editor.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  const opened: InferenceSession[] = [];
  const open = async (file: string): Promise<InferenceSession> => {
    const session = await openSession(directory, file, device, options);
    opened.push(session);
    return session;
  };
  try {
    return {
      vision: await open(graphFiles.vision),
      embedding: await open(graphFiles.embedding),
      decoder: await open(graphFiles.decoder),
      cacheOnDevice: keepsOutputs.has(device),
    };
  } catch (error) {
    await Promise.all(opened.map((session) => session.release()));
    throw error;
  }
}

export async function releaseSessions({ vision, embedding, decoder }: Sessions): Promise<void> {
  await Promise.all([vision, embedding, decoder].map((session) => session.release()));
}

async function openSession(
  directory: string,
  file: string,
  device: Device,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  const path = join(directory, 'onnx', file);
  await access(path).catch((error: unknown) => {
    throw modelMissing(directory, `onnx/${basename(path)} cannot be read (${String(error)})`);
  });
  await checkExternalData(path);
  try {
    return await InferenceSession.create(path, {
      ...options,
      ...(await outputPlaces(path, device)),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw device === 'cpu'
      ? modelCorrupt(path, `onnxruntime does not load it (${reason})`, error)
      : deviceUnusable(device, reason, error);
  }
}

/** Devices whose binding can leave outputs where they were made. */
const keepsOutputs: ReadonlySet<Device> = new Set<Device>(['webgpu']);

async function outputPlaces(
  path: string,
  device: Device,
): Promise<Pick<InferenceSession.SessionOptions, 'preferredOutputLocation'>> {
  if (!keepsOutputs.has(device)) return {};
  const kept = (await graphOutputs(path)).filter((name) => name.startsWith('present.'));
  if (kept.length === 0) return {};
  return { preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, 'gpu-buffer'])) };
}

/** The device was asked for and cannot be used. */
export function deviceUnusable(device: string, reason: string, cause?: unknown): MarginaliaError {
  return new MarginaliaError(
    {
      code: 'device-unusable',
      message: `The model cannot run on the device "${device}": ${reason}.`,
      action: 'Choose the device "auto" or "cpu".',
    },
    cause,
  );
}
