/** Text → Markdown that renders as that very text: no markup, no HTML, no formula by accident. */

/** Signs that may begin markup anywhere in a line (CommonMark, GitHub's extensions, `$` of mathematics). */
const anywhere = /[\\`*_[\]<>&$~|]/g;

/** For a stretch inside a line. */
export function escapeText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(anywhere, (sign) => `\\${sign}`)
    .replaceAll(/!(?=$|\\\[)/g, '\\!');
}

/** For a whole line: also what is markup only at a line's start. */
export function escapeStart(markdown: string): string {
  return markdown
    .replace(
      /^(?:#{1,6}(?=\s|$)|[+-](?=\s|$)|-{3,}|={1,}\s*$|-+\s*$|:(?=\s))/,
      (sign) => `\\${sign}`,
    )
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** A fence longer than any run of backticks inside. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** An inline code span; a space keeps backticks at its ends apart from its own. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}

/** LaTeX that neither ends its formula nor reads as a tag of HTML, on one line. */
export function safeLatex(latex: string): string {
  return latex
    .replaceAll(/(\\*)\$/g, (whole, slashes: string) =>
      slashes.length % 2 === 1 ? whole : `${slashes}\\$`,
    )
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s*<\s*/g, '\\lt ')
    .replaceAll(/\s*>\s*/g, '\\gt ')
    .replaceAll('`', "{\\text{'}}")
    .trim();
}

/** A path or address for a link's destination. */
export const linkTarget = (path: string): string =>
  path
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll(/[()']/g, escaped))
    .join('/');

const escaped = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
