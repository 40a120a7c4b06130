/** One question and its answer: the thought folded, the answer as it comes, what to do with it. */
import { button, h, icon, iconButton } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { attachMenu, type MenuItem } from '../menu.ts';
import { createAnswerView } from './answer.ts';
import { turnsAsLatex } from './latex.ts';
import { createCitation, type CitationParts } from './citations.ts';
import {
  modes,
  type AskMode,
  type FromMargin,
  type ModelChoice,
  type TurnView,
} from './protocol.ts';
import { isOpen } from './threads.ts';
import { factsText, modeText, offersFor, offerText, thoughtText } from './words.ts';

export interface TurnParts {
  readonly thread: string;
  readonly preview: CitationParts['preview'];
  readonly go: CitationParts['go'];
  readonly models: () => readonly ModelChoice[];
  readonly send: (message: FromMargin) => void;
}

export interface TurnElement {
  readonly element: HTMLElement;
  update(turn: TurnView): void;
  dispose(): void;
}

export function createTurn(first: TurnView, parts: TurnParts): TurnElement {
  const { send, thread } = parts;
  let turn = first;
  const find = (number: number) => turn.citations.find((it) => it.number === number);
  const links = {
    citation: (numbers: readonly number[]) => createCitation(numbers, { ...parts, find }),
    openLink: (address: string) => send({ type: 'open-link', address: address.slice(0, 2_000) }),
  };
  const question = h('p', { class: 'question', dir: 'auto' });
  const answer = createAnswerView(links);
  const thinking = createAnswerView(links);
  const summary = h('summary');
  const thought = h('details', { class: 'thought' }, summary, thinking.element);
  const label = h('p', { class: 'quoted-label' });
  const problem = h('div', { class: 'problem', hidden: true });
  const facts = h('span', { class: 'facts' });
  const stop = button(l10n.t('Stop'), 'button quiet', () => send({ type: 'stop', thread }));
  stop.prepend(icon('stop'));
  const retry = iconButton('refresh', l10n.t('Ask again'), () => undefined);
  const copy = iconButton('copy', l10n.t('Copy the answer'), () => undefined);
  const buttons = h('span', { class: 'turn-buttons' }, copy, retry);
  const offers = h('div', { class: 'offers' });
  const foot = h('div', { class: 'turn-foot' }, facts, stop, buttons);
  const element = h('section', { class: 'turn' });
  element.append(question, thought, label, answer.element, problem, offers, foot);

  const again = (mode: AskMode, model?: string): void =>
    send({ type: 'retry', thread, turn: turn.id, mode, ...(model === undefined ? {} : { model }) });
  attachMenu(retry, () => retryItems(parts.models(), turn, again));
  attachMenu(copy, () => [
    { label: l10n.t('Copy as Markdown'), run: () => copyAs('markdown') },
    { label: l10n.t('Copy as LaTeX'), run: () => copyAs('latex') },
  ]);
  const copyAs = (format: 'markdown' | 'latex'): void =>
    send({
      ...{ type: 'copy', thread, turn: turn.id, format },
      ...(format === 'latex' ? { text: turnsAsLatex([turn]) } : {}),
    });
  const showThought = (): void => {
    if (thought.open) thinking.show(turn.thought, new Set(), isOpen(turn));
  };
  thought.addEventListener('toggle', showThought);

  const showProblem = (): void => {
    problem.hidden = turn.problem === undefined;
    if (turn.problem === undefined) return;
    const { message, action } = turn.problem;
    const told = h(
      'div',
      {},
      h('p', { dir: 'auto' }, message),
      h('p', { class: 'advice' }, action),
    );
    const retryNow = button(l10n.t('Retry'), 'button', () => again(turn.mode));
    const others = offersFor(turn.problem).map((what) =>
      button(offerText(what), 'button quiet', () => send({ type: 'offer', what })),
    );
    told.append(h('div', { class: 'offers' }, retryNow, ...others));
    problem.replaceChildren(icon('warning'), told);
  };

  const showOffers = (): void => {
    const quoting = turn.quoted && turn.state === 'answered';
    label.hidden = !turn.quoted;
    offers.hidden = !quoting;
    if (!turn.quoted) return;
    const told = l10n.t('Quoted from the document; the bundled model does not write answers.');
    label.replaceChildren(icon('quote'), h('span', {}, told));
    if (quoting && offers.childElementCount === 0) {
      const offer = (what: 'model' | 'server'): HTMLElement =>
        button(offerText(what), 'button quiet', () => send({ type: 'offer', what }));
      offers.append(offer('model'), offer('server'));
    }
  };

  const update = (next: TurnView): void => {
    turn = next;
    const open = isOpen(turn);
    question.textContent = turn.question;
    thought.hidden = turn.thought.trim() === '';
    summary.textContent = thoughtText(turn);
    showThought();
    const cited = new Set(turn.citations.map(({ number }) => number));
    answer.show(turn.answer, cited, open);
    showProblem();
    showOffers();
    const cut = turn.cut === 'answer' ? l10n.t('the answer was cut at its limit') : '';
    const cutThought = turn.cut === 'thought' ? l10n.t('the thought was cut at its limit') : '';
    facts.textContent = [factsText(turn), cut, cutThought].filter((it) => it !== '').join(' · ');
    element.classList.toggle('busy', open);
    stop.hidden = !open;
    buttons.hidden = open;
    copy.hidden = turn.answer.trim() === '';
  };
  update(first);
  return {
    ...{ element, update },
    dispose() {
      answer.dispose();
      thinking.dispose();
    },
  };
}

function retryItems(
  models: readonly ModelChoice[],
  { mode }: TurnView,
  again: (mode: AskMode, model?: string) => void,
): MenuItem[] {
  const now = l10n.t('as before');
  const items: MenuItem[] = modes.map((each) => ({
    label: l10n.t('Ask again: {0}', modeText(each)),
    ...(each === mode ? { hint: now } : {}),
    run: () => again(each),
  }));
  if (models.length < 2) return items;
  const others = models.map(({ id, name }): MenuItem => ({
    label: name,
    run: () => again(mode, id),
  }));
  return [...items, 'separator', ...others];
}
