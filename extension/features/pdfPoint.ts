/** Pointing at a PDF: its regions are read among the other readings, and used from beside the page. */
import * as vscode from 'vscode';
import { pointMessages, type FromPoint, type ToPoint } from '../../webview/point/protocol.ts';
import { assertNever } from '../../webview/protocol.ts';
import { commands } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { cropSource, pageName, pointReading } from '../pdf/crops.ts';
import type { PdfSession } from '../pdf/session.ts';
import { problemOf } from '../readings/problem.ts';
import type { Figure } from '../solve/figure.ts';

export const pdfPoint: Feature = {
  register: (context) =>
    context.pdf.attach((session) => vscode.Disposable.from(new PointView(session, context))),
};

class PointView {
  readonly #session: PdfSession;
  readonly #context: FeatureContext;
  readonly #post: (message: ToPoint) => void;
  readonly #disposables: { dispose(): void }[];
  /** The view's ids and the readings'. */
  readonly #readings = new Map<string, string>();
  readonly #regions = new Map<string, string>();

  constructor(session: PdfSession, context: FeatureContext) {
    this.#session = session;
    this.#context = context;
    const channel = session.channel<typeof pointMessages.fromPoint, ToPoint>(
      'point',
      pointMessages.fromPoint,
    );
    this.#post = (message) => channel.post(message);
    this.#disposables = [
      channel.on((message) => this.#receive(message)),
      context.lastEditor.onChange((name) => this.#post({ type: 'target', name })),
      context.readings.onChange((change) => {
        if (change.kind !== 'put') return;
        const region = this.#regions.get(change.reading.id);
        if (region !== undefined) this.#post(pointReading(region, change.reading));
      }),
    ];
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }

  #receive(message: FromPoint): void {
    const { lastEditor, reader } = this.#context;
    switch (message.type) {
      case 'point-ready':
        this.#post({ type: 'target', name: lastEditor.name });
        break;
      case 'read':
        this.#read(message);
        break;
      case 'solve':
        this.#solve(message);
        break;
      case 'cancel':
        reader.cancel(this.#readings.get(message.id) ?? '');
        break;
      case 'retry':
        this.#tell(message.id, reader.retry(this.#readings.get(message.id) ?? ''));
        break;
      case 'insert': {
        const { id, latex } = message;
        const inserted = lastEditor.insert(latex);
        this.#tell(
          id,
          inserted.then((name) => this.#post({ type: 'inserted', id, name })),
        );
        break;
      }
      case 'copy': {
        const { id, latex } = message;
        const copied = Promise.resolve(vscode.env.clipboard.writeText(latex));
        this.#tell(
          id,
          copied.then(() => this.#post({ type: 'copied', id })),
        );
        break;
      }
      case 'show':
        this.#context.places.reveal(this.#readings.get(message.id) ?? '');
        break;
      default:
        assertNever(message);
    }
  }

  #read({ id, label, png }: Extract<FromPoint, { type: 'read' }>): void {
    // The reading leads back to its page.
    const open = (): Promise<void> => {
      this.#session.panel.reveal(this.#session.panel.viewColumn);
      return Promise.resolve();
    };
    const [started] = this.#context.reader.read([cropSource(this.#file, label, png, open)]);
    if (started === undefined) return;
    this.#readings.set(id, started.id);
    this.#regions.set(started.id, id);
    const reading = this.#context.readings.get(started.id);
    if (reading !== undefined) this.#post(pointReading(id, reading));
    this.#tell(id, started.settled);
  }

  #solve(message: Extract<FromPoint, { type: 'solve' }>): void {
    const { page, label, rectangle, png, questions } = message;
    const figure: Figure = {
      ...{ name: pageName(this.#file, label), bytes: png, mime: 'image/png' },
      place: { pdf: this.#session.uri, page, rectangle },
      questions,
    };
    void vscode.commands.executeCommand(commands.solveImage, figure);
  }

  get #file(): string {
    const { path } = this.#session.uri;
    return path.slice(path.lastIndexOf('/') + 1);
  }

  /** A failure is told where the person looks: in the window beside the region. */
  #tell(id: string, done: Promise<unknown>): void {
    done.catch((error: unknown) => {
      this.#context.log.warn(`Region of ${this.#session.uri.toString(true)}:`, String(error));
      this.#post({ type: 'refused', id, problem: problemOf(error) });
    });
  }
}
