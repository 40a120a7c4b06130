/** A description put into a link as its alternative text. */
import type { AltText } from './link.ts';

const longest = 600;

/** The text to write over the link's `alt` range: one line, escaped for where it stands. */
export function altEdit(alt: AltText, description: string): string {
  const line = description
    .replace(/\p{C}|\s+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, longest);
  return alt.before + escaped(line, alt.escape) + alt.after;
}

function escaped(line: string, how: AltText['escape']): string {
  switch (how) {
    case 'markdown':
      return line.replace(/[[\]\\]/g, '\\$&');
    case 'html':
      return line.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
    case 'string':
      return line.replace(/["\\]/g, '\\$&');
    case 'braces':
      return line.replace(/[{}\\]/g, ' ').replace(/[%#&$_]/g, '\\$&');
  }
}
