/** Where readings are shown: a view in the side bar and a tab beside the editor, on the same store. */
import * as vscode from 'vscode';
import { panels } from '../contributions.ts';
import type { ReadingServices } from '../feature.ts';
import { ReadingsWebview } from './readingsWebview.ts';

interface Shown<T> {
  readonly place: T;
  readonly content: ReadingsWebview;
}

export class ReadingPlaces {
  readonly #services: ReadingServices;
  #view: Shown<vscode.WebviewView> | undefined;
  #tab: Shown<vscode.WebviewPanel> | undefined;

  constructor(services: ReadingServices) {
    this.#services = services;
  }

  /** Fills the side bar's view when VS Code first shows it. */
  resolveView(place: vscode.WebviewView): void {
    const content = new ReadingsWebview(place.webview, this.#services);
    this.#view = { place, content };
    place.onDidDispose(() => {
      content.dispose();
      this.#view = undefined;
    });
  }

  /** Shows a reading where readings are visible already, else in the tab; the focus stays put. */
  reveal(id: string): void {
    if (this.#view?.place.visible === true && this.#tab?.place.visible !== true) {
      this.#view.content.show(id);
      return;
    }
    const { place, content } = this.#ensureTab();
    place.reveal(undefined, true);
    content.show(id);
  }

  openTab(): void {
    this.#ensureTab().place.reveal();
  }

  /** Takes over the tab that VS Code has kept through a reload. */
  restoreTab(place: vscode.WebviewPanel): void {
    if (this.#tab === undefined) this.#fillTab(place);
    else place.dispose();
  }

  dispose(): void {
    this.#tab?.place.dispose();
  }

  #ensureTab(): Shown<vscode.WebviewPanel> {
    if (this.#tab !== undefined) return this.#tab;
    const beside = vscode.window.activeTextEditor !== undefined;
    const viewColumn = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const place = vscode.window.createWebviewPanel(
      panels.readings,
      vscode.l10n.t('Readings'),
      { viewColumn, preserveFocus: true },
      { enableFindWidget: true },
    );
    return this.#fillTab(place);
  }

  #fillTab(place: vscode.WebviewPanel): Shown<vscode.WebviewPanel> {
    const { extensionUri } = this.#services.extension;
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extensionUri, 'extension', 'media', `readings-${theme}.svg`);
    place.iconPath = { light: icon('light'), dark: icon('dark') };
    const content = new ReadingsWebview(place.webview, this.#services);
    const shown = { place, content };
    this.#tab = shown;
    place.onDidDispose(() => {
      content.dispose();
      this.#tab = undefined;
    });
    return shown;
  }
}
