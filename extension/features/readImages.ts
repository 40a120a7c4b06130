/** "Read Image as LaTeX": on image files in the Explorer, on an open image, or through a file picker. */
import * as vscode from 'vscode';
import { commands, imageExtensions } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { fileSource } from '../readings/fileSource.ts';
import { registerCommand } from '../vscode.ts';

export const readImages: Feature = {
  register(context) {
    return registerCommand(commands.readImages, async (clicked, selected) => {
      const named = chosenImages(clicked, selected);
      const title = {
        title: vscode.l10n.t('Read Images as LaTeX'),
        openLabel: vscode.l10n.t('Read'),
      };
      const images = named.length > 0 ? named : await pickImages(title);
      if (images.length > 0) await read(images, context);
    });
  },
};

const isUri = (value: unknown): value is vscode.Uri => value instanceof vscode.Uri;

/**
 * The images that a menu means. The Explorer hands over the clicked file and the whole selection, which
 * may hold other files; the title of our own tab hands over an address that is no file at all.
 */
export function chosenImages(clicked: unknown, selected: unknown): vscode.Uri[] {
  const all = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  return all.filter(isUri).filter(isImage);
}

function isImage({ path }: vscode.Uri): boolean {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return imageExtensions.some((known) => known === extension);
}

/** The images that the person picks; none when they leave. */
export async function pickImages(title: vscode.OpenDialogOptions): Promise<readonly vscode.Uri[]> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    ...title,
    canSelectMany: true,
    filters: { [vscode.l10n.t('Images')]: [...imageExtensions] },
    ...(folder === undefined ? {} : { defaultUri: folder }),
  });
  return picked ?? [];
}

async function read(images: readonly vscode.Uri[], context: FeatureContext): Promise<void> {
  const { places, reader } = context;
  const started = reader.read(images.map(fileSource));
  const first = started[0]?.id;
  if (first !== undefined) places.reveal(first);
  if (started.length === 1) {
    await started[0]?.settled;
    return;
  }
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading {0} images', started.length),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => started.forEach(({ id }) => reader.cancel(id)));
    const share = 100 / started.length;
    const watched = started.map(async ({ settled }, index) => {
      await settled;
      progress.report({
        increment: share,
        message: vscode.l10n.t('{0} of {1}', index + 1, started.length),
      });
    });
    await Promise.all(watched);
  });
}
