/** Files that chat models name: only those of the workspace, for what a model asks for no person chose. */
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';

/** The file inside the open folders that a path means, whether it exists or not. */
export function workspaceFile(path: string): vscode.Uri | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const all = isAbsolute(path)
    ? folders.map(({ uri }) => uri.with({ path: vscode.Uri.file(path).path }))
    : folders.map(({ uri }) => vscode.Uri.joinPath(uri, path));
  return all.find((uri) => vscode.workspace.getWorkspaceFolder(uri) !== undefined);
}

/** A path's last part, fit to stand in a question to the person. */
export function shownName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.replace(/[^\p{L}\p{N} ._-]/gu, '').slice(0, 100);
}
