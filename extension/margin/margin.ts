/** The threads of one PDF, as its view uses them; `openMargin` in controller.ts makes one. */
import type { FromMargin, ToMargin } from '../../webview/margin/protocol.ts';
import type { Subscription } from '../emitter.ts';

/** Messages that change or ask for threads. The view's binding sees to the others (copy, links, offers). */
export type MarginRequest = Exclude<
  FromMargin,
  { type: 'copy' } | { type: 'open-link' } | { type: 'offer' }
>;

export interface Margin {
  /** What the view is to hear; nothing is sent before `margin-ready` came. */
  onMessage(listener: (message: ToMargin) => void): Subscription;
  /** Takes a message of the view. Failures come back as messages, never as exceptions. */
  receive(request: MarginRequest): void;
  /** Text for the clipboard or an export: a turn, a thread, or all threads when `thread` is left out. */
  markdown(thread?: string, turn?: string): string;
  /** The file of threads, where there is one beside the PDF; for opening it as text. */
  readonly file: string | undefined;
  /** The PDF has new bytes: places are looked for again. */
  reloaded(): void;
  /** Resolves when everything is on disk. */
  flush(): Promise<void>;
  dispose(): void;
}
