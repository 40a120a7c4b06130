/**
 * VS Code as the chat's parts see it: addresses, Markdown, files on the disk. Import it before them. What
 * answers behind it is real: the engine's process, the bundled model, servers over sockets.
 */
import { registerHooks } from 'node:module';
import type * as vscode from 'vscode';

export interface Editor {
  trusted: boolean;
  settings: Record<string, unknown>;
  /** Paths of the workspace's folders. */
  folders: string[];
  /** Messages that were shown, and what the person answered to each. */
  shown: string[];
  answers: unknown[];
  /** Commands that were run. */
  ran: unknown[][];
  saveAt: unknown;
  picks: unknown[];
  providers: Map<string, unknown>;
  participants: Map<string, unknown>;
  commands: Map<string, (...given: unknown[]) => unknown>;
  /** Whether the host takes a model's thought as such. */
  tellThoughts: (can: boolean) => void;
  /** Whether the host has anything for language models. */
  haveModels: (has: boolean) => void;
}

export const editor: Editor = {
  trusted: true,
  settings: {},
  folders: [],
  shown: [],
  answers: [],
  ran: [],
  saveAt: undefined,
  picks: [],
  providers: new Map(),
  participants: new Map(),
  commands: new Map(),
  tellThoughts: () => undefined,
  haveModels: () => undefined,
};
(globalThis as unknown as { editor: Editor }).editor = editor;

const fake = `
import { promises as fs } from 'node:fs';
import path from 'node:path';
const { editor } = globalThis;
export class Disposable {
  constructor(run = () => {}) { this.run = run; }
  dispose() { this.run(); }
  static from(...all) { return new Disposable(() => all.forEach((one) => one.dispose())); }
}
export class Uri {
  constructor(parts) { Object.assign(this, { authority: '', query: '', fragment: '', ...parts }); }
  static file(path) { return new Uri({ scheme: 'file', path }); }
  static parse(text) {
    const { protocol, host, pathname, search, hash } = new URL(text);
    return new Uri({ scheme: protocol.slice(0, -1), authority: host, path: decodeURIComponent(pathname),
      query: search.slice(1), fragment: hash.slice(1) });
  }
  static joinPath(base, ...parts) { return base.with({ path: path.posix.join(base.path, ...parts) }); }
  static from(parts) { return new Uri(parts); }
  with(change) { return new Uri({ ...this, ...change }); }
  get fsPath() { return this.path; }
  toString() {
    return this.scheme + '://' + this.authority + this.path.split('/').map(encodeURIComponent).join('/') +
      (this.fragment === '' ? '' : '#' + this.fragment);
  }
}
export class FileSystemError extends Error {
  constructor(message, code) { super(message); this.code = code; }
}
const asked = async (work) => {
  try { return await work; } catch (error) {
    throw new FileSystemError(error.message, error.code === 'ENOENT' ? 'FileNotFound' : 'NoPermissions');
  }
};
export const FileType = { File: 1, Directory: 2 };
export class EventEmitter {
  heard = new Set();
  event = (listener) => { this.heard.add(listener); return new Disposable(() => this.heard.delete(listener)); };
  fire(value) { for (const one of this.heard) one(value); }
  dispose() { this.heard.clear(); }
}
export class RelativePattern { constructor(base, pattern) { Object.assign(this, { base, pattern }); } }
export class ThemeIcon { constructor(id) { this.id = id; } }
export class MarkdownString { constructor(value) { this.value = value; } }
export class CancellationError extends Error {}
export class LanguageModelTextPart { constructor(value) { this.value = value; } }
export class LanguageModelDataPart { constructor(data, mimeType) { Object.assign(this, { data, mimeType }); } }
export class LanguageModelToolResultPart { constructor(callId, content) { Object.assign(this, { callId, content }); } }
export class LanguageModelPromptTsxPart { constructor(value) { this.value = value; } }
export const LanguageModelChatToolMode = { Auto: 1, Required: 2 };
export class LanguageModelToolCallPart { constructor(callId, name, input) { Object.assign(this, { callId, name, input }); } }
class ThinkingPart { constructor(value) { this.value = value; } }
export let LanguageModelThinkingPart = ThinkingPart;
editor.tellThoughts = (can) => { LanguageModelThinkingPart = can ? ThinkingPart : undefined; };
export class LanguageModelError extends Error {
  constructor(message, code) { super(message); this.code = code; }
  static NotFound(message) { return new LanguageModelError(message, 'NotFound'); }
  static NoPermissions(message) { return new LanguageModelError(message, 'NoPermissions'); }
  static Blocked(message) { return new LanguageModelError(message, 'Blocked'); }
}
export const LanguageModelChatMessageRole = { User: 1, Assistant: 2 };
export const ConfigurationTarget = { Global: 1 };
export const ProgressLocation = { Notification: 15 };
export const l10n = { t: (text, ...values) => text.replace(/\\{(\\d)\\}/g, (_, at) => values[at]) };
const nothing = { onDidChange: () => new Disposable(), onDidCreate: () => new Disposable(),
  onDidDelete: () => new Disposable(), dispose() {} };
export const workspace = {
  get isTrusted() { return editor.trusted; },
  get workspaceFolders() {
    return editor.folders.map((folder, index) => ({ uri: Uri.file(folder), name: path.basename(folder), index }));
  },
  getWorkspaceFolder: (uri) =>
    workspace.workspaceFolders.find((one) => path.normalize(uri.path).startsWith(one.uri.path + '/')),
  getConfiguration: () => ({
    get: (id, fallback) => editor.settings[id] ?? fallback,
    update: async (id, value) => { editor.settings[id] = value; },
  }),
  onDidGrantWorkspaceTrust: () => new Disposable(),
  onDidChangeConfiguration: () => new Disposable(),
  createFileSystemWatcher: () => nothing,
  async findFiles(pattern, _, most = Infinity) {
    const [base, glob] = typeof pattern === 'string' ? [undefined, pattern] : [pattern.base, pattern.pattern];
    const roots = base === undefined ? workspace.workspaceFolders.map(({ uri }) => uri.path) : [(base.uri ?? base).path];
    const found = [];
    for (const root of roots)
      for (const name of (await fs.readdir(root, { recursive: true })).sort())
        if (path.posix.matchesGlob(name, glob)) found.push(Uri.file(path.posix.join(root, name)));
    return found.slice(0, most);
  },
  openTextDocument: async (uri) => ({ uri, getText: () => '' }),
  fs: {
    stat: (uri) => asked(fs.stat(uri.path)),
    readFile: (uri) => asked(fs.readFile(uri.path)),
    writeFile: (uri, bytes) => asked(fs.writeFile(uri.path, bytes)),
    rename: (from, to) => asked(fs.rename(from.path, to.path)),
    delete: (uri) => asked(fs.rm(uri.path, { recursive: true })),
    createDirectory: (uri) => asked(fs.mkdir(uri.path, { recursive: true })),
    isWritableFileSystem: () => true,
  },
};
const tell = (text) => { editor.shown.push(text); return Promise.resolve(editor.answers.shift()); };
export const window = {
  showWarningMessage: tell, showErrorMessage: tell, showInformationMessage: tell,
  showSaveDialog: async (options) => { editor.picks.push(options); return editor.saveAt; },
  showQuickPick: async (items) => (await items)[0],
  showTextDocument: async (document) => { editor.ran.push(['show', document.uri.path]); },
  onDidChangeWindowState: () => new Disposable(),
  withProgress: (_, run) => run({ report() {} }, { onCancellationRequested: () => new Disposable() }),
};
export const commands = {
  registerCommand: (id, run) => { editor.commands.set(id, run); return new Disposable(); },
  executeCommand: async (...given) => { editor.ran.push(given); },
};
export const chat = {
  createChatParticipant: (id, handler) => {
    const made = { id, requestHandler: handler, dispose() {} };
    editor.participants.set(id, made);
    return made;
  },
};
const models = {
  registerLanguageModelChatProvider: (vendor, provider) => {
    editor.providers.set(vendor, provider);
    return new Disposable();
  },
};
export let lm = models;
editor.haveModels = (has) => { lm = has ? models : undefined; };`;
registerHooks({
  resolve: (name, context, next) =>
    name === 'vscode'
      ? { url: `data:text/javascript,${encodeURIComponent(fake)}`, shortCircuit: true }
      : next(name, context),
});

/** What was written into the chat: its Markdown joined, and everything else by kind. */
export function chatStream() {
  const heard = {
    text: '',
    parts: [] as unknown[],
    progress: [] as string[],
    references: [] as string[],
    buttons: [] as vscode.Command[],
  };
  const stream = {
    markdown: (value: string | vscode.MarkdownString) => {
      heard.parts.push(value);
      heard.text += typeof value === 'string' ? value : value.value;
    },
    progress: (text: string) => void heard.progress.push(text),
    reference: (uri: vscode.Uri) => void heard.references.push(uri.path),
    button: (command: vscode.Command) => void heard.buttons.push(command),
  };
  return { heard, stream: stream as unknown as vscode.ChatResponseStream };
}

/** A token, and what cancels it. */
export function cancellation() {
  const heard: (() => void)[] = [];
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => void) => {
      heard.push(listener);
      return { dispose: () => undefined };
    },
  };
  const cancel = (): void => {
    token.isCancellationRequested = true;
    for (const listener of heard) listener();
  };
  return { token: token as vscode.CancellationToken, cancel };
}

export function memento(): vscode.Memento {
  const held = new Map<string, unknown>();
  return {
    keys: () => [...held.keys()],
    get: (key: string) => held.get(key),
    update: (key: string, value: unknown) => {
      held.set(key, JSON.parse(JSON.stringify(value)) as unknown);
      return Promise.resolve();
    },
  } as vscode.Memento;
}
