/** A process that answers the bench, kept alive between its turns so that the peers can take turns. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface, type Interface } from 'node:readline';

export interface Question {
  /** The prompt, as ids and as text that has these ids. */
  readonly prompt: readonly number[];
  readonly text: string;
  readonly tokens: number;
}

export interface Run {
  /** Milliseconds from the question to each token. */
  readonly times: readonly number[];
  readonly ids: readonly number[];
}

export class Worker {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #ended: string | undefined;
  #words = '';

  constructor(name: string, command: string, args: readonly string[]) {
    this.name = name;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-2000);
    });
    this.#child.on('error', (error) => (this.#ended = error.message));
    this.#reader = createInterface({ input: this.#child.stdout! });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async ask(question: Question): Promise<Run> {
    this.#child.stdin!.write(JSON.stringify(question) + '\n');
    for (;;) {
      const next = await this.#lines.next();
      if (next.done === true)
        throw new Error(`${this.name} ended: ${this.#ended ?? this.#words.trim().slice(-600)}`);
      // Whatever else a library prints is not a result.
      if (next.value.startsWith('{')) return JSON.parse(next.value) as Run;
    }
  }

  /** Largest resident size of the process so far, bytes (Linux). */
  async peakMemory(): Promise<number> {
    const status = await readFile(`/proc/${String(this.#child.pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  }

  close(): void {
    this.#reader.close();
    this.#child.stdin!.end();
    this.#child.kill();
  }
}
