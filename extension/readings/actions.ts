/** What a person does with a reading that needs VS Code: copying, inserting, opening, saving. */
import * as vscode from 'vscode';
import { MarginaliaError } from '../../engine/errors.ts';
import type { FromWebview, TextFormat } from '../../webview/protocol.ts';
import type { ReadingServices } from '../feature.ts';
import { formatLatex } from '../formats/index.ts';
import { bytesSource } from './bytesSource.ts';
import { pictureGone } from './reader.ts';

export async function copyAs(latex: string, format: TextFormat): Promise<void> {
  await vscode.env.clipboard.writeText(formatLatex(latex, format));
}

/** Reads images that came as bytes; hands back the id of the first. */
export function addImages(
  images: Extract<FromWebview, { type: 'add' }>['images'],
  services: ReadingServices,
): string | undefined {
  const ids: string[] = [];
  const sources = images.map(({ name, bytes }, index) =>
    bytesSource(name, bytes, () => openKept(ids[index] ?? '', services)),
  );
  ids.push(...services.reader.read(sources).map(({ id }) => id));
  return ids[0];
}

/** Shows what was read: the file it came from while that is there, else the picture that was kept. */
export async function openReading(id: string, services: ReadingServices): Promise<void> {
  const source = services.reader.sourceOf(id);
  if (source !== undefined) {
    await source.open();
    return;
  }
  const { origin } = services.archive.places(id);
  const uri = origin === undefined ? undefined : vscode.Uri.parse(origin);
  if (uri !== undefined && (await exists(uri))) {
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
  } else {
    await openKept(id, services);
  }
}

async function openKept(id: string, { archive }: ReadingServices): Promise<void> {
  await archive.flush();
  const { path } = archive.places(id);
  const uri = path === undefined ? undefined : vscode.Uri.file(path);
  if (uri === undefined || !(await exists(uri))) throw pictureGone();
  await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

const pngHead = [137, 80, 78, 71, 13, 10, 26, 10];

/** Offers to save a drawing that the clipboard did not take. */
export async function savePng(name: string, bytes: Uint8Array): Promise<void> {
  if (!pngHead.every((byte, index) => bytes[index] === byte)) throw notPng();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N} _-]/gu, '_')}-formula.png`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('The clipboard takes no pictures here. Save the formula as a picture'),
    filters: { PNG: ['png'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, file) }),
  });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, new Uint8Array(bytes));
}

function notPng(): MarginaliaError {
  return new MarginaliaError({
    code: 'not-a-picture',
    message: 'The view made no valid picture of this formula.',
    action: 'Copy it as SVG instead.',
  });
}
