/**
 * Texts that a view shows, in VS Code's display language. The page brings the translations along in
 * `<meta name="texts">`, as JSON of English to translation; what is not there stays English.
 */

let translations: Readonly<Record<string, string>> | undefined;

function load(): Readonly<Record<string, string>> {
  if (typeof document === 'undefined') return {};
  const content = document.querySelector('meta[name="texts"]')?.getAttribute('content') ?? '{}';
  const parsed: unknown = JSON.parse(content);
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, string>) : {};
}

/** Named like VS Code's own, so that one search collects the texts of both sides. */
export const l10n = {
  /** In which dates and numbers are written too. */
  get language(): string {
    return (typeof document === 'undefined' ? '' : document.documentElement.lang) || 'en';
  },

  /** `{0}`, `{1}` … in the text become the arguments. */
  t(text: string, ...values: readonly (string | number)[]): string {
    translations ??= load();
    const translated = translations[text];
    const found = typeof translated === 'string' ? translated : text;
    return found.replace(/\{(\d+)\}/g, (whole, at: string) => String(values[Number(at)] ?? whole));
  },
};
