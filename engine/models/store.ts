/** Where installed models live, and what lies beside them while one is being installed. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { isFile, isMissing, readOptional } from '../files.ts';
import { alreadyInstalled, diskFull, notWritable, writingFailed } from './errors.ts';
import { folderName } from './names.ts';
import { readRecord, recordName, type InstallRecord } from './record.ts';

/** The folder for models: what is given, else MARGINALIA_MODELS, else the platform's place for data. */
export function modelsRoot(given = '', env: NodeJS.ProcessEnv = process.env): string {
  const configured = given.trim() || (env['MARGINALIA_MODELS'] ?? '').trim();
  return configured === '' ? join(dataFolder(env), 'marginalia', 'models') : resolve(configured);
}

function dataFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32')
    return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
}

export interface InstalledModel {
  readonly id: string;
  readonly directory: string;
  readonly record: InstallRecord;
}

/** An installation that was stopped, or is going on right now. */
export interface PartialModel {
  readonly id: string;
  readonly commit: string;
  /** 0 to 1 when it was last written down. */
  readonly fraction: number;
}

const partialSchema = v.object({
  id: v.string(),
  commit: v.string(),
  from: v.string(),
  fraction: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
export type PartialState = v.InferOutput<typeof partialSchema>;

/** Paths of one model, whole or not yet. */
export class ModelPlace {
  readonly id: string;
  readonly root: string;
  /** The model's folder; it is there only when the model is whole. */
  readonly directory: string;
  readonly partial: string;
  /** What becomes `directory` in the end. */
  readonly growing: string;
  readonly shards: string;

  /** Throws `name-unsafe`. */
  constructor(root: string, id: string) {
    const name = folderName(id);
    this.id = id;
    this.root = root;
    this.directory = join(root, name);
    this.partial = join(root, `.partial-${name}`);
    this.growing = join(this.partial, 'model');
    this.shards = join(this.partial, 'shards');
  }

  /** Throws `model-installed`, or `model-not-writable` when something else is in the way. */
  async checkFree(): Promise<void> {
    if ((await readRecord(this.directory)) !== undefined)
      throw alreadyInstalled(this.id, this.directory);
    if (existsSync(this.directory))
      throw notWritable(this.directory, 'a folder is there that no installer has made');
  }

  /** What an earlier attempt wrote down, or undefined. */
  async state(): Promise<PartialState | undefined> {
    const text = await readOptional(join(this.partial, 'state.json'));
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), partialSchema), text);
    return parsed.success ? parsed.output : undefined;
  }

  async writeState(state: PartialState): Promise<void> {
    const path = join(this.partial, 'state.json');
    try {
      await mkdir(this.growing, { recursive: true });
      await writeFile(`${path}.new`, JSON.stringify(state));
      await rename(`${path}.new`, path);
    } catch (error) {
      throw writingFailed(path, error);
    }
  }

  /** Drops what an attempt has brought. */
  async discard(): Promise<void> {
    await rm(this.partial, { recursive: true, force: true });
  }

  /** Makes the model count as installed: one rename, so it is there whole or not at all. */
  async settle(): Promise<void> {
    await rename(this.growing, this.directory);
    await this.discard();
  }

  /** Takes an installed model away: out of sight at once, then off the disk. */
  async remove(): Promise<void> {
    const trash = `${this.partial}.removed`;
    await rm(trash, { recursive: true, force: true });
    try {
      await rename(this.directory, trash);
    } catch (error) {
      if (!isMissing(error)) throw writingFailed(this.directory, error);
    }
    await rm(trash, { recursive: true, force: true });
  }
}

/** What `--model` means: a folder, or the name of an installed model. */
export function modelFolder(nameOrPath: string): string {
  if (existsSync(nameOrPath) || !/^[\w.-]+(?:\/[\w.-]+)?$/.test(nameOrPath)) return nameOrPath;
  const installed = join(modelsRoot(), nameOrPath.replaceAll('/', '--'));
  return existsSync(join(installed, recordName)) ? installed : nameOrPath;
}

/** Every whole model under `root`. */
export async function installedModels(root: string): Promise<InstalledModel[]> {
  const models: InstalledModel[] = [];
  for (const name of await folders(root)) {
    if (name.startsWith('.')) continue;
    const directory = join(root, name);
    const record = await readRecord(directory);
    if (record) models.push({ id: record.id, directory, record });
  }
  return models;
}

/** Every installation under `root` that has begun and is not done. */
export async function partialModels(root: string): Promise<PartialModel[]> {
  const models: PartialModel[] = [];
  for (const name of await folders(root)) {
    const path = join(root, name, 'state.json');
    if (!name.startsWith('.partial-') || !(await isFile(path))) continue;
    const text = await readFile(path, 'utf8');
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), partialSchema), text);
    if (parsed.success) models.push(parsed.output);
  }
  return models;
}

async function folders(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Bytes of all files in a folder and below; 0 when there is none. */
export async function bytesOnDisk(directory: string): Promise<number> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const sizes = entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** Some room that other programs need meanwhile. */
const reserve = 500e6;

/** Throws `disk-full` when `root` has not room for `bytes` more. */
export async function checkSpace(root: string, what: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  const free = Math.max(0, bavail * bsize - reserve);
  if (free >= bytes) return;
  const gb = (n: number): string => `${(n / 1e9).toFixed(1)} GB`;
  throw diskFull(what, `it needs ${gb(bytes)} in ${root}, and ${gb(free)} can be used`);
}
