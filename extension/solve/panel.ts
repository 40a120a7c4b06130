/** One problem in a tab of its own: asks, streams, recomputes, copies. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Fact, Solution } from '../../engine/solve/messages.ts';
import {
  parseFromSolve,
  type FromSolve,
  type SolveMode,
  type ToSolve,
} from '../../webview/solve/protocol.ts';
import { commands } from '../contributions.ts';
import type { FeatureContext } from '../feature.ts';
import { problemOf } from '../readings/problem.ts';
import { solutionLatex, solutionMarkdown } from './copy.ts';
import { solvePage } from './page.ts';
import { corrected, solutionView } from './view.ts';

export interface Figure {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mime: string;
}

export class SolvePanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #context: FeatureContext;
  readonly #figure: Figure;
  #question: string;
  #mode: SolveMode = 'auto';
  #ready = false;
  #running: AbortController | undefined;
  #solution: Solution | undefined;
  #facts: Fact[] = [];
  /** Only the latest correction is of interest. */
  #corrections = 0;

  constructor(context: FeatureContext, figure: Figure, question: string) {
    this.#context = context;
    this.#figure = figure;
    this.#question = question;
    const root = vscode.Uri.joinPath(context.extension.extensionUri, 'dist', 'webview');
    this.#panel = vscode.window.createWebviewPanel(
      'marginalia.solve',
      vscode.l10n.t('Solve {0}', figure.name),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, localResourceRoots: [root], retainContextWhenHidden: true },
    );
    const { webview } = this.#panel;
    const uri = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    webview.onDidReceiveMessage((raw: unknown) => this.#receive(raw));
    this.#panel.onDidDispose(() => this.#running?.abort());
    webview.html = solvePage({
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      language: vscode.env.language,
      texts: vscode.l10n.bundle ?? {},
      ...{ script: uri('solve.js'), style: uri('solve.css') },
    });
  }

  onDispose(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #post(message: ToSolve): void {
    if (this.#ready) void this.#panel.webview.postMessage(message);
  }

  #receive(raw: unknown): void {
    try {
      this.#handle(parseFromSolve(raw));
    } catch (error) {
      this.#log(error);
    }
  }

  #handle(message: FromSolve): void {
    switch (message.type) {
      case 'ready':
        this.#begin();
        break;
      case 'solve':
        void this.#solve(message.question, message.mode);
        break;
      case 'stop':
        this.#running?.abort();
        break;
      case 'facts':
        void this.#recompute(message.values);
        break;
      case 'copy':
        void this.#copy(message.format);
        break;
      case 'server':
        void vscode.commands.executeCommand(commands.useServer);
        break;
      case 'link':
        void openLink(message.address);
        break;
      case 'fault':
        this.#log(message.message);
        break;
    }
  }

  /** Everything at once, also after the page was loaded anew. */
  #begin(): void {
    this.#ready = true;
    const [question, mode] = [this.#question, this.#mode];
    this.#post({ type: 'problem', ...this.#figure, question, mode });
    if (this.#solution !== undefined) this.#post(solutionView(this.#solution));
    else if (this.#running === undefined) void this.#solve(question, mode);
  }

  async #solve(question: string, mode: SolveMode): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    [this.#question, this.#mode, this.#solution] = [question, mode, undefined];
    this.#post({ type: 'running', mode });
    try {
      const solution = await this.#context.asker.using((client) =>
        client.solve(question, {
          ...{ images: [this.#figure.bytes], mode, signal: running.signal },
          onDelta: (delta) => {
            if (this.#running !== running) return;
            const text = delta.kind === 'was-thought' ? '' : delta.text;
            this.#post({ type: 'delta', kind: delta.kind, text });
          },
        }),
      );
      if (this.#running !== running) return;
      [this.#solution, this.#facts] = [solution, solution.facts];
      this.#post(solutionView(solution));
    } catch (error) {
      if (this.#running !== running) return;
      const { code, message, action } = problemOf(error);
      if (code === 'cancelled') {
        this.#post({ type: 'stopped' });
        return;
      }
      this.#log(error);
      const server = code === 'model-cannot-answer' || code.startsWith('server-');
      this.#post({ type: 'failed', message: message.slice(0, 2_000), action, server });
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  async #recompute(values: readonly { symbol: string; value: string }[]): Promise<void> {
    const solution = this.#solution;
    if (solution === undefined) return;
    const turn = ++this.#corrections;
    const { facts, bad } = corrected(solution.facts, values);
    this.#facts = facts;
    try {
      const known = facts.filter(({ symbol }) => !bad.includes(symbol));
      const quantities = await this.#context.asker.using((client) =>
        client.recompute(known, solution.derived),
      );
      if (turn !== this.#corrections || solution !== this.#solution) return;
      this.#post({ type: 'recomputed', quantities, bad });
    } catch (error) {
      const { message, action } = problemOf(error);
      this.#log(error);
      this.#post({ type: 'failed', message, action, server: false });
    }
  }

  async #copy(format: 'latex' | 'markdown'): Promise<void> {
    if (this.#solution === undefined) return;
    const text =
      format === 'latex'
        ? solutionLatex(this.#question, this.#solution)
        : solutionMarkdown(this.#question, this.#solution, this.#facts);
    await vscode.env.clipboard.writeText(text);
    this.#post({ type: 'copied' });
  }

  #log(error: unknown): void {
    this.#context.log.error('Solving:', error instanceof Error ? error : String(error));
  }
}

/** Only the web, and VS Code asks before it opens anything. */
async function openLink(address: string): Promise<void> {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return;
  await vscode.env.openExternal(vscode.Uri.parse(url.href));
}
