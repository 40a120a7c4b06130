/**
 * The picture behind a link: a file inside the workspace (or beside a document that has none), a notebook
 * cell's attachment, or bytes in the link itself. Nothing is fetched from a network.
 */
import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { imageExtensions } from '../contributions.ts';
import type { DocumentKind } from '../formats/index.ts';
import { attachmentData } from './attachment.ts';
import { graphicsExtensions, graphicsFolders } from './latexLinks.ts';
import type { ImageLink } from './link.ts';

export type Picture =
  | { readonly kind: 'file'; readonly uri: vscode.Uri }
  | {
      readonly kind: 'bytes';
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly mime: string;
    };

const largestInline = 32 * 1024 * 1024;
const inlineData =
  /^data:(image\/(?:png|jpeg|gif|webp|bmp|avif|svg\+xml));base64,([A-Za-z0-9+/=\s]+)$/;

export async function resolveLink(
  document: vscode.TextDocument,
  kind: DocumentKind,
  { target }: ImageLink,
): Promise<Picture | undefined> {
  if (target.length > largestInline * 1.4) return undefined;
  const inline = inlineData.exec(target);
  if (inline !== null) return fromBase64('image', inline[1] ?? '', inline[2] ?? '');
  if (target.startsWith('attachment:'))
    return attached(document, target.slice('attachment:'.length));
  for (const uri of candidates(document, kind, target)) {
    if (isPicture(uri) && (await isAllowed(document, uri)) && (await isFile(uri))) {
      return { kind: 'file', uri };
    }
  }
  return undefined;
}

function candidates(
  document: vscode.TextDocument,
  kind: DocumentKind,
  target: string,
): vscode.Uri[] {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(target)?.[1]?.toLowerCase();
  const home = homeOf(document);
  if (scheme !== undefined) {
    return scheme === 'file' && home.scheme === 'file' ? [vscode.Uri.parse(target)] : [];
  }
  if (target.startsWith('//') || target.startsWith('\\\\')) return [];
  const root = vscode.workspace.getWorkspaceFolder(home)?.uri;
  const folder = vscode.Uri.joinPath(home, '..');
  if (kind !== 'latex') {
    const path = kind === 'typst' ? target : decoded(target.replace(/[?#].*$/, ''));
    // A leading slash means the root of the site or the project.
    if (path.startsWith('/')) return root === undefined ? [] : [vscode.Uri.joinPath(root, path)];
    return [vscode.Uri.joinPath(folder, path)];
  }
  if (target.startsWith('/')) return withEndings(home.with({ path: target }));
  const bases = ['.', ...graphicsFolders(document.getText())];
  const places = [folder, ...(root === undefined ? [] : [root])];
  return places.flatMap((place) =>
    bases.flatMap((base) => withEndings(vscode.Uri.joinPath(place, base, target))),
  );
}

/** A name without a known ending gets each that LaTeX would try. */
function withEndings(uri: vscode.Uri): vscode.Uri[] {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1).toLowerCase();
  if (graphicsExtensions.some((ending) => name.endsWith(ending))) return [uri];
  return graphicsExtensions.map((ending) => uri.with({ path: uri.path + ending }));
}

/** A notebook's cell lies where its notebook lies. */
function homeOf({ uri }: vscode.TextDocument): vscode.Uri {
  return notebookOf(uri)?.uri ?? uri;
}

function notebookOf(cell: vscode.Uri): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some(({ document }) => document.uri.toString() === cell.toString()),
  );
}

function attached(document: vscode.TextDocument, name: string): Picture | undefined {
  const cells = notebookOf(document.uri)?.getCells();
  const cell = cells?.find((it) => it.document.uri.toString() === document.uri.toString());
  const found = attachmentData(cell?.metadata, decoded(name));
  return found === undefined ? undefined : fromBase64(decoded(name), found.mime, found.base64);
}

function fromBase64(name: string, mime: string, base64: string): Picture | undefined {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  if (bytes.length === 0 || bytes.length > largestInline) return undefined;
  return { kind: 'bytes', name, bytes, mime };
}

function isPicture({ path }: vscode.Uri): boolean {
  return imageExtensions.some((extension) => path.toLowerCase().endsWith(`.${extension}`));
}

/** Inside a folder of the workspace, or beside or below a document that belongs to none; links followed. */
async function isAllowed(document: vscode.TextDocument, uri: vscode.Uri): Promise<boolean> {
  const home = homeOf(document);
  const root = vscode.workspace.getWorkspaceFolder(home)?.uri;
  const roots = vscode.workspace.workspaceFolders?.map((folder) => folder.uri) ?? [];
  const allowed = root === undefined ? [vscode.Uri.joinPath(home, '..')] : roots;
  if (uri.scheme !== 'file') return allowed.some((folder) => isBelow(uri, folder));
  try {
    const real = vscode.Uri.file(await realpath(uri.fsPath));
    const folders = await Promise.all(
      allowed
        .filter(({ scheme }) => scheme === 'file')
        .map(async ({ fsPath }) => vscode.Uri.file(await realpath(fsPath))),
    );
    return folders.some((folder) => isBelow(real, folder));
  } catch {
    return false; // no such file, or not for us: there is no picture then
  }
}

function isBelow(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const path = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return (
    uri.scheme === folder.scheme && uri.authority === folder.authority && uri.path.startsWith(path)
  );
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.File) !== 0,
    () => false,
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a per cent sign that means itself
  }
}
