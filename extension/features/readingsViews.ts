/** The readings in the side bar and in a tab, their history, and the commands that open and clear them. */
import * as vscode from 'vscode';
import { commands, panels, views } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { isSettled } from '../readings/store.ts';
import { registerCommand, setContextKey } from '../vscode.ts';

export const readingsViews: Feature = {
  register(context) {
    const { archive, lastEditor, places, readings } = context;
    void archive.sync();
    return vscode.Disposable.from(
      places,
      archive,
      lastEditor,
      vscode.window.registerWebviewViewProvider(views.readings, {
        resolveWebviewView: (view) => places.resolveView(view),
      }),
      vscode.window.registerWebviewPanelSerializer(panels.readings, {
        deserializeWebviewPanel(panel) {
          places.restoreTab(panel);
          return Promise.resolve();
        },
      }),
      // Another window may have read or cleared something meanwhile.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) void archive.sync();
      }),
      registerCommand(commands.openReadings, () => places.openTab()),
      registerCommand(commands.clearReadings, () => clear(context)),
      readings.onChange(() => setContextKey('hasReadings', readings.size > 0)),
    );
  },
};

async function clear({ archive, readings }: FeatureContext): Promise<void> {
  const count = readings.all().filter(isSettled).length;
  const remove = vscode.l10n.t('Delete');
  const answer = await vscode.window.showWarningMessage(
    count === 1
      ? vscode.l10n.t('Delete the one reading?')
      : vscode.l10n.t('Delete all {0} readings?', count),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Their pictures and your edits are deleted too. This cannot be undone.',
      ),
    },
    remove,
  );
  if (answer === remove) await archive.clear();
}
