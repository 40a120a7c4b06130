/** What the view is told of a solution, in its sizes. Pure. */
import type { Fact, Solution } from '../../engine/solve/messages.ts';
import type { SolutionView, StepView } from '../../webview/solve/protocol.ts';
import { orderedSteps } from './copy.ts';
import { withCalls, withUnits } from './words.ts';

const most = { facts: 60, steps: 300 };

export function solutionView(solution: Solution): SolutionView {
  const { thought, answer, facts, final, finalSymbol, refused, confidence } = solution;
  const { shown, folded } = orderedSteps(solution);
  const { model, device, millis, stopReason } = solution;
  return {
    type: 'solution',
    ...{ thought: withCalls(thought), answer: withCalls(answer) },
    ...{ final, finalSymbol, refused, confidence },
    notice: solution.notice ?? '',
    facts: facts.slice(0, most.facts),
    steps: [
      ...shown.map((step) => stepView(step, false)),
      ...folded.map((step) => stepView(step, true)),
    ].slice(0, most.steps),
    note: `${model} · ${device} · ${(millis / 1000).toFixed(1)} s`.slice(0, 2_000),
    cut: stopReason === 'length',
  };
}

function stepView(step: Solution['steps'][number], folded: boolean): StepView {
  const { mark, relation, latex, reason, correct } = step;
  const [left, right] = latex
    ? [withUnits(step.left), withUnits(step.right)]
    : [step.left, step.right];
  return {
    ...{ mark, left, relation, right, latex, reason, folded },
    ...(correct === undefined ? {} : { correct }),
  };
}

const numeric = /^[-−–]?\d*[.,]?\d+(?:e[+-]?\d{1,3})?$/i;

/** The facts with a person's values; and the symbols whose value is no number. */
export function corrected(
  facts: readonly Fact[],
  values: readonly { symbol: string; value: string }[],
): { facts: Fact[]; bad: string[] } {
  const typed = new Map(values.map(({ symbol, value }) => [symbol, value.trim()]));
  const bad = facts.filter(({ symbol, value }) => !numeric.test(typed.get(symbol) ?? value));
  return {
    facts: facts.map((fact) => ({ ...fact, value: typed.get(fact.symbol) ?? fact.value })),
    bad: bad.map(({ symbol }) => symbol),
  };
}
