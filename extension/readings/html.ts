/** The page of the readings view: one script, one style sheet, and a policy that allows no more. */

export interface PageParts {
  /** The origin that scripts and styles come from. */
  readonly cspSource: string;
  readonly nonce: string;
  /** VS Code's display language. */
  readonly language: string;
  readonly script: string;
  readonly style: string;
  /** Translations of the view's texts by their English; none where VS Code shows English. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Any text as an attribute's value. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** The direction that an interface in this language has. */
export const directionOf = (language: string): 'rtl' | 'ltr' =>
  rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';

export function readingsPage(parts: PageParts): string {
  const { cspSource, nonce, language, script, style, texts } = parts;
  const spoken = Object.keys(texts).length === 0 ? 'en' : language;
  const policy = [
    `default-src 'none'`,
    `img-src blob:`,
    `font-src ${cspSource}`,
    // The outlines of KaTeX's letters, for copies as SVG and PNG.
    `connect-src ${cspSource}`,
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${escaped(spoken)}" dir="${directionOf(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="texts" content="${escaped(JSON.stringify(texts))}" />
    <title>Marginalia Readings</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
