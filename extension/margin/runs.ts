/** Turns that are being answered now: what has come of each, and how to stop it. Knows no VS Code. */
import type { Delta, DocumentAnswer } from '../../engine/protocol.ts';
import { longestAnswer } from '../../webview/margin/protocol.ts';
import { safeMarkdown } from '../features/askMarkdown.ts';
import { problemOf } from '../readings/problem.ts';
import type { Turn } from './thread.ts';

/** Puts a question; deltas come while it is answered. */
export type Answering = (
  signal: AbortSignal,
  onDelta: (delta: Delta) => void,
) => Promise<DocumentAnswer>;

export interface RunListener {
  /** The first sign of an answer. */
  started(turn: Turn): void;
  delta(delta: Delta): void;
  /** The turn at its end, whatever that was. */
  ended(turn: Turn): void;
}

export class Run {
  readonly #controller = new AbortController();
  #turn: Turn;

  constructor(turn: Turn) {
    this.#turn = { ...turn, state: 'waiting', thought: '', answer: '', citations: [] };
  }

  get turn(): Turn {
    return this.#turn;
  }

  stop(): void {
    this.#controller.abort();
  }

  /** Never rejects: failures are the turn's end. */
  async begin(answer: Answering, listener: RunListener): Promise<void> {
    const { signal } = this.#controller;
    try {
      const done = await answer(signal, (delta) => {
        if (this.#turn.state === 'waiting') {
          this.#turn = { ...this.#turn, state: 'running' };
          listener.started(this.#turn);
        }
        this.#add(delta);
        listener.delta(delta);
      });
      this.#turn = answered(this.#turn, done);
    } catch (error) {
      this.#turn = unfinished(this.#turn, error);
    }
    listener.ended(this.#turn);
  }

  #add(delta: Delta): void {
    const { thought, answer } = this.#turn;
    if (delta.kind === 'was-thought') this.#turn = { ...this.#turn, thought: answer, answer: '' };
    else if (delta.kind === 'thought')
      this.#turn = { ...this.#turn, thought: cut(thought + delta.text) };
    else this.#turn = { ...this.#turn, answer: cut(answer + delta.text) };
  }
}

const cut = (text: string): string => text.slice(0, longestAnswer);

function answered(turn: Turn, done: DocumentAnswer): Turn {
  const limit = done.stopReason === 'length' ? ('answer' as const) : undefined;
  const ended = done.thoughtCut ? ('thought' as const) : limit;
  return {
    ...turn,
    state: 'answered',
    thought: cut(safeMarkdown(done.thought)),
    answer: cut(safeMarkdown(done.answer)),
    citations: done.citations.map((citation) => ({
      ...citation,
      quote: citation.quote.slice(0, 20_000),
    })),
    quoted: done.quoted,
    ...(ended === undefined ? {} : { cut: ended }),
    ...{ model: done.model.slice(0, 200), device: done.device.slice(0, 200), millis: done.millis },
  };
}

/** What was written before it ended stays. */
function unfinished(turn: Turn, error: unknown): Turn {
  const [thought, answer] = [safeMarkdown(turn.thought), safeMarkdown(turn.answer)];
  const problem = problemOf(error);
  if (problem.code === 'cancelled') return { ...turn, state: 'stopped', thought, answer };
  return { ...turn, state: 'failed', thought, answer, problem };
}
