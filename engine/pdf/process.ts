/** The engine's hold on the process of one PDF: calls one after the other, each with a time limit. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cancelled, MarginaliaError } from '../errors.ts';
import { pdfGaveUp } from './errors.ts';
import { pdfjsFolder } from './data.ts';
import { parseReply, type PdfReply, type PdfRequest, type PdfResult } from './messages.ts';

export interface PdfLimits {
  /** For one call; generous, since other work may hold the machine. */
  millis: number;
  /** Of the process's memory, buffers and native code included. */
  megabytes: number;
}

export const pdfLimits: PdfLimits = { millis: 60_000, megabytes: 1_200 };
/** The JavaScript heap of the process; what is over it ends with an error of V8. */
const HEAP_MEGABYTES = 768;

export class PdfProcess {
  readonly #child: ChildProcess;
  readonly #limits: PdfLimits;
  #tail: Promise<unknown> = Promise.resolve();
  #lastId = 0;
  #waiting: { id: number; settle: (result: PdfResult | Error) => void } | undefined;
  #ended: MarginaliaError | undefined;
  #why = 'its process ended by itself';
  #lastLine = '';

  constructor(limits: PdfLimits = pdfLimits) {
    this.#limits = limits;
    const { command, args } = commandLine(limits.megabytes);
    this.#child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      // Neither the key of a server nor anything else of the environment is its concern.
      env: quietEnvironment(),
      windowsHide: true,
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastLine = text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
    });
    this.#child.on('message', (value) => this.#receive(value));
    this.#child.on('error', (error) => this.#end(`it cannot be started (${error.message})`));
    this.#child.on('close', (code, signal) => {
      if (signal !== null && this.#why === 'its process ended by itself')
        this.#why = `it needs more than ${limits.megabytes} MB of memory`;
      const last =
        this.#lastLine === '' || signal !== null ? '' : `, last words: ${this.#lastLine}`;
      this.#end(`${this.#why}${code === null ? '' : ` with code ${code}${last}`}`);
    });
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws MarginaliaError what the PDF is at fault for; `pdf-gave-up`; `cancelled` */
  async call<K extends PdfRequest['kind']>(
    request: Extract<PdfRequest, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<Extract<PdfResult, { kind: K }>> {
    const before = this.#tail;
    const work = before.then(() => {
      if (signal?.aborted === true) throw cancelled();
      return this.#send(request);
    });
    this.#tail = work.catch(() => undefined);
    const result = await orAborted(work, signal);
    if (result.kind === 'error') throw new MarginaliaError(result.error);
    if (result.kind !== request.kind) throw pdfGaveUp('it answered with something else');
    return result as Extract<PdfResult, { kind: K }>;
  }

  /** Ends the process; a call in flight fails. */
  dispose(why = 'it was closed'): void {
    if (this.#ended !== undefined) return;
    this.#why = why;
    this.#child.kill('SIGKILL');
    this.#end(why);
  }

  #send(request: PdfRequest): Promise<PdfResult> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const seconds = Math.round(this.#limits.millis / 1000);
      const timer = setTimeout(
        () => this.dispose(`it took longer than ${seconds} seconds`),
        this.#limits.millis,
      );
      this.#waiting = {
        id,
        settle: (result) => {
          clearTimeout(timer);
          this.#waiting = undefined;
          if (result instanceof Error) reject(result);
          else resolve(result);
        },
      };
      this.#child.send({ ...request, id }, (error) => {
        if (error !== null) this.dispose(`it does not listen (${error.message})`);
      });
    });
  }

  #receive(value: unknown): void {
    let reply: PdfReply;
    try {
      reply = parseReply(value);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return this.dispose(`it sent what is no answer (${detail})`);
    }
    if (this.#waiting?.id === reply.id) this.#waiting.settle(reply.result);
  }

  #end(why: string): void {
    this.#ended ??= pdfGaveUp(why);
    this.#waiting?.settle(this.#ended);
  }
}

/** Whoever cancels waits no longer; the process finishes its call, and the next one waits for that. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** This Node, with the rights to read code and data of the product and to write nothing. */
function commandLine(megabytes: number): { command: string; args: string[] } {
  const here = dirname(fileURLToPath(import.meta.url));
  const source = import.meta.url.endsWith('.ts');
  const entry = join(here, source ? 'main.ts' : 'pdf.mjs');
  const modules = dirname(pdfjsFolder());
  const readable = [source ? join(here, '..', '..') : here, modules]
    .flatMap((path) => [path, realpathSync(path)])
    .filter((path, index, all) => existsSync(path) && all.indexOf(path) === index);
  return {
    command: process.execPath,
    args: [
      ...[`--max-old-space-size=${Math.min(HEAP_MEGABYTES, megabytes)}`, '--no-warnings'],
      ...['--permission', '--allow-addons', '--allow-worker'],
      ...readable.map((path) => `--allow-fs-read=${path}`),
      ...[entry, String(megabytes)],
    ],
  };
}

function quietEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'HOME', 'LD_LIBRARY_PATH'];
  const named = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const electron = process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  return { ...Object.fromEntries(named), ...electron };
}
