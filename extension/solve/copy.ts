/** A solution as text to keep: Markdown and LaTeX. Pure. */
import type { Solution } from '../../engine/solve/messages.ts';

const signs = { verified: '✓', refuted: '✗', unchecked: '·' } as const;
const relations: Readonly<Record<string, string>> = {
  ...{ '≈': '\\approx', '≤': '\\le', '≥': '\\ge', '≠': '\\ne' },
};
type Facts = Solution['facts'];

export function solutionMarkdown(
  question: string,
  { steps, answer }: Solution,
  facts: Facts,
): string {
  const checked = steps.filter(({ part, mark }) => part === 'answer' && mark !== 'unchecked');
  return [
    question.trim().replace(/^/gm, '> '),
    ...(facts.length === 0
      ? []
      : [
          facts
            .map((f) => `- ${f.name}: ${f.symbol} = ${`${f.value} ${f.unit}`.trim()} (${f.source})`)
            .join('\n'),
        ]),
    answer.trim(),
    ...(checked.length === 0
      ? []
      : [
          checked
            .map(({ mark, left, relation, right, latex, reason }) => {
              const step = latex
                ? `$${left} ${relations[relation] ?? relation} ${right}$`
                : `\`${left} ${relation} ${right}\``;
              return `- ${signs[mark]} ${step}: ${reason}`;
            })
            .join('\n'),
        ]),
  ].join('\n\n');
}

export function solutionLatex(question: string, { steps, final }: Solution): string {
  const rows = steps
    .filter(({ part, latex, mark }) => part === 'answer' && latex && mark !== 'refuted')
    .map(
      ({ left, relation, right }) =>
        `  ${left.replaceAll('&', '')} &${relations[relation] ?? relation} ${right.replaceAll('&', '')}`,
    );
  const comment = question.trim().replace(/\s+/g, ' ');
  return [
    `% ${comment}`,
    ...(rows.length === 0 ? [] : ['\\begin{align*}', rows.join(' \\\\\n'), '\\end{align*}']),
    final,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
