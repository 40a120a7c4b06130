/** A place in a document that names a picture. Offsets are UTF-16 units. Pure. */
export interface ImageLink {
  /** The whole link: `![…](…)`, `<img …>`, `\includegraphics[…]{…}`, `image("…")`. */
  readonly from: number;
  readonly to: number;
  /** What it names, without quoting or escapes: a path, an address, `attachment:name`. */
  readonly target: string;
  /** Its alternative text and where that stands, or where one can be put in. */
  readonly alt?: AltText;
  /** `\includegraphics[page=…]`. */
  readonly page?: number;
}

export interface AltText {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** What goes around a new text. */
  readonly before: string;
  readonly after: string;
  readonly escape: 'markdown' | 'html' | 'string' | 'braces';
}

/** More links than a person looks at; a document of them must not stall the editor. */
export const mostLinks = 2_000;
