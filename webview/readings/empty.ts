/** What stands where nothing was read yet: how to begin. */
import { button, h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';

export function createEmpty(onChoose: () => void, onPaste: () => void): HTMLElement {
  const key = navigator.userAgent.includes('Mac') ? '⌘V' : 'Ctrl+V';
  return h(
    'div',
    { class: 'empty', hidden: true },
    icon('image'),
    h('h1', {}, l10n.t('Read a formula')),
    h(
      'p',
      {},
      ...withKeys(
        l10n.t(
          'Paste a screenshot with {0}, drop an image here while holding {1}, or choose a file. It is read on this machine.',
        ),
        [key, 'Shift'],
      ),
    ),
    h(
      'div',
      { class: 'buttons' },
      button(l10n.t('Choose Images…'), 'button', onChoose),
      button(l10n.t('Paste Image'), 'button quiet', onPaste),
    ),
  );
}

/** A sentence with keys in the places of `{0}`, `{1}`. */
function withKeys(sentence: string, keys: readonly string[]): (string | Node)[] {
  return sentence.split(/\{(\d)\}/).map((part, index) => {
    const key = index % 2 === 1 ? keys[Number(part)] : undefined;
    return key === undefined ? part : h('kbd', {}, key);
  });
}
