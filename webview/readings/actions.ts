/** The buttons in a card's head. */
import { h, icon, iconButton } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { attachMenu, menuArrow, type MenuItem } from '../menu.ts';
import type { FromWebview } from '../protocol.ts';
import { copyMenu, type CopyContext } from './copy.ts';

/** What all cards share and the host may change. */
export interface Surroundings {
  /** The document that Insert writes into; empty when there is none. */
  target: string;
  /** The models that a picture can be read with, the one in use first. */
  models: readonly { readonly id: string; readonly name: string }[];
}

export interface Actions {
  readonly element: HTMLElement;
  /** `read` shows what needs a formula, `again` what needs an end. */
  show(read: boolean, again: boolean): void;
  target(name: string): void;
  /** Says for a moment that it was done. */
  confirm(what: 'copied' | 'inserted'): void;
  dispose(): void;
}

const larger = 1.4;
const smaller = 0.7;
const confirmedFor = 1_600;
const copied = (): string => l10n.t('Copied');

export function createActions(
  { id, name }: { id: string; name: string },
  formula: () => Omit<CopyContext, 'done' | 'id' | 'send'>,
  surroundings: Surroundings,
  send: (message: FromWebview) => void,
): Actions {
  const insert = labelled('insert', l10n.t('Insert'), 'insert');
  const copy = labelled('copy', l10n.t('Copy'), 'copy');
  copy.button.title = l10n.t('Copy the LaTeX source');
  const arrow = menuArrow(l10n.t('Copy {0} as', name));
  const split = h('span', { class: 'split' }, copy.button, arrow);
  const again = iconButton('refresh', l10n.t('Read {0} again', name), () => undefined);
  const remove = iconButton('close', l10n.t('Remove {0}', name), () =>
    send({ type: 'remove', id }),
  );

  insert.button.addEventListener('click', () => {
    send({ type: 'insert', id, latex: formula().latex });
  });
  copy.button.addEventListener('click', () => {
    send({ type: 'copy', id, format: 'latex', latex: formula().latex });
  });
  attachMenu(arrow, () => copyMenu({ ...formula(), id, send, done: () => copy.confirm(copied()) }));
  attachMenu(again, () => againMenu(id, surroundings, send));

  return {
    element: h('span', { class: 'actions' }, insert.button, split, again, remove),
    show(read, ended) {
      insert.button.hidden = !read;
      split.hidden = !read;
      again.hidden = !ended;
    },
    target(document) {
      insert.button.title =
        document === ''
          ? l10n.t('Insert at the cursor of the last document (Ctrl+Enter in the source)')
          : l10n.t('Insert at the cursor in {0} (Ctrl+Enter in the source)', document);
    },
    confirm: (what) =>
      what === 'copied' ? copy.confirm(copied()) : insert.confirm(l10n.t('Inserted')),
    dispose() {
      copy.dispose();
      insert.dispose();
    },
  };
}

function againMenu(
  id: string,
  { models }: Surroundings,
  send: (message: FromWebview) => void,
): MenuItem[] {
  const percent = (zoom: number): string => `${Math.round(zoom * 100)}%`;
  return [
    { label: l10n.t('Read Again'), run: () => send({ type: 'retry', id }) },
    {
      ...{ label: l10n.t('Read Larger'), hint: percent(larger) },
      run: () => send({ type: 'retry', id, zoom: larger }),
    },
    {
      ...{ label: l10n.t('Read Smaller'), hint: percent(smaller) },
      run: () => send({ type: 'retry', id, zoom: smaller }),
    },
    ...(models.length > 1 ? (['separator'] as const) : []),
    ...models.slice(1).map((model): MenuItem => ({
      label: l10n.t('Read with {0}', model.name),
      run: () => send({ type: 'retry', id, model: model.id }),
    })),
  ];
}

/** A button with an icon and a word; the word goes where there is no room for it. */
function labelled(name: 'copy' | 'insert', text: string, className: string) {
  const label = h('span', { class: 'word' }, text);
  const button = h(
    'button',
    { class: `button quiet ${className}`, type: 'button', 'aria-label': text },
    icon(name),
    label,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (done: string | undefined): void => {
    label.textContent = done ?? text;
    button.setAttribute('aria-label', done ?? text);
    button.firstChild?.replaceWith(icon(done === undefined ? name : 'check'));
  };
  return {
    button,
    confirm(done: string) {
      clearTimeout(timer);
      show(done);
      timer = setTimeout(() => show(undefined), confirmedFor);
    },
    dispose: () => clearTimeout(timer),
  };
}
