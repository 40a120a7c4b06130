/** One run of the engine process: its pipe, its messages and its end. No policy; see client.ts. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { encodeFrame, FrameReader, parseEvent, type Event, type Request } from './protocol.ts';

export interface ProcessOptions {
  nodePath: string;
  enginePath: string;
  args: readonly string[];
  /** Added to the environment that the process inherits. */
  env?: Readonly<Record<string, string>>;
}

export interface ConnectionHandlers {
  event(event: Event): void;
  /** The process is gone, for the given reason; called once, after its last event. */
  ended(reason: string): void;
  /** A line that the process wrote on its standard output or error. */
  log(line: string): void;
}

/** The pipe for messages; 0 to 2 are left to whatever native libraries print. */
export const MESSAGE_FD = 3;
/** How long a process may take to end by itself after `shutdown`. */
const GRACE_MILLIS = 2_000;

export class Connection {
  readonly #child: ChildProcess;
  readonly #pipe: Duplex;
  readonly #handlers: ConnectionHandlers;
  #lastLine = '';
  #ended = false;

  constructor(options: ProcessOptions, handlers: ConnectionHandlers) {
    this.#handlers = handlers;
    this.#child = spawn(options.nodePath, [options.enginePath, ...options.args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      // Under Electron the only binary at hand is Electron itself.
      env: {
        ...(process.versions['electron'] === undefined ? process.env : electronAsNode()),
        ...options.env,
      },
      windowsHide: true,
    });
    this.#pipe = this.#child.stdio[MESSAGE_FD] as Duplex;
    const reader = new FrameReader();
    this.#pipe.on('data', (chunk: Uint8Array) => this.#receive(reader, chunk));
    // A write into a dead peer fails here; 'close' of the child tells the story.
    this.#pipe.on('error', (error) => this.#handlers.log(`message pipe: ${error.message}`));
    for (const stream of [this.#child.stdout, this.#child.stderr]) this.#listen(stream);
    this.#child.on('error', (error) => this.#end(`it could not be started (${error.message})`));
    this.#child.on('close', (code, signal) => this.#end(this.#describeEnd(code, signal)));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(request: Request): void {
    if (!this.#ended) this.#pipe.write(encodeFrame(request));
  }

  /** Asks the process to end and ends it if it does not. */
  close(): void {
    this.send({ kind: 'shutdown' });
    this.#pipe.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MILLIS);
    timer.unref();
    this.#child.once('close', () => clearTimeout(timer));
  }

  #receive(reader: FrameReader, chunk: Uint8Array): void {
    try {
      for (const value of reader.push(chunk)) this.#handlers.event(parseEvent(value));
    } catch (error) {
      // After a broken message nothing that follows can be trusted.
      this.#lastLine = error instanceof Error ? error.message : String(error);
      this.#child.kill('SIGKILL');
    }
  }

  #listen(stream: NodeJS.ReadableStream | null): void {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.trim() === '') continue;
        this.#lastLine = line;
        this.#handlers.log(line);
      }
    });
  }

  #describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
    const how =
      signal === null ? `it exited with code ${String(code)}` : `it was ended by ${signal}`;
    return this.#lastLine === '' ? how : `${how}, last words: ${this.#lastLine}`;
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#handlers.ended(reason);
  }
}

const electronAsNode = (): NodeJS.ProcessEnv => ({ ...process.env, ELECTRON_RUN_AS_NODE: '1' });
