/** Links that lead out of a document: the person sees the whole address before anything opens. */
import * as vscode from 'vscode';

const allowed = new Set(['http:', 'https:', 'mailto:']);

/** The address as it will be opened; undefined when it is none that a document may lead to. */
export function outwardAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return allowed.has(parsed.protocol) ? parsed.href : undefined;
}

export async function openLink(url: string): Promise<void> {
  const address = outwardAddress(url);
  if (address === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'This document links to “{0}”. Only http, https and mailto links are opened.',
        url.slice(0, 300),
      ),
    );
    return;
  }
  const open = vscode.l10n.t('Open');
  const copy = vscode.l10n.t('Copy Address');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Leave the document and open this address?'),
    { modal: true, detail: address },
    open,
    copy,
  );
  if (answer === open) await vscode.env.openExternal(vscode.Uri.parse(address, true));
  if (answer === copy) await vscode.env.clipboard.writeText(address);
}
