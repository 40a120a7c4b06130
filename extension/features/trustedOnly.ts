/** What writes files waits until the workspace is trusted. */
import * as vscode from 'vscode';

/** True in a trusted workspace; else `words` are told, with the way to trust it. */
export async function isTrusted(words: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(words, manage);
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
