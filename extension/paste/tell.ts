/** Messages of what could not be done, with the button that helps. */
import * as vscode from 'vscode';
import { MarginaliaError } from '../../engine/errors.ts';
import type { Problem } from '../../webview/protocol.ts';
import { commands } from '../contributions.ts';
import { problemOf } from '../readings/problem.ts';

/** @param latex a formula that was read and has found no place: it can be copied then */
export async function tell(error: unknown, latex?: string): Promise<void> {
  const { code, message, action } = isProblem(error) ? error : problemOf(error);
  const engine = code.startsWith('engine-') || code.startsWith('model-');
  const copy = vscode.l10n.t('Copy LaTeX');
  const restart = vscode.l10n.t('Restart Engine');
  const buttons = latex === undefined ? (engine ? [restart] : []) : [copy];
  const choice = await vscode.window.showErrorMessage(`${message} ${action}`, ...buttons);
  if (choice === copy) await vscode.env.clipboard.writeText(latex ?? '');
  if (choice === restart) await vscode.commands.executeCommand(commands.restartEngine);
}

const isProblem = (error: unknown): error is Problem =>
  !(error instanceof Error) && typeof error === 'object' && error !== null && 'action' in error;

export function documentClosed(): MarginaliaError {
  return new MarginaliaError({
    code: 'document-closed',
    message: vscode.l10n.t('The document was closed before its image was read.'),
    action: vscode.l10n.t('The formula is in Readings; copy it from there or here.'),
  });
}
