/** Installing, choosing and removing models. */
import * as vscode from 'vscode';
import type { OfferedModel } from '../../engine/models/messages.ts';
import { commands } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { chooseFolder, chosenFolder, openInstaller } from '../models.ts';
import { problemOf } from '../readings/problem.ts';
import { registerCommand } from '../vscode.ts';
import { Installation } from './modelsInstall.ts';
import { sizeText, stateText } from '../../engine/models/client.ts';

export const models: Feature = {
  register(context) {
    const installation = new Installation(context);
    const told = (run: () => Promise<void>) => async (): Promise<void> => {
      try {
        await run();
      } catch (error) {
        const { message, action } = problemOf(error);
        context.log.error(`Models: ${message}`);
        void vscode.window.showErrorMessage(`${message} ${action}`);
      }
    };
    void told(() => installation.offerToResume())();
    return vscode.Disposable.from(
      installation,
      registerCommand(
        commands.installModel,
        told(() => install(context, installation)),
      ),
      registerCommand(commands.pauseInstalling, () => installation.pause()),
      registerCommand(
        commands.chooseModel,
        told(() => choose(context)),
      ),
      registerCommand(
        commands.removeModel,
        told(() => remove(context)),
      ),
    );
  },
};

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: OfferedModel;
}

const modelItem = (model: OfferedModel): ModelItem => ({
  label: model.name,
  description: [model.license, stateText(model)].filter((text) => text !== '').join(' · '),
  detail: [model.summary, sizeText(model)].filter((text) => text !== '').join(' '),
  model,
});

async function install({ extension }: FeatureContext, installation: Installation): Promise<void> {
  const folder: ModelItem = {
    label: `$(folder) ${vscode.l10n.t('From a Folder…')}`,
    detail: vscode.l10n.t('A checkpoint of the phi4-siglip family on this machine.'),
  };
  const repository: ModelItem = {
    label: `$(cloud-download) ${vscode.l10n.t('From a Repository…')}`,
    detail: vscode.l10n.t('owner/name on Hugging Face or the mirror in the settings.'),
  };
  const offered = (await openInstaller(extension).list()).map(modelItem);
  const item = await vscode.window.showQuickPick([...offered, folder, repository], {
    title: vscode.l10n.t('Install a Model'),
    placeHolder: vscode.l10n.t('It is fetched, compiled and run on this machine'),
  });
  if (item === folder) {
    await installFolder(installation);
    return;
  }
  if (item === repository) {
    await installRepository(installation);
    return;
  }
  if (item?.model === undefined) return;
  const { id, name, license, directory } = item.model;
  if (directory !== null) {
    await chooseFolder(directory);
    return;
  }
  const start = vscode.l10n.t('Install');
  const detail = [
    `${sizeText(item.model)}.`,
    vscode.l10n.t('License: {0}.', license),
    vscode.l10n.t('It can be paused at any time.'),
  ].join('\n');
  const options = { modal: true, detail };
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('Install {0}?', name),
    options,
    start,
  );
  if (choice === start) await installation.start(id, name);
}

async function installFolder(installation: Installation): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    ...{
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: vscode.l10n.t('Install from Here'),
    },
  });
  const folder = picked?.[0];
  if (folder?.scheme === 'file')
    await installation.start(folder.fsPath, folder.path.split('/').at(-1) ?? folder.fsPath);
}

async function installRepository(installation: Installation): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Install a Model from a Repository'),
    placeHolder: vscode.l10n.t('owner/name, or owner/name@commit'),
    validateInput: (text) =>
      /^[\w.-]+\/[\w.-]+(?:@[\w.-]+)?$/.test(text) ? undefined : vscode.l10n.t('Write owner/name.'),
  });
  if (name !== undefined) await installation.start(name, name);
}

async function choose({ extension }: FeatureContext): Promise<void> {
  const offered = (await openInstaller(extension).list()).filter((one) => one.directory !== null);
  const current = chosenFolder();
  const bundled: ModelItem = {
    label: 'Marginalia Reader',
    description: current === '' ? vscode.l10n.t('bundled · in use') : vscode.l10n.t('bundled'),
    detail: vscode.l10n.t('Reads formulas. Comes with the extension.'),
  };
  const more: ModelItem = { label: `$(add) ${vscode.l10n.t('Install Another Model…')}` };
  const items = offered.map((model): ModelItem => {
    const { description = '', ...item } = modelItem(model);
    return {
      ...item,
      description:
        model.directory === current ? vscode.l10n.t('{0} · in use', description) : description,
    };
  });
  const item = await vscode.window.showQuickPick([bundled, ...items, more], {
    title: vscode.l10n.t('Choose a Model'),
  });
  if (item === undefined) return;
  if (item === more) await vscode.commands.executeCommand(commands.installModel);
  else await chooseFolder(item === bundled ? '' : (item.model?.directory ?? ''));
}

async function remove({ extension, engine, log }: FeatureContext): Promise<void> {
  const installer = openInstaller(extension);
  const removable = (await installer.list()).filter(
    ({ directory, begun }) => directory !== null || begun !== null,
  );
  if (removable.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Only the bundled model is there, and it stays with the extension.'),
    );
    return;
  }
  const item = await vscode.window.showQuickPick(removable.map(modelItem), {
    title: vscode.l10n.t('Remove a Model'),
  });
  if (item?.model === undefined) return;
  const { id, name, directory } = item.model;
  const yes = vscode.l10n.t('Remove');
  const options = {
    modal: true,
    detail: vscode.l10n.t('To use it again it must be installed anew.'),
  };
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove {0}?', name),
    options,
    yes,
  );
  if (choice !== yes) return;
  if (directory !== null && directory === chosenFolder()) {
    await chooseFolder('');
    engine.reset(); // it holds the files open
  }
  await installer.remove(id);
  log.info(`${name} is removed.`);
  void vscode.window.showInformationMessage(vscode.l10n.t('{0} is removed.', name));
}
