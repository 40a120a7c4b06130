/** Installing as others see it: each call is an installer process of its own, so nothing else waits. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { MarginaliaError } from '../errors.ts';
import { parseEvent, parseOffered, type InstallEvent, type OfferedModel } from './messages.ts';

export { paceText, percentOf, sizeText, stateText } from './words.ts';

export interface InstallerOptions {
  /** The Node that runs the installer. */
  readonly nodePath: string;
  /** The command line's entry. */
  readonly cliPath: string;
  /** Folder for models; empty for the usual one. */
  readonly root: string;
  /** More of an environment, such as a proxy. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface InstallCall {
  /** Address of a mirror, or a folder; empty for the usual one. */
  readonly from: string;
  /** Pauses. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: InstallEvent) => void;
}

export class Installer {
  readonly #options: InstallerOptions;

  constructor(options: InstallerOptions) {
    this.#options = options;
  }

  /** The catalogue, and what else is installed or begun. */
  async list(): Promise<OfferedModel[]> {
    const lines = (await this.#run(['list', '--json'])).split('\n');
    return lines.flatMap((line) => parseOffered(line) ?? []);
  }

  /**
   * Installs and returns the model's folder. `what`: an id of the list, owner/name, or a folder.
   * Throws what the installer threw: `install-paused` after the signal.
   */
  async install(what: string, { from, signal, onEvent }: InstallCall): Promise<string> {
    const source = from === '' ? [] : ['--from', from];
    const child = this.#spawn(['install', what, ...source, '--events']);
    const pause = (): void => void child.stdin?.write('pause\n');
    let directory: string | undefined;
    let failure: MarginaliaError | undefined;
    const ended = endOf(child);
    const complaints = text(child.stderr!);
    if (signal.aborted) pause();
    signal.addEventListener('abort', pause);
    try {
      for await (const line of createInterface({ input: child.stdout! })) {
        const event = parseEvent(line);
        if (event?.kind === 'installed') directory = event.directory;
        if (event?.kind === 'error') failure = new MarginaliaError(event.error);
        if (event) onEvent(event);
      }
      await ended;
    } finally {
      signal.removeEventListener('abort', pause);
    }
    if (failure) throw failure;
    if (directory === undefined) throw installerDied(await complaints);
    return directory;
  }

  /** Takes away an installed model, or what a paused installation has brought. */
  async remove(id: string): Promise<void> {
    await this.#run(['remove', id]);
  }

  async #run(words: readonly string[]): Promise<string> {
    const child = this.#spawn(words);
    child.stdin?.end();
    const [output, complaints, code] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      endOf(child),
    ]);
    if (code !== 0) throw installerDied(complaints);
    return output;
  }

  #spawn(words: readonly string[]): ChildProcess {
    const { nodePath, cliPath, root, env } = this.#options;
    const place = root === '' ? [] : ['--into', root];
    const child = spawn(nodePath, [cliPath, 'models', ...words, ...place], {
      stdio: 'pipe',
      // Under Electron the only binary at hand may be Electron itself.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...env },
      windowsHide: true,
    });
    // A child that ended cannot be written to; its end tells the story.
    child.stdin.on('error', () => undefined);
    return child;
  }
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(installerDied(error.message)));
    child.on('close', resolve);
  });
}

const installerDied = (complaints: string): MarginaliaError =>
  new MarginaliaError({
    code: 'installer-failed',
    message: complaints.trim() === '' ? 'The installer ended without a word.' : complaints.trim(),
    action: 'See the log; then try again: what has arrived is kept.',
  });
