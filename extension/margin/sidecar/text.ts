/** Texts on their way into the file and out of it: what would pass for a part of its structure is escaped. */
import type { Rectangle } from '../thread.ts';

/** One kind of line end, no blank lines around, nothing that UTF-8 cannot hold. */
export function normalText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
}

/** On one line, one space between words. */
export const normalLine = (text: string): string => text.toWellFormed().replace(/\s+/g, ' ').trim();

/** Comments are marks of the file's structure, and seven signs at a line's start those of a git conflict. */
export function escapeBody(text: string): string {
  return text
    .replace(/&(?=(?:amp;)*lt;!--)/g, '&amp;')
    .replaceAll('<!--', '&lt;!--')
    .replace(/^(?=\\*(?:<{7}|={7}|>{7}|\|{7}))/gm, '\\');
}

export function unescapeBody(text: string): string {
  return text
    .replace(/^\\(?=\\*(?:<{7}|={7}|>{7}|\|{7}))/gm, '')
    .replace(/&(?:amp;(?=(?:amp;)*lt;!--)|lt;(?=!--))/g, (mark) => (mark === '&lt;' ? '<' : '&'));
}

const signs = /[\\`*_[\]<>#$|~!&-]/g;

/** Words of the document as they are: none of them is Markdown. */
export const escapeLine = (text: string): string => normalLine(text).replace(signs, '\\$&');

export const unescapeLine = (text: string): string =>
  normalLine(text.replace(/\\([!-/:-@[-`{-~])/g, '$1'));

/** Hundredths of a point are finer than anyone sees. */
export function roundRectangle({ x1, y1, x2, y2 }: Rectangle): Rectangle {
  const round = (value: number): number => Math.round(value * 100) / 100 || 0;
  return { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
}

export const rectangleText = ({ x1, y1, x2, y2 }: Rectangle): string => [x1, y1, x2, y2].join(' ');

/** Null for anything but four numbers. */
export function parseRectangle(text: unknown): Rectangle | null {
  if (typeof text !== 'string') return null;
  const parts = text.trim().split(/\s+/);
  const [x1, y1, x2, y2] = parts.map(Number);
  if (parts.length !== 4 || ![x1, y1, x2, y2].every((value) => Number.isFinite(value))) return null;
  return roundRectangle({ x1: x1!, y1: y1!, x2: x2!, y2: y2! });
}

/** JSON that can stand in a comment on one line. */
export const commentJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>\u2028\u2029]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
