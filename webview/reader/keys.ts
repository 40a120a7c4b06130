/** Keys of the pages themselves; those with Ctrl are the editor's keybindings and come as commands. */
import type { PdfReader } from './create.ts';

export function listenForKeys(reader: PdfReader): void {
  const { viewport } = reader;
  viewport.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== viewport) return;
    const { scrollHeight, clientHeight } = viewport;
    const screen = Math.max(40, clientHeight - 48);
    const scrolls = scrollHeight > clientHeight;
    const actions: Readonly<Record<string, () => void>> = {
      Home: () => reader.scrollTo(1),
      End: () => reader.run('lastPage'),
      PageDown: () => reader.viewer.moveBy(screen),
      PageUp: () => reader.viewer.moveBy(-screen),
      ' ': () => reader.viewer.moveBy(event.shiftKey ? -screen : screen),
      n: () => reader.run('nextPage'),
      p: () => reader.run('previousPage'),
      '+': () => reader.run('zoomIn'),
      '-': () => reader.run('zoomOut'),
      r: () => reader.run('rotateClockwise'),
      ...(scrolls
        ? {}
        : { ArrowDown: () => reader.run('nextPage'), ArrowUp: () => reader.run('previousPage') }),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}
