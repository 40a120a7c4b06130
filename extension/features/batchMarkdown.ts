/** Many readings as one readable document. Pure. */
import { formatLatex } from '../formats/index.ts';

export type BatchResult = { readonly name: string; readonly place: string } & (
  | { readonly kind: 'read'; readonly latex: string }
  | { readonly kind: 'failed'; readonly message: string; readonly action: string }
  | { readonly kind: 'cancelled' }
);

export function batchMarkdown(results: readonly BatchResult[]): string {
  const read = results.filter((result) => result.kind === 'read');
  const failed = results.filter((result) => result.kind === 'failed');
  const cancelled = results.filter((result) => result.kind === 'cancelled');
  const parts = ['# Formulas', `${read.length} of ${results.length} images were read.`];
  for (const { name, place, latex } of read) {
    parts.push(`## ${literal(name)}`, `Image: ${code(place)}`, formatLatex(latex, 'markdown'));
  }
  if (failed.length > 0) {
    const items = failed.map(
      ({ place, message, action }) => `- ${code(place)}: ${literal(`${message} ${action}`)}`,
    );
    parts.push('## Not read', items.join('\n'));
  }
  if (cancelled.length > 0) {
    parts.push('## Cancelled', cancelled.map(({ place }) => `- ${code(place)}`).join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

/** Text that means nothing to Markdown, on one line. */
const literal = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#$|]/g, '\\$&');

/** A code span around any text: its marks are longer than any inside. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  const room = longest > 0 ? ' ' : '';
  return marks + room + text.replace(/\s+/g, ' ') + room + marks;
}
