/** "Solve Problem in Image…": a question about a figure, answered with facts, checked steps and a result. */
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { fileSource } from '../readings/fileSource.ts';
import { problemOf } from '../readings/problem.ts';
import { SolvePanel, type Figure } from '../solve/panel.ts';
import { registerCommand } from '../vscode.ts';
import { chosenImages, pickImages } from './readImages.ts';

export const solve: Feature = {
  register(context) {
    const panels = new Set<SolvePanel>();
    return vscode.Disposable.from(
      registerCommand(commands.solveImage, async (clicked, selected) => {
        try {
          const figure = isFigure(clicked) ? clicked : await chosenFigure(clicked, selected);
          const question = figure === undefined ? undefined : await askQuestion(figure.name);
          if (figure === undefined || question === undefined) return;
          const panel = new SolvePanel(context, figure, question);
          panels.add(panel);
          panel.onDispose(() => panels.delete(panel));
        } catch (error) {
          tell(error, context);
        }
      }),
      new vscode.Disposable(() => {
        for (const panel of panels) panel.dispose();
      }),
    );
  },
};

/** A picture handed over by another part of the extension: a crop of a page. */
function isFigure(value: unknown): value is Figure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'bytes' in value &&
    value.bytes instanceof Uint8Array &&
    'name' in value &&
    typeof value.name === 'string' &&
    'mime' in value &&
    typeof value.mime === 'string'
  );
}

async function chosenFigure(clicked: unknown, selected: unknown): Promise<Figure | undefined> {
  const [named] = chosenImages(clicked, selected);
  const title = { title: vscode.l10n.t('Solve a Problem'), openLabel: vscode.l10n.t('Solve') };
  const image = named ?? (await pickImages(title))[0];
  if (image === undefined) return undefined;
  const source = fileSource(image);
  const extension = image.path.slice(image.path.lastIndexOf('.') + 1).toLowerCase();
  return { name: source.name, bytes: await source.load(), mime: mimes[extension] ?? 'image/png' };
}

const mimes: Readonly<Record<string, string>> = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp', gif: 'image/gif' },
  ...{ bmp: 'image/bmp', avif: 'image/avif', svg: 'image/svg+xml' },
};

function askQuestion(name: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Solve {0}', name),
    prompt: vscode.l10n.t('What is to be found? Tell what the picture does not show.'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Write a question.') : undefined),
  });
}

function tell(error: unknown, { log }: FeatureContext): void {
  const { message, action } = problemOf(error);
  log.error('Solving:', error instanceof Error ? error : String(error));
  void vscode.window.showErrorMessage(`${message} ${action}`);
}
