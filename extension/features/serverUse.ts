/** "Use a Server…" and "Stop Using the Server", and the sign in the status bar while one is in use. */
import * as vscode from 'vscode';
import { commands, serverSettings, settings } from '../contributions.ts';
import { connectServer } from '../engineParts.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { problemOf } from '../readings/problem.ts';
import { registerCommand } from '../vscode.ts';
import { setUpServer } from './serverSetup.ts';

export const serverUse: Feature = {
  register(context) {
    const { server } = context;
    const item = vscode.window.createStatusBarItem(
      'marginalia.server',
      vscode.StatusBarAlignment.Right,
      59,
    );
    item.name = 'Marginalia Server';
    item.command = commands.useServer;
    show(item, context);
    return vscode.Disposable.from(
      item,
      server.onChange(() => show(item, context)),
      registerCommand(commands.useServer, () => use(context)),
      registerCommand(commands.stopServer, () => stop(context)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (serverSettings.some((id) => change.affectsConfiguration(id))) server.changed();
      }),
    );
  },
};

async function use(context: FeatureContext): Promise<void> {
  const { extension, log, server } = context;
  try {
    if (namedHost(context) !== undefined) {
      const [other, stopping] = ['Use Another Server…', 'Stop Using the Server'];
      const title = `Marginalia uses the server ${namedHost(context) ?? ''}`;
      const choice = await vscode.window.showQuickPick([other, stopping], { title });
      if (choice === stopping) await stop(context);
      if (choice !== other) return;
    }
    const connect = (url: string, key: string | undefined) =>
      connectServer(extension.extensionPath, { url, key }, (line) => log.info(line));
    if (!(await setUpServer(server, connect))) return;
    const host = namedHost(context) ?? '';
    log.info(`Server in use: ${host}`);
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Marginalia now uses the server {0}. The status bar shows it while it does.',
        host,
      ),
    );
  } catch (error) {
    await complain(error, context);
  }
}

async function stop(context: FeatureContext): Promise<void> {
  const { server, log } = context;
  const endpoint = endpointOf(context);
  const configuration = vscode.workspace.getConfiguration();
  await configuration.update(settings.serverUrl, undefined, vscode.ConfigurationTarget.Global);
  server.changed();
  log.info('No server is in use.');
  if (endpoint === undefined) return;
  const forget = vscode.l10n.t('Forget Its Key');
  const text = vscode.l10n.t(
    'Marginalia no longer uses {0}; everything stays on this machine.',
    endpoint.host,
  );
  const key = await server.key(endpoint);
  const choices = key === undefined ? [] : [forget];
  if ((await vscode.window.showInformationMessage(text, ...choices)) === forget)
    await server.forget(endpoint);
}

/** A server's failure is told where the person looks, and leaves everything as it was. */
async function complain(error: unknown, { log }: FeatureContext): Promise<void> {
  const { code, message, action } = problemOf(error);
  if (code === 'cancelled') return;
  log.error(`Using a server: ${message}`);
  await vscode.window.showErrorMessage(`${message} ${action}`);
}

function endpointOf({ server, log }: FeatureContext) {
  try {
    return server.named?.endpoint;
  } catch (error) {
    log.warn(`${settings.serverUrl}: ${problemOf(error).message}`);
    return undefined;
  }
}

const namedHost = (context: FeatureContext): string | undefined => endpointOf(context)?.host;

function show(item: vscode.StatusBarItem, context: FeatureContext): void {
  const { server } = context;
  const host = namedHost(context);
  if (host === undefined) {
    item.hide();
    return;
  }
  const icon = server.inUse > 0 ? '$(sync~spin)' : '$(cloud)';
  const what = server.readsFormulas
    ? vscode.l10n.t('Questions and formulas')
    : vscode.l10n.t('Questions');
  item.text = `${icon} ${host}`;
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(vscode.l10n.t('Marginalia: {0} are sent to the server {1}.', what, host));
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: vscode.l10n.t('Marginalia uses the server {0}', host) };
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  item.show();
}
