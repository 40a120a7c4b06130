/** What stands where nothing was read yet: how to begin. */
import { button, h, icon } from '../dom.ts';

export function createEmpty(onChoose: () => void, onPaste: () => void): HTMLElement {
  const key = navigator.userAgent.includes('Mac') ? '⌘V' : 'Ctrl+V';
  return h(
    'div',
    { class: 'empty', hidden: true },
    icon('image'),
    h('h1', {}, 'Read a formula'),
    h(
      'p',
      {},
      ...['Paste a screenshot with ', h('kbd', {}, key), ', drop an image here while holding '],
      ...[h('kbd', {}, 'Shift'), ', or choose a file. It is read on this machine.'],
    ),
    h(
      'div',
      { class: 'buttons' },
      button('Choose Images…', 'button', onChoose),
      button('Paste Image', 'button quiet', onPaste),
    ),
  );
}
