/** What a PDF that cannot be read is told as. */
import * as vscode from 'vscode';
import type { ReaderProblem } from '../../webview/reader/protocol.ts';

export function fileProblem(error: unknown): ReaderProblem {
  const code = error instanceof vscode.FileSystemError ? error.code : 'Unknown';
  if (code === 'FileNotFound') {
    return {
      code: 'pdf-missing',
      message: vscode.l10n.t('The file is no longer there.'),
      action: vscode.l10n.t('It is shown again as soon as it is back.'),
    };
  }
  if (code === 'NoPermissions') {
    return {
      code: 'pdf-forbidden',
      message: vscode.l10n.t('The file may not be read.'),
      action: vscode.l10n.t('Check its permissions, then try again.'),
    };
  }
  return {
    code: 'pdf-unreadable',
    message: vscode.l10n.t('The file cannot be read.'),
    action: (error instanceof Error ? error.message : String(error)).slice(0, 500),
  };
}
