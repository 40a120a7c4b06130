/** Problems in pictures: a view of its own for each, with facts, checked steps and the answer. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { parseDraft } from '../../webview/solve/protocol.ts';
import { commands, panels } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { systemClipboardImage } from '../paste/systemClipboard.ts';
import { fileSource } from '../readings/fileSource.ts';
import { problemOf } from '../readings/problem.ts';
import { figureAgain, figureOf, mimeOf, type Figure } from '../solve/figure.ts';
import { SolvePanel, type Restored } from '../solve/panel.ts';
import { newShelfId, Shelf, shelfId } from '../solve/shelf.ts';
import { registerCommand } from '../vscode.ts';
import { chosenImages, pickImages } from './readImages.ts';

export const solve: Feature = {
  register(context) {
    const open = new Set<SolvePanel>();
    const folder = vscode.Uri.joinPath(context.extension.globalStorageUri, 'problems').fsPath;
    const shelf = new Shelf(folder, (error) => {
      context.log.error('Solving:', error instanceof Error ? error : String(error));
    });
    void shelf.prune();
    const show = (figure: Figure | undefined, restored?: Restored): void => {
      const panel = new SolvePanel(context, shelf, figure, restored);
      open.add(panel);
      panel.onDispose(() => open.delete(panel));
    };
    return vscode.Disposable.from(
      registerCommand(commands.solveImage, async (clicked, selected) => {
        try {
          const figure = figureOf(clicked) ?? (await chosenFigure(clicked, selected));
          if (figure !== undefined) show(figure);
        } catch (error) {
          tell(error, context);
        }
      }),
      registerCommand(commands.solveClipboard, async () => show(await clipboardFigure(context))),
      vscode.window.registerWebviewPanelSerializer(panels.solve, {
        async deserializeWebviewPanel(panel, state) {
          const tab = parseDraft(state)?.tab;
          const id = v.is(shelfId, tab) ? tab : undefined;
          const kept = id === undefined ? undefined : await shelf.load(id);
          // Without what was in it the tab asks for a picture.
          const figure = kept && figureAgain(kept.entry, kept.picture);
          show(figure, { id: id ?? newShelfId(), panel, entry: kept?.entry });
        },
      }),
      new vscode.Disposable(() => {
        for (const panel of open) panel.dispose();
      }),
    );
  },
};

async function chosenFigure(clicked: unknown, selected: unknown): Promise<Figure | undefined> {
  const [named] = chosenImages(clicked, selected);
  const title = { title: vscode.l10n.t('Solve a Problem'), openLabel: vscode.l10n.t('Solve') };
  const image = named ?? (await pickImages(title))[0];
  if (image === undefined) return undefined;
  const source = fileSource(image);
  return { name: source.name, bytes: await source.load(), mime: mimeOf(image.path) };
}

/** Nothing where the clipboard cannot be reached from here: the view then asks for a paste. */
async function clipboardFigure({ log }: FeatureContext): Promise<Figure | undefined> {
  const local = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (!local) return undefined;
  try {
    const bytes = await systemClipboardImage();
    return { name: vscode.l10n.t('Clipboard'), bytes, mime: 'image/png' };
  } catch (error) {
    log.warn(`Clipboard: ${problemOf(error).message}`); // the view says how to paste
    return undefined;
  }
}

function tell(error: unknown, { log }: FeatureContext): void {
  const { message, action } = problemOf(error);
  log.error('Solving:', error instanceof Error ? error : String(error));
  void vscode.window.showErrorMessage(`${message} ${action}`);
}
