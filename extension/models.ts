/** The installer with the settings of the moment, and the model settings themselves. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Installer } from '../engine/models/client.ts';
import { settings } from './contributions.ts';
import { bundledNode } from './engineParts.ts';
import { readSetting } from './vscode.ts';

export function openInstaller(extension: vscode.ExtensionContext): Installer {
  const root = extension.extensionPath;
  return new Installer({
    nodePath: bundledNode(root) ?? process.execPath,
    cliPath: join(root, 'dist', 'cli.mjs'),
    root: readSetting(settings.modelsFolder, '').trim(),
    env: networkEnvironment(),
  });
}

/** VS Code's own proxy, where one is set, and the certificates that this machine trusts. */
function networkEnvironment(): Record<string, string> {
  const http = vscode.workspace.getConfiguration('http');
  const proxy = http.get<string>('proxy', '').trim();
  const direct = http.get<string[]>('noProxy', []);
  return {
    NODE_USE_SYSTEM_CA: '1',
    ...(proxy === '' ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }),
    ...(direct.length === 0 ? {} : { NO_PROXY: direct.join(',') }),
  };
}

/** The chosen model's folder; empty for the bundled one. A change takes effect with the next reading. */
export const chosenFolder = (): string => readSetting(settings.modelFolder, '').trim();

export async function chooseFolder(folder: string): Promise<void> {
  const value = folder === '' ? undefined : folder;
  await vscode.workspace
    .getConfiguration()
    .update(settings.modelFolder, value, vscode.ConfigurationTarget.Global);
}

/** The models that were installed beside the bundled one. */
export async function installedModels(
  extension: vscode.ExtensionContext,
): Promise<{ id: string; name: string; folder: string }[]> {
  const all = await openInstaller(extension).list();
  return all.flatMap(({ id, name, directory }) =>
    directory === null ? [] : [{ id, name, folder: directory }],
  );
}
