/** Steps of a solution, each with what the checker found. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { typeset } from '../readings/formula.ts';
import type { StepView } from './protocol.ts';

const signs = { verified: '✓', refuted: '✗', unchecked: '·' } as const;
const relations: Readonly<Record<string, string>> = {
  ...{ '≈': '\\approx', '≤': '\\le', '≥': '\\ge', '≠': '\\ne' },
};

/** Typeset, or the source where KaTeX refuses it. */
export function formula(latex: string): HTMLElement {
  const element = h('span', { class: 'formula' });
  if (!typeset(latex, element, false).ok) element.replaceChildren(h('code', {}, latex));
  return element;
}

export function symbolLatex(symbol: string): string {
  const [stem = '', index] = symbol.replace('_minus', '_-').split('_');
  const head = /^[a-z]{2,}$/i.test(stem) ? `\\${stem}` : stem.replace('Δ', '\\Delta ');
  if (index === undefined) return head;
  return /^[a-z]{2,}$/i.test(index) ? `${head}_{\\text{${index}}}` : `${head}_{${index}}`;
}

const markNames = {
  verified: () => l10n.t('verified'),
  refuted: () => l10n.t('refuted'),
  unchecked: () => l10n.t('not checkable'),
};

/** `3 verified, 1 refuted, 2 not checkable`. */
export function summaryOf(steps: readonly StepView[]): string {
  return (['verified', 'refuted', 'unchecked'] as const)
    .map((mark) => [steps.filter((step) => step.mark === mark).length, mark] as const)
    .filter(([count]) => count > 0)
    .map(([count, mark]) => `${count} ${markNames[mark]()}`)
    .join(', ');
}

export function createSteps() {
  const list = h('ol', { class: 'steps' });
  const summary = h('span', { class: 'summary' });
  const old = h(
    'p',
    { class: 'note', hidden: true },
    l10n.t('These steps were written for the first values.'),
  );
  const thinking = h('ol', { class: 'steps' });
  const inThought = h(
    'details',
    { hidden: true },
    h('summary', {}, l10n.t('Steps of the thought')),
    thinking,
  );
  const title = h('h2', {}, l10n.t('Steps'), ' ', summary);
  const element = h('section', { hidden: true }, title, old, list, inThought);
  return {
    element,
    show(steps: readonly StepView[]): void {
      const [main, folded] = [
        steps.filter((step) => !step.folded),
        steps.filter((step) => step.folded),
      ];
      list.replaceChildren(...main.map(row));
      thinking.replaceChildren(...folded.map(row));
      inThought.hidden = folded.length === 0;
      summary.textContent = summaryOf(main);
      old.hidden = true;
      element.hidden = main.length === 0;
    },
    stale(is: boolean): void {
      old.hidden = !is;
    },
    clear(): void {
      element.hidden = true;
    },
  };
}

function row({ mark, left, relation, right, latex, reason, correct }: StepView): HTMLElement {
  const name = markNames[mark]();
  const told =
    correct === undefined || reason.includes(correct)
      ? reason
      : l10n.t('{0}; right is {1}', reason, correct);
  const written = latex
    ? formula(
        `${left.replaceAll('&', '')} ${relations[relation] ?? relation} ${right.replaceAll('&', '')}`,
      )
    : h('code', {}, `${left} ${relation} ${right}`);
  return h(
    'li',
    { class: mark },
    h('span', { class: 'mark', role: 'img', 'aria-label': name, title: name }, signs[mark]),
    h('div', { class: 'step' }, written, h('p', { class: 'reason' }, told)),
  );
}
