/** Problems in pictures: a view of its own for each, with facts, checked steps and the answer. */
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { systemClipboardImage } from '../paste/systemClipboard.ts';
import { fileSource } from '../readings/fileSource.ts';
import { problemOf } from '../readings/problem.ts';
import { figureOf, mimeOf, type Figure } from '../solve/figure.ts';
import { SolvePanel } from '../solve/panel.ts';
import { registerCommand } from '../vscode.ts';
import { chosenImages, pickImages } from './readImages.ts';

export const solve: Feature = {
  register(context) {
    const panels = new Set<SolvePanel>();
    const open = (figure: Figure | undefined): void => {
      const panel = new SolvePanel(context, figure);
      panels.add(panel);
      panel.onDispose(() => panels.delete(panel));
    };
    return vscode.Disposable.from(
      registerCommand(commands.solveImage, async (clicked, selected) => {
        try {
          const figure = figureOf(clicked) ?? (await chosenFigure(clicked, selected));
          if (figure !== undefined) open(figure);
        } catch (error) {
          tell(error, context);
        }
      }),
      registerCommand(commands.solveClipboard, async () => open(await clipboardFigure(context))),
      new vscode.Disposable(() => {
        for (const panel of panels) panel.dispose();
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
