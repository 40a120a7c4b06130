/** Which PDF a question in the chat is about. */
import * as vscode from 'vscode';
import type { PdfSessions } from '../pdf/session.ts';
import { workspaceFile } from '../features/toolFiles.ts';
import { nameOf } from './turn.ts';

const isPdf = ({ path }: vscode.Uri): boolean => path.toLowerCase().endsWith('.pdf');
/** Folders that hold no papers but many files. */
const skipped = '**/{node_modules,.git}/**';

export interface Asked {
  readonly prompt: string;
  readonly references: readonly { readonly value: unknown }[];
}

/**
 * The PDF that was attached, else one that the question names, else the one in front, else the one that was
 * spoken of before, else the only one that is open. Undefined where none of these is there.
 */
export async function meantPdf(
  { prompt, references }: Asked,
  before: vscode.Uri | undefined,
  pdf: Pick<PdfSessions, 'active' | 'all'>,
): Promise<vscode.Uri | undefined> {
  const named = attachedPdf(references) ?? (await namedPdf(prompt, pdf));
  if (named !== undefined) return named;
  if (pdf.active !== undefined) return pdf.active.uri;
  const open = new Map(pdf.all.map(({ uri }) => [uri.toString(), uri]));
  if (before !== undefined) return before;
  return open.size === 1 ? [...open.values()][0] : undefined;
}

export const attachedPdf = (references: Asked['references']): vscode.Uri | undefined =>
  references
    .map(({ value }) => addressOf(value))
    .find((uri): uri is vscode.Uri => uri !== undefined && isPdf(uri));

/** The file of an attachment: an address, a place in a file, or an object that says where it comes from. */
export function addressOf(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, reference } = value as Record<string, unknown>;
  return [uri, reference].find((it) => it instanceof vscode.Uri);
}

/** Between quotation marks a name may have spaces. */
const quoted = /["“”'`]([^"“”'`\n]{1,300}?\.pdf)["“”'`]/i;
const bare = /(?:^|[\s(:])([^\s"“”'`():]{1,300}?\.pdf)(?![\w.])/i;

async function namedPdf(
  prompt: string,
  pdf: Pick<PdfSessions, 'all'>,
): Promise<vscode.Uri | undefined> {
  const name = (quoted.exec(prompt) ?? bare.exec(prompt))?.[1];
  if (name === undefined) return undefined;
  const open = pdf.all.find(({ uri }) => nameOf(uri).toLowerCase() === name.toLowerCase());
  if (open !== undefined) return open.uri;
  const file = workspaceFile(name);
  if (file !== undefined && (await exists(file))) return file;
  const pattern = `**/${name.replace(/[*?[\]{}!\\]/g, '?')}`;
  const [found] = await vscode.workspace.findFiles(pattern, skipped, 1);
  return found;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false; // then it is a name and no path
    throw error;
  }
}
