/** Time that nothing else wants. */

declare const scheduler: {
  postTask<T>(task: () => T, options: { priority: 'background' }): Promise<T>;
};

/** Resolves after input, drawing and everything else that is more urgent. */
export function idle(): Promise<void> {
  return scheduler.postTask(() => undefined, { priority: 'background' });
}
