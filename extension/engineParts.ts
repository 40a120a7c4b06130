/** Where the engine's parts lie inside the installed extension. */
import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { serverKey } from '../engine/backends/environment.ts';
import { EngineClient } from '../engine/client.ts';
import { settings } from './contributions.ts';
import { readSetting } from './vscode.ts';

/**
 * A client for the engine of the extension in `root`, with the settings of the moment. Both settings
 * are machine-scoped: a workspace can neither choose the model nor the device.
 */
export function connectEngine(
  root: string,
  log: (line: string) => void,
  folder = readSetting(settings.modelFolder, '').trim(),
): EngineClient {
  const nodePath = bundledNode(root);
  return new EngineClient({
    enginePath: join(root, 'dist', 'engine.mjs'),
    modelDir: folder === '' ? join(root, 'models', 'bundled') : folder,
    device: readSetting(settings.device, 'auto'),
    log,
    ...(nodePath === undefined ? {} : { nodePath }),
  });
}

export interface ServerAddress {
  readonly url: string;
  /** Left out: the only one that it has. */
  readonly model?: string;
  readonly key: string | undefined;
}

/** A client for a process that loads no model and talks to a server, through VS Code's proxy if it has one. */
export function connectServer(
  root: string,
  { url, model = '', key }: ServerAddress,
  log: (line: string) => void,
): EngineClient {
  const nodePath = bundledNode(root);
  return new EngineClient({
    enginePath: join(root, 'dist', 'engine.mjs'),
    server: { url, ...(model === '' ? {} : { model }) },
    env: { ...proxyVariables(), ...(key === undefined ? {} : serverKey(key)) },
    log,
    ...(nodePath === undefined ? {} : { nodePath }),
  });
}

/** VS Code's proxy settings as Node reads them; without any the environment's own hold. */
function proxyVariables(): Record<string, string> {
  const http = vscode.workspace.getConfiguration('http');
  const proxy = http.get<string>('proxy', '').trim();
  const exempt = http.get<string[]>('noProxy', []).join(',');
  const names = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];
  return {
    ...(proxy === '' ? {} : Object.fromEntries(names.map((name) => [name, proxy]))),
    ...(exempt === '' ? {} : { no_proxy: exempt, NO_PROXY: exempt }),
  };
}

/** The Node that the package brings; a checkout has none and leaves the choice to the client. */
export function bundledNode(root: string): string | undefined {
  const path = join(root, 'runtime', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(path)) return undefined;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755); // not every installer keeps a zip's permission bits
  }
  return path;
}
