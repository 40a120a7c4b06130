/** One reading: the picture, its typeset form and its source, side by side. */
import { h, icon } from '../dom.ts';
import type { EngineView, FromWebview, ReadingView } from '../protocol.ts';
import { createBody, type Body } from './body.ts';
import { createCrop } from './crop.ts';
import { waitingText } from './words.ts';

export interface Card {
  readonly element: HTMLElement;
  /** `engine` decides between "Starting the engine" and "Reading". */
  update(reading: ReadingView, engine: EngineView): void;
  setImage(bytes: Uint8Array<ArrayBuffer>, mime: string): void;
  copied(): void;
  focus(): void;
  dispose(): void;
}

type Send = (message: FromWebview) => void;

function iconButton(
  name: 'close' | 'retry',
  label: string,
  onClick: () => void,
): HTMLButtonElement {
  return h(
    'button',
    { class: 'icon-button', type: 'button', title: label, 'aria-label': label, click: onClick },
    icon(name),
  );
}

export function createCard({ id, name, place }: ReadingView, send: Send): Card {
  const open = (): void => send({ type: 'open', id });
  const crop = createCrop(name, open);
  const facts = h('span', { class: 'facts' });
  const title = h(
    'button',
    { class: 'name', type: 'button', title: `Open ${place}`, id: `name-${id}`, click: open },
    name,
  );
  const copyLabel = h('span', {}, 'Copy');
  const copy = h(
    'button',
    { class: 'button quiet copy', type: 'button', title: 'Copy the LaTeX source' },
    icon('copy'),
    copyLabel,
  );
  const retry = iconButton('retry', `Read ${name} again`, () => send({ type: 'retry', id }));
  const remove = iconButton('close', `Remove ${name}`, () => send({ type: 'remove', id }));
  const panes = h('div', { class: 'panes' }, crop.element);
  const article = h(
    'article',
    { 'aria-labelledby': `name-${id}`, tabindex: '-1' },
    h('header', {}, title, facts, h('span', { class: 'actions' }, copy, retry, remove)),
    panes,
  );
  const element = h('li', { class: 'card', 'data-id': id }, article);

  let body: Body | undefined;
  copy.addEventListener('click', () => {
    if (body?.kind === 'read') send({ type: 'copy', id, text: body.text() });
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  const showCopy = (done: boolean): void => {
    copyLabel.textContent = done ? 'Copied' : 'Copy';
    copy.firstChild?.replaceWith(icon(done ? 'check' : 'copy'));
  };

  return {
    element,
    update(reading, engine) {
      element.dataset['status'] = reading.status;
      article.setAttribute('aria-busy', String(reading.status === 'running'));
      facts.textContent = waitingText(reading, engine);
      copy.hidden = reading.status !== 'read';
      retry.hidden = reading.status !== 'read';
      if (body?.kind !== reading.status) {
        body?.dispose();
        body = createBody(reading, send);
        panes.replaceChildren(crop.element, ...body.elements);
      }
      body.update(reading);
    },
    setImage: (bytes, mime) => crop.setImage(bytes, mime),
    copied() {
      clearTimeout(timer);
      showCopy(true);
      timer = setTimeout(() => showCopy(false), 1_600);
    },
    focus: () => article.focus(),
    dispose() {
      clearTimeout(timer);
      body?.dispose();
      crop.dispose();
      element.remove();
    },
  };
}
