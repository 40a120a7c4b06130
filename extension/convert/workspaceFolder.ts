/** A folder of the workspace, local or not, as a conversion fills it. */
import * as vscode from 'vscode';
import type { Folder } from '../../document/conversion.ts';

/** Files come whole: they are written beside their place and renamed. */
export function workspaceFolder(root: vscode.Uri): Folder {
  const { fs } = vscode.workspace;
  const place = (name: string): vscode.Uri => vscode.Uri.joinPath(root, ...name.split('/'));
  return {
    async read(name) {
      return await orMissing(fs.readFile(place(name)));
    },
    async write(name, bytes) {
      const target = place(name);
      const part = target.with({ path: `${target.path}.part` });
      await fs.createDirectory(vscode.Uri.joinPath(target, '..'));
      await fs.writeFile(part, bytes);
      await fs.rename(part, target, { overwrite: true });
    },
    async remove(name) {
      await orMissing(fs.delete(place(name), { recursive: true, useTrash: false }));
    },
  };
}

async function orMissing<T>(work: Thenable<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
