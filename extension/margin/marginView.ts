/** Connects the margin of each open PDF with its threads, and the commands that ask. */
import * as vscode from 'vscode';
import { marginMessages, type FromMargin, type ToMargin } from '../../webview/margin/protocol.ts';
import { assertNever } from '../../webview/protocol.ts';
import { commands } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { openLink } from '../pdf/links.ts';
import type { PdfSession } from '../pdf/session.ts';
import { problemOf } from '../readings/problem.ts';
import { registerCommand } from '../vscode.ts';
import { openMargin } from './controller.ts';
import type { Margin } from './margin.ts';

type About = Extract<ToMargin, { type: 'compose' }>['about'];

export const pdfMargin: Feature = {
  register(context) {
    const views = new Map<PdfSession, MarginView>();
    const compose = (about: About): void => {
      const { active } = context.pdf;
      if (active !== undefined) views.get(active)?.compose(about);
    };
    return vscode.Disposable.from(
      context.pdf.attach((session) => {
        const margin = openMargin(session, context);
        const view = new MarginView(session, margin, context);
        views.set(session, view);
        context.margins.add(session, margin);
        return new vscode.Disposable(() => {
          views.delete(session);
          context.margins.remove(session);
          view.dispose();
        });
      }),
      registerCommand(commands.askPage, () => compose('page')),
      registerCommand(commands.askSelection, () => compose('selection')),
    );
  },
};

/** One margin: its messages go to the threads, what leaves VS Code is done here. */
class MarginView {
  readonly #session: PdfSession;
  readonly #margin: Margin;
  readonly #context: FeatureContext;
  readonly #post: (message: ToMargin) => void;
  readonly #disposables: { dispose(): void }[];

  constructor(session: PdfSession, margin: Margin, context: FeatureContext) {
    this.#session = session;
    this.#margin = margin;
    this.#context = context;
    const channel = session.channel<typeof marginMessages.fromMargin, ToMargin>(
      'margin',
      marginMessages.fromMargin,
    );
    this.#post = (message) => channel.post(message);
    this.#disposables = [
      channel.on((message) => this.#receive(message)),
      margin.onMessage(this.#post),
      session.onReload(() => margin.reloaded()),
    ];
  }

  /** Opens the question box; the reader comes to the front so that it can be typed in. */
  compose(about: About): void {
    this.#session.panel.reveal();
    this.#post({ type: 'compose', about });
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
    // What was asked last must be on disk before the threads are let go.
    this.#report(this.#margin.flush().finally(() => this.#margin.dispose()));
  }

  #receive(message: FromMargin): void {
    switch (message.type) {
      case 'margin-ready':
      case 'ask':
      case 'follow-up':
      case 'stop':
      case 'retry':
      case 'delete':
      case 'undelete':
      case 'want-crop':
        this.#margin.receive(message);
        break;
      case 'copy':
        this.#report(this.#copy(message));
        break;
      case 'open-link':
        this.#report(openLink(message.address));
        break;
      case 'offer':
        this.#offer(message.what);
        break;
      default:
        assertNever(message);
    }
  }

  async #copy({ thread, turn, text }: Extract<FromMargin, { type: 'copy' }>): Promise<void> {
    await vscode.env.clipboard.writeText(text ?? this.#margin.markdown(thread, turn));
    this.#post({ type: 'copied', thread });
  }

  #offer(what: Extract<FromMargin, { type: 'offer' }>['what']): void {
    if (what === 'log') {
      this.#context.log.show();
      return;
    }
    const ways = {
      model: commands.chooseModel,
      server: commands.useServer,
      restart: commands.restartEngine,
    };
    this.#report(Promise.resolve(vscode.commands.executeCommand(ways[what])));
  }

  /** Tells the person when something they asked for could not be done. */
  #report(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const { message, action } = problemOf(error);
      this.#context.log.error('Margin:', error instanceof Error ? error : String(error));
      void vscode.window.showWarningMessage(`${message} ${action}`);
    });
  }
}
