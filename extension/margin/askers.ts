/** Questions about PDFs that are named by address: those open in the reader, and files. */
import * as vscode from 'vscode';
import { MarginaliaError } from '../../engine/errors.ts';
import type { Subscription } from '../emitter.ts';
import type { FeatureContext } from '../feature.ts';
import { DocumentAsker } from './documentAsker.ts';

/** Below what one message to the engine may hold. */
const largest = 100 * 1024 * 1024;
const mostKept = 8;

type Services = Pick<FeatureContext, 'asker' | 'engine' | 'pdf'>;

export class DocumentAskers implements vscode.Disposable {
  readonly #services: Services;
  readonly #open = new Map<string, { asker: DocumentAsker; reload: Subscription }>();
  /** Files that no editor shows, by address; the longest unused first. */
  readonly #files = new Map<string, { asker: DocumentAsker; stamp: string }>();
  readonly #attached: vscode.Disposable;

  constructor(services: Services) {
    this.#services = services;
    this.#attached = services.pdf.attach((session) => {
      const id = session.uri.toString();
      const asker = new DocumentAsker(session, services);
      const held = { asker, reload: session.onReload(() => asker.forget()) };
      this.#open.set(id, held);
      return new vscode.Disposable(() => {
        held.reload.dispose();
        if (this.#open.get(id) === held) this.#open.delete(id);
      });
    });
  }

  /** @throws MarginaliaError `pdf-too-large`, and VS Code's own errors for a file that is not there */
  async of(uri: vscode.Uri): Promise<DocumentAsker> {
    const id = uri.toString();
    const shown = this.#open.get(id);
    if (shown !== undefined) return shown.asker;
    const { fs } = vscode.workspace;
    const { size, mtime } = await fs.stat(uri);
    if (size > largest) throw tooLarge(size);
    const stamp = `${size} ${mtime}`;
    const known = this.#files.get(id);
    this.#files.delete(id);
    const bytes = async (): Promise<Uint8Array> => fs.readFile(uri);
    const held =
      known?.stamp === stamp
        ? known
        : { asker: new DocumentAsker({ bytes, password: undefined }, this.#services), stamp };
    this.#files.set(id, held);
    const [oldest] = this.#files.keys();
    if (this.#files.size > mostKept && oldest !== undefined) this.#files.delete(oldest);
    return held.asker;
  }

  dispose(): void {
    this.#attached.dispose();
    this.#files.clear();
  }
}

function tooLarge(bytes: number): MarginaliaError {
  return new MarginaliaError({
    code: 'pdf-too-large',
    message: vscode.l10n.t('The PDF has {0} MB.', Math.ceil(bytes / 1e6)),
    action: vscode.l10n.t('Split it into smaller files and read those.'),
  });
}
