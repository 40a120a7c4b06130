/** An image file as something to read, on any file system that VS Code knows. */
import * as vscode from 'vscode';
import type { ImageSource } from './reader.ts';

export function fileSource(uri: vscode.Uri): ImageSource {
  return {
    name: uri.path.slice(uri.path.lastIndexOf('/') + 1),
    place: vscode.workspace.asRelativePath(uri),
    origin: uri.toString(),
    async load() {
      // A plain Uint8Array of its own: VS Code hands out a Buffer, which messages do not carry.
      return new Uint8Array(await vscode.workspace.fs.readFile(uri));
    },
    async open() {
      await vscode.workspace.fs.stat(uri);
      await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
    },
  };
}
