/** The view's side of the channel to the extension host, and what VS Code keeps of the view. */

/** What every view may tell the host: that it failed itself. */
interface Fault {
  readonly type: 'fault';
  readonly message: string;
}

interface CodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): CodeApi;

export interface Host<From> {
  post(message: From): void;
  /** Kept while the view is hidden and through a reload of the window. */
  state: unknown;
}

/**
 * Connects to the host: every message that arrives is checked, and one that does not fit, or that
 * `receive` cannot handle, is reported to the host's log instead of being dropped.
 */
export function connect<To, From>(
  parse: (raw: unknown) => To,
  receive: (message: To) => void,
): Host<From | Fault> {
  // Kept in this closure: nothing else in the page can reach the extension.
  const api = acquireVsCodeApi();
  const report = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    api.postMessage({ type: 'fault', message: message.slice(0, 2_000) });
  };
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    try {
      receive(parse(event.data));
    } catch (error) {
      report(error);
    }
  });
  window.addEventListener('error', (event) => report(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => report(event.reason));
  return {
    post: (message) => api.postMessage(message),
    get state() {
      return api.getState();
    },
    set state(state) {
      api.setState(state);
    },
  };
}
