/** Commands whose braced argument is a spelled-out name: the spaces inside it mean nothing. */
const spelledName = /\\(?:operatorname|mathrm|text|mathbf)\s?\*? \{.*?\}/g;

/**
 * Writes space-separated LaTeX in the compact form on which UniMERNet reports BLEU and edit
 * distance: names such as `\operatorname { s i n }` close up, and elsewhere a space stays only
 * between two letters, after a backslash (the control space), and beside letters of other scripts.
 */
export function compactLatex(spaced: string): string {
  const named = spaced.trim().replace(spelledName, (name) => name.replaceAll(' ', ''));
  return named.replace(/(\S)\s+(?=(\S))/gu, (_run, before: string, after: string) =>
    keepsSpace(before, after) ? `${before} ` : before,
  );
}

function keepsSpace(before: string, after: string): boolean {
  if (before === '\\' || isForeignLetter(before) || isForeignLetter(after)) return true;
  return /[a-z]/i.test(before) && /[a-z]/i.test(after);
}

function isForeignLetter(character: string): boolean {
  return character > '\u007f' && /[\p{L}\p{Nl}\p{No}]/u.test(character);
}
