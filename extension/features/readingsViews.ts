/** The readings in the side bar and in a tab, and the commands that open and clear them. */
import * as vscode from 'vscode';
import { commands, views } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { isSettled } from '../readings/store.ts';
import { registerCommand, setContextKey } from '../vscode.ts';

export const readingsViews: Feature = {
  register({ places, readings }) {
    return vscode.Disposable.from(
      places,
      vscode.window.registerWebviewViewProvider(views.readings, {
        resolveWebviewView: (view) => places.resolveView(view),
      }),
      registerCommand(commands.openReadings, () => places.openTab()),
      registerCommand(commands.clearReadings, () => {
        const settled = readings.all().filter(isSettled);
        readings.remove(settled.map(({ id }) => id));
      }),
      readings.onChange(() => setContextKey('hasReadings', readings.size > 0)),
    );
  },
};
