/** Options that every command takes, wherever they stand: which model, on which device. */
import type { EngineClientOptions } from '../client.ts';
import { badInput } from '../errors.ts';
import { modelFolder } from '../models/store.ts';

export interface EngineChoice {
  model?: string;
  device?: string;
  /** Address of a chat server to use instead of a model on this machine. */
  server?: string;
  'server-model'?: string;
}

/** Takes `--model DIR`, `--device NAME`, `--server URL`, `--server-model NAME` (or `--model=DIR`) out. */
export function splitEngineOptions(words: readonly string[]): {
  engine: EngineChoice;
  rest: string[];
} {
  const engine: EngineChoice = {};
  const rest: string[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, name, inline] = /^--(model|device|server|server-model)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      rest.push(word);
      continue;
    }
    const value = inline ?? left.shift();
    if (value === undefined || value === '')
      throw badInput(`--${name} needs a value.`, 'See: npm start -- help');
    engine[name as keyof EngineChoice] = value;
  }
  if (engine['server-model'] !== undefined && engine.server === undefined)
    throw badInput('--server-model needs --server.', 'See: npm start -- help');
  if (engine.server !== undefined && (engine.model ?? engine.device) !== undefined)
    throw badInput('--server stands in place of --model and --device.', 'Leave one of them out.');
  return { engine, rest };
}

/** The client's options for what was chosen. */
export function clientOptions(choice: EngineChoice): EngineClientOptions {
  const { model, device, server: url, 'server-model': serverModel } = choice;
  const server =
    url === undefined
      ? undefined
      : { url, ...(serverModel === undefined ? {} : { model: serverModel }) };
  return {
    ...(model === undefined ? {} : { modelDir: modelFolder(model) }),
    ...(device === undefined ? {} : { device }),
    ...(server === undefined ? {} : { server }),
  };
}
