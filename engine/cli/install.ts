/** `models list | install | remove | verify`: what can be installed, and doing it. */
import { basename, resolve } from 'node:path';
import { setGlobalProxyFromEnv } from 'node:http';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { badInput, cancelled, toPayload } from '../errors.ts';
import { isFile } from '../files.ts';
import { isAddress } from '../models/checkpoint.ts';
import { catalogue, repositoryEntry, type CatalogueEntry } from '../models/entries.ts';
import { modelUnknown, notInstalled } from '../models/errors.ts';
import { install } from '../models/install.ts';
import { usualMirror } from '../models/listing.ts';
import type { InstallEvent } from '../models/messages.ts';
import { offeredModels } from '../models/offered.ts';
import { checkInstalled } from '../models/record.ts';
import { exclusively } from '../models/lock.ts';
import { installedModels, ModelPlace, modelsRoot, partialModels } from '../models/store.ts';
import { installLines, offeredText } from './install-text.ts';
import { out, warn } from './output.ts';

export const installUsage = `models list [--json]
  npm start -- models install NAME [--from URL|DIR]
  npm start -- models verify [NAME...]
  npm start -- models remove NAME`;

const options = {
  json: { type: 'boolean', default: false },
  /** For programs: events as lines of JSON on standard output; the line "pause" on standard input. */
  events: { type: 'boolean', default: false },
  from: { type: 'string', default: usualMirror },
  /** The folder for models. */
  into: { type: 'string', default: '' },
} as const;

type Values = ReturnType<typeof parse>['values'];

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw badInput(message, `Usage: ${installUsage}`, error);
  }
}

const verbs = {
  list: (_: readonly string[], { into, json }: Values) => list(modelsRoot(into), json),
  install: (names: readonly string[], values: Values) => installOne(oneName(names), values),
  verify: (names: readonly string[], { into }: Values) => verify(modelsRoot(into), names),
  remove: (names: readonly string[], { into }: Values) =>
    removeOne(modelsRoot(into), oneName(names)),
} as const;

type Verb = keyof typeof verbs;

export const isInstallVerb = (word: string | undefined): word is Verb =>
  word !== undefined && Object.hasOwn(verbs, word);

/** Runs one of the verbs. Resolves to the exit code. */
export async function installCommand(verb: Verb, words: readonly string[]): Promise<number> {
  const { values, positionals } = parse(words);
  return await verbs[verb](positionals, values);
}

function oneName(names: readonly string[]): string {
  if (names.length === 1 && names[0] !== undefined && names[0] !== '') return names[0];
  throw badInput('Name one model.', `Usage: ${installUsage}`);
}

async function list(root: string, json: boolean): Promise<number> {
  for (const model of await offeredModels(root))
    out(json ? JSON.stringify(model) : offeredText(model));
  return 0;
}

async function installOne(what: string, { from, into, events }: Values): Promise<number> {
  const controller = new AbortController();
  const pause = (): void => controller.abort(cancelled());
  process.once('SIGINT', pause);
  process.once('SIGTERM', pause);
  const input = events ? createInterface({ input: process.stdin }) : undefined;
  input?.on('line', (line) => line.trim() === 'pause' && pause()).on('close', pause);
  const print = events ? printEvent : installLines();
  // HTTPS_PROXY, HTTP_PROXY and NO_PROXY hold from here on.
  const restore = setGlobalProxyFromEnv();
  try {
    const { entry, source } = await resolveModel(what, from);
    const directory = await install(entry, {
      ...{ root: modelsRoot(into), from: source, signal: controller.signal, onEvent: print },
    });
    print({ kind: 'installed', id: entry.id, directory });
    return 0;
  } catch (error) {
    if (!events) throw error;
    print({ kind: 'error', error: toPayload(error) });
    return 1;
  } finally {
    restore();
    input?.close();
    process.off('SIGINT', pause).off('SIGTERM', pause);
  }
}

const printEvent = (event: InstallEvent): void => out(JSON.stringify(event));

/** A model of the catalogue, `owner/name[@commit]` of a hub, or a folder with a checkpoint. */
async function resolveModel(
  what: string,
  from: string,
): Promise<{ entry: CatalogueEntry; source: string }> {
  const source = isAddress(from) ? from : resolve(from);
  const known = catalogue.find(({ id }) => id === what.toLowerCase());
  if (known) return { entry: known, source };
  if (await isFile(resolve(what, 'config.json'))) {
    const folder = resolve(what);
    const name = basename(folder).replace(/[^\w.-]+/g, '-');
    return { entry: repositoryEntry(name), source: folder };
  }
  const [, repository, commit] = /^([\w.-]+\/[\w.-]+)(?:@([\w.-]+))?$/.exec(what) ?? [];
  if (repository === undefined)
    throw modelUnknown(
      what,
      catalogue.map(({ id }) => id),
    );
  return { entry: repositoryEntry(repository, commit), source };
}

async function verify(root: string, names: readonly string[]): Promise<number> {
  const installed = await installedModels(root);
  const unknown = names.find((name) => !installed.some(({ id }) => id === name));
  if (unknown !== undefined) throw notInstalled(unknown);
  let code = 0;
  for (const { id, directory } of installed) {
    if (names.length > 0 && !names.includes(id)) continue;
    try {
      await checkInstalled(directory, { thorough: true });
      out(`${id}: every file is as it was installed`);
    } catch (error) {
      const { message, action } = toPayload(error);
      warn(`${id}: ${message} ${action}`);
      code = 1;
    }
  }
  if (installed.length === 0) out('No model is installed beside the bundled one.');
  return code;
}

/** Takes away an installed model, or what a paused installation has brought. */
async function removeOne(root: string, id: string): Promise<number> {
  const found = (await installedModels(root)).some((model) => model.id === id);
  const begun = (await partialModels(root)).some((model) => model.id === id);
  if (!found && !begun) throw notInstalled(id);
  const place = new ModelPlace(root, id);
  await exclusively(root, `removing ${id}`, async () => {
    if (found) await place.remove();
    await place.discard();
  });
  out(`${id} is removed.`);
  return 0;
}
