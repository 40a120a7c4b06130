/** Images that were attached to a question in the chat. */
import * as vscode from 'vscode';
import { MAX_ASK_IMAGES } from '../../engine/protocol.ts';
import { imageExtensions } from '../contributions.ts';
import { addressOf } from './documents.ts';
import { nameOf } from './turn.ts';

export interface AttachedImage {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Binary {
  readonly mimeType: string;
  readonly data: () => unknown;
}

/** The bytes of each attached image, in the order of the question. Rejects where a file cannot be read. */
export async function attachedImages(
  references: readonly { readonly value: unknown; readonly id?: string }[],
): Promise<AttachedImage[]> {
  const found: AttachedImage[] = [];
  // References come in reverse, so that a prompt can be cut at their places.
  for (const { value, id = '' } of [...references].reverse()) {
    if (found.length === MAX_ASK_IMAGES) break;
    const uri = addressOf(value);
    if (isBinary(value)) {
      const bytes = await value.data();
      if (bytes instanceof Uint8Array)
        found.push({ name: uri === undefined ? id : nameOf(uri), bytes: new Uint8Array(bytes) });
    } else if (uri !== undefined && isImage(uri)) {
      const bytes = await vscode.workspace.fs.readFile(uri);
      found.push({ name: nameOf(uri), bytes: new Uint8Array(bytes) });
    }
  }
  return found;
}

const isImage = ({ path }: vscode.Uri): boolean =>
  imageExtensions.some((extension) => path.toLowerCase().endsWith(`.${extension}`));

/** A pasted picture: VS Code's class for it is not part of the stable API, so it is known by its shape. */
function isBinary(value: unknown): value is Binary {
  if (typeof value !== 'object' || value === null) return false;
  const { mimeType, data } = value as Record<string, unknown>;
  return (
    typeof mimeType === 'string' && mimeType.startsWith('image/') && typeof data === 'function'
  );
}
