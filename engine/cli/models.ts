/** `models`: what is installed, where, how large, on which devices; its verbs are in install.ts. */
import { parseArgs } from 'node:util';
import { EngineClient } from '../client.ts';
import { badInput, MarginaliaError } from '../errors.ts';
import { bundledModelDir, listModels } from '../models/catalogue.ts';
import type { ModelInfo } from '../protocol.ts';
import { compileCommand } from './compile.ts';
import { installCommand, isInstallVerb } from './install.ts';
import type { EngineChoice } from './options.ts';
import { out } from './output.ts';

export const modelsUsage = 'models [--json]';

/** Prints a block of lines a model, or with `--json` an object a line. Resolves to the exit code. */
export async function modelsCommand(
  words: readonly string[],
  engine: EngineChoice,
): Promise<number> {
  const [verb, ...rest] = words;
  if (verb === 'compile') return await compileCommand(rest);
  if (isInstallVerb(verb)) return await installCommand(verb, rest);
  const json = wantsJson(words);
  for (const model of await models(engine)) out(json ? JSON.stringify(model) : modelText(model));
  return 0;
}

/** As the engine sees them; a model that does not load is described from its files alone. */
async function models({ model, device }: EngineChoice): Promise<ModelInfo[]> {
  const client = new EngineClient({
    ...(model === undefined ? {} : { modelDir: model }),
    ...(device === undefined ? {} : { device }),
  });
  try {
    return await client.models();
  } catch (error) {
    if (!(error instanceof MarginaliaError)) throw error;
    const directory = model ?? bundledModelDir();
    const described = await listModels(directory, () => Promise.resolve([]));
    const problem = `${error.message} ${error.action}`;
    return described.map((info) => (info.path === directory ? { ...info, problem } : info));
  } finally {
    client.dispose();
  }
}

function wantsJson(words: readonly string[]): boolean {
  try {
    const options = { json: { type: 'boolean' } } as const;
    return parseArgs({ args: [...words], options }).values.json ?? false;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw badInput(message, `Usage: ${modelsUsage}`, error);
  }
}

function modelText(model: ModelInfo): string {
  const rows: [string, string][] = [
    ['folder', model.path],
    ['architecture', model.architecture],
    ['size', `${(model.bytes / 1e6).toFixed(1)} MB`],
    ['license', model.license],
    ['devices', model.devices.join(', ') || 'none'],
  ];
  for (const { device, usable, reason } of model.trials)
    if (!usable) rows.push(['not used', `${device}: ${reason}`]);
  if (model.problem !== null) rows.push(['problem', model.problem]);
  const title = `${model.name}${model.bundled ? ' (bundled)' : ''}`;
  return [title, ...rows.map(([key, value]) => `  ${key.padEnd(13)}${value}`)].join('\n');
}
