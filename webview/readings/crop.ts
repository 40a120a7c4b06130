/** The picture that was read, shown from its bytes through a blob URL. */
import { h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';

export interface Crop {
  readonly element: HTMLElement;
  setImage(bytes: Uint8Array<ArrayBuffer>, mime: string): void;
  /** The picture was deleted meanwhile. */
  setGone(): void;
  dispose(): void;
}

export function createCrop(name: string, onOpen: () => void): Crop {
  const element = h('button', {
    class: 'crop',
    type: 'button',
    title: l10n.t('Open {0}', name),
    click: onOpen,
  });
  element.append(icon('image'));
  const gone = (text: string): void =>
    element.replaceChildren(icon('warning'), h('span', {}, text));
  let url = '';
  const dispose = (): void => {
    if (url !== '') URL.revokeObjectURL(url);
    url = '';
  };
  return {
    element,
    dispose,
    setGone: () => gone(l10n.t('The picture is no longer there')),
    setImage(bytes, mime) {
      dispose();
      url = URL.createObjectURL(new Blob([bytes], { type: mime }));
      const image = h('img', {
        ...{ alt: l10n.t('The picture {0}', name), draggable: 'false', decoding: 'async' },
      });
      image.addEventListener('load', () => {
        element.classList.remove('opaque', 'dark-ink', 'light-ink');
        element.classList.add(inkOf(image));
      });
      image.addEventListener('error', () => {
        gone(l10n.t('This picture cannot be shown'));
      });
      image.src = url;
      element.replaceChildren(image);
    },
  };
}

/** What a transparent picture is drawn in; `opaque` when it brings its own paper. */
function inkOf(image: HTMLImageElement): 'opaque' | 'dark-ink' | 'light-ink' {
  const size = 48;
  const canvas = h('canvas', { width: String(size), height: String(size) });
  const context = canvas.getContext('2d');
  if (context === null) return 'opaque';
  context.drawImage(image, 0, 0, size, size);
  const { data } = context.getImageData(0, 0, size, size);
  let light = 0;
  let ink = 0;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = (data[at + 3] ?? 0) / 255;
    const gray = ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / (3 * 255);
    ink += alpha;
    light += alpha * gray;
  }
  if (ink > 0.98 * size * size) return 'opaque';
  return light > 0.6 * ink ? 'light-ink' : 'dark-ink';
}
