/** "Read Images into a Document": many images of the Explorer, one Markdown document with all formulas. */
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { fileSource } from '../readings/fileSource.ts';
import { registerCommand } from '../vscode.ts';
import { batchMarkdown, type BatchResult } from './batchMarkdown.ts';
import { chosenImages, pickImages } from './readImages.ts';

/** Beyond this a person has clicked on the wrong folder. */
const mostImages = 1_000;

export const batch: Feature = {
  register(context) {
    return registerCommand(commands.readBatch, async (clicked, selected) => {
      const named = chosenImages(clicked, selected);
      const title = {
        title: vscode.l10n.t('Read Images into a Document'),
        openLabel: vscode.l10n.t('Read'),
      };
      const images = named.length > 0 ? named : await pickImages(title);
      if (images.length > 0) await read(images.slice(0, mostImages), context);
    });
  },
};

async function read(images: readonly vscode.Uri[], context: FeatureContext): Promise<void> {
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Reading {0} images', images.length);
  const results = await vscode.window.withProgress(
    { location, title, cancellable: true },
    (progress, token) => readAll(images, context, progress, token),
  );
  const language = 'markdown';
  const document = await vscode.workspace.openTextDocument({
    language,
    content: batchMarkdown(results),
  });
  await vscode.window.showTextDocument(document);
}

/** One after the other, so that the document can be made of what was read before a cancellation. */
async function readAll(
  images: readonly vscode.Uri[],
  { reader, readings }: FeatureContext,
  progress: vscode.Progress<{ increment: number; message: string }>,
  token: vscode.CancellationToken,
): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (const [index, uri] of images.entries()) {
    const source = fileSource(uri);
    const place = { name: source.name, place: source.place };
    if (token.isCancellationRequested) {
      results.push({ ...place, kind: 'cancelled' });
      continue;
    }
    const [started] = reader.read([source]);
    if (started === undefined) continue;
    const cancel = token.onCancellationRequested(() => reader.cancel(started.id));
    await started.settled;
    cancel.dispose();
    const view = readings.get(started.id);
    if (view?.status === 'read') results.push({ ...place, kind: 'read', latex: view.edited });
    else if (view?.status === 'failed') results.push({ ...place, kind: 'failed', ...view.problem });
    else results.push({ ...place, kind: 'cancelled' });
    const message = vscode.l10n.t('{0} of {1}', index + 1, images.length);
    progress.report({ increment: 100 / images.length, message });
  }
  return results;
}
