/** The threads of one PDF, as its view uses them; `openMargin` in controller.ts makes one. */
import type { FromMargin, ToMargin } from '../../webview/margin/protocol.ts';
import type { Subscription } from '../emitter.ts';
import type { KeptThread } from './sidecar/model.ts';
import type { Anchor, Turn } from './thread.ts';

/** Messages that change or ask for threads. The view's binding sees to the others (copy, links, offers). */
export type MarginRequest = Exclude<
  FromMargin,
  { type: 'copy' } | { type: 'open-link' } | { type: 'offer' }
>;

/** An answer that came about elsewhere, to be kept as if it had been asked for here. */
export interface KeptAnswer {
  /** The thread that it goes on with; left out or gone, it begins one. */
  readonly thread: string | undefined;
  readonly anchor: Anchor;
  readonly turn: Turn;
  /** The region as PNG, for follow-up questions. */
  readonly crop: Uint8Array;
}

export interface Margin {
  /** What the view is to hear; nothing is sent before `margin-ready` came. */
  onMessage(listener: (message: ToMargin) => void): Subscription;
  /** Takes a message of the view. Failures come back as messages, never as exceptions. */
  receive(request: MarginRequest): void;
  /** Resolves with the thread's id when it is on disk, or the margin tells why it is not. */
  keep(answer: KeptAnswer): Promise<string>;
  /** Scrolls to a thread, at once or when the view listens; false when it was deleted. */
  show(thread: string): Promise<boolean>;
  /** Text for the clipboard or an export: a turn, a thread, or all threads when `thread` is left out. */
  markdown(thread?: string, turn?: string): string;
  /** As they are by now, stored or not. */
  readonly threads: readonly KeptThread[];
  /** The file of threads, where there is one beside the PDF; for opening it as text. */
  readonly file: string | undefined;
  /** The PDF has new bytes: places are looked for again. */
  reloaded(): void;
  /** Resolves when everything is on disk. */
  flush(): Promise<void>;
  dispose(): void;
}
