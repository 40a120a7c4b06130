/** The answer: its value with what casts doubt on it, what other values would give, and what to do next. */
import { button, h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { createAnswerView, type Links } from '../margin/answer.ts';
import { offerText } from '../margin/words.ts';
import type { FromSolve, QuantityView, SolutionView, SolveMode } from './protocol.ts';
import { formula } from './steps.ts';

type Offer = Extract<FromSolve, { type: 'offer' }>['what'];

export interface ResultParts {
  readonly links: Links;
  readonly offer: (what: Offer) => void;
  /** Asks once more in another mode. */
  readonly again: (mode: SolveMode) => void;
  /** Has the model solve with the values that were typed. */
  readonly solveWith: () => void;
}

/** Below this the model is more likely wrong than right about some part of what it wrote. */
const unsureBelow = 0.5;
const nothingCited: ReadonlySet<number> = new Set();

export function createResult({ links, offer, again, solveWith }: ResultParts) {
  const title = h('h2');
  const final = createAnswerView(links);
  const doubt = h('p', { class: 'doubt', hidden: true });
  const changed = h('div', { class: 'again', hidden: true });
  const offers = h('div', { class: 'offers', hidden: true });
  const element = h('section', { class: 'result', hidden: true });
  element.append(title, final.element, doubt, changed, offers);

  const showOffers = (refused: boolean, thinks: boolean): void => {
    const think = button(l10n.t('Think First'), 'button quiet', () => again('think'));
    const others = (['model', 'server'] as const).map((what) =>
      button(offerText(what), 'button quiet', () => offer(what)),
    );
    const wanted = [...(thinks ? [think] : []), ...(refused ? others : [])];
    offers.replaceChildren(...wanted);
    offers.hidden = wanted.length === 0;
  };

  return {
    element,
    get title(): string {
      return title.textContent;
    },
    show(solution: SolutionView, mode: SolveMode): void {
      const { refused, confidence } = solution;
      const unsure = confidence !== null && confidence < unsureBelow;
      const wrong = solution.steps.some(({ mark }) => mark === 'refuted');
      element.hidden = false;
      element.classList.remove('stale');
      element.classList.toggle('refused', refused !== null);
      element.classList.toggle('unsure', refused === null && (unsure || wrong));
      title.textContent = refused === null ? l10n.t('Answer') : l10n.t('No answer');
      const none = l10n.t('The model gave no answer.');
      const text = refused ?? (solution.final === '' ? none : solution.final);
      final.show(text, nothingCited, false);
      const percent = Math.round((confidence ?? 0) * 100);
      doubt.replaceChildren(
        icon('warning'),
        wrong
          ? l10n.t('A step does not hold: look at it before you use the answer.')
          : l10n.t('Only {0} % sure: hold the facts against the figure.', percent),
      );
      doubt.hidden = refused !== null || !(unsure || wrong);
      changed.hidden = true;
      showOffers(refused !== null, mode !== 'think' && (refused !== null || unsure || wrong));
    },
    /** What follows from corrected facts, the answer first; `undefined`: they are as they were read. */
    correct(quantities: readonly QuantityView[] | undefined, wanted: string | null): void {
      changed.hidden = quantities === undefined;
      element.classList.toggle('stale', quantities !== undefined);
      if (quantities === undefined) return;
      const ordered = [...quantities].sort(
        (a, b) => Number(b.symbol === wanted) - Number(a.symbol === wanted),
      );
      const rows = ordered.map(({ latex, value }) =>
        value === null
          ? h('li', {}, formula(latex), ' ', l10n.t('cannot be worked out from these values'))
          : h('li', {}, formula(latex)),
      );
      // A way through a graph, or the name of the largest, follows from no formula.
      const open = (quantities.find(({ symbol }) => symbol === wanted)?.value ?? null) === null;
      const none = l10n.t('No formula says how the answer follows from these values.');
      changed.replaceChildren(
        h('h3', {}, l10n.t('With your values')),
        rows.length > 0 ? h('ul', {}, ...rows) : h('p', {}, none),
        ...(open ? [button(l10n.t('Solve with These Values'), 'button', solveWith)] : []),
      );
    },
    clear(): void {
      element.hidden = true;
    },
  };
}
