/** What a place in a document is, as far as inserting a formula goes. */
export type Place =
  | { readonly kind: 'prose'; readonly tight: boolean }
  | { readonly kind: 'math' }
  /** A comment, verbatim text or code: no delimiters there, and no line breaks. */
  | { readonly kind: 'verbatim' };

export const prose: Place = { kind: 'prose', tight: false };
/** Prose in which lines of their own would break something: a heading, a table's cell. */
export const tightProse: Place = { kind: 'prose', tight: true };
export const math: Place = { kind: 'math' };
export const verbatim: Place = { kind: 'verbatim' };

/** Called for each formula that a scanner passes, with what opens it: `$`, `\[`, `align` … */
export type Seen = (opener: string) => void;
