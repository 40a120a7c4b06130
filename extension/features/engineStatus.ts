/** The engine's state in the status bar: starting, ready on CPU or GPU, failed and why. */
import * as vscode from 'vscode';
import type { EngineState } from '../../engine/protocol.ts';
import { commands } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { deviceLabel } from '../readings/device.ts';
import { describeEngine } from '../readings/engineWords.ts';

export const engineStatus: Feature = {
  register({ engine }) {
    const item = vscode.window.createStatusBarItem(
      'marginalia.engine',
      vscode.StatusBarAlignment.Right,
      60,
    );
    item.name = vscode.l10n.t('Marginalia Engine');
    item.command = commands.showEngine;
    const subscription = engine.onState((state) => show(item, state));
    return vscode.Disposable.from(item, subscription);
  },
};

function show(item: vscode.StatusBarItem, state: EngineState): void {
  if (state.kind === 'stopped') {
    item.hide();
    return;
  }
  item.text = textOf(state);
  item.tooltip = tooltipOf(state);
  item.accessibilityInformation = { label: `Marginalia: ${describeEngine(state)}` };
  item.backgroundColor =
    state.kind === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  item.show();
}

function textOf(state: Exclude<EngineState, { kind: 'stopped' }>): string {
  switch (state.kind) {
    case 'starting':
      return '$(loading~spin) Marginalia';
    case 'ready':
      return `$(check) Marginalia: ${deviceLabel(state.device)}`;
    case 'failed':
      return `$(error) ${vscode.l10n.t('Marginalia: failed')}`;
  }
}

/** Only the commands named here can be run from the tooltip, and the model's words stay plain text. */
function tooltipOf(state: EngineState): vscode.MarkdownString {
  const [restart, log] = [vscode.l10n.t('Restart Engine'), vscode.l10n.t('Show Log')];
  const tooltip = new vscode.MarkdownString('', true);
  tooltip.isTrusted = { enabledCommands: [commands.restartEngine, commands.showLog] };
  tooltip.appendText(describeEngine(state));
  tooltip.appendMarkdown(
    `\n\n[${restart}](command:${commands.restartEngine}) · [${log}](command:${commands.showLog})`,
  );
  return tooltip;
}
