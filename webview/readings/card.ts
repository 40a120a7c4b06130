/** One reading: the picture, its typeset form and its source, side by side, or folded to one line. */
import { h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { EngineView, FromWebview, ReadingView } from '../protocol.ts';
import { createActions, type Surroundings } from './actions.ts';
import { createBody, type Body } from './body.ts';
import { createCrop } from './crop.ts';
import { typeset } from './formula.ts';
import { factsDetail, factsText } from './words.ts';

export interface Card {
  readonly element: HTMLElement;
  /** `engine` decides between "Starting the engine" and "Reading". */
  update(reading: ReadingView, engine: EngineView): void;
  setImage(bytes: Uint8Array<ArrayBuffer>, mime: string): void;
  setImageGone(): void;
  setTarget(name: string): void;
  confirm(what: 'copied' | 'inserted'): void;
  /** It has come into sight: only now is anything typeset, and the picture asked for. */
  reveal(): void;
  setFolded(folded: boolean): void;
  focus(): void;
  dispose(): void;
}

export interface CardParts {
  readonly surroundings: Surroundings;
  readonly send: (message: FromWebview) => void;
  readonly folded: boolean;
  readonly onFold: (folded: boolean) => void;
  readonly say: (text: string) => void;
}

export function createCard(first: ReadingView, parts: CardParts): Card {
  const { id, name, place } = first;
  const { send, surroundings, say } = parts;
  const crop = createCrop(name, () => send({ type: 'open', id }));
  const facts = h('span', { class: 'facts' });
  const mini = h('span', { class: 'mini', 'aria-hidden': 'true', dir: 'ltr' });
  const fold = h('button', { class: 'icon-button fold', type: 'button' }, icon('chevronRight'));
  const title = h(
    'button',
    {
      ...{
        class: 'name',
        type: 'button',
        title: l10n.t('Open {0}', place),
        id: `name-${id}`,
        dir: 'auto',
      },
      click: () => send({ type: 'open', id }),
    },
    name,
  );
  const panes = h('div', { class: 'panes', id: `panes-${id}` }, crop.element);
  const problem = h('p', { class: 'card-fault', role: 'alert', hidden: true });

  let reading = first;
  let body: Body | undefined;
  let folded = parts.folded;
  let seen = false;
  let pictureAsked = false;

  const text = (): string => {
    if (body?.kind === 'read') return body.text();
    return reading.status === 'read' ? reading.edited : '';
  };
  const actions = createActions(
    first,
    () => ({
      latex: text(),
      refusal: body?.kind === 'read' ? body.refusal() : undefined,
      fail: (message) => {
        problem.hidden = false;
        problem.textContent = l10n.t('Not copied. {0}', message);
      },
    }),
    surroundings,
    (message) => {
      problem.hidden = true;
      send(message);
    },
  );
  const article = h(
    'article',
    { 'aria-labelledby': `name-${id}`, tabindex: '-1' },
    h('header', {}, fold, title, mini, facts, actions.element),
    problem,
    panes,
  );
  const element = h('li', { class: 'card', 'data-id': id }, article);

  const draw = (): void => {
    panes.hidden = folded;
    mini.hidden = !folded || reading.status !== 'read';
    element.dataset['folded'] = String(folded);
    fold.setAttribute('aria-expanded', String(!folded));
    fold.setAttribute('aria-controls', `panes-${id}`);
    fold.title = folded ? l10n.t('Show {0}', name) : l10n.t('Fold {0}', name);
    fold.setAttribute('aria-label', fold.title);
    if (!seen) return;
    if (folded) {
      const latex = text();
      if (!mini.hidden && !typeset(latex, mini).ok) mini.textContent = latex;
      return;
    }
    if (!pictureAsked) send({ type: 'picture', id });
    pictureAsked = true;
    if (body?.kind !== reading.status) {
      body?.dispose();
      body = createBody(reading, send);
      panes.replaceChildren(crop.element, ...body.elements);
    }
    body.update(reading);
  };

  fold.addEventListener('click', () => {
    setFolded(!folded);
    parts.onFold(folded);
    say(folded ? l10n.t('{0} folded', name) : l10n.t('{0} shown', name));
  });
  const setFolded = (next: boolean): void => {
    folded = next;
    draw();
  };

  actions.target(surroundings.target);
  return {
    element,
    update(next, engine) {
      reading = next;
      element.dataset['status'] = next.status;
      facts.textContent = factsText(next, engine);
      facts.title = factsDetail(next);
      const ended = next.status === 'read' || next.status === 'failed';
      actions.show(next.status === 'read', ended);
      // What is going on is always shown; only what has come to an end can be folded away.
      if (next.status === 'running' || next.status === 'failed') folded = false;
      draw();
    },
    setImage(bytes, mime) {
      pictureAsked = true;
      crop.setImage(bytes, mime);
    },
    setImageGone: () => crop.setGone(),
    setTarget: (document) => actions.target(document),
    confirm: (what) => actions.confirm(what),
    reveal() {
      if (seen) return;
      seen = true;
      draw();
    },
    setFolded,
    focus: () => article.focus(),
    dispose() {
      actions.dispose();
      body?.dispose();
      crop.dispose();
      element.remove();
    },
  };
}
