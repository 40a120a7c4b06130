/** A problem from a picture: the figure, its facts as values to correct, checked steps, the answer. */
import { button, createAnnouncer, h } from '../dom.ts';
import { connect } from '../host.ts';
import { l10n } from '../l10n.ts';
import { createAnswerView } from '../margin/answer.ts';
import { createAsking } from './asking.ts';
import { createFacts } from './facts.ts';
import {
  parseToSolve,
  type FromSolve,
  type QuantityView,
  type SolutionView,
  type ToSolve,
} from './protocol.ts';
import { createSteps, formula, summaryOf } from './steps.ts';
import './solve.css';

const host = connect<ToSolve, FromSolve>(parseToSolve, receive);
const announcer = createAnnouncer();
const nothingCited: ReadonlySet<number> = new Set();
const links = {
  citation: () => document.createTextNode(''),
  openLink: (address: string): void => host.post({ type: 'link', address }),
};

const asking = createAsking({
  solve: (question, mode) => host.post({ type: 'solve', question, mode }),
  stop: () => host.post({ type: 'stop' }),
});
const facts = createFacts((values) => host.post({ type: 'facts', values }));
const steps = createSteps();
const thought = createAnswerView(links);
const answer = createAnswerView(links);
const final = createAnswerView(links);
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
const result = h('section', { class: 'result', hidden: true });
const resultTitle = h('h2', {}, l10n.t('Answer'));
const again = h('div', { class: 'again', hidden: true });
const note = h('p', { class: 'note' });
const copying = h(
  'div',
  { class: 'actions', hidden: true },
  button(l10n.t('Copy as LaTeX'), 'button quiet', () =>
    host.post({ type: 'copy', format: 'latex' }),
  ),
  button(l10n.t('Copy as Markdown'), 'button quiet', () =>
    host.post({ type: 'copy', format: 'markdown' }),
  ),
);
result.append(resultTitle, final.element, again);

document.body.append(
  asking.element,
  notice,
  result,
  facts.element,
  steps.element,
  writing,
  thoughtBox,
  copying,
  note,
  announcer.element,
);

let written = { thought: '', answer: '' };
let solution: SolutionView | undefined;
host.post({ type: 'ready' });

function receive(message: ToSolve): void {
  switch (message.type) {
    case 'problem':
      asking.show(message);
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
    case 'recomputed':
      facts.refuse(message.bad);
      recomputed(message.quantities);
      break;
    case 'failed':
      fail(message.message, message.action, message.server);
      break;
    case 'stopped':
      asking.running(false);
      announcer.say(l10n.t('Stopped'));
      break;
    case 'copied':
      announcer.say(l10n.t('Copied'));
      break;
  }
}

function begin(mode: 'auto' | 'think' | 'nothink'): void {
  written = { thought: '', answer: '' };
  solution = undefined;
  asking.running(true, mode);
  notice.hidden = true;
  for (const part of [result, copying, thoughtBox]) part.hidden = true;
  note.textContent = '';
  facts.clear();
  steps.clear();
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
  thoughtBox.hidden = message.thought === '';
  thought.show(message.thought, nothingCited, false);
  answer.show(message.answer, nothingCited, false);
  writing.hidden = message.answer === '';
  writing.open = message.steps.length === 0;
  facts.show(message.facts);
  steps.show(message.steps);
  result.hidden = false;
  result.classList.toggle('refused', message.refused !== null);
  resultTitle.textContent = message.refused === null ? l10n.t('Answer') : l10n.t('No answer');
  const none = l10n.t('The model gave no answer.');
  final.show(message.refused ?? (message.final === '' ? none : message.final), nothingCited, false);
  again.hidden = true;
  copying.hidden = false;
  const cut = message.cut ? `${l10n.t('The solution was cut at the limit of tokens.')} ` : '';
  note.textContent = cut + message.note;
  announcer.say(`${resultTitle.textContent}. ${summaryOf(message.steps)}`);
}

/** What follows from the corrected facts, the answer first. */
function recomputed(quantities: readonly QuantityView[]): void {
  const changed = facts.changed;
  again.hidden = !changed;
  result.classList.toggle('stale', changed);
  steps.stale(changed);
  if (!changed) return;
  const wanted = solution?.finalSymbol;
  const ordered = [...quantities].sort(
    (a, b) => Number(b.symbol === wanted) - Number(a.symbol === wanted),
  );
  const title = h('h3', {}, l10n.t('With your values'));
  const rows = ordered.map(({ latex, value }) =>
    value === null
      ? h('li', {}, formula(latex), ' ', l10n.t('cannot be worked out from these values'))
      : h('li', {}, formula(latex)),
  );
  const none = l10n.t(
    'No step says how the answer follows from these values; solve again to use them.',
  );
  again.replaceChildren(title, rows.length > 0 ? h('ul', {}, ...rows) : h('p', {}, none));
  const [first] = ordered;
  if (first !== undefined && first.value !== null)
    announcer.say(`${first.symbol} = ${first.value}`);
}

function fail(message: string, action: string, server: boolean): void {
  asking.running(false);
  const use = button(l10n.t('Use a Server…'), 'button', () => host.post({ type: 'server' }));
  notice.replaceChildren(
    h('p', { class: 'message' }, message),
    h('p', { class: 'advice' }, action),
    ...(server ? [use] : []),
  );
  notice.hidden = false;
  writing.hidden = written.answer === '';
}
