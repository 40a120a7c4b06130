/** What the checker found in an answer, as quiet signs in its Markdown. Pure. */
import type { Answer } from '../../engine/protocol.ts';

type Checks = NonNullable<Answer['checks']>;

/** What may close a formula that a step ends in. */
const closing = /^[\s.,;]*(?:\$\$?|\\\)|\\\]|\\end\{[a-z]+\*?\}[\s]*(?:\$\$|\\\])?)/;

/** A sign behind each chain of equations that was verified or refuted; others stay as they are. */
export function withMarks(answer: string, checks: Checks): string {
  const ends = new Map<number, boolean>();
  for (const chain of Map.groupBy(checks, (step) => step.chain).values()) {
    const refuted = chain.some(({ mark }) => mark === 'refuted');
    if (!refuted && !chain.some(({ mark }) => mark === 'verified')) continue;
    const { end, latex } = chain.at(-1)!;
    const close = latex ? closing.exec(answer.slice(end, end + 60)) : null;
    // In the middle of a display a sign would be set as mathematics; the list below tells of it.
    if (latex && close === null) continue;
    const at = end + (close?.[0].length ?? 0);
    ends.set(at, refuted || ends.get(at) === true);
  }
  const places = [...ends].sort(([a], [b]) => b - a);
  return places.reduce(
    (text, [at, refuted]) => `${text.slice(0, at)} ${refuted ? '✗' : '✓'}${text.slice(at)}`,
    answer,
  );
}

const names = { verified: 'verified', refuted: 'refuted', unchecked: 'not checkable' } as const;

/** One line of numbers, and what is wrong with each step that was refuted; '' without steps. */
export function checkSummary(checks: Checks): string {
  const counts = (['verified', 'refuted', 'unchecked'] as const)
    .map((mark) => [checks.filter((step) => step.mark === mark).length, names[mark]] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`);
  if (counts.length === 0) return '';
  const wrong = checks
    .filter(({ mark }) => mark === 'refuted')
    .slice(0, 12)
    .map(({ left, relation, right, latex, reason, correct }) => {
      const told =
        correct === undefined || reason.includes(correct)
          ? reason
          : `${reason}; right is ${correct}`;
      const step = `${left} ${relation} ${right}`.replace(/\s+/g, ' ');
      return `- ✗ ${latex ? `$${step}$` : `\`${step.replaceAll('`', '')}\``}: ${told}`;
    });
  return [`*Steps: ${counts.join(', ')}*`, ...(wrong.length === 0 ? [] : [wrong.join('\n')])].join(
    '\n\n',
  );
}
