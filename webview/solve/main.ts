/** A problem from a picture: the figure, its facts as values to correct, checked steps, the answer. */
import { button, createAnnouncer, h } from '../dom.ts';
import { connect } from '../host.ts';
import { l10n } from '../l10n.ts';
import { createAnswerView } from '../margin/answer.ts';
import { offersFor, offerText } from '../margin/words.ts';
import { listenForImages } from '../readings/intake.ts';
import { createAsking } from './asking.ts';
import { createFacts } from './facts.ts';
import { createPlaces } from './places.ts';
import {
  parseDraft,
  parseToSolve,
  type Draft,
  type FromSolve,
  type ProblemView,
  type QuantityView,
  type SolutionView,
  type SolveMode,
  type ToSolve,
} from './protocol.ts';
import { createResult } from './result.ts';
import { createSteps, summaryOf } from './steps.ts';
import './solve.css';

const host = connect<ToSolve, FromSolve>(parseToSolve, receive);
const announcer = createAnnouncer();
const nothingCited: ReadonlySet<number> = new Set();
const links = {
  citation: () => document.createTextNode(''),
  openLink: (address: string): void => host.post({ type: 'link', address }),
};

const places = createPlaces({ choose: (symbol) => facts.edit(symbol), point: light });
const asking = createAsking({
  layer: places.element,
  solve: (question, mode) => host.post({ type: 'solve', question, mode }),
  stop: () => host.post({ type: 'stop' }),
  showPlace: () => host.post({ type: 'show-place' }),
  onEdit: remember,
});
const facts = createFacts({
  onChange: (values) => {
    markKept(false);
    host.post({ type: 'facts', values });
  },
  onPoint: light,
});
const steps = createSteps();
const result = createResult({
  links,
  offer: (what) => host.post({ type: 'offer', what }),
  again: (mode) => asking.again(mode),
  solveWith: () =>
    host.post({ type: 'solve', question: asking.question, mode: usedMode, corrected: true }),
});
const thought = createAnswerView(links);
const answer = createAnswerView(links);
const thoughtBox = h(
  'details',
  { class: 'thought', hidden: true },
  h('summary', {}, l10n.t('Thought')),
  thought.element,
);
const writing = h(
  'details',
  { class: 'writing', hidden: true },
  h('summary', {}, l10n.t('Solution as written')),
  answer.element,
);
const notice = h('div', { class: 'failure', role: 'alert', hidden: true });
const note = h('p', { class: 'note' });
const keep = button(l10n.t('Keep in Margin'), 'button', () => host.post({ type: 'keep' }));
const copy = (text: string, format: 'latex' | 'markdown'): HTMLButtonElement =>
  button(text, 'button quiet', () => host.post({ type: 'copy', format }));
const actions = h(
  'div',
  { class: 'actions', hidden: true },
  keep,
  copy(l10n.t('Copy as LaTeX'), 'latex'),
  copy(l10n.t('Copy as Markdown'), 'markdown'),
);
const said = h('span', { class: 'said', role: 'status' });
actions.append(said);

document.body.append(
  asking.element,
  notice,
  result.element,
  facts.element,
  steps.element,
  writing,
  thoughtBox,
  actions,
  note,
  announcer.element,
);

let tab = '';
let written = { thought: '', answer: '' };
let solution: SolutionView | undefined;
let usedMode: SolveMode = 'auto';
listenForImages({
  add: ([image]) => {
    if (image === undefined) return;
    const mime = /\.svg$/i.test(image.name) ? 'image/svg+xml' : '';
    host.post({ type: 'picture', picture: { ...image, mime } });
  },
  refuse: (text) => complain(text, ''),
});
host.post({ type: 'ready' });

function receive(message: ToSolve): void {
  switch (message.type) {
    case 'problem':
      clear();
      asking.running(false);
      asking.show(drafted(message));
      tab = message.tab;
      remember();
      keep.hidden = !message.placed;
      break;
    case 'running':
      begin(message.mode);
      break;
    case 'delta':
      hear(message.kind, message.text);
      break;
    case 'solution':
      show(message);
      break;
    case 'corrections':
      facts.correct(message.values);
      break;
    case 'recomputed':
      facts.refuse(message.bad);
      recomputed(message.quantities);
      break;
    case 'failed':
      asking.running(false);
      complain(message.message, message.action, message.code);
      writing.hidden = written.answer === '';
      break;
    case 'stopped':
      asking.running(false);
      announcer.say(l10n.t('Stopped'));
      break;
    case 'copied':
      said.textContent = l10n.t('Copied');
      break;
    case 'kept':
      markKept(true);
      break;
  }
}

/** A fact and its places in the figure, where one of them is looked at. */
function light(symbol: string | undefined): void {
  places.light(symbol);
  facts.light(symbol);
}

function remember(): void {
  if (tab === '') return;
  const draft: Draft = { tab, question: asking.question, mode: asking.mode };
  host.state = draft;
}

/** The problem, with what was typed before the window was loaded anew. */
function drafted(message: ProblemView): ProblemView {
  const draft = tab === '' ? parseDraft(host.state) : undefined;
  if (draft?.tab !== message.tab || draft.question === '') return message;
  return { ...message, question: draft.question, mode: draft.mode };
}

/** Only the figure and the question stay. */
function clear(): void {
  written = { thought: '', answer: '' };
  solution = undefined;
  for (const part of [notice, actions, thoughtBox, writing]) part.hidden = true;
  note.textContent = '';
  result.clear();
  facts.clear();
  places.clear();
  steps.clear();
}

function begin(mode: SolveMode): void {
  clear();
  usedMode = mode;
  asking.running(true, mode);
  writing.hidden = false;
  writing.open = true;
  answer.show('', nothingCited, true);
}

function hear(kind: 'thought' | 'answer' | 'was-thought', text: string): void {
  if (kind === 'was-thought') written = { thought: written.answer, answer: '' };
  else written[kind] += text;
  thoughtBox.hidden = written.thought === '';
  if (written.thought !== '') thought.show(written.thought, nothingCited, true);
  answer.show(written.answer, nothingCited, true);
}

function show(message: SolutionView): void {
  solution = message;
  asking.running(false);
  written = { thought: message.thought, answer: message.answer };
  notice.hidden = true;
  thoughtBox.hidden = message.thought === '';
  thought.show(message.thought, nothingCited, false);
  answer.show(message.answer, nothingCited, false);
  // What is no more than the line above is not shown twice.
  writing.hidden = message.answer.trim() === '' || message.answer.trim() === message.final.trim();
  writing.open = message.steps.length === 0;
  facts.show(message.facts);
  places.show(message.facts);
  steps.show(message.steps);
  result.show(message, usedMode);
  markKept(false);
  actions.hidden = false;
  if (message.notice !== '') complain(message.notice, '');
  const cut = message.cut ? `${l10n.t('The solution was cut at the limit of tokens.')} ` : '';
  note.textContent = cut + message.note;
  announcer.say(`${result.title}. ${summaryOf(message.steps)}`);
}

function recomputed(quantities: readonly QuantityView[]): void {
  const { changed } = facts;
  const wanted = solution?.finalSymbol ?? null;
  result.correct(changed ? quantities : undefined, wanted);
  steps.stale(changed);
  const first = quantities.find(({ symbol }) => symbol === wanted) ?? quantities[0];
  if (changed && first !== undefined && first.value !== null)
    announcer.say(`${first.symbol} = ${first.value}`);
}

/** Whether the margin has what is shown: the button then leads there. */
function markKept(is: boolean): void {
  keep.textContent = is ? l10n.t('Show in Margin') : l10n.t('Keep in Margin');
  keep.classList.toggle('quiet', is);
  said.textContent = is ? l10n.t('Kept in the margin') : '';
}

function complain(message: string, action: string, code = ''): void {
  const offers = offersFor({ code, message, action }).map((what) =>
    button(offerText(what), 'button', () => host.post({ type: 'offer', what })),
  );
  notice.replaceChildren(
    h('p', { class: 'message' }, message),
    h('p', { class: 'advice' }, action),
    h('div', { class: 'offers' }, ...offers),
  );
  notice.hidden = false;
}
