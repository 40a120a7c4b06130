/**
 * Makes everything that a view learns a moment later come later still: MARGINALIA_LATE=1 finds the tests that look
 * too early on a machine that is not slow. Runs in the page.
 */
export function beLate(): void {
  /** Milliseconds, no two alike. */
  const delay = (): number => 20 + Math.random() * 280;
  const lately =
    <A extends unknown[]>(callback: (...given: A) => void) =>
    (...given: A): void =>
      void setTimeout(() => callback(...given), delay());
  const { ResizeObserver: Sizes, IntersectionObserver: Sight, MutationObserver: Changes } = window;
  window.ResizeObserver = class extends Sizes {
    constructor(callback: ResizeObserverCallback) {
      super(lately(callback));
    }
  };
  window.IntersectionObserver = class extends Sight {
    constructor(callback: IntersectionObserverCallback, options?: IntersectionObserverInit) {
      super(lately(callback), options);
    }
  };
  window.MutationObserver = class extends Changes {
    constructor(callback: MutationCallback) {
      super(lately(callback));
    }
  };
  const frame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    frame(() => void setTimeout(() => callback(performance.now()), 60));
  const send = Reflect.get(window, 'toHost') as (message: unknown) => Promise<void>;
  Reflect.set(
    window,
    'toHost',
    (message: unknown) => void setTimeout(() => void send(message), 250),
  );
}
