/** What the view is told of a solution, in its sizes. Pure. */
import type { Fact, Solution } from '../../engine/solve/messages.ts';
import type { SolutionView } from '../../webview/solve/protocol.ts';
import { wholeSteps } from './copy.ts';
import { withCalls } from './words.ts';

const most = { facts: 60, steps: 300 };

export function solutionView(solution: Solution): SolutionView {
  const { thought, answer, facts, final, finalSymbol, refused, confidence } = solution;
  const { model, device, millis, stopReason } = solution;
  return {
    type: 'solution',
    ...{ thought: withCalls(thought), answer: withCalls(answer) },
    ...{ final, finalSymbol, refused, confidence },
    notice: solution.notice ?? '',
    facts: facts.slice(0, most.facts),
    steps: wholeSteps(solution)
      .slice(0, most.steps)
      .map(({ mark, left, relation, right, latex, reason, ...rest }) => ({
        ...{ mark, left, relation, right, latex, reason, part: rest.part },
        ...(rest.correct === undefined ? {} : { correct: rest.correct }),
      })),
    note: `${model} · ${device} · ${(millis / 1000).toFixed(1)} s`.slice(0, 2_000),
    cut: stopReason === 'length',
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
