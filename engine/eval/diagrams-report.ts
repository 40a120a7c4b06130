/** What `eval-diagrams` prints: a Markdown table for each mode, ready for the model's card. Pure. */
import type { Estimate } from './bootstrap.ts';
import type { DiagramSummary } from './diagrams-summary.ts';

const percent = (value: number): string => (100 * value).toFixed(0);
const interval = (estimate: Estimate | null): string =>
  estimate === null
    ? '-'
    : `${percent(estimate.value)} (${percent(estimate.low)}–${percent(estimate.high)})`;

export interface DiagramSubject {
  readonly set: string;
  readonly model: string;
  readonly device: string;
}

export function diagramsMarkdown(subject: DiagramSubject, summary: DiagramSummary): string {
  const { mode, families, mean, worst, inFamilyRefused, refused, medianSeconds, steps } = summary;
  const { confidence, errors } = summary;
  const n = families.reduce((sum, each) => sum + each.n, 0);
  const rows = families.map(
    ({ family, n: count, right, facts, refused: declined, seconds }) =>
      `| ${family} | ${count} | ${interval(right)} | ${interval(facts)} | ${interval(declined)} | ` +
      `${seconds === null ? '-' : seconds.toFixed(1)} |`,
  );
  const sure = [confidence.right, confidence.wrong].map((value) => value?.toFixed(2) ?? '-');
  return [
    `${subject.set}, mode ${mode}: ${n} problems, model ${subject.model} on ${subject.device}; percent with 95 % bootstrap intervals.`,
    '',
    '| family | n | answer right | facts read | refused | median s |',
    '|---|---:|---:|---:|---:|---:|',
    ...rows,
    ...(mean === null
      ? []
      : [
          `| **mean of families** | ${n} | **${percent(mean.right)}** | ` +
            `**${mean.facts === null ? '-' : percent(mean.facts)}** | ${interval(inFamilyRefused)} | ` +
            `${medianSeconds === null ? '-' : medianSeconds.value.toFixed(1)} |`,
        ]),
    '',
    ...(worst === null
      ? []
      : [`- Worst family: ${worst.family}, ${percent(worst.right)} % right.`]),
    `- Refused, as they should be: pictures of no family ${interval(refused.other)} %, a value missing ` +
      `${interval(refused.missing)} %, values that contradict each other ${interval(refused.contradicted)} %.`,
    `- Steps marked verified: ${steps.verified}; of ${steps.judged} that a second algebra could work out, ${steps.false} were false. Marked refuted: ${steps.refuted}.`,
    `- Mean confidence of right answers ${sure[0]!}, of wrong ones ${sure[1]!}; calibration error ${summary.calibrationError?.toFixed(3) ?? '-'}.`,
    `- Right of those given as sure ${interval(summary.trusted)} %, of those given with a doubt ${interval(summary.doubted)} %.`,
    ...(errors === 0 ? [] : [`- Errors: ${errors}.`]),
  ].join('\n');
}
