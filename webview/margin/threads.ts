/** The threads that the margin shows, kept in step with the extension by messages. Pure. */
import type { ThreadView, ToMargin, TurnView } from './protocol.ts';

export type Change =
  | { readonly kind: 'all' }
  | { readonly kind: 'thread'; readonly thread: ThreadView; readonly before?: ThreadView }
  | { readonly kind: 'removed'; readonly ids: readonly string[] };

export class ThreadStore {
  readonly #threads = new Map<string, ThreadView>();

  get size(): number {
    return this.#threads.size;
  }

  get(id: string): ThreadView | undefined {
    return this.#threads.get(id);
  }

  /** In reading order: by page, then by height on it, then by age. */
  all(): ThreadView[] {
    return [...this.#threads.values()].sort(inReadingOrder);
  }

  /** Takes a message; undefined when it changes no thread. */
  apply(message: ToMargin): Change | undefined {
    switch (message.type) {
      case 'threads':
        this.#threads.clear();
        for (const thread of message.threads) this.#threads.set(thread.id, thread);
        return { kind: 'all' };
      case 'thread':
        return this.#put(message.thread);
      case 'delta': {
        const thread = this.#threads.get(message.thread);
        if (thread === undefined) return undefined;
        const turns = thread.turns.map((turn) =>
          turn.id === message.turn ? withDelta(turn, message) : turn,
        );
        return this.#put({ ...thread, turns });
      }
      case 'removed':
        for (const id of message.ids) this.#threads.delete(id);
        return { kind: 'removed', ids: message.ids };
      case 'models':
      case 'crop':
      case 'copied':
      case 'show-thread':
      case 'compose':
      case 'notice':
        return undefined;
    }
  }

  #put(thread: ThreadView): Change {
    const before = this.#threads.get(thread.id);
    this.#threads.set(thread.id, thread);
    return { kind: 'thread', thread, ...(before === undefined ? {} : { before }) };
  }
}

/** A turn with more text; a late piece of one that was stopped changes nothing. */
export function withDelta(turn: TurnView, delta: Extract<ToMargin, { type: 'delta' }>): TurnView {
  if (turn.state !== 'waiting' && turn.state !== 'running') return turn;
  const running = { ...turn, state: 'running' } as const;
  switch (delta.kind) {
    case 'thought':
      return { ...running, thought: turn.thought + delta.text };
    case 'answer':
      return { ...running, answer: turn.answer + delta.text };
    case 'was-thought':
      return { ...running, thought: turn.thought + turn.answer, answer: '' };
  }
}

function inReadingOrder(a: ThreadView, b: ThreadView): number {
  const top = ({ anchor }: ThreadView): number => anchor.rectangle?.y1 ?? 0;
  const made = ({ turns }: ThreadView): number => turns[0]?.made ?? 0;
  return a.anchor.page - b.anchor.page || top(a) - top(b) || made(a) - made(b);
}

/** Whether an answer is still on its way. */
export const isOpen = ({ state }: TurnView): boolean => state === 'waiting' || state === 'running';
