/** The models that can hold a conversation: the one of the server in use, and those installed here that answer. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { FeatureContext } from '../feature.ts';

export type Services = Pick<
  FeatureContext,
  'asker' | 'engine' | 'log' | 'readingModels' | 'server'
>;

/** Two entries for each model: the stable API has no switch of its own. */
const modes = ['think', 'nothink'] as const;

export interface OfferedModel extends vscode.LanguageModelChatInformation {
  readonly mode: (typeof modes)[number];
  /** The model's folder on this machine; left out for the server. */
  readonly folder?: string;
}

/** Of a server that does not tell how much it takes in; most serve at least this. */
const SERVER_CONTEXT = 32_768;
const SERVER_OUTPUT = 16_384;
/** Thought and answer of a model here, as the engine limits them. */
const OUTPUT = { think: 4_096, nothink: 1_024 } as const;

export async function offeredModels(services: Services): Promise<OfferedModel[]> {
  // Neither models nor servers are for a workspace that nobody trusts.
  if (!vscode.workspace.isTrusted) return [];
  return [...serverModels(services), ...(await localModels(services))];
}

function serverModels({ server, log }: Services): OfferedModel[] {
  try {
    const { named } = server;
    if (named === undefined) return [];
    const { host, loopback } = named.endpoint;
    const context = server.contextOf(named.endpoint, named.model) ?? SERVER_CONTEXT;
    const output = Math.min(SERVER_OUTPUT, Math.floor(context / 2));
    const name = named.model === '' ? host : named.model;
    const where = loopback
      ? vscode.l10n.t('A server on this machine: {0}.', host)
      : vscode.l10n.t('What you write is sent to {0}.', host);
    return modes.map((mode) => ({
      ...entry(`server/${host}/${named.model}`, name, mode),
      ...{ family: name, version: '1', detail: host, tooltip: where },
      capabilities: { imageInput: true, toolCalling: true },
      ...{ maxInputTokens: context - output, maxOutputTokens: output },
    }));
  } catch (error) {
    log.warn(`Chat models: ${error instanceof Error ? error.message : String(error)}`); // a bad address
    return [];
  }
}

async function localModels({ readingModels, log }: Services): Promise<OfferedModel[]> {
  const offered: OfferedModel[] = [];
  for (const { id, name, folder } of await readingModels.list()) {
    if (folder === '') continue; // the bundled model reads formulas; it holds no conversation
    try {
      const context = await contextOf(folder);
      if (context === undefined) continue;
      for (const mode of modes) {
        const output = Math.min(OUTPUT[mode], Math.floor(context / 2));
        offered.push({
          ...entry(`local/${id}`, name, mode),
          ...{ folder, family: id, version: '1', detail: vscode.l10n.t('on this machine') },
          tooltip: vscode.l10n.t('It runs on this machine: nothing leaves it.'),
          ...{ maxInputTokens: context - output, maxOutputTokens: output },
          capabilities: { imageInput: true, toolCalling: false },
        });
      }
    } catch (error) {
      log.warn(`Chat models: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return offered;
}

const entry = (id: string, name: string, mode: OfferedModel['mode']) => ({
  id: `${id}/${mode}`,
  name: `${name.slice(0, 200)} (${mode})`,
  mode,
});

const generation = v.object({ tasks: v.nullish(v.array(v.string())) });
const config = v.object({ max_position_embeddings: v.pipe(v.number(), v.integer()) });

/** Its longest sequence in tokens; undefined for a model that was not trained to answer. */
async function contextOf(folder: string): Promise<number | undefined> {
  const read = async (name: string): Promise<unknown> => {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), name);
    return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  };
  const { tasks } = v.parse(generation, await read('generation_config.json'));
  if (tasks?.includes('ask') === false) return undefined;
  const { max_position_embeddings: context } = v.parse(config, await read('config.json'));
  return context;
}
