/** What a person is told, where a failing file need not be an image. */
import * as vscode from 'vscode';
import type { Problem } from '../../webview/protocol.ts';
import { problemOf } from '../readings/problem.ts';

export function toldProblem(error: unknown): Problem {
  if (!(error instanceof vscode.FileSystemError)) return problemOf(error);
  return {
    code: 'file-unusable',
    message: vscode.l10n.t('The file cannot be used: {0}', error.message),
    action: vscode.l10n.t('Look whether it and its folder are there and may be used, then retry.'),
  };
}
