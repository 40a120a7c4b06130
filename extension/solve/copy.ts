/** A solution as text to keep: Markdown and LaTeX. Pure. */
import type { Recomputed, Solution } from '../../engine/solve/messages.ts';
import { checkSummary, withMarks } from '../features/checkMarks.ts';
import { symbolLatex, withCalls, withUnits } from './words.ts';

/** A solution with what a person made of it. */
export interface Solved {
  readonly question: string;
  readonly solution: Solution;
  /** With the person's values. */
  readonly facts: Solution['facts'];
  /** What follows from those. */
  readonly quantities: readonly Recomputed[];
}

type Step = Solution['steps'][number];

const signs = { verified: '✓', refuted: '✗', unchecked: '·' } as const;
const relations: Readonly<Record<string, string>> = {
  ...{ '≈': '\\approx', '≤': '\\le', '≥': '\\ge', '≠': '\\ne' },
};

/** Steps with two sides: half of a relation, as brackets of a call look, is none. */
export const wholeSteps = ({ steps }: Pick<Solution, 'steps'>): Step[] =>
  steps.filter(({ left, right }) => left.trim() !== '' && right.trim() !== '');

const isChecked = ({ mark }: Step): boolean => mark !== 'unchecked';
const stepsOf = (solution: Solution, part: Step['part']): Step[] =>
  wholeSteps(solution).filter((step) => step.part === part);

/** More steps of a thought than these are shown only where they were checked. */
const mostOfThought = 30;

/**
 * The steps that lead to the answer: its own, or, where it is no more than a last line, those of the thought
 * before it. `folded` are the checked steps of a thought beside an answer that tells its own.
 */
export function orderedSteps(solution: Solution): { shown: Step[]; folded: Step[] } {
  const [answered, thought] = [stepsOf(solution, 'answer'), stepsOf(solution, 'thought')];
  const checked = thought.filter(isChecked);
  const told = answered.filter(isChecked).length > 1;
  if (told || checked.length === 0) return { shown: answered, folded: checked };
  const before = thought.length > mostOfThought ? checked : thought;
  return { shown: [...before, ...answered], folded: [] };
}

/** A part with a sign behind each chain of equations that was verified or refuted. */
export const markedText = (solution: Solution, part: Step['part']): string =>
  withCalls(withMarks(solution[part], stepsOf(solution, part)).trim());

export function solutionMarkdown(solved: Solved): string {
  return [solved.question.trim().replace(/^/gm, '> '), answerMarkdown(solved)].join('\n\n');
}

/** Everything but the question: facts, the answer with its marks, and what corrections changed. */
export function answerMarkdown(solved: Solved): string {
  const { solution } = solved;
  const { answer, refused } = solution;
  // A model that was asked to list its facts has done so in the answer.
  const listed = /(?:^|\n)[\s#*]*facts[\s*]*:/i.test(answer);
  const { shown } = orderedSteps(solution);
  const ofThought = shown.filter((step) => step.part === 'thought');
  const parts = [
    listed ? '' : solution.facts.map(factLine).join('\n'),
    ofThought.filter(isChecked).map(stepLine).join('\n'),
    answer.trim() === '' ? (refused ?? '') : markedText(solution, 'answer'),
    ofThought.length > 0 ? '' : withUnits(checkSummary(shown)),
    correctedMarkdown(solved),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function correctedMarkdown({ solution, facts, quantities }: Solved): string {
  const changed = facts.filter((fact, at) => fact.value !== solution.facts[at]?.value);
  if (changed.length === 0) return '';
  const values = changed.map(({ symbol, value, unit }) => `${symbol} = ${value} ${unit}`.trim());
  const results = quantities
    .filter(({ value }) => value !== null)
    .map(({ latex }) => `- $${withUnits(latex)}$`);
  return [`With corrected values (${values.join(', ')}):`, results.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function factLine({ name, symbol, value, unit, source }: Solution['facts'][number]): string {
  const head = name === symbol ? '' : `${name}: `;
  const gap = unit === '' || unit === '°' || unit === '%' ? '' : ' ';
  return `- ${head}$${symbolLatex(symbol)} = ${value === '' ? '?' : value}$${gap}${unit} (${source})`;
}

function stepLine({ mark, left, relation, right, latex, reason }: Step): string {
  const step = latex
    ? `$${withUnits(`${left} ${relations[relation] ?? relation} ${right}`)}$`
    : `\`${left} ${relation} ${right}\``;
  return `- ${signs[mark]} ${step}: ${reason}`;
}

export function solutionLatex({ question, solution }: Solved): string {
  const rows = orderedSteps(solution)
    .shown.filter(({ latex, mark }) => latex && mark !== 'refuted')
    .map(({ left, relation, right }) => {
      const sides = [left, right].map((side) => withUnits(side.replaceAll('&', '')));
      return `  ${sides.join(` &${relations[relation] ?? relation} `)}`;
    });
  const comment = question.trim().replace(/\s+/g, ' ');
  return [
    `% ${comment}`,
    ...(rows.length === 0 ? [] : ['\\begin{align*}', rows.join(' \\\\\n'), '\\end{align*}']),
    solution.final,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
