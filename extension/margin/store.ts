/**
 * Where the threads of a PDF are stored: in `paper.pdf.margin.md` beside it, or in the extension's storage
 * where nothing may be written there.
 */
import { createHash, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { Emitter, type Subscription } from '../emitter.ts';
import type { ThreadStore } from './keeper.ts';
import { withLock } from './lock.ts';

/** Threads of a book and more; what is larger is none of ours. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Milliseconds after which nobody writes a draft any more: a write takes far less. */
const abandoned = 10 * 60_000;

/** Names of the drafts of a file, as `replace` gives them. */
const draftsOf = (name: string): RegExp =>
  new RegExp(`^\\.${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}\\.[0-9a-f]{8}\\.tmp$`);

export class MarginStore implements ThreadStore {
  /** The file beside the PDF. */
  readonly beside: vscode.Uri;
  readonly #storage: vscode.Uri;
  readonly #lock: string;
  readonly #changes = new Emitter<undefined>();
  readonly #watcher: vscode.Disposable;
  #refused: boolean;
  #tidied = false;

  constructor(
    pdf: vscode.Uri,
    { globalStorageUri }: Pick<vscode.ExtensionContext, 'globalStorageUri'>,
  ) {
    this.beside = pdf.with({ path: `${pdf.path}.margin.md`, query: '', fragment: '' });
    const key = createHash('sha256').update(pdf.toString()).digest('hex').slice(0, 32);
    this.#storage = vscode.Uri.joinPath(globalStorageUri, 'margins', `${key}.md`);
    this.#lock = vscode.Uri.joinPath(globalStorageUri, 'margins', `${key}.lock`).fsPath;
    this.#refused = vscode.workspace.fs.isWritableFileSystem(pdf.scheme) === false;
    const folder = vscode.Uri.joinPath(this.beside, '..');
    const pattern = new vscode.RelativePattern(
      folder,
      nameOf(this.beside).replace(/[*?[\]{}!]/g, '?'),
    );
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const fire = (): void => this.#changes.fire(undefined);
    this.#watcher = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(fire),
      watcher.onDidCreate(fire),
      watcher.onDidDelete(fire),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) fire(); // a folder outside the workspace is not always watched
      }),
    );
  }

  /** Nothing is written beside the PDF: the folder does not allow it, or the workspace is not trusted. */
  get inStorage(): boolean {
    return this.#refused || !vscode.workspace.isTrusted;
  }

  onChange(listener: () => void): Subscription {
    return this.#changes.on(listener);
  }

  /** What is stored: beside the PDF, else in the storage. */
  async read(): Promise<string | undefined> {
    return (
      (this.inStorage ? await readText(this.#storage) : undefined) ?? (await readText(this.beside))
    );
  }

  async write(text: string, expected: string | undefined): Promise<boolean> {
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(this.#storage, '..'));
    return await withLock(this.#lock, async () => {
      if ((await this.read()) !== expected) return false;
      if (this.inStorage) await replace(this.#storage, text);
      else {
        try {
          await replace(this.beside, text);
        } catch (error) {
          if (!isForbidden(error)) throw error;
          this.#refused = true;
          await replace(this.#storage, text);
        }
      }
      return true;
    });
  }

  /** Deletes, once, drafts of a window that was closed in the middle of a write. */
  async tidy(): Promise<void> {
    if (this.#tidied || this.inStorage) return;
    this.#tidied = true;
    const folder = vscode.Uri.joinPath(this.beside, '..');
    const isDraft = draftsOf(nameOf(this.beside));
    for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
      if (!isDraft.test(name)) continue;
      const draft = vscode.Uri.joinPath(folder, name);
      const { mtime } = await vscode.workspace.fs.stat(draft);
      if (Date.now() - mtime > abandoned) await vscode.workspace.fs.delete(draft);
    }
  }

  /** What lies in the place that `read` does not look at, from a visit when the other one was used. */
  async elsewhere(): Promise<string | undefined> {
    if (!this.inStorage) return await readText(this.#storage);
    return (await readText(this.#storage)) === undefined ? undefined : await readText(this.beside);
  }

  /** Once its threads are in the file beside the PDF. */
  async clearStorage(): Promise<void> {
    if (this.inStorage || (await readText(this.#storage)) === undefined) return;
    await vscode.workspace.fs.delete(this.#storage);
  }

  dispose(): void {
    this.#watcher.dispose();
  }
}

const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.length > MOST_BYTES)
      throw new Error(`${uri.path} is too large for a file of threads.`);
    return new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** Whole or not at all: written beside and renamed, so that a torn file is never seen. */
async function replace(uri: vscode.Uri, text: string): Promise<void> {
  const draft = vscode.Uri.joinPath(uri, '..', `.${nameOf(uri)}.${randomUUID().slice(0, 8)}.tmp`);
  await vscode.workspace.fs.writeFile(draft, new TextEncoder().encode(text));
  try {
    await vscode.workspace.fs.rename(draft, uri, { overwrite: true });
  } catch (error) {
    await vscode.workspace.fs.delete(draft);
    throw error;
  }
}

/** Systems name it differently; a file system that cannot be written does not always say which it is. */
function isForbidden(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    ['NoPermissions', 'Unavailable', 'EACCES', 'EPERM', 'EROFS'].includes(code) ||
    /EACCES|EPERM|EROFS|read-?only/i.test(error.message)
  );
}
