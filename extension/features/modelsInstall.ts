/** One installation at a time in this window: a notification shows it, pauses it and takes it up again. */
import * as vscode from 'vscode';
import { MarginaliaError } from '../../engine/errors.ts';
import type { InstallEvent } from '../../engine/models/messages.ts';
import { commands, settings } from '../contributions.ts';
import type { FeatureContext } from '../feature.ts';
import { chooseFolder, openInstaller } from '../models.ts';
import { problemOf } from '../readings/problem.ts';
import { readSetting } from '../vscode.ts';
import { paceText, percentOf } from '../../engine/models/client.ts';

/** What is being installed; kept until it is done or dropped, so that a restart can go on. */
interface Begun {
  readonly what: string;
  readonly name: string;
  readonly from: string;
  /** The extension host at work on it. */
  readonly host: number;
}

const memory = 'marginalia.begunInstallation';

export class Installation implements vscode.Disposable {
  readonly #context: FeatureContext;
  #running: AbortController | undefined;

  constructor(context: FeatureContext) {
    this.#context = context;
  }

  /** Installs, unless this window does so already. */
  async start(what: string, name: string): Promise<void> {
    const from = readSetting(settings.modelsSource, '').trim();
    await this.#run({ what, name, from, host: process.pid });
  }

  /** Offers to go on with what an earlier session did not finish. */
  async offerToResume(): Promise<void> {
    const begun = this.#context.extension.globalState.get<Begun>(memory);
    // Another window is at it: nothing was interrupted.
    if (begun === undefined || isAlive(begun.host)) return;
    await this.#offer(begun, vscode.l10n.t('Installing {0} was interrupted.', begun.name));
  }

  /** What has arrived is kept. */
  pause(): void {
    if (this.#running) this.#running.abort();
    else
      void vscode.window.showInformationMessage(
        vscode.l10n.t('This window is not installing a model.'),
      );
  }

  dispose(): void {
    this.#running?.abort();
  }

  async #run(begun: Begun): Promise<void> {
    if (this.#running) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('This window is installing a model already.'),
      );
      return;
    }
    const controller = new AbortController();
    this.#running = controller;
    const { extension, log } = this.#context;
    await extension.globalState.update(memory, { ...begun, host: process.pid });
    try {
      const directory = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: vscode.l10n.t('Installing {0}', begun.name),
          cancellable: true,
        },
        (progress, token) => {
          token.onCancellationRequested(() => controller.abort());
          const { signal } = controller;
          const onEvent = shower(progress, (line) => log.info(line));
          const { what, from } = begun;
          return openInstaller(extension).install(what, { from, signal, onEvent });
        },
      );
      this.#running = undefined;
      await extension.globalState.update(memory, undefined);
      await this.#offerToUse(begun, directory);
    } catch (error) {
      this.#running = undefined;
      const paused = error instanceof MarginaliaError && error.code === 'install-paused';
      if (paused) void this.#offer(begun, vscode.l10n.t('Installing {0} is paused.', begun.name));
      else await this.#tell(begun, error);
    }
  }

  async #offerToUse({ name }: Begun, directory: string): Promise<void> {
    const use = vscode.l10n.t('Use It');
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t('{0} is installed.', name),
      use,
    );
    if (choice === use) await chooseFolder(directory);
  }

  async #offer(begun: Begun, text: string): Promise<void> {
    const [resume, discard] = [vscode.l10n.t('Resume'), vscode.l10n.t('Discard')];
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t('{0} What has arrived is kept.', text),
      resume,
      discard,
    );
    if (choice === resume) await this.#run(begun);
    if (choice === discard) await this.#discard(begun);
  }

  async #tell(begun: Begun, error: unknown): Promise<void> {
    const { code, message, action } = problemOf(error);
    this.#context.log.error(`Installing ${begun.name}: ${code}: ${message}`);
    const [again, discard, show] = [
      vscode.l10n.t('Try Again'),
      vscode.l10n.t('Discard'),
      vscode.l10n.t('Show Log'),
    ];
    const choice = await vscode.window.showErrorMessage(
      `${message} ${action}`,
      again,
      discard,
      show,
    );
    if (choice === again) await this.#run(begun);
    if (choice === discard) await this.#discard(begun);
    if (choice === show) await vscode.commands.executeCommand(commands.showLog);
  }

  async #discard(begun: Begun): Promise<void> {
    const { extension, log } = this.#context;
    await extension.globalState.update(memory, undefined);
    const installer = openInstaller(extension);
    // An id is a catalogue's, owner/name, or the last part of a folder with hyphens for its spaces.
    const wanted = (begun.what.split('@')[0] ?? '').replace(/[^\w./\\-]+/g, '-').toLowerCase();
    for (const { id, begun: fraction } of await installer.list())
      if (fraction !== null && wanted.endsWith(id.toLowerCase())) await installer.remove(id);
    log.info(`Installing ${begun.name}: dropped.`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // there is no such process, or it is somebody else's
  }
}

/** Shows events in a notification, as steps of its bar, and writes the rest to the log. */
function shower(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  log: (line: string) => void,
): (event: InstallEvent) => void {
  let percent = 0;
  return (event) => {
    if (event.kind === 'notice') log(event.text);
    if (event.kind !== 'progress') return;
    const now = event.total > 0 ? (100 * event.done) / event.total : 0;
    const increment = Math.max(0, now - percent);
    percent += increment;
    progress.report({ message: `${percentOf(event)} % · ${paceText(event)}`, increment });
  };
}
