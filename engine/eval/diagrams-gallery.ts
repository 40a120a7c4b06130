/** The failures of `eval-diagrams` with their pictures, as Markdown. */
import { basename } from 'node:path';
import type { Solution } from '../solve/messages.ts';
import { answerText } from './diagrams-answer.ts';
import type { DiagramRow } from './diagrams-score.ts';
import type { DiagramProblem } from './diagrams-set.ts';
import { block, code, imageOfSet, writeExhibits } from './gallery.ts';

export interface DiagramExhibit {
  readonly directory: string;
  readonly problem: DiagramProblem;
  readonly row: DiagramRow;
  /** Null where there was an error. */
  readonly solution: Solution | null;
}

/** In turns from each family, the surest first: what fails with confidence tells the most. */
export function failures(exhibits: readonly DiagramExhibit[], count: number): DiagramExhibit[] {
  const byFamily = new Map<string, DiagramExhibit[]>();
  for (const exhibit of exhibits)
    if (!exhibit.row.right)
      byFamily.set(exhibit.row.family, [...(byFamily.get(exhibit.row.family) ?? []), exhibit]);
  const queues = [...byFamily.values()].map((list) =>
    list.toSorted((a, b) => (b.row.confidence ?? 0) - (a.row.confidence ?? 0)),
  );
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  const turns = Array.from({ length: longest }, (_, i) =>
    queues.flatMap((queue) => queue[i] ?? []),
  );
  return turns.flat().slice(0, count);
}

/** @throws MarginaliaError `bad-input` as `writeGallery` */
export async function writeDiagramGallery(
  file: string,
  exhibits: readonly DiagramExhibit[],
): Promise<void> {
  await writeExhibits(
    file,
    'Failures',
    exhibits.map((exhibit) => ({
      stem: `${exhibit.row.mode}-${basename(exhibit.problem.file)}`,
      bytes: () => imageOfSet(exhibit.directory, exhibit.problem.file),
      section: (number, picture) => section(number, exhibit, picture),
    })),
  );
}

function section(
  number: number,
  { problem, row, solution }: DiagramExhibit,
  picture: string,
): string {
  const wanted = problem.refusal === '' ? answerText(problem) : problem.refusal;
  const facts = row.facts === null ? '' : ` ${row.facts.read} of ${row.facts.of} facts read.`;
  const sure = row.confidence === null ? '' : `, confidence ${row.confidence.toFixed(2)}`;
  const written =
    solution === null
      ? (row.error?.message ?? '')
      : [solution.thought, solution.answer].filter((part) => part !== '').join('\n\n');
  return `
## ${number}. ${problem.family}, ${row.mode}: ${code(basename(problem.file))}

![The picture of problem ${number}](${picture})

${plain(problem.question)}

Expected:

${block(wanted)}

Written${sure}.${facts}

${block(written)}
`;
}

/** Text of a set as text: no mark of Markdown means anything. */
const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>#+!|$~-]/g, '\\$&').replace(/\s+/g, ' ');
