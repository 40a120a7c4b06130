/** What a person must know about where their threads are kept. */
import * as vscode from 'vscode';
import type { MarginProblem } from '../../webview/margin/protocol.ts';
import { problemOf } from '../readings/problem.ts';
import type { ReadSidecar } from './sidecar/read.ts';

export function conflictNotice(
  conflict: ReadSidecar['conflict'],
  name: string,
): MarginProblem | undefined {
  const file = `${name}.margin.md`;
  switch (conflict) {
    case 'none':
      return undefined;
    case 'merged':
      return {
        code: 'margin-conflict',
        message: vscode.l10n.t(
          '{0} holds conflict markers of a merge. Both sides are shown.',
          file,
        ),
        action: vscode.l10n.t('The next question writes them together, without the markers.'),
      };
    case 'unclear':
      return {
        code: 'margin-conflict',
        message: vscode.l10n.t('{0} holds conflict markers that do not fit together.', file),
        action: vscode.l10n.t('They are kept as text; open the file and settle them.'),
      };
  }
}

export const unreadableNotice = (error: unknown): MarginProblem => ({
  code: 'margin-unreadable',
  message: vscode.l10n.t('The kept questions cannot be read: {0}', problemOf(error).message),
  action: vscode.l10n.t(
    'Questions can still be asked; they are written when the file can be read again.',
  ),
});

export const unsavedNotice = (error: unknown): MarginProblem => ({
  code: 'margin-unsaved',
  message: vscode.l10n.t('The questions could not be written: {0}', problemOf(error).message),
  action: vscode.l10n.t(
    'They stay here while the PDF is open, and are written with the next question.',
  ),
});
