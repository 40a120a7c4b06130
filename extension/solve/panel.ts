/** One problem in a tab of its own: asks, streams, recomputes, copies, keeps. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Fact, Recomputed, Solution } from '../../engine/solve/messages.ts';
import {
  parseFromSolve,
  type FromSolve,
  type SolveMode,
  type ToSolve,
} from '../../webview/solve/protocol.ts';
import { commands, panels } from '../contributions.ts';
import type { FeatureContext } from '../feature.ts';
import { openLink } from '../pdf/links.ts';
import type { PdfSession } from '../pdf/session.ts';
import { problemOf } from '../readings/problem.ts';
import { solutionLatex, solutionMarkdown, type Solved } from './copy.ts';
import type { Figure } from './figure.ts';
import { keptTurn } from './keep.ts';
import { solvePage } from './page.ts';
import { newShelfId, type Shelf, type Shelved } from './shelf.ts';
import { corrected, solutionView } from './view.ts';
import { withUnits } from './words.ts';

const offers = {
  model: commands.chooseModel,
  server: commands.useServer,
  restart: commands.restartEngine,
} as const;

/** A tab as it was before the window was loaded anew. */
export interface Restored {
  readonly id: string;
  readonly panel: vscode.WebviewPanel;
  readonly entry: Shelved | undefined;
}

export class SolvePanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #context: FeatureContext;
  readonly #shelf: Shelf;
  readonly #id: string;
  /** None as long as no picture was pasted. */
  #figure: Figure | undefined;
  #question = '';
  #mode: SolveMode = 'auto';
  #ready = false;
  #running: AbortController | undefined;
  #solution: Solution | undefined;
  #facts: Fact[] = [];
  #quantities: Recomputed[] = [];
  /** Only the latest correction is of interest. */
  #corrections = 0;
  /** Its thread in the margin, and whether that shows what is shown here. */
  #kept: { readonly thread: string; readonly current: boolean } | undefined;

  constructor(
    context: FeatureContext,
    shelf: Shelf,
    figure: Figure | undefined,
    restored?: Restored,
  ) {
    [this.#context, this.#shelf, this.#figure] = [context, shelf, figure];
    this.#id = restored?.id ?? newShelfId();
    const root = vscode.Uri.joinPath(context.extension.extensionUri, 'dist', 'webview');
    const options = { enableScripts: true, localResourceRoots: [root] };
    this.#panel =
      restored?.panel ??
      vscode.window.createWebviewPanel(
        panels.solve,
        titleOf(figure),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
        { ...options, retainContextWhenHidden: true },
      );
    if (restored?.entry !== undefined) this.#restore(restored.entry);
    else this.#save(true);
    const { webview } = this.#panel;
    webview.options = options;
    const uri = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    webview.onDidReceiveMessage((raw: unknown) => this.#receive(raw));
    this.#panel.onDidDispose(() => {
      this.#running?.abort();
      void shelf.remove(this.#id);
    });
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

  /** The tab stays: the editor brings it back, and `Shelf` what was in it. */
  dispose(): void {
    this.#running?.abort();
  }

  #restore({ question, mode, solution, facts }: Shelved): void {
    [this.#question, this.#mode, this.#facts] = [question, mode, facts];
    this.#solution = solution ?? undefined;
  }

  /** What a reload would lose; the picture only where it is another one. */
  #save(picture = false): void {
    const figure = this.#figure;
    if (figure === undefined) return;
    const { name, mime, place } = figure;
    const entry: Shelved = {
      ...{ version: 1, name: name.slice(0, 2_000), mime },
      place: place === undefined ? null : { ...place, pdf: place.pdf.toString() },
      ...{ question: this.#question, mode: this.#mode, facts: this.#facts },
      solution: this.#solution ?? null,
    };
    void this.#shelf.save(this.#id, entry, picture ? figure.bytes : undefined);
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
        void this.#solve(message.question, message.mode, message.corrected === true);
        break;
      case 'stop':
        this.#running?.abort();
        break;
      case 'facts':
        void this.#recompute(message.values);
        break;
      case 'copy':
        this.#tell(this.#copy(message.format));
        break;
      case 'picture':
        this.#take(message.picture);
        break;
      case 'show-place':
        this.#tell(this.#showPlace());
        break;
      case 'keep':
        this.#tell(this.#keep());
        break;
      case 'offer':
        void vscode.commands.executeCommand(offers[message.what]);
        break;
      case 'link':
        this.#tell(openLink(message.address));
        break;
      case 'fault':
        this.#log(message.message);
        break;
    }
  }

  /** Everything at once, also after the page was loaded anew. */
  #begin(): void {
    this.#ready = true;
    const [figure, question, mode] = [this.#figure, this.#question, this.#mode];
    const picture = figure && { name: figure.name, bytes: figure.bytes, mime: figure.mime };
    const placed = figure?.place !== undefined;
    const printed = [...(figure?.questions ?? [])];
    const problem = { type: 'problem', tab: this.#id, question, mode, placed, printed } as const;
    this.#post({ ...problem, ...(picture && { picture }) });
    if (this.#running !== undefined) this.#post({ type: 'running', mode });
    const solution = this.#solution;
    if (solution !== undefined) {
      this.#post(solutionView(solution));
      const values = this.#facts.filter(({ value }, i) => value !== solution.facts[i]?.value);
      if (values.length > 0) this.#post({ type: 'corrections', values });
    }
    if (this.#kept?.current === true) this.#post({ type: 'kept' });
  }

  /** A picture that was pasted: the question stays, what was found in the other one goes. */
  #take(picture: Figure): void {
    this.#running?.abort();
    [this.#figure, this.#running] = [picture, undefined];
    [this.#solution, this.#kept, this.#facts] = [undefined, undefined, []];
    this.#panel.title = titleOf(picture);
    this.#save(true);
    this.#begin();
  }

  /** `corrected`: with the facts as a person has them now; what was solved before stays where that fails. */
  async #solve(question: string, mode: SolveMode, corrected = false): Promise<void> {
    const figure = this.#figure;
    if (figure === undefined) return;
    const before = corrected ? this.#solution : undefined;
    const given = before && { thought: listedIn(before), facts: this.#facts };
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    [this.#question, this.#mode, this.#solution] = [question, mode, undefined];
    this.#outdated();
    this.#save();
    this.#post({ type: 'running', mode });
    try {
      const found = await this.#context.asker.using((client) =>
        client.solve(question, {
          ...{ images: [figure.bytes], mode, signal: running.signal },
          ...(given && { given }),
          onDelta: (delta) => {
            if (this.#running !== running) return;
            const text = delta.kind === 'was-thought' ? '' : delta.text;
            this.#post({ type: 'delta', kind: delta.kind, text });
          },
        }),
      );
      if (this.#running !== running || figure !== this.#figure) return;
      const solution = before === undefined ? found : correctedFrom(found, before.facts);
      [this.#solution, this.#facts, this.#quantities] = [solution, solution.facts, []];
      this.#post(solutionView(solution));
      this.#save();
    } catch (error) {
      if (this.#running !== running) return;
      if (before !== undefined) this.#restoreSolved(before);
      if (problemOf(error).code === 'cancelled') this.#post({ type: 'stopped' });
      else this.#fail(error);
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  /** As it was before it was solved with other values, which stay typed. */
  #restoreSolved(solution: Solution): void {
    this.#solution = solution;
    this.#post(solutionView(solution));
    this.#post({ type: 'corrections', values: this.#facts });
    this.#save();
  }

  async #recompute(values: readonly { symbol: string; value: string }[]): Promise<void> {
    const solution = this.#solution;
    if (solution === undefined) return;
    const turn = ++this.#corrections;
    const { facts, bad } = corrected(solution.facts, values);
    this.#facts = facts;
    this.#outdated();
    this.#save();
    try {
      const known = facts.filter(({ symbol }) => !bad.includes(symbol));
      const quantities = await this.#context.asker.using((client) =>
        client.recompute(known, solution.derived),
      );
      if (turn !== this.#corrections || solution !== this.#solution) return;
      this.#quantities = quantities;
      const shown = quantities.map((one) => ({ ...one, latex: withUnits(one.latex) }));
      this.#post({ type: 'recomputed', quantities: shown, bad });
    } catch (error) {
      this.#fail(error);
    }
  }

  get #solved(): Solved | undefined {
    const solution = this.#solution;
    const [question, facts, quantities] = [this.#question, this.#facts, this.#quantities];
    return solution === undefined ? undefined : { question, solution, facts, quantities };
  }

  async #copy(format: 'latex' | 'markdown'): Promise<void> {
    const solved = this.#solved;
    if (solved === undefined) return;
    const text = format === 'latex' ? solutionLatex(solved) : solutionMarkdown(solved);
    await vscode.env.clipboard.writeText(text);
    this.#post({ type: 'copied' });
  }

  async #showPlace(): Promise<void> {
    const place = this.#figure?.place;
    if (place === undefined) return;
    const session = await this.#context.pdf.open(place.pdf);
    session.reveal(place.page, place.rectangle, true);
  }

  /** The editor of the PDF, in sight; one that is open does not take the focus from here. */
  async #pages(pdf: vscode.Uri): Promise<PdfSession> {
    const open = this.#context.pdf.all.find(({ uri }) => uri.toString() === pdf.toString());
    open?.panel.reveal(open.panel.viewColumn, true);
    return open ?? (await this.#context.pdf.open(pdf));
  }

  /** Into the margin of the page, or, where it is there already, to its thread. */
  async #keep(): Promise<void> {
    const [figure, solved] = [this.#figure, this.#solved];
    if (figure?.place === undefined || solved === undefined) return;
    const { pdf, page, rectangle } = figure.place;
    const session = await this.#pages(pdf);
    const margin = this.#context.margins.of(session);
    if (margin === undefined) return; // closed again in the meantime
    const kept = this.#kept;
    if (kept?.current === true && (await margin.show(kept.thread))) return;
    const turn = keptTurn(solved, this.#mode);
    const [anchor, crop] = [{ page, rectangle }, figure.bytes];
    const thread = await margin.keep({ thread: kept?.thread, anchor, turn, crop });
    this.#kept = { thread, current: solved.solution === this.#solution };
    if (this.#kept.current) this.#post({ type: 'kept' });
    await margin.show(thread);
  }

  /** What was kept is not what is shown now. */
  #outdated(): void {
    if (this.#kept !== undefined) this.#kept = { ...this.#kept, current: false };
  }

  #tell(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#fail(error));
  }

  /** Told where the person looks. */
  #fail(error: unknown): void {
    const { code, message, action } = problemOf(error);
    this.#log(error);
    this.#post({ type: 'failed', code, message: message.slice(0, 2_000), action });
  }

  #log(error: unknown): void {
    this.#context.log.error('Solving:', error instanceof Error ? error : String(error));
  }
}

/** Where a solution lists its facts: in its thought, or where a model tells all in its answer, there. */
const listedIn = ({ thought, answer }: Solution): string => (thought === '' ? answer : thought);

/** Facts of a model that was given them: they are where they were, and some are a person's. */
function correctedFrom(solution: Solution, before: readonly Fact[]): Solution {
  const old = new Map(before.map((fact) => [fact.symbol, fact]));
  const facts = solution.facts.map((fact): Fact => {
    const { places = old.get(fact.symbol)?.places } = fact;
    const same = old.get(fact.symbol)?.value === fact.value;
    const source = same ? (old.get(fact.symbol)?.source ?? fact.source) : 'person';
    return { ...fact, source, ...(places === undefined ? {} : { places }) };
  });
  return { ...solution, facts };
}

const titleOf = (figure: Figure | undefined): string =>
  figure === undefined ? vscode.l10n.t('Solve a Problem') : vscode.l10n.t('Solve {0}', figure.name);
