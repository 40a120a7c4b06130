/** A link of an answer in the chat: its PDF opens in the reader, at the passage, which lights up. */
import * as vscode from 'vscode';
import type { PdfSession, PdfSessions } from '../pdf/session.ts';
import type { AnswerPlaces } from './places.ts';
import { toldProblem } from './problems.ts';

interface Services {
  readonly places: Pick<AnswerPlaces, 'find'>;
  readonly pdf: Pick<PdfSessions, 'open'>;
}

/** `given`: the arguments of the link, whatever they are. */
export async function showPassage(
  given: readonly unknown[],
  { places, pdf }: Services,
): Promise<void> {
  const place = places.find(given);
  if (place === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The place of this passage is not known any more. Ask again to find it.'),
    );
    return;
  }
  try {
    const session = await pdf.open(place.document);
    if (await isOpen(session)) session.reveal(place.page, place.rectangle, true);
  } catch (error) {
    const { message, action } = toldProblem(error);
    void vscode.window.showErrorMessage(`${message} ${action}`);
  }
}

/** Resolves when its pages are there, false when it was closed before. */
async function isOpen(session: PdfSession): Promise<boolean> {
  if (session.place !== undefined) return true;
  return await new Promise((resolve) => {
    const done = (open: boolean): void => {
      placed.dispose();
      closed.dispose();
      resolve(open);
    };
    const placed = session.onPlace(() => done(true));
    const closed = session.panel.onDidDispose(() => done(false));
  });
}
