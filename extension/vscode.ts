/** Typed doors to VS Code's string-keyed registries. */
import * as vscode from 'vscode';
import {
  contextKeys,
  type commands,
  type pdfCommands,
  type SettingTypes,
} from './contributions.ts';

export type CommandId =
  (typeof commands)[keyof typeof commands] | (typeof pdfCommands)[keyof typeof pdfCommands];

/** Arguments are whatever a menu or another extension passes: `unknown`, for the handler to check. */
export function registerCommand(
  id: CommandId,
  run: (...args: unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, run);
}

/** What the host has for language models; other hosts lack some of it, or all. */
export const languageModels = (): Partial<typeof vscode.lm> =>
  (vscode as { lm?: Partial<typeof vscode.lm> }).lm ?? {};

/** A tool for chat models; nothing where the host has none. */
export function registerTool(
  name: string,
  tool: vscode.LanguageModelTool<unknown>,
): vscode.Disposable {
  return languageModels().registerTool?.(name, tool) ?? disposable(() => undefined);
}

export function readSetting<K extends keyof SettingTypes>(id: K, fallback: SettingTypes[K]) {
  return vscode.workspace.getConfiguration().get<SettingTypes[K]>(id, fallback);
}

export function setContextKey(key: keyof typeof contextKeys, value: boolean): void {
  void vscode.commands.executeCommand('setContext', contextKeys[key], value);
}

/** A plain function as a VS Code disposable that runs once. */
export function disposable(run: () => void): vscode.Disposable {
  return new vscode.Disposable(run);
}
