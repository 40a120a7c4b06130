/** Restarting the engine, seeing how it is, and its log. */
import * as vscode from 'vscode';
import { commands, engineSettings } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { describeEngine } from '../readings/engineWords.ts';
import { problemOf } from '../readings/problem.ts';
import { registerCommand } from '../vscode.ts';

export const engineControl: Feature = {
  register(context) {
    const { engine, extension, log } = context;
    // An empty log does not open.
    log.info(`Marginalia ${version(extension)}, ${process.platform} ${process.arch}.`);
    return vscode.Disposable.from(
      registerCommand(commands.showLog, () => log.show()),
      registerCommand(commands.restartEngine, () => restart(context)),
      registerCommand(commands.showEngine, () => showEngine(context)),
      engine.onState((state) => {
        if (state.kind === 'failed') log.error(describeEngine(state));
        else log.info(describeEngine(state));
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        const ours = engineSettings.some((id) => change.affectsConfiguration(id));
        if (ours) engine.reset();
      }),
    );
  },
};

function version({ extension }: vscode.ExtensionContext): string {
  const { version: named }: { version?: unknown } = extension.packageJSON as object;
  return typeof named === 'string' ? named : '';
}

/** Starts a new engine, then reads again what the old one could not. */
async function restart({ engine, reader, log }: FeatureContext): Promise<void> {
  try {
    await engine.restart();
  } catch (error) {
    const { message, action } = problemOf(error);
    log.error(`Restarting the engine: ${message}`);
    void offer(`${message} ${action}`, 'error');
    return;
  }
  await reader.retryEngineFailures();
}

async function showEngine({ engine }: FeatureContext): Promise<void> {
  const kind = engine.state.kind === 'failed' ? 'error' : 'information';
  await offer(describeEngine(engine.state), kind);
}

async function offer(text: string, kind: 'error' | 'information'): Promise<void> {
  const choices = [vscode.l10n.t('Restart Engine'), vscode.l10n.t('Show Log')] as const;
  const [restarting, showing] = choices;
  const choice =
    kind === 'error'
      ? await vscode.window.showErrorMessage(text, ...choices)
      : await vscode.window.showInformationMessage(text, ...choices);
  if (choice === restarting) await vscode.commands.executeCommand(commands.restartEngine);
  if (choice === showing) await vscode.commands.executeCommand(commands.showLog);
}
