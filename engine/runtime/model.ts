import { basename } from 'node:path';
import { ensureCompiled } from '../compile/compile.ts';
import { gridLimits, patchValues, readConfig, type ModelConfig } from '../compile/config.ts';
import { modelUnsupported } from '../errors.ts';
import { ChatTemplate } from '../text/template.ts';
import { TextTokenizer } from '../text/tokenizer.ts';
import { generate, type Parts } from './generate.ts';
import { readGenerationConfig, type GenerationConfig } from './generation-config.ts';
import { readImageProcessor, valuesOfPatch, type ImageProcessorConfig } from './image-processor.ts';
import { chooseDevice } from './device.ts';
import { releaseSessions, type Device } from './sessions.ts';
import { readCalibration, type Calibration } from './calibration.ts';
import { decoderSignature } from './signature.ts';
import { TokenRows } from './steps.ts';
import { TokenWords } from './token-words.ts';
import type {
  GeneratedToken,
  GenerateRequest,
  GenerateResult,
  GridLimits,
  RuntimeInfo,
} from './types.ts';

export interface LoadOptions {
  readonly device?: Device | 'auto';
  /** Threads of one operator; by default as many as the machine has, at most four. */
  readonly threads?: number;
  /** Receives lines for people: that the model is being compiled, why a device is not used. */
  readonly log?: (line: string) => void;
  /** Devices that were lost while this process ran. */
  readonly lost?: readonly Device[];
}

/** A model that reads images and text and writes text. */
export interface FusionModel {
  readonly info: RuntimeInfo;
  readonly imageProcessor: ImageProcessorConfig;
  readonly grid: GridLimits;
  readonly generation: GenerationConfig;
  /** What its probabilities are worth; null where nobody has measured. */
  readonly calibration: Calibration | null;
  /** Several may run at once: they take turns step by step. */
  generate(request: GenerateRequest): AsyncGenerator<GeneratedToken, GenerateResult>;
  dispose(): Promise<void>;
}

/**
 * Loads a model folder, compiling it first when its graphs are missing or stale.
 * Throws `model-missing`, `model-corrupt`, `model-unsupported` or `device-unusable`.
 */
export async function loadModel(
  directory: string,
  options: LoadOptions = {},
): Promise<FusionModel> {
  const config = await readConfig(directory);
  const [tokenizer, template] = [
    await TextTokenizer.load(directory),
    await ChatTemplate.load(directory),
  ];
  const imageProcessor = await readImageProcessor(directory);
  checkPatches(directory, config, imageProcessor);
  const generation = await readGenerationConfig(directory, config, tokenizer.stopId);
  const { stopIds } = generation;
  const calibration = await readCalibration(directory);
  const manifest = await ensureCompiled(directory, options);
  const { device, sessions, reason } = await chooseDevice(directory, options);
  const signature = decoderSignature(directory, sessions.decoder);
  const context = config.max_position_embeddings;
  const grid = gridLimits(config);
  const parts: Parts = {
    ...{ sessions, signature, tokenizer, template, stopIds, context, grid },
    ...{ rows: new TokenRows(sessions), words: new TokenWords(tokenizer) },
  };
  const info: RuntimeInfo = {
    name: basename(directory),
    architecture: config.model_type,
    ...{ device, deviceReason: reason, parameters: manifest.parameters, context },
  };
  return {
    ...{ info, imageProcessor, grid, generation, calibration },
    generate: (request) => generate(parts, request),
    dispose: () => releaseSessions(sessions),
  };
}

function checkPatches(
  directory: string,
  config: ModelConfig,
  processor: ImageProcessorConfig,
): void {
  const [cut, wanted] = [valuesOfPatch(processor), patchValues(config)];
  if (cut === wanted) return;
  const detail = `preprocessor_config.json cuts patches of ${cut} values where config.json asks for ${wanted}`;
  throw modelUnsupported(directory, detail);
}
