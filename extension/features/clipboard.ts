/** "Read Clipboard Image": for when no editor has the focus. */
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { systemClipboardImage } from '../paste/systemClipboard.ts';
import { bytesSource } from '../readings/bytesSource.ts';
import { problemOf } from '../readings/problem.ts';
import { registerCommand } from '../vscode.ts';

export const clipboard: Feature = {
  register: (context) => registerCommand(commands.readClipboard, () => read(context)),
};

async function read(context: FeatureContext): Promise<void> {
  // In a browser or over a connection the clipboard is on the other side: only a paste brings it here.
  const local = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (!local) {
    askForPaste(
      context,
      vscode.l10n.t('Paste the image into Readings: click there and press Ctrl+V or ⌘V.'),
    );
    return;
  }
  try {
    const image = await systemClipboardImage();
    const source = bytesSource(vscode.l10n.t('Clipboard'), image, () => Promise.resolve());
    const [started] = context.reader.read([source]);
    if (started === undefined) return;
    context.places.reveal(started.id);
    await started.settled;
  } catch (error) {
    const { code, message, action } = problemOf(error);
    context.log.warn(`Clipboard: ${message}`);
    if (code === 'clipboard-unreachable') askForPaste(context, `${message} ${action}`);
    else void vscode.window.showWarningMessage(`${message} ${action}`);
  }
}

function askForPaste({ places }: FeatureContext, hint: string): void {
  places.openTab();
  void vscode.window.showInformationMessage(hint);
}
