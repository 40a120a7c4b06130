/** The pictures in what was pasted or dropped. */
import * as vscode from 'vscode';
import { imageExtensions } from '../contributions.ts';
import { bytesSource } from '../readings/bytesSource.ts';
import { fileSource } from '../readings/fileSource.ts';
import type { ImageSource } from '../readings/reader.ts';

/** What the engine decodes; a clipboard's other image types are skipped. */
const mimeTypes = /^image\/(?:png|jpe?g|webp|gif|bmp|x-ms-bmp|avif|svg\+xml)$/;

/** More than a person means to read into one document at once. */
const mostImages = 20;

/**
 * Waits for no file's bytes.
 * @returns nothing when there is anything else among it: then it is not for us.
 */
export async function imagesIn(transfer: vscode.DataTransfer): Promise<ImageSource[]> {
  const files: { file: vscode.DataTransferFile; mime: string }[] = [];
  for (const [mime, item] of transfer) {
    const file = item.asFile();
    if (file === undefined) continue;
    if (!mimeTypes.test(mime)) return [];
    files.push({ file, mime });
  }
  if (files.length === 0) return listed(transfer);
  // Asked for now, for VS Code lends the files only so long, and not waited for: a key that is pressed
  // before the edit is there makes VS Code give the paste up.
  return files.slice(0, mostImages).map(({ file }) => {
    if (file.uri !== undefined) return fileSource(file.uri);
    const data = Promise.resolve(file.data());
    data.catch(() => undefined); // whoever reads the image hears of it
    return bytesSource(file.name, data, () => Promise.resolve());
  });
}

/** Files dragged or copied from the Explorer come as a list of addresses. */
async function listed(transfer: vscode.DataTransfer): Promise<ImageSource[]> {
  const list = await transfer.get('text/uri-list')?.asString();
  const lines = (list ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const uris = lines.slice(0, mostImages).flatMap(addressOf);
  return uris.length === lines.length ? uris.map(fileSource) : [];
}

function addressOf(line: string): vscode.Uri[] {
  // An address on the network is not fetched: what is read lies in a file system that VS Code knows.
  if (!/^(?:file|vscode-remote|vscode-vfs|untitled):/i.test(line)) return [];
  const uri = vscode.Uri.parse(line);
  const extension = uri.path.slice(uri.path.lastIndexOf('.') + 1).toLowerCase();
  return imageExtensions.some((known) => known === extension) ? [uri] : [];
}
