/** An answer without a model that writes: the passages that come closest, word for word. */
import type { Passage } from '../../document/passages.ts';
import type { Found } from './index.ts';

const MOST = 4;
/** Compared with the best passage. */
const GOOD = 0.5;
/** Share of what is asked that a passage must speak of at least. */
const SPEAKS_OF_IT = 0.3;

/** The passages that are worth quoting, the best first; none when the document says nothing of it. */
export function worthQuoting(found: readonly Found[]): Passage[] {
  const [best] = [...found].sort((a, b) => b.score - a.score);
  if (best === undefined) return [];
  return found
    .filter(({ score, coverage }) => coverage >= SPEAKS_OF_IT && score >= GOOD * best.score)
    .slice(0, MOST)
    .map(({ passage }) => passage);
}

/** Markdown in which passage n is cited as [n]. `texts`: Markdown of each passage. */
export function quotingAnswer(
  passages: readonly Passage[],
  texts: readonly string[],
  labels: readonly string[] | null,
): string {
  return passages
    .map(({ page, heading }, i) => {
      const section = heading === '' ? '' : `, ${asText(heading)}`;
      const where = `Page ${asText(labels?.[page - 1] ?? String(page))}${section}`;
      return `**${where}** [${i + 1}]\n\n> ${texts[i]!}`;
    })
    .join('\n\n');
}

/** What is said where nothing is worth quoting. */
export function nothingFound(question: string, pages: number, empty: boolean): string {
  if (empty)
    return `The document has no text to quote: its ${pages === 1 ? 'page is a picture' : 'pages are pictures'}. Draw a box around a formula to read it.`;
  const asked = asText(question.trim().replace(/\s+/g, ' ').slice(0, 200));
  return `Nothing in the document speaks about “${asked}”. Only passages are quoted here; a larger model or a server can answer in its own words.`;
}

/** Words as they are, no sign of them Markdown. */
export const asText = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#$|~!&]/g, '\\$&')
    .replace(/^([-+]|\d+[.)])(?= )/, '\\$1');
